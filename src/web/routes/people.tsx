import { createRoute } from "@tanstack/react-router";
import { read } from "../api.ts";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on their own: inside the route they would be read as knowing no words.
const peopleSearch = words("q", "cursor", "manager", "depth", "framework", "level", "team", "standing", "sort");
const chartSearch = words("alone");
const expiringSearch = words("days", "title", "state", "team");
const gapSearch = words("target", "on", "version");

const people = createRoute({
  getParentRoute: () => inside,
  path: "/people",
  validateSearch: peopleSearch,
  component: page(() => import("../../features/people/ui/people-page.tsx"), "PeoplePage"),
});
const importPeople = createRoute({
  getParentRoute: () => inside,
  path: "/people/import",
  component: page(() => import("../../features/imports/ui/import-page.tsx"), "ImportPage"),
});
const chart = createRoute({
  getParentRoute: () => inside,
  path: "/people/chart",
  validateSearch: chartSearch,
  component: page(() => import("../../features/people/ui/chart-page.tsx"), "ChartPage"),
});
const teams = createRoute({
  getParentRoute: () => inside,
  path: "/people/teams",
  component: page(() => import("../../features/teams/ui/teams-page.tsx"), "TeamsPage"),
});
const expiring = createRoute({
  getParentRoute: () => inside,
  path: "/people/expiring",
  validateSearch: expiringSearch,
  component: page(() => import("../../features/records/ui/expiring-page.tsx"), "ExpiringPage"),
});
const addPerson = createRoute({
  getParentRoute: () => inside,
  path: "/people/new",
  component: page(() => import("../../features/people/ui/add-person-page.tsx"), "AddPersonPage"),
});
const person = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId",
  component: page(() => import("../person-route.tsx"), "PersonRoute"),
});
const gap = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/gap",
  validateSearch: gapSearch,
  loaderDeps: ({ search }) => search,
  // Not while the pointer is only near the link: whoever reads another's report is on record, and must have read it.
  loader: ({ context, params, deps, preload }) =>
    preload ? undefined : void context.queries.prefetchQuery(read("/people/:personId/gap", { ...params, ...deps })),
  component: page(() => import("../gap-route.tsx"), "GapRoute"),
});

export const peopleRoutes = [people, importPeople, chart, teams, expiring, addPerson, person, gap] as const;
