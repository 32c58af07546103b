import { createRoute } from "@tanstack/react-router";
import { signInPath } from "../paths.ts";
import { root } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

/**
 * Only a path of this site, so that nobody can be led elsewhere by signing in here. What is refused is named as undefined:
 * the router lays what comes from here over what was typed.
 */
const returnTo = ({ to }: Record<string, unknown>): { to?: string | undefined } => ({
  to: typeof to === "string" && /^\/(?![/\\])/.test(to) ? to : undefined,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: signInPath,
  validateSearch: returnTo,
  component: page(() => import("../../features/accounts/ui/sign-in-page.tsx"), "SignInPage"),
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: words("token"),
  component: page(() => import("../../features/accounts/ui/setup-page.tsx"), "SetupPage"),
});

/** Pages of one who is not signed in, or signs in another way. */
export const accountRoutes = [signIn, setup] as const;
