import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { read } from "./api.ts";
import { Alone } from "./parts/alone.tsx";
import { ErrorState } from "./parts/error-state.tsx";
import { Loading } from "./parts/loading.tsx";
import { NotFound } from "./parts/not-found.tsx";
import { signInPath } from "./paths.ts";
import { Shell } from "./shell.tsx";

/** The search part of an address is whatever somebody typed: only plain text gets through, and only what a page knows. */
const words =
  <K extends string>(...names: K[]) =>
  (search: Record<string, unknown>): Partial<Record<K, string>> => {
    const known: Partial<Record<K, string>> = {};
    for (const name of names) {
      const value = search[name];
      if (typeof value === "string") known[name] = value;
    }
    return known;
  };
const peopleSearch = words("q", "cursor", "manager", "depth", "framework", "level");
const gapSearch = words("target", "on");
const setupSearch = words("token");

/**
 * Only a path of this site, so that nobody can be led elsewhere by signing in here. What is refused is named as undefined:
 * the router lays what comes from here over what was typed.
 */
const returnTo = ({ to }: Record<string, unknown>): { to?: string | undefined } => ({
  to: typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : undefined,
});

/** A whole number from 1; whatever else was typed means the version in force. */
const ladderSearch = ({ version }: Record<string, unknown>): { version?: string | undefined } => ({
  version: typeof version === "string" && /^[1-9]\d{0,8}$/.test(version) ? version : undefined,
});

/** Versions by their numbers, the one in force, or the open draft; whatever else was typed means the newest step. */
const sidesSearch = (search: Record<string, unknown>): { from?: string | undefined; to?: string | undefined } => {
  const side = (value: unknown) => (typeof value === "string" && /^([1-9]\d{0,8}|latest|draft)$/.test(value) ? value : undefined);
  return { from: side(search["from"]), to: side(search["to"]) };
};

/**
 * A page whose code is fetched when it is first gone to. The router's answer to code that is missing is to load the site
 * anew, right after an upgrade of the server; while the server cannot be reached that would only throw away what is there.
 */
const code =
  <M,>(load: () => Promise<M>) =>
  () =>
    load().catch(async (error: unknown) => {
      const reached = await fetch("/healthz").then(
        ({ ok }) => ok,
        () => false,
      );
      throw reached ? error : new TypeError("The server cannot be reached.");
    });

const NotFoundAlone = () => (
  <Alone>
    <NotFound />
  </Alone>
);
const root = createRootRouteWithContext<{ queries: QueryClient }>()({ notFoundComponent: NotFoundAlone });

/** Pages with the spine beside them; the rest stand alone. */
const inside = createRoute({ getParentRoute: () => root, id: "in", component: Shell });

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: lazyRouteComponent(
    code(() => import("../features/people/ui/home-page.tsx")),
    "HomePage",
  ),
});

const ladders = createRoute({
  getParentRoute: () => inside,
  path: "/ladders",
  loader: ({ context }) => void context.queries.prefetchQuery(read("/frameworks", { limit: 200 })),
  component: lazyRouteComponent(
    code(() => import("./ladders-route.tsx")),
    "LaddersRoute",
  ),
});
const newLadder = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/new",
  validateSearch: words("template", "ladder", "blank"),
  component: lazyRouteComponent(
    code(() => import("../features/exchange/ui/new-ladder-page.tsx")),
    "NewLadderPage",
  ),
});
const newFromFile = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/import",
  component: lazyRouteComponent(
    code(() => import("../features/exchange/ui/ladder-import-page.tsx")),
    "NewFromFilePage",
  ),
});
const importLadder = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/import",
  component: lazyRouteComponent(
    code(() => import("../features/exchange/ui/ladder-import-page.tsx")),
    "LadderImportPage",
  ),
});
const ladder = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug",
  validateSearch: ladderSearch,
  loaderDeps: ({ search }) => ({ version: search.version === undefined ? ("latest" as const) : Number(search.version) }),
  loader: ({ context, params, deps }) =>
    void context.queries.prefetchQuery(read("/frameworks/:slug/versions/:version", { slug: params.slug, version: deps.version })),
  component: lazyRouteComponent(
    code(() => import("./ladder-route.tsx")),
    "LadderRoute",
  ),
});
const map = createRoute({
  getParentRoute: () => ladder,
  path: "/",
  component: lazyRouteComponent(
    code(() => import("../features/frameworks/ui/map-view.tsx")),
    "MapView",
  ),
});
const matrix = createRoute({
  getParentRoute: () => ladder,
  path: "/matrix",
  component: lazyRouteComponent(
    code(() => import("../features/frameworks/ui/matrix-view.tsx")),
    "MatrixView",
  ),
});
const levels = createRoute({
  getParentRoute: () => ladder,
  path: "/levels",
  component: lazyRouteComponent(
    code(() => import("../features/frameworks/ui/level-view.tsx")),
    "LevelView",
  ),
});
const level = createRoute({
  getParentRoute: () => ladder,
  path: "/levels/$level",
  component: lazyRouteComponent(
    code(() => import("../features/frameworks/ui/level-view.tsx")),
    "LevelView",
  ),
});
const levelsBeside = createRoute({
  getParentRoute: () => ladder,
  path: "/compare",
  validateSearch: words("left", "right"),
  component: lazyRouteComponent(
    code(() => import("../features/frameworks/ui/compare-levels-view.tsx")),
    "CompareLevelsView",
  ),
});
const history = createRoute({
  getParentRoute: () => ladder,
  path: "/history",
  component: lazyRouteComponent(
    code(() => import("../features/frameworks/ui/history-view.tsx")),
    "HistoryView",
  ),
});
const compare = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/history/compare",
  validateSearch: sidesSearch,
  component: lazyRouteComponent(
    code(() => import("../features/frameworks/ui/compare-page.tsx")),
    "ComparePage",
  ),
});
const changed = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/changed",
  component: lazyRouteComponent(
    code(() => import("../features/frameworks/ui/changed-page.tsx")),
    "ChangedPage",
  ),
});
const stewards = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/stewards",
  component: lazyRouteComponent(
    code(() => import("../features/authoring/ui/review-stewards-page.tsx")),
    "StewardsPage",
  ),
});
const move = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/move",
  validateSearch: words("to"),
  component: lazyRouteComponent(
    code(() => import("../features/authoring/ui/move-page.tsx")),
    "MovePage",
  ),
});

const editor = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug/edit",
  component: lazyRouteComponent(
    code(() => import("./editor-route.tsx")),
    "EditorRoute",
  ),
});

const people = createRoute({
  getParentRoute: () => inside,
  path: "/people",
  validateSearch: peopleSearch,
  component: lazyRouteComponent(
    code(() => import("../features/people/ui/people-page.tsx")),
    "PeoplePage",
  ),
});
const importPeople = createRoute({
  getParentRoute: () => inside,
  path: "/people/import",
  component: lazyRouteComponent(
    code(() => import("../features/imports/ui/import-page.tsx")),
    "ImportPage",
  ),
});
const person = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId",
  component: lazyRouteComponent(
    code(() => import("../features/people/ui/person-page.tsx")),
    "PersonPage",
  ),
});
const gap = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/gap",
  validateSearch: gapSearch,
  loaderDeps: ({ search }) => search,
  // Not while the pointer is only near the link: whoever reads another's report is on record, and must have read it.
  loader: ({ context, params, deps, preload }) =>
    preload ? undefined : void context.queries.prefetchQuery(read("/people/:personId/gap", { ...params, ...deps })),
  component: lazyRouteComponent(
    code(() => import("../features/gaps/ui/gap-page.tsx")),
    "GapPage",
  ),
});

const cycles = createRoute({
  getParentRoute: () => inside,
  path: "/cycles",
  component: lazyRouteComponent(
    code(() => import("./plain-pages.tsx")),
    "CyclesPage",
  ),
});
const insights = createRoute({
  getParentRoute: () => inside,
  path: "/insights",
  component: lazyRouteComponent(
    code(() => import("./plain-pages.tsx")),
    "InsightsPage",
  ),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: signInPath,
  validateSearch: returnTo,
  component: lazyRouteComponent(
    code(() => import("../features/accounts/ui/sign-in-page.tsx")),
    "SignInPage",
  ),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: setupSearch,
  component: lazyRouteComponent(
    code(() => import("../features/accounts/ui/setup-page.tsx")),
    "SetupPage",
  ),
});

const tree = root.addChildren([
  inside.addChildren([
    home,
    ladders,
    newLadder,
    newFromFile,
    importLadder,
    ladder.addChildren([map, matrix, levels, level, levelsBeside, history]),
    compare,
    editor,
    changed,
    stewards,
    move,
    people,
    importPeople,
    person,
    gap,
    cycles,
    insights,
  ]),
  signIn,
  setup,
]);

/** Words as they are typed, `?version=2`, without a language of their own. */
const plainSearch = {
  parseSearch: (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search: Record<string, unknown>): string => {
    const given = Object.entries(search).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
    return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
  },
};

export const newRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queries },
    ...plainSearch,
    defaultPreload: "intent",
    defaultPendingComponent: Loading,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultErrorComponent: ({ error }) => <ErrorState error={error} retry={() => location.reload()} />,
    scrollRestoration: true,
  });
