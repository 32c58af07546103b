import { accountRoutes, sessionRoutes } from "../features/accounts/routes.ts";
import { auditRoutes } from "../features/audit/routes.ts";
import { authoringRoutes } from "../features/authoring/routes.ts";
import { exchangeRoutes } from "../features/exchange/routes.ts";
import { frameworkRoutes } from "../features/frameworks/routes.ts";
import { gapRoutes } from "../features/gaps/routes.ts";
import { importRoutes } from "../features/imports/routes.ts";
import { peopleRoutes } from "../features/people/routes.ts";
import { publishingRoutes } from "../features/publishing/routes.ts";
import { settingsRoutes } from "../features/settings/routes.ts";

/** Every operation below /api/v1. A route that is not in this table is not served. */
export const api = [
  ...accountRoutes,
  // Before people: "imports" is nobody's id.
  ...importRoutes,
  ...peopleRoutes,
  ...frameworkRoutes,
  ...authoringRoutes,
  ...publishingRoutes,
  ...exchangeRoutes,
  ...gapRoutes,
  ...auditRoutes,
  ...settingsRoutes,
] as const;

/** What the typed client is derived from, by `import type`. */
export type Api = (typeof api)[number];

/** Below /api/auth, through the same door. */
export const sessionApi = sessionRoutes;
