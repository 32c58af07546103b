import { v7 } from "uuid";
import { z } from "zod";
import { can } from "../../core/access/policy.ts";
import { standsReady } from "../../core/cycle/preflight.ts";
import { CycleSetup } from "../../core/cycle/setup.ts";
import { act } from "../../core/cycle/state.ts";
import { Problem } from "../../core/problem.ts";
import { participantsIn, progressOf, waitingIn, type Chosen, type Kind } from "../../db/cycle-board.ts";
import { preflightOn } from "../../db/cycle-candidates.ts";
import { pin, tell } from "../../db/cycle-launch.ts";
import { inWords, tellRaters } from "../../db/cycle-messages.ts";
import * as people from "../../db/cycle-people.ts";
import { cycleOf, type Cycle } from "../../db/cycles.ts";
import { enqueue, enqueueAll } from "../../db/outbox.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";

type On<I, S = Cycle> = Context<I, S>;
const by = ({ actor, now }: Pick<On<unknown>, "actor" | "now">) => ({ by: actor.personId, now, id: v7 });
const refused = (code: string, path: string, detail: string, message = detail) => new Problem("invalid", detail, [{ code, path, message }]);
const After = z.tuple([z.string(), z.string()]);

export const progress = ({ tx, subject, today }: On<unknown>) => progressOf(tx, subject.cycleId, today);

type Page = { limit: number; cursor?: string | undefined };

export async function participants({ tx, subject, today, input }: On<Page & { [K in keyof Chosen]?: Chosen[K] | undefined }>) {
  const { state = null, late = false, unit = null, manager = null, ladder = null, q = null } = input;
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, After);
  const rows = await participantsIn(tx, subject.cycleId, today, { state, late, unit, manager, ladder, q }, after, input.limit);
  return page(rows, input.limit, ({ searchName, reviewId }) => [searchName, reviewId]);
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

export async function handOver(context: OnOne<{ to: string; reason: string }>) {
  const { tx, actor, subject, input, today, now, note } = context;
  const { taken, setup } = subject;
  act(subject.state, "hand-over");
  gone(taken);
  if (!setup.ratings.manager) throw new Problem("conflict", "Managers do not rate in this cycle.");
  const name = await people.nameHere(tx, input.to, today);
  const fault = (message: string) => refused("to", "/to", "This review cannot be handed to them.", message);
  if (name === null) throw fault("Nobody of that name is here.");
  if (input.to === taken.person.id) throw fault(`${taken.person.name} cannot be their own manager.`);
  if (input.to === taken.managerId) throw fault(`${name} has it already.`);
  const { asks } = await people.handOver(tx, taken, input.to, now, v7());
  const details = { from: taken.managerId, to: input.to, reason: input.reason };
  await tell(tx, "handed-over", [{ review: input.reviewId, details }], by(context));
  if (asks) {
    const names = await people.namesOf(tx, [actor.personId]);
    const due = setup.stages.managerDue;
    await enqueue(tx, {
      personId: input.to,
      template: "review-handed-over",
      dedupeKey: `review ${input.reviewId} handed over ${now.toISOString()}`,
      data: {
        cycle: subject.title,
        about: taken.person.name,
        by: names.get(actor.personId) ?? "",
        due: due === null ? null : inWords(due),
        path: `/reviews/${input.reviewId}`,
      },
    });
  }
  note({ cycle: subject.cycleId, review: input.reviewId, from: taken.managerId, to: input.to });
  return { reviewId: input.reviewId, manager: { id: input.to, name }, asks };
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

/** Reminds whoever is still to send something in, once a day at most. Four statements, however many they are. */
export async function remind(
  tx: Tx,
  { cycleId, title }: Pick<Cycle, "cycleId" | "title">,
  today: string,
  chosen: { kind: Kind["kind"] | null; reviews: readonly string[] | null },
  who: { by: string | null; now: Date; id: () => string },
): Promise<{ raters: number; reviews: number }> {
  const waiting = await waitingIn(tx, cycleId, today, chosen);
  const about = Map.groupBy(
    waiting.flatMap(({ rater, reviews }) => reviews.map((review) => ({ rater, review }))),
    ({ review }) => review,
  );
  await enqueueAll(
    tx,
    waiting.map(({ rater, reviews, dueOn }) => ({
      personId: rater,
      template: "review-nudged",
      dedupeKey: `cycle ${cycleId} nudged ${today} ${rater}`,
      data: {
        cycle: title,
        count: reviews.length,
        due: dueOn === null ? null : inWords(dueOn),
        path: reviews.length === 1 ? `/reviews/${reviews[0]}` : "/reviews",
      },
    })),
  );
  const events = [...about].map(([review, raters]) => ({ review, details: { on: today, raters: raters.map(({ rater }) => rater) } }));
  await tell(tx, "nudged", events, who);
  return { raters: waiting.length, reviews: about.size };
}

export async function nudge(context: On<{ kind?: Kind["kind"] | undefined; reviews?: string[] | undefined }>) {
  const { tx, subject, today, input, note } = context;
  act(subject.state, "nudge");
  const done = await remind(tx, subject, today, { kind: input.kind ?? null, reviews: input.reviews ?? null }, by(context));
  note({ cycle: subject.cycleId, ...done });
  return done;
}
