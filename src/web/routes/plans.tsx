import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on their own: inside the route they would be read as knowing no words.
const planSearch = words("plan");
const barriersSearch = words("state", "kind", "days", "team", "sort");

const own = createRoute({
  getParentRoute: () => inside,
  path: "/plan",
  component: page(() => import("../../features/plans/ui/plan-page.tsx"), "OwnPlanPage"),
});
// Nothing is fetched while the pointer is only near the link: whoever reads another's plan is on record, and must have read it.
const plan = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/plan",
  validateSearch: planSearch,
  component: page(() => import("../../features/plans/ui/plan-page.tsx"), "PlanPage"),
});
const barriers = createRoute({
  getParentRoute: () => inside,
  path: "/barriers",
  validateSearch: barriersSearch,
  component: page(() => import("../../features/plans/ui/barriers-page.tsx"), "BarriersPage"),
});

/** What people want to reach, and what stands in their way. */
export const planRoutes = [own, plan, barriers] as const;
