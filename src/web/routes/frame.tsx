import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute } from "@tanstack/react-router";
import { Alone } from "../parts/alone.tsx";
import { NotFound } from "../parts/not-found.tsx";
import { Shell } from "../shell.tsx";

const NotFoundAlone = () => (
  <Alone>
    <NotFound />
  </Alone>
);
export const root = createRootRouteWithContext<{ queries: QueryClient }>()({ notFoundComponent: NotFoundAlone });

/** Pages with the spine beside them; the rest hang on `root` and stand alone. */
export const inside = createRoute({ getParentRoute: () => root, id: "in", component: Shell });
