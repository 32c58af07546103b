import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";

const cycles = createRoute({
  getParentRoute: () => inside,
  path: "/cycles",
  component: page(() => import("../../features/cycles/ui/cycles-page.tsx"), "CyclesPage"),
});
const newCycle = createRoute({
  getParentRoute: () => inside,
  path: "/cycles/new",
  component: page(() => import("../../features/cycles/ui/new-cycle-page.tsx"), "NewCyclePage"),
});
const cycle = createRoute({
  getParentRoute: () => inside,
  path: "/cycles/$cycleId",
  component: page(() => import("../../features/cycles/ui/cycle-page.tsx"), "CyclePage"),
});
const calibration = createRoute({
  getParentRoute: () => inside,
  path: "/cycles/$cycleId/calibration",
  component: page(() => import("../../features/cycles/ui/calibration-page.tsx"), "CalibrationPage"),
});

export const cycleRoutes = [cycles, newCycle, cycle, calibration] as const;
