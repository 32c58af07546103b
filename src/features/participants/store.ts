import { stringify } from "csv-stringify/sync";
import { v7 } from "uuid";
import { z } from "zod";
import { can } from "../../core/access/policy.ts";
import { notHandedOver } from "../../core/cycle/handover.ts";
import { standsReady } from "../../core/cycle/preflight.ts";
import { CycleSetup } from "../../core/cycle/setup.ts";
import { act } from "../../core/cycle/state.ts";
import { Problem } from "../../core/problem.ts";
import { boardCells } from "../../core/cycle/board.ts";
import { participantsIn, progressOf, type Chosen, type Kind } from "../../db/cycle-board.ts";
import { preflightOn } from "../../db/cycle-candidates.ts";
import { handingOver, handOver as handedOver, tellHandedOver, type Whose } from "../../db/cycle-handover.ts";
import { pin, tell } from "../../db/cycle-launch.ts";
import { inWords, tellRaters } from "../../db/cycle-messages.ts";
import * as people from "../../db/cycle-people.ts";
import { cycleOf, type Cycle } from "../../db/cycles.ts";
import { remind } from "../../db/cycle-reminders.ts";
import { enqueue, enqueueAll } from "../../db/outbox.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context } from "../../http/route.ts";

type On<I, S = Cycle> = Context<I, S>;
const by = ({ actor, now }: Pick<On<unknown>, "actor" | "now">) => ({ by: actor.personId, now, id: v7 });
const refused = (code: string, path: string, detail: string, message = detail) => new Problem("invalid", detail, [{ code, path, message }]);
const After = z.tuple([z.string(), z.string()]);

export const progress = ({ tx, subject, today }: On<unknown>) => progressOf(tx, subject.cycleId, today);

type Page = { limit: number; cursor?: string | undefined };
type Filter = { [K in keyof Chosen]?: Chosen[K] | undefined };
const chosen = ({ state = null, late = false, unit = null, manager = null, ladder = null, q = null, moved = false }: Filter): Chosen => ({
  state,
  late,
  unit,
  manager,
  ladder,
  q,
  moved,
});

export async function participants({ tx, subject, today, input }: On<Page & Filter>) {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, After);
  const rows = await participantsIn(tx, subject.cycleId, today, chosen(input), after, input.limit);
  return page(rows, input.limit, ({ searchName, reviewId }) => [searchName, reviewId]);
}

/** The most lines in one file. */
const MOST = 20_000;

export async function board({ tx, subject, today, input, note }: On<Filter>) {
  const rows = await participantsIn(tx, subject.cycleId, today, chosen(input), null, MOST);
  note({ cycle: subject.cycleId, people: rows.length });
  return {
    name: `${subject.title} ${today}.csv`,
    mediaType: "text/csv; charset=utf-8",
    content: `\uFEFF${stringify(rows.map(boardCells), { header: true, quoted_string: true })}`,
  };
}

export async function join(context: On<{ people: string[] }>) {
  const { tx, actor, subject, today, input, note } = context;
  act(subject.state, "join");
  const already = await people.alreadyIn(tx, subject.cycleId, input.people);
  if (already.size > 0)
    throw new Problem("conflict", "Some of these take part already, or were taken out: those are taken back in on the board.");
  // Whom somebody names takes part whatever the set-up said of everybody.
  const { who } = subject.setup;
  const named = { ...subject.setup, who: { ...CycleSetup.parse({}).who, people: input.people, ratedBy: who.ratedBy, fewestMonths: 0 } };
  const found = await preflightOn(tx, actor.orgId, named, today);
  standsReady(found);
  const done = await pin(tx, subject.cycleId, subject.setup, found.pins, "joined", by(context));
  // Whoever answers for some units alone takes in their own people.
  if (!can(actor, ["cycle.manage"], await cycleOf(tx, subject.cycleId))["cycle.manage"])
    throw new Problem("forbidden", "You take in people of your own units.");
  await tellRaters(tx, subject, input.people, `joined ${input.people.toSorted().join(" ")}`);
  note({ cycle: subject.cycleId, ...done });
  return { joined: done.reviews };
}

export async function participant({ tx, subject, input }: On<{ reviewId: string }>) {
  await people.takenIn(tx, subject.cycleId, input.reviewId);
  return { events: await people.eventsIn(tx, input.reviewId) };
}

type OnOne<I> = On<I & { reviewId: string }, Cycle & { taken: people.Taken }>;
const gone = (taken: people.Taken) => {
  if (taken.withdrawn) throw new Problem("conflict", `${taken.person.name} no longer takes part.`);
};

export async function withdraw(context: OnOne<{ reason: string }>) {
  const { tx, subject, input, now, note } = context;
  act(subject.state, "withdraw");
  gone(subject.taken);
  await people.withdraw(tx, input.reviewId, now, input.reason);
  await tell(tx, "withdrawn", [{ review: input.reviewId, details: { reason: input.reason } }], by(context));
  note({ cycle: subject.cycleId, review: input.reviewId });
  return { reviewId: input.reviewId };
}

export async function restore(context: OnOne<unknown>) {
  const { tx, subject, input, note } = context;
  act(subject.state, "join");
  if (!subject.taken.withdrawn) throw new Problem("conflict", `${subject.taken.person.name} takes part.`);
  await people.restore(tx, input.reviewId);
  await tell(tx, "joined", [{ review: input.reviewId, details: { again: true } }], by(context));
  note({ cycle: subject.cycleId, review: input.reviewId });
  return { reviewId: input.reviewId };
}

type To = { to: string | null; reason: string };

/** What can be handed over is; of the rest it is said why not. Five statements, however many there are. */
async function handing({ tx, actor, subject, today, now, ...context }: On<To>, whose: Whose) {
  act(subject.state, "hand-over");
  if (!subject.setup.ratings.manager) throw new Problem("conflict", "Managers do not rate in this cycle.");
  const { to: wanted, reason } = context.input;
  const concerned = await handingOver(tx, subject.cycleId, whose, wanted, today);
  const left = concerned.flatMap((row) => {
    const why = notHandedOver(row);
    return why === null ? [] : [{ person: row.person, why }];
  });
  const rows = concerned.flatMap((row) => (row.to === null || notHandedOver(row) !== null ? [] : [{ ...row, to: row.to.id }]));
  if (rows.length === 0) return { rows: [], left, asks: new Map<string, boolean>() };
  const asks = await handedOver(tx, rows, now, v7);
  const events = rows.map(({ reviewId, managerId, to }) => ({ review: reviewId, details: { from: managerId, to, reason } }));
  await tell(tx, "handed-over", events, by({ actor, now }));
  const names = await people.namesOf(tx, [actor.personId]);
  await tellHandedOver(
    tx,
    subject,
    rows.filter(({ reviewId }) => asks.get(reviewId)),
    { by: names.get(actor.personId) ?? "", due: subject.setup.stages.managerDue, now },
  );
  return { rows, left, asks };
}

export async function handOver(context: OnOne<{ to: string; reason: string }>) {
  const { subject, input, note } = context;
  gone(subject.taken);
  const done = await handing(context, { reviews: [input.reviewId], manager: null, moved: false });
  const [row] = done.rows;
  const name = row === undefined ? undefined : (await people.namesOf(context.tx, [row.to])).get(row.to);
  if (row === undefined || name === undefined)
    throw refused("to", "/to", "This review cannot be handed to them.", nobodyElse(done.left[0]?.why));
  note({ cycle: subject.cycleId, review: input.reviewId, from: row.managerId, to: row.to });
  return { reviewId: input.reviewId, manager: { id: row.to, name }, asks: done.asks.get(input.reviewId) === true };
}
/** Whom nobody knows is found as nobody to report to. */
const nobodyElse = (why: string | undefined) =>
  why === undefined || why.endsWith("reports to nobody.") ? "Nobody of that name is here." : why;

type Many = To & { manager?: string | undefined; reviews?: string[] | undefined; moved?: boolean | undefined };

/** Many at once: those that cannot be handed over stay where they are, and are named. */
export async function handOverMany(context: On<Many>) {
  const { manager = null, reviews = null, moved = false } = context.input;
  if (manager === null && reviews === null && !moved)
    throw refused(
      "whose",
      "/manager",
      "Say whose reviews are handed over: one manager’s, these, or those of people who report to somebody else.",
    );
  const { rows, left, asks } = await handing(context, { reviews, manager, moved });
  context.note({ cycle: context.subject.cycleId, handed: rows.length, to: context.input.to });
  return { handed: rows.length, asks: [...asks.values()].filter(Boolean).length, left: left.slice(0, 50) };
}

export async function reopen(context: OnOne<{ assessment: string; reason: string }>) {
  const { tx, actor, subject, input, now, note } = context;
  act(subject.state, "reopen");
  gone(subject.taken);
  const part = subject.taken.parts.find(({ id }) => id === input.assessment);
  if (part === undefined) throw new Problem("not-found");
  if (part.state !== "submitted") throw new Problem("conflict", "It has not been sent in, so it is open already.");
  await people.reopen(tx, part.id, now, actor.personId, input.reason);
  await tell(
    tx,
    "reopened",
    [{ review: input.reviewId, details: { kind: part.kind, rater: part.rater, reason: input.reason } }],
    by(context),
  );
  const names = await people.namesOf(tx, [actor.personId]);
  await enqueue(tx, {
    personId: part.rater,
    template: "review-reopened",
    dedupeKey: `assessment ${part.id} reopened ${now.toISOString()}`,
    data: {
      cycle: subject.title,
      about: part.kind === "self" ? "yourself" : subject.taken.person.name,
      by: names.get(actor.personId) ?? "",
      reason: input.reason,
      path: `/reviews/${input.reviewId}`,
    },
  });
  note({ cycle: subject.cycleId, review: input.reviewId, assessment: part.id });
  return { reviewId: input.reviewId };
}

export async function extend(context: OnOne<{ until: string; kind?: "self" | "manager" | "assessor" | "peer" | undefined }>) {
  const { tx, subject, input, today, now, note } = context;
  act(subject.state, "extend");
  gone(subject.taken);
  if (input.until < today) throw refused("past", "/until", "That day is over.", "A day from today on.");
  await people.extend(tx, input.reviewId, input.until, input.kind ?? null);
  await tell(tx, "extended", [{ review: input.reviewId, details: { until: input.until, kind: input.kind ?? null } }], by(context));
  const waits = subject.taken.parts.filter(({ state, closed, kind }) => state !== "submitted" && !closed && (input.kind ?? kind) === kind);
  await enqueueAll(
    tx,
    waits.map(({ rater, kind }) => ({
      personId: rater,
      template: "date-moved",
      dedupeKey: `review ${input.reviewId} ${kind} moved ${now.toISOString()}`,
      data: {
        cycle: subject.title,
        what: kind === "self" ? "what you write about yourself" : `what you write about ${subject.taken.person.name}`,
        to: inWords(input.until),
        path: `/reviews/${input.reviewId}`,
      },
    })),
  );
  note({ cycle: subject.cycleId, review: input.reviewId, until: input.until });
  return { reviewId: input.reviewId };
}

export async function nudge(context: On<{ kind?: Kind["kind"] | undefined; reviews?: string[] | undefined }>) {
  const { tx, subject, today, input, note } = context;
  act(subject.state, "nudge");
  const done = await remind(tx, subject, today, { kind: input.kind ?? null, reviews: input.reviews ?? null }, by(context));
  note({ cycle: subject.cycleId, ...done });
  return done;
}
