import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on its own: inside the routes it would be read as knowing no words.
const figureSearch = words("team", "ladder", "against", "band", "level", "year", "as");

const levels = createRoute({
  getParentRoute: () => inside,
  path: "/insights",
  validateSearch: figureSearch,
  component: page(() => import("../../features/insights/ui/levels-page.tsx"), "LevelsPage"),
});
const gaps = createRoute({
  getParentRoute: () => inside,
  path: "/insights/gaps",
  validateSearch: figureSearch,
  component: page(() => import("../../features/insights/ui/gaps-page.tsx"), "GapsPage"),
});
const time = createRoute({
  getParentRoute: () => inside,
  path: "/insights/time",
  validateSearch: figureSearch,
  component: page(() => import("../../features/insights/ui/time-page.tsx"), "TimePage"),
});
const bench = createRoute({
  getParentRoute: () => inside,
  path: "/insights/bench",
  validateSearch: figureSearch,
  component: page(() => import("../../features/insights/ui/bench-page.tsx"), "BenchPage"),
});
const barriers = createRoute({
  getParentRoute: () => inside,
  path: "/insights/barriers",
  validateSearch: figureSearch,
  component: page(() => import("../../features/insights/ui/barriers-page.tsx"), "BarriersPage"),
});
const learning = createRoute({
  getParentRoute: () => inside,
  path: "/insights/cpd",
  validateSearch: figureSearch,
  component: page(() => import("../../features/insights/ui/learning-page.tsx"), "LearningPage"),
});

export const insightRoutes = [levels, gaps, time, bench, barriers, learning] as const;
