import { z } from "zod";
import { can, type Scope } from "../../core/access/policy.ts";
import { targetOf, yearOf } from "../../core/cpd/year.ts";
import { dateOf, dayNumber } from "../../core/gap/dates.ts";
import { settingsOf } from "../../core/organisation/settings.ts";
import { startOf } from "../../core/organisation/start.ts";
import { Problem } from "../../core/problem.ts";
import { reminderDays, standingOf as runsOut } from "../../core/records/expiry.ts";
import { cyclesFor } from "../../db/cycles.ts";
import { mineOn, type Mine } from "../../db/home-mine.ts";
import { officeOn } from "../../db/home-office.ts";
import { reportsOn, standingOf } from "../../db/home-people.ts";
import { expiringOf, expiringTitles } from "../../db/records-expiring.ts";
import { putAwayStart, startFacts } from "../../db/start.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";

/** Days ahead of which one is told what is due, and what runs out. */
const SOON = 7;
const [AHEAD] = reminderDays;
/** Newest cycles that are looked through for those that run. */
const CYCLES = 20;

const later = (day: string, days: number) => dateOf(dayNumber(day) + days);

type Scoped = Context<unknown, null> & { scope: Scope };

/**
 * What is asked of the reader and what goes on that they answer for. Two queries for everybody; two more for people partners
 * and auditors, one for whoever has people whose certificates run out, and one for whoever sets the organisation up.
 */
export async function home(context: Scoped) {
  const { tx, actor, today } = context;
  const reviews = actor.grants.flatMap(({ role, framework }) => (role === "reviewer" && framework !== null ? [framework] : []));
  const mine = await mineOn(tx, actor.personId, today, { until: later(today, SOON), reviews });
  if (mine === undefined) throw new Problem("not-found");
  const own = await expiringOf(tx, actor.personId, today, AHEAD);
  const may = can(actor, ["home.office", "start.read", "cycle.create"], { orgId: actor.orgId });
  return {
    today,
    asked: {
      write: mine.write ?? [],
      toWrite: mine.toWrite,
      results: mine.results ?? [],
      invited: mine.invited ?? [],
      drafts: mine.drafts ?? [],
      plans: mine.plans ?? [],
      due: mine.due ?? [],
      records: own.map(({ id, kind, title, expires }) => ({ id, kind, title, expires, standing: runsOut(expires, today) })),
    },
    plan: mine.plan,
    learned: learnedOf(mine, today),
    cycle: mine.cycle,
    office: may["home.office"] ? await office(context) : null,
    start: may["start.read"] ? await shownStart(tx, actor.personId, today) : null,
    can: { "cycle.create": may["cycle.create"] },
  };
}

/** Minutes of the running year of learning, and what it asks. */
function learnedOf({ settings, learned, worked }: Mine, today: string) {
  const { cpd } = settingsOf(settings);
  const year = yearOf(today, cpd.startsIn);
  const minutes = (learned ?? []).reduce((sum, [month, each]) => (month >= year.from ? sum + each : sum), 0);
  return { label: year.label, to: year.to, minutes, target: targetOf(year, cpd, worked).minutes };
}

async function office({ tx, actor, scope, today }: Scoped) {
  const found = await officeOn(tx, scope, today);
  const cycles = await cyclesFor(tx, scope, { state: null, after: null, limit: CYCLES });
  const filter = { today, until: later(today, AHEAD), team: null, title: null, state: "all" } as const;
  const titles = await expiringTitles(tx, scope, filter);
  const all = (rows: readonly { all: number }[] | null) => rows?.[0]?.all ?? 0;
  return {
    cycles: cycles.flatMap((cycle) => {
      const { cycleId: id, title, state, closesOn, participants, in: done } = cycle;
      if ((state !== "open" && state !== "calibrating") || !can(actor, ["cycle.read"], cycle)["cycle.read"]) return [];
      return [{ id, title, state, closesOn, people: participants, in: done }];
    }),
    drafts: { items: (found.drafts ?? []).map(({ all: _all, ...draft }) => draft), all: all(found.drafts) },
    ownerless: { items: (found.ownerless ?? []).map(({ all: _all, ...ladder }) => ladder), all: all(found.ownerless) },
    looks: { items: (found.looks ?? []).map(({ all: _all, ...look }) => look), all: all(found.looks) },
    expiring: {
      expired: titles.reduce((sum, { expired }) => sum + expired, 0),
      expiring: titles.reduce((sum, { expiring }) => sum + expiring, 0),
      titles: titles.slice(0, 3),
    },
    barriers: found.barriers,
  };
}

/** What Home says of the way to a first cycle: nothing once it is gone, or put away. */
async function shownStart(tx: Tx, personId: string, today: string) {
  const facts = await startFacts(tx, personId, today);
  const { steps, upNext } = startOf(facts);
  return facts.putAway || upNext === null ? null : { done: steps.filter(({ state }) => state === "done").length, of: steps.length, upNext };
}

const After = z.tuple([z.string(), z.string(), z.uuid()]);

/** Who reports to the reader directly, each with how they stand. Five queries at most. */
export async function people({ tx, actor, input, today, note }: Context<{ limit: number; cursor?: string | undefined }, null>) {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, After);
  const rows = await reportsOn(tx, actor.personId, today, input.limit, after);
  const { items, next } = page(rows, input.limit, (row) => [row.sortKey, row.searchName, row.personId]);
  const readable = items.filter((row) => can(actor, ["gap.read"], row)["gap.read"]);
  const found = await standingOf(
    tx,
    actor,
    readable.map(({ personId }) => personId),
    today,
  );
  // Whose results were read stands in the log, as it does of reports that are opened one by one.
  note({ people: readable.map(({ personId }) => personId) });
  return {
    items: items.map((row) => ({
      id: row.personId,
      name: row.name,
      team: row.team,
      place: row.place,
      review: found.get(row.personId)?.review ?? null,
      towards: found.get(row.personId)?.towards ?? null,
      lastTalk: found.get(row.personId)?.lastTalk ?? null,
      can: can(actor, ["gap.read"], row),
    })),
    next,
    total: after === null ? (rows[0]?.total ?? 0) : null,
    today,
  };
}

export async function start({ tx, actor, today, installation }: Context<unknown, unknown>) {
  const { putAway, ...facts } = await startFacts(tx, actor.personId, today);
  return { ...startOf(facts), ...facts, putAway, mail: installation.mail.from !== null };
}

export async function putAway(context: Context<{ putAway: boolean }, unknown>) {
  await putAwayStart(context.tx, context.actor.personId, context.input.putAway, context.now);
  return start(context);
}
