import { z } from "zod";
import { kinds, wishes } from "../../core/message/template.ts";
import { Problem } from "../../core/problem.ts";
import { enqueue } from "../../db/outbox.ts";
import { belongsElsewhere } from "../../db/membership.ts";
import { personNamed } from "../../db/named.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const organisation = async (_tx: unknown, _input: unknown, actor: { orgId: string }) => ({ orgId: actor.orgId });
const State = z.enum(store.states);
const Page = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(400).optional() };
const Message = z.object({
  id: z.uuid(),
  to: z.string(),
  person: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  template: z.string(),
  title: z.string(),
  state: State,
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
});

export const messageList = route({
  method: "GET",
  path: "/messages",
  summary: "What Rungs has sent by e-mail and what waits, newest first; without what it says",
  input: z.object({
    ...Page,
    /** One or several, with commas. */
    state: z
      .string()
      .max(200)
      .transform((text) => text.split(","))
      .pipe(z.array(State))
      .optional(),
  }),
  output: z.object({
    items: z.array(Message),
    next: z.string().nullable(),
    counts: z.array(z.object({ state: State, count: z.int() })),
    /** How messages go out; null where there is no mail server, so that they wait here to be passed on. */
    mail: z.object({ from: z.string() }).nullable(),
    publicUrl: z.string(),
    can: z.object({ manage: z.boolean() }),
  }),
  allow: "message.list",
  subject: organisation,
  audit: { none: "no result of anybody" },
  handle: async ({ tx, actor, input, installation }) => ({
    ...(await store.list(tx, { states: input.state ?? null, limit: input.limit, cursor: input.cursor })),
    mail: installation.mail.from === null ? null : { from: installation.mail.from },
    publicUrl: installation.links(),
    can: { manage: store.mayManage(actor) },
  }),
});

export const messageRead = route({
  method: "GET",
  path: "/messages/:messageId",
  summary: "One message as it is sent; where there is no mail server, the link in an invitation or reset stands in it to be passed on",
  input: z.object({ messageId: z.uuid() }),
  output: Message.extend({ subject: z.string(), body: z.string(), can: z.object({ send: z.boolean() }) }),
  allow: "message.read",
  subject: (tx, { messageId }) => store.opened(tx, messageId),
  // Always: the link in it may open the account of whom it is for.
  audit: { action: "message.read", when: "always" },
  handle: async ({ tx, subject, installation, note }) => {
    note({ message: subject.id, template: subject.template });
    const byMail = installation.mail.from !== null;
    const { orgId, personId } = subject;
    // An account that opens another organisation is not this one's administrator's to open.
    const elsewhere = personId !== null && (await belongsElsewhere(installation.database.accounts, orgId, personId));
    return store.shown(tx, subject, installation.links(), { byMail, passedOn: !byMail && !elsewhere });
  },
});

export const messageSend = route({
  method: "POST",
  path: "/messages/:messageId/send",
  summary: "Sends a message that is held, has failed or may not have left",
  input: z.object({ messageId: z.uuid() }),
  output: z.object({ id: z.uuid() }),
  allow: "message.manage",
  subject: (tx, { messageId }) => store.opened(tx, messageId),
  audit: { action: "message.send", when: "always" },
  handle: async ({ tx, subject, note }) => {
    note({ message: subject.id, template: subject.template });
    await store.sendAgain(tx, subject.id);
    return { id: subject.id };
  },
});

export const messagesSendHeld = route({
  method: "POST",
  path: "/messages/send-held",
  summary: "Sends everything that was held while there was no mail server",
  input: z.object({}),
  output: z.object({ count: z.int() }),
  allow: "message.manage",
  subject: organisation,
  audit: { action: "message.send", when: "always" },
  handle: async ({ tx, note }) => {
    const count = await store.sendHeld(tx);
    note({ count });
    return { count };
  },
});

export const messageTest = route({
  method: "POST",
  path: "/messages/test",
  summary: "Sends a test message to oneself",
  input: z.object({}),
  output: z.object({ id: z.uuid() }),
  allow: "message.manage",
  subject: organisation,
  audit: { action: "message.test", when: "always" },
  creates: true,
  handle: async ({ tx, actor, requestId }) => {
    const { name } = await personNamed(tx, actor.personId);
    const id = await enqueue(tx, { template: "test", personId: actor.personId, data: { name }, dedupeKey: `test ${requestId}` });
    if (id === null) throw new Problem("conflict", "There is no e-mail address of yours in the directory to send a test message to.");
    return { id };
  },
});

export const notificationList = route({
  method: "GET",
  path: "/me/notifications",
  summary: "What Rungs has told you, newest first, and how much of it is unread",
  input: z.object(Page),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(Object.keys(kinds) as [keyof typeof kinds]), // the keys of a constant object
        title: z.string(),
        path: z.string(),
        createdAt: z.iso.datetime(),
        readAt: z.iso.datetime().nullable(),
      }),
    ),
    next: z.string().nullable(),
    unread: z.int(),
  }),
  allow: "notification.read",
  subject: organisation,
  audit: { none: "one's own" },
  handle: ({ tx, actor, input }) => store.notifications(tx, actor.personId, input),
});

export const notificationRead = route({
  method: "POST",
  path: "/me/notifications/read",
  summary: "Marks what Rungs has told you as read: these, or all of it",
  input: z.object({ ids: z.array(z.uuid()).max(200).optional() }),
  output: z.object({ unread: z.int() }),
  allow: "notification.read",
  subject: organisation,
  audit: { none: "one's own" },
  handle: async ({ tx, actor, input }) => ({ unread: await store.markRead(tx, actor.personId, input.ids ?? null) }),
});

const Wish = z.enum(wishes);
const chosen = Object.keys(kinds).filter((kind) => kinds[kind as keyof typeof kinds].mayChoose) as [keyof typeof kinds]; // some are
const Preferences = z.object({
  kinds: z.array(z.object({ kind: z.enum(chosen), title: z.string(), about: z.string(), email: Wish })),
});

export const preferenceList = route({
  method: "GET",
  path: "/me/message-preferences",
  summary: "How you have each kind of message by e-mail: at once, once a day, or not",
  input: z.object({}),
  output: Preferences,
  allow: "notification.read",
  subject: organisation,
  audit: { none: "one's own" },
  handle: ({ tx, actor }) => store.preferences(tx, actor.personId),
});

export const preferenceSet = route({
  method: "PUT",
  path: "/me/message-preferences/:kind",
  summary: "Chooses how you have a kind of message by e-mail",
  input: z.object({ kind: z.enum(chosen), email: Wish }),
  output: Preferences,
  allow: "notification.read",
  subject: organisation,
  audit: { none: "one's own" },
  handle: async ({ tx, actor, input }) => {
    await store.setPreference(tx, actor.personId, input.kind, input.email);
    return store.preferences(tx, actor.personId);
  },
});

export const unsubscribe = route({
  method: "POST",
  path: "/unsubscribe",
  summary: "Ends a kind of message by e-mail with the link in one of them; it goes on in Rungs itself",
  input: z.object({ token: z.string().max(200) }),
  output: z.object({ kind: z.string(), title: z.string() }),
  allow: "message.unsubscribe",
  open: true,
  audit: { none: "one's own" },
  handle: ({ input, installation }) => store.unsubscribe(installation.database, input.token),
});

export const messageRoutes = [
  messageList,
  messagesSendHeld,
  messageTest,
  messageRead,
  messageSend,
  notificationList,
  notificationRead,
  preferenceList,
  preferenceSet,
  unsubscribe,
] as const;
