import { createRoute } from "@tanstack/react-router";
import { inside, root } from "./frame.tsx";
import { page } from "./page.ts";
import { words } from "./search.ts";

// Inferred on their own: inside the route they would be read as knowing no words.
const messagesSearch = words("show");
const invitationsSearch = words("state", "team");
const rolesSearch = words("person");

const messages = createRoute({
  getParentRoute: () => inside,
  path: "/settings/messages",
  validateSearch: messagesSearch,
  component: page(() => import("../../features/messages/ui/messages-page.tsx"), "MessagesPage"),
});
const message = createRoute({
  getParentRoute: () => inside,
  path: "/settings/messages/$messageId",
  component: page(() => import("../../features/messages/ui/message-page.tsx"), "MessagePage"),
});
const roles = createRoute({
  getParentRoute: () => inside,
  path: "/settings/roles",
  validateSearch: rolesSearch,
  component: page(() => import("../../features/roles/ui/roles-page.tsx"), "RolesPage"),
});
const invitations = createRoute({
  getParentRoute: () => inside,
  path: "/people/invitations",
  validateSearch: invitationsSearch,
  component: page(() => import("../../features/invitations/ui/invitations-page.tsx"), "InvitationsPage"),
});
const notifications = createRoute({
  getParentRoute: () => inside,
  path: "/notifications",
  component: page(() => import("../../features/messages/ui/notifications-page.tsx"), "NotificationsPage"),
});
const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  validateSearch: words("token"),
  component: page(() => import("../../features/invitations/ui/join-page.tsx"), "JoinPage"),
});
const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: "/unsubscribe",
  validateSearch: words("token"),
  component: page(() => import("../../features/messages/ui/unsubscribe-page.tsx"), "UnsubscribePage"),
});

/** Inside the frame. */
export const messageRoutes = [messages, message, roles, invitations, notifications] as const;
/** For whoever follows a link in a message. */
export const linkRoutes = [join, unsubscribe] as const;
