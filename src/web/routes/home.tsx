import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: page(() => import("../../features/home/ui/home-page.tsx"), "HomePage"),
});
const start = createRoute({
  getParentRoute: () => inside,
  path: "/start",
  component: page(() => import("../../features/home/ui/start-page.tsx"), "StartPage"),
});

export const homeRoutes = [home, start] as const;
