import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";

const cycles = createRoute({
  getParentRoute: () => inside,
  path: "/cycles",
  component: page(() => import("../plain-pages.tsx"), "CyclesPage"),
});

export const cycleRoutes = [cycles] as const;
