import { createRoute } from "@tanstack/react-router";
import { signInPath } from "../paths.ts";
import { inside, root } from "./frame.tsx";
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

const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  validateSearch: words("token"),
  component: page(() => import("../../features/accounts/ui/reset-page.tsx"), "ResetPage"),
});
const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: "/account/confirm-email",
  validateSearch: words("token"),
  component: page(() => import("../../features/accounts/ui/confirm-email-page.tsx"), "ConfirmEmailPage"),
});
const account = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  component: page(() => import("../../features/accounts/ui/account-page.tsx"), "AccountPage"),
});

const recover = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/recover",
  component: page(() => import("../../features/accounts/ui/recover-page.tsx"), "RecoverPage"),
});

/** Pages of one who is not signed in, or signs in another way. */
export const accountRoutes = [signIn, setup, reset, confirmEmail] as const;

/** Inside the frame: one's own, and an owner's way to let somebody in again. */
export const ownAccountRoutes = [account, recover] as const;
