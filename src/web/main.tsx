import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { newQueryClient } from "./api.ts";
import "./tokens.css";
import "./base.css";
import "./figures.css";
import { accountPath, needsSession, signInPath } from "./paths.ts";
import { newRouter } from "./router.tsx";

// The page came without a session: what is asked for needs one, so nothing is fetched only to be refused.
const { pathname, search } = location;
if (document.querySelector('meta[name="rungs-session"]')?.getAttribute("content") === "none" && needsSession(pathname))
  history.replaceState(null, "", pathname === "/" ? signInPath : `${signInPath}?${new URLSearchParams({ to: pathname + search })}`);

const queries = newQueryClient((to) => {
  const { pathname: here, href } = router.state.location;
  // The page says why it is shown, and is the one that is open to whoever has to set up a second factor.
  if (to === "second-factor") {
    if (here !== accountPath) void router.navigate({ to: accountPath, replace: true });
  } else if (needsSession(here)) void router.navigate({ to: signInPath, search: href === "/" ? {} : { to: href }, replace: true });
});
const router = newRouter(queries);

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

const root = document.getElementById("root");
if (!root) throw new Error("index.html has lost its #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
