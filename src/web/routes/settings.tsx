import { createRoute } from "@tanstack/react-router";
import { inside } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on its own: inside the route it would be read as knowing no words.
const logSearch = words("action", "by", "about", "from", "to", "address");

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: page(() => import("../../features/settings/ui/settings-page.tsx"), "SettingsPage"),
});
const keys = createRoute({
  getParentRoute: () => inside,
  path: "/settings/keys",
  component: page(() => import("../../features/settings/ui/keys-page.tsx"), "KeysPage"),
});
const log = createRoute({
  getParentRoute: () => inside,
  path: "/audit",
  validateSearch: logSearch,
  component: page(() => import("../../features/audit/ui/audit-page.tsx"), "AuditPage"),
});
const entry = createRoute({
  getParentRoute: () => inside,
  path: "/audit/$auditId",
  component: page(() => import("../../features/audit/ui/entry-page.tsx"), "EntryPage"),
});
const personalData = createRoute({
  getParentRoute: () => inside,
  path: "/people/$personId/data",
  component: page(() => import("../../features/privacy/ui/data-page.tsx"), "DataPage"),
});

export const settingsRoutes = [settings, keys, log, entry, personalData] as const;
