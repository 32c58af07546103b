import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on their own: inside the route they would be read as knowing no words.
const logSearch = words("year", "kind", "state", "resource");
const learnersSearch = words("year", "show", "sort", "team");
const resourcesSearch = words("q", "framework", "kind", "state", "cost", "open", "add");

const own = createRoute({
  getParentRoute: () => inside,
  path: "/cpd",
  validateSearch: logSearch,
  component: page(() => import("../../features/cpd/ui/cpd-page.tsx"), "CpdPage"),
});
// Nothing is fetched while the pointer is only near the link: whoever reads another's log is on record, and must have read it.
const log = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/cpd",
  validateSearch: logSearch,
  component: page(() => import("../../features/cpd/ui/cpd-page.tsx"), "CpdPage"),
});
const learners = createRoute({
  getParentRoute: () => inside,
  path: "/people/learning",
  validateSearch: learnersSearch,
  component: page(() => import("../../features/learners/ui/learners-page.tsx"), "LearnersPage"),
});
const resources = createRoute({
  getParentRoute: () => inside,
  path: "/resources",
  validateSearch: resourcesSearch,
  component: page(() => import("../../features/resources/ui/resources-page.tsx"), "ResourcesPage"),
});

/** What people learn, and what from. */
export const learningRoutes = [own, log, learners, resources] as const;
