import type { Hono } from "hono";
import { v7 } from "uuid";
import { entriesFrom } from "../core/calendar/dates.ts";
import { calendarText } from "../core/calendar/ics.ts";
import { addMonths } from "../core/gap/dates.ts";
import { Problem } from "../core/problem.ts";
import { datesOf, feedWith } from "../db/calendar.ts";
import { member } from "../db/identity.ts";
import type { Database } from "../db/open.ts";
import { dataHeaders } from "../http/headers.ts";
import { TooMany } from "../http/problem.ts";
import { refuse } from "../http/refusal.ts";
import { dateIn } from "../http/today.ts";
import type { Env } from "./app.ts";
import type { PublicParts } from "./public.ts";

/** As `POST /me/calendar` makes them. */
const token = /^([\w-]{43})\.ics$/;
const route = "/calendar/:token.ics";

/** Months that a calendar looks back, and days ahead for which it says what runs out. */
const BACK = 3;
const AHEAD = 730;

/** @returns the calendar's text; null where the address leads nowhere (any more), or its owner has left. */
async function calendarOf(database: Database, given: string, home: string, now: Date): Promise<string | null> {
  const feed = await feedWith(database.accounts, given, now);
  if (feed === null) return null;
  const { orgId, personId } = feed;
  return database.transaction(orgId, async (tx) => {
    const identity = { kind: "person", orgId, personId, accountId: feed.accountId, scopes: null, secondFactor: true } as const;
    const found = await member(tx, identity, (zone) => dateIn(zone, now));
    if (found === null) return null;
    const today = dateIn(found.timeZone, now);
    const { name } = await tx.selectFrom("organisation").select("name").executeTakeFirstOrThrow();
    const dates = await datesOf(tx, personId, today, addMonths(today, -BACK), AHEAD);
    return calendarText({ name: `Rungs, ${name}`, stamp: now.toISOString(), entries: entriesFrom(dates, { home, personId }) });
  });
}

/** What calendars subscribe to. Whoever has the address reads it: a calendar cannot sign in. */
export function addCalendars(app: Hono<Env>, parts: PublicParts & { links: () => string }): void {
  app.get("/calendar/:file", async (c) => {
    try {
      const seconds = parts.stranger.take(parts.address(c));
      if (seconds > 0) throw new TooMany(seconds);
      const given = token.exec(c.req.param("file"))?.[1];
      const text = given === undefined ? null : await calendarOf(parts.database, given, parts.links(), parts.clock());
      if (text === null) throw new Problem("not-found", "No calendar is at this address (any more). Your account says how to make one.");
      return new Response(text, {
        headers: {
          ...dataHeaders(parts.https),
          // Kept by nobody on the way: what is withdrawn is gone.
          "cache-control": "private, no-store",
          "content-type": "text/calendar; charset=utf-8",
          "content-disposition": 'inline; filename="rungs.ics"',
          "x-robots-tag": "noindex",
          "x-request-id": v7(),
        },
      });
    } catch (error) {
      // The route and not the path: an address is a secret, and logs are read by others.
      if (error instanceof Problem) return refuse(parts, c, route, error);
      throw error;
    }
  });
}
