import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on their own: inside the route they would be read as knowing no words.
const compareSearch = words("target", "with", "on");
const copiesSearch = words("box");
const teamSearch = words("sort", "competency");
const manySearch = words("team", "framework", "level", "sort", "competency");

const compare = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/gap/compare",
  validateSearch: compareSearch,
  component: page(() => import("../../features/gaps/ui/compare-page.tsx"), "ComparePage"),
});
const copies = createRoute({
  getParentRoute: () => inside,
  path: "/reports/shared",
  validateSearch: copiesSearch,
  component: page(() => import("../../features/gaps/ui/copies-page.tsx"), "CopiesPage"),
});
const copy = createRoute({
  getParentRoute: () => inside,
  path: "/reports/shared/$copyId",
  component: page(() => import("../../features/gaps/ui/copy-page.tsx"), "CopyPage"),
});
const team = createRoute({
  getParentRoute: () => inside,
  path: "/teams/$personId/gap",
  validateSearch: teamSearch,
  component: page(() => import("../../features/team-reports/ui/team-page.tsx"), "TeamPage"),
});
const many = createRoute({
  getParentRoute: () => inside,
  path: "/people/gaps",
  validateSearch: manySearch,
  component: page(() => import("../../features/team-reports/ui/many-page.tsx"), "ManyPage"),
});

export const gapRoutes = [compare, copies, copy, team, many] as const;
