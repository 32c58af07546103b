import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";

const insights = createRoute({
  getParentRoute: () => inside,
  path: "/insights",
  component: page(() => import("../plain-pages.tsx"), "InsightsPage"),
});

export const insightRoutes = [insights] as const;
