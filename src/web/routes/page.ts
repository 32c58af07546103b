import { lazyRouteComponent } from "@tanstack/react-router";

/**
 * The page `name` of a file whose code is fetched when it is first gone to. The router's answer to code that is missing is
 * to load the site anew, right after an upgrade of the server; while the server cannot be reached that would only throw
 * away what is there.
 */
export const page = <M extends Record<string, unknown>, K extends keyof M>(load: () => Promise<M>, name: K) =>
  lazyRouteComponent(
    () =>
      load().catch(async (error: unknown) => {
        const reached = await fetch("/healthz").then(
          ({ ok }) => ok,
          () => false,
        );
        throw reached ? error : new TypeError("The server cannot be reached.");
      }),
    name,
  );
