import { createRoute } from "@tanstack/react-router";
import { read } from "../api.ts";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

/** A whole number from 1; whatever else was typed means the version in force. */
const ladderSearch = ({ version }: Record<string, unknown>): { version?: string | undefined } => ({
  version: typeof version === "string" && /^[1-9]\d{0,8}$/.test(version) ? version : undefined,
});

/** Versions by their numbers, the one in force, or the open draft; whatever else was typed means the newest step. */
const sidesSearch = (search: Record<string, unknown>): { from?: string | undefined; to?: string | undefined } => {
  const side = (value: unknown) => (typeof value === "string" && /^([1-9]\d{0,8}|latest|draft)$/.test(value) ? value : undefined);
  return { from: side(search["from"]), to: side(search["to"]) };
};

const ladders = createRoute({
  getParentRoute: () => inside,
  path: "/ladders",
  loader: ({ context }) => void context.queries.prefetchQuery(read("/frameworks", { limit: 200 })),
  component: page(() => import("../ladders-route.tsx"), "LaddersRoute"),
});
const pathways = createRoute({
  getParentRoute: () => inside,
  path: "/pathways",
  validateSearch: words("from", "to", "person", "way", "beside", "show"),
  loader: ({ context }) => void context.queries.prefetchQuery(read("/pathways", {})),
  component: page(() => import("../../features/pathways/ui/pathways-page.tsx"), "PathwaysPage"),
});
const newLadder = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/new",
  validateSearch: words("template", "ladder", "blank"),
  component: page(() => import("../../features/exchange/ui/new-ladder-page.tsx"), "NewLadderPage"),
});
const newFromFile = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/import",
  component: page(() => import("../../features/exchange/ui/ladder-import-page.tsx"), "NewFromFilePage"),
});
const importLadder = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/import",
  component: page(() => import("../../features/exchange/ui/ladder-import-page.tsx"), "LadderImportPage"),
});
const ladder = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug",
  validateSearch: ladderSearch,
  loaderDeps: ({ search }) => ({ version: search.version === undefined ? ("latest" as const) : Number(search.version) }),
  loader: ({ context: { queries }, params: { slug }, deps }) => {
    void queries.prefetchQuery(read("/frameworks/:slug/versions/:version", { slug, version: deps.version }));
    void queries.prefetchQuery(read("/frameworks/:slug/changed-since", { slug }));
  },
  component: page(() => import("../ladder-route.tsx"), "LadderRoute"),
});
const map = createRoute({
  getParentRoute: () => ladder,
  path: "/",
  component: page(() => import("../../features/frameworks/ui/map-view.tsx"), "MapView"),
});
const matrix = createRoute({
  getParentRoute: () => ladder,
  path: "/matrix",
  component: page(() => import("../../features/frameworks/ui/matrix-view.tsx"), "MatrixView"),
});
const levels = createRoute({
  getParentRoute: () => ladder,
  path: "/levels",
  component: page(() => import("../level-route.tsx"), "LevelRoute"),
});
const level = createRoute({
  getParentRoute: () => ladder,
  path: "/levels/$level",
  component: page(() => import("../level-route.tsx"), "LevelRoute"),
});
const levelsBeside = createRoute({
  getParentRoute: () => ladder,
  path: "/compare",
  validateSearch: words("left", "right"),
  component: page(() => import("../../features/frameworks/ui/compare-levels-view.tsx"), "CompareLevelsView"),
});
const history = createRoute({
  getParentRoute: () => ladder,
  path: "/history",
  component: page(() => import("../../features/frameworks/ui/history-view.tsx"), "HistoryView"),
});
const compare = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/history/compare",
  validateSearch: sidesSearch,
  component: page(() => import("../../features/frameworks/ui/compare-page.tsx"), "ComparePage"),
});
const changed = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/changed",
  component: page(() => import("../../features/frameworks/ui/changed-page.tsx"), "ChangedPage"),
});
const stewards = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/stewards",
  component: page(() => import("../../features/authoring/ui/review-stewards-page.tsx"), "StewardsPage"),
});
const move = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/move",
  validateSearch: words("to"),
  component: page(() => import("../../features/authoring/ui/move-page.tsx"), "MovePage"),
});
const findings = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/findings",
  component: page(() => import("../../features/findings/ui/findings-page.tsx"), "FindingsPage"),
});
const editor = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/edit",
  component: page(() => import("../editor-route.tsx"), "EditorRoute"),
});

export const ladderRoutes = [
  ladders,
  pathways,
  newLadder,
  newFromFile,
  importLadder,
  ladder.addChildren([map, matrix, levels, level, levelsBeside, history]),
  compare,
  editor,
  changed,
  stewards,
  findings,
  move,
] as const;
