import { z } from "zod";
import { deviceOf } from "../../core/access/device.ts";
import { Problem } from "../../core/problem.ts";
import { endSession, endSessions, listSessions } from "../../db/account-sessions.ts";
import { route } from "../../http/route.ts";

const own = async (_tx: unknown, _input: unknown, actor: { orgId: string; personId: string }) => ({
  orgId: actor.orgId,
  personId: actor.personId,
});

export const sessionList = route({
  method: "GET",
  path: "/account/sessions",
  summary: "Where you are signed in: this browser first, then the last seen",
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        /** "Firefox on Windows", as the browser said of itself. */
        device: z.string(),
        /** That it was begun from. */
        address: z.string().nullable(),
        startedAt: z.iso.datetime(),
        /** To five minutes or so; null where it has not been used since it began. */
        lastSeenAt: z.iso.datetime().nullable(),
        endsAt: z.iso.datetime(),
        /** Begun with a passkey, or a code beside the password. */
        secondFactor: z.boolean(),
        /** The one that this was asked with. */
        here: z.boolean(),
      }),
    ),
  }),
  allow: "account.manage",
  subject: own,
  audit: { none: "one's own" },
  handle: async ({ actor, installation, headers, now }) => {
    const { access, database } = installation;
    const rows = await listSessions(database.accounts, actor.accountId, access.token(headers), now);
    return {
      items: rows.map(({ agent, startedAt, lastSeenAt, endsAt, ...row }) => ({
        ...row,
        device: deviceOf(agent ?? ""),
        startedAt: startedAt.toISOString(),
        lastSeenAt: lastSeenAt?.toISOString() ?? null,
        endsAt: endsAt.toISOString(),
      })),
    };
  },
});

export const sessionEnd = route({
  method: "DELETE",
  path: "/account/sessions/:sessionId",
  summary: "Signs out one of your sessions, at once",
  input: z.object({ sessionId: z.uuid() }),
  output: z.object({}),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.session.revoke", when: "always" },
  handle: async ({ actor, input, installation, note }) => {
    await endSession(installation.database.accounts, actor.accountId, input.sessionId);
    note({ session: input.sessionId });
    return {};
  },
});

export const sessionEndOthers = route({
  method: "DELETE",
  path: "/account/sessions",
  summary: "Signs out all your sessions but this one, at once",
  input: z.object({}),
  output: z.object({ ended: z.int() }),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.session.revoke-others", when: "always" },
  handle: async ({ actor, installation, headers, note }) => {
    const token = installation.access.token(headers);
    if (token === null) throw new Problem("unauthenticated");
    const ended = await endSessions(installation.database.accounts, actor.accountId, token);
    note({ ended });
    return { ended };
  },
});

export const ownSessionRoutes = [sessionList, sessionEnd, sessionEndOthers] as const;
