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
const ladderSearch = words("version");
const peopleSearch = words("q", "cursor", "manager", "depth", "framework", "level");
const gapSearch = words("target", "on");
const setupSearch = words("token");

/** Only a path of this site, so that nobody can be led elsewhere by signing in here. */
const returnTo = (search: Record<string, unknown>): { to?: string } =>
  typeof search["to"] === "string" && /^\/(?![/\\])/.test(search["to"]) ? { to: search["to"] } : {};

const version = (text: string | undefined) => (text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : ("latest" as const));

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
  component: lazyRouteComponent(() => import("../features/people/ui/home-page.tsx"), "HomePage"),
});

const ladders = createRoute({
  getParentRoute: () => inside,
  path: "/ladders",
  loader: ({ context }) => void context.queries.prefetchQuery(read("/frameworks", { limit: 200 })),
  component: lazyRouteComponent(() => import("../features/frameworks/ui/ladders-page.tsx"), "LaddersPage"),
});
const ladder = createRoute({
  getParentRoute: () => inside,
  path: "/ladders/$slug",
  validateSearch: ladderSearch,
  loaderDeps: ({ search }) => ({ version: version(search.version) }),
  loader: ({ context, params, deps }) =>
    void context.queries.prefetchQuery(read("/frameworks/:slug/versions/:version", { slug: params.slug, version: deps.version })),
  component: lazyRouteComponent(() => import("../features/frameworks/ui/ladder-page.tsx"), "LadderPage"),
});
const map = createRoute({
  getParentRoute: () => ladder,
  path: "/",
  component: lazyRouteComponent(() => import("../features/frameworks/ui/map-view.tsx"), "MapView"),
});
const matrix = createRoute({
  getParentRoute: () => ladder,
  path: "/matrix",
  component: lazyRouteComponent(() => import("../features/frameworks/ui/matrix-view.tsx"), "MatrixView"),
});
const levels = createRoute({
  getParentRoute: () => ladder,
  path: "/levels",
  component: lazyRouteComponent(() => import("../features/frameworks/ui/level-view.tsx"), "LevelView"),
});
const level = createRoute({
  getParentRoute: () => ladder,
  path: "/levels/$level",
  component: lazyRouteComponent(() => import("../features/frameworks/ui/level-view.tsx"), "LevelView"),
});

const people = createRoute({
  getParentRoute: () => inside,
  path: "/people",
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import("../features/people/ui/people-page.tsx"), "PeoplePage"),
});
const person = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId",
  component: lazyRouteComponent(() => import("../features/people/ui/person-page.tsx"), "PersonPage"),
});
const gap = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/gap",
  validateSearch: gapSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => void context.queries.prefetchQuery(read("/people/:personId/gap", { ...params, ...deps })),
  component: lazyRouteComponent(() => import("../features/gaps/ui/gap-page.tsx"), "GapPage"),
});

const cycles = createRoute({
  getParentRoute: () => inside,
  path: "/cycles",
  component: lazyRouteComponent(() => import("./plain-pages.tsx"), "CyclesPage"),
});
const insights = createRoute({
  getParentRoute: () => inside,
  path: "/insights",
  component: lazyRouteComponent(() => import("./plain-pages.tsx"), "InsightsPage"),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: signInPath,
  validateSearch: returnTo,
  component: lazyRouteComponent(() => import("../features/accounts/ui/sign-in-page.tsx"), "SignInPage"),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: setupSearch,
  component: lazyRouteComponent(() => import("../features/accounts/ui/setup-page.tsx"), "SetupPage"),
});

const tree = root.addChildren([
  inside.addChildren([home, ladders, ladder.addChildren([map, matrix, levels, level]), people, person, gap, cycles, insights]),
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
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
    scrollRestoration: true,
  });
