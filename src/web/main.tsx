import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { newQueryClient } from "./api.ts";
import "./tokens.css";
import "./base.css";
import { signInPath } from "./paths.ts";
import { newRouter } from "./router.tsx";

const queries = newQueryClient(() => {
  const { pathname, href } = router.state.location;
  if (pathname !== signInPath) void router.navigate({ to: signInPath, search: href === "/" ? {} : { to: href }, replace: true });
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
