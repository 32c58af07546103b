import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { ErrorState } from "./parts/error-state.tsx";
import { Loading } from "./parts/loading.tsx";
import { accountRoutes, ownAccountRoutes } from "./routes/accounts.tsx";
import { cycleRoutes } from "./routes/cycles.tsx";
import { inside, root } from "./routes/frame.tsx";
import { gapRoutes } from "./routes/gaps.tsx";
import { homeRoutes } from "./routes/home.tsx";
import { insightRoutes } from "./routes/insights.tsx";
import { ladderRoutes } from "./routes/ladders.tsx";
import { peopleRoutes } from "./routes/people.tsx";
import { planRoutes } from "./routes/plans.tsx";
import { learningRoutes } from "./routes/learning.tsx";
import { linkRoutes, messageRoutes } from "./routes/messages.tsx";
import { settingsRoutes } from "./routes/settings.tsx";
import { reviewRoutes } from "./routes/reviews.tsx";
import { plainSearch } from "./routes/search.ts";

/** The addresses of each area are in its own file of `routes/`. */
const tree = root.addChildren([
  inside.addChildren([
    ...homeRoutes,
    ...peopleRoutes,
    ...planRoutes,
    ...learningRoutes,
    ...gapRoutes,
    ...ladderRoutes,
    ...cycleRoutes,
    ...reviewRoutes,
    ...insightRoutes,
    ...ownAccountRoutes,
    ...messageRoutes,
    ...settingsRoutes,
  ]),
  ...accountRoutes,
  ...linkRoutes,
]);

export const newRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queries },
    ...plainSearch,
    defaultPreload: "intent",
    defaultPendingComponent: Loading,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultErrorComponent: ({ error }) => <ErrorState error={error} retry={() => location.reload()} />,
    scrollRestoration: true,
  });
