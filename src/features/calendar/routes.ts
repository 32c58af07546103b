import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { feedOf, makeFeed, withdrawFeed } from "../../db/calendar.ts";
import { route } from "../../http/route.ts";

const own = async (_tx: unknown, _input: unknown, { orgId, personId }: Member) => ({ orgId, personId });

/** Bytes of chance in an address that whoever knows it can read. */
const TOKEN = 32;

export const calendarRead = route({
  method: "GET",
  path: "/me/calendar",
  summary: "Whether your dates have an address that calendars can subscribe to, and when it was last asked for",
  input: z.object({}),
  output: z.object({
    feed: z
      .object({
        madeAt: z.iso.datetime(),
        /** To an hour or so; null where no calendar has asked yet. */
        lastReadAt: z.iso.datetime().nullable(),
      })
      .nullable(),
  }),
  allow: "account.manage",
  subject: own,
  audit: { none: "one's own" },
  handle: async ({ actor, installation }) => {
    const feed = await feedOf(installation.database.accounts, actor);
    return { feed: feed && { madeAt: feed.madeAt.toISOString(), lastReadAt: feed.lastReadAt?.toISOString() ?? null } };
  },
});

export const calendarMake = route({
  method: "POST",
  path: "/me/calendar",
  summary: "Makes an address for your dates, shown this once; the one that you had leads nowhere from then on",
  creates: true,
  secret: true,
  input: z.object({}),
  output: z.object({ url: z.string() }),
  allow: "account.manage",
  subject: own,
  audit: { action: "calendar.make", when: "always" },
  handle: async ({ actor, installation, now }) => {
    const token = randomBytes(TOKEN).toString("base64url");
    await makeFeed(installation.database.accounts, actor, token, now);
    return { url: `${installation.links()}/calendar/${token}.ics` };
  },
});

export const calendarWithdraw = route({
  method: "DELETE",
  path: "/me/calendar",
  summary: "Withdraws the address of your dates: calendars that subscribe to it find nothing",
  input: z.object({}),
  output: z.object({ withdrawn: z.boolean() }),
  allow: "account.manage",
  subject: own,
  audit: { action: "calendar.withdraw", when: "always" },
  handle: async ({ actor, installation, note }) => {
    const withdrawn = await withdrawFeed(installation.database.accounts, actor);
    note({ withdrawn });
    return { withdrawn };
  },
});

export const calendarRoutes = [calendarRead, calendarMake, calendarWithdraw] as const;
