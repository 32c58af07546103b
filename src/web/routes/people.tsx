import { createRoute } from "@tanstack/react-router";
import { read } from "../api.ts";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on its own: inside the route it would be read as knowing no words.
const gapSearch = words("target", "on");

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: page(() => import("../../features/people/ui/home-page.tsx"), "HomePage"),
});
const people = createRoute({
  getParentRoute: () => inside,
  path: "/people",
  validateSearch: words("q", "cursor", "manager", "depth", "framework", "level"),
  component: page(() => import("../../features/people/ui/people-page.tsx"), "PeoplePage"),
});
const importPeople = createRoute({
  getParentRoute: () => inside,
  path: "/people/import",
  component: page(() => import("../../features/imports/ui/import-page.tsx"), "ImportPage"),
});
const person = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId",
  component: page(() => import("../../features/people/ui/person-page.tsx"), "PersonPage"),
});
const gap = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/gap",
  validateSearch: gapSearch,
  loaderDeps: ({ search }) => search,
  // Not while the pointer is only near the link: whoever reads another's report is on record, and must have read it.
  loader: ({ context, params, deps, preload }) =>
    preload ? undefined : void context.queries.prefetchQuery(read("/people/:personId/gap", { ...params, ...deps })),
  component: page(() => import("../../features/gaps/ui/gap-page.tsx"), "GapPage"),
});

export const peopleRoutes = [home, people, importPeople, person, gap] as const;
