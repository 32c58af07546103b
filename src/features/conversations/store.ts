import { v7 } from "uuid";
import type { PersonSubject } from "../../core/access/actor.ts";
import { bothIn } from "../../core/assessment/visibility.ts";
import { resultsOf } from "../../db/reviews-read.ts";
import { openSides, readable, wordsOf } from "../../db/reviews-shown.ts";
import { Problem } from "../../core/problem.ts";
import { writeCalibration } from "../../db/calibration-cases.ts";
import { startCheckIn } from "../../db/check-ins.ts";
import { managersOf, teamsOf } from "../../db/lines.ts";
import { keepReleased } from "../../db/released.ts";
import { reopen } from "../../db/cycle-people.ts";
import { tellBegun, tellLookAnswered, tellLookAsked, tellReopened } from "../../db/review-messages.ts";
import { writeEvent } from "../../db/reviews-said.ts";
import { reviewRow, type ReviewRow } from "../../db/reviews.ts";
import { answerSecondLook, askSecondLook, writeAcknowledged, writeAgreed } from "../../db/reviews-talk.ts";
import { statement } from "../../db/statement.ts";
import type { Context, Tx } from "../../http/route.ts";

const personOf = statement<PersonSubject>(`
  select person.org_id as "orgId", person.person_id as "personId", ${managersOf("person", "$2::date")} as managers, ${teamsOf("person")} as teams
    from rungs.person where person.person_id = $1`);

/** @throws Problem "not-found" */
export async function person(tx: Tx, personId: string, today: string): Promise<PersonSubject> {
  const [found] = await personOf(tx, personId, today);
  return found ?? Promise.reject(new Problem("not-found"));
}

/** Writes the note unless somebody wrote it since: then nothing is written and theirs is told. */
export async function agree({ tx, actor, now, today, subject, input }: Context<{ text: string; basedOn: string | null }, ReviewRow>) {
  const sides = openSides(subject).filter(({ kind }) => kind === "self" || kind === "manager");
  if (!bothIn(sides) || !sides.every((side) => readable(subject, side, actor)))
    throw new Problem("conflict", "The note is written once both sides are in and can be read.");
  const there = subject.note;
  if ((there?.at ?? null) !== input.basedOn && there?.text !== input.text) return { note: there, conflict: there };
  await writeAgreed(tx, subject.id, input.text, actor.personId, now);
  return { note: (await reviewRow(tx, subject.id, today)).note, conflict: null };
}

const released = (review: ReviewRow): void => {
  if (!review.released || review.withdrawn) throw new Problem("conflict", "There is no result yet: it is read once it is released.");
};

/** A second time changes nothing: what was said first stands. */
export async function acknowledge({ tx, actor, now, subject, input }: Context<{ comment: string }, ReviewRow>) {
  released(subject);
  if (subject.acknowledgedAt !== null) return { acknowledged: { at: subject.acknowledgedAt, comment: subject.acknowledgedComment } };
  const comment = input.comment === "" ? null : input.comment;
  await writeAcknowledged(tx, subject.id, now, comment);
  await writeEvent(tx, { id: v7(), reviewId: subject.id, kind: "acknowledged", by: actor.personId, at: now });
  return { acknowledged: { at: now.toISOString(), comment } };
}

export async function askAgain({ tx, actor, now, today, subject, input }: Context<{ body: string }, ReviewRow>) {
  released(subject);
  const id = v7();
  await askSecondLook(tx, id, subject.id, actor.personId, now, input.body);
  await writeEvent(tx, { id: v7(), reviewId: subject.id, kind: "second-look", by: actor.personId, at: now, details: { secondLook: id } });
  await tellLookAsked(tx, subject, id, today);
  return { id };
}

type Correction = { expectation: string; value: number; was: number | null };
type Answering = { lookId: string; body: string; outcome: string; corrections: readonly Correction[] };
const invalid = (code: string, path: string, message: string) => new Problem("invalid", undefined, [{ code, path, message }]);

/** Puts other values beside those that counted, as calibration does, and keeps the report as it stands then beside the released one. */
async function correct(
  tx: Tx,
  review: ReviewRow,
  { lookId, body, corrections }: Answering,
  { by, now, today }: { by: string; now: Date; today: string },
): Promise<void> {
  const { stored } = await wordsOf(tx, review);
  const counts = new Map((await resultsOf(tx, review))?.map((result) => [result.expectation, result]));
  const seen = new Set<string>();
  for (const [index, { expectation, value, was }] of corrections.entries()) {
    const there = counts.get(expectation);
    if (there === undefined || seen.has(expectation))
      throw invalid(
        "unknown-reference",
        `/corrections/${index}/expectation`,
        "Nothing of this review counts there, or it stands here twice.",
      );
    seen.add(expectation);
    if (!stored.content.scale.some((point) => point.value === value))
      throw invalid("off-scale", `/corrections/${index}/value`, "The scale of this ladder has no such point.");
    if (there.value === value) throw invalid("unchanged", `/corrections/${index}/value`, "That is what counts already.");
    if (there.value !== was) throw new Problem("conflict", "Somebody changed this in the meantime. Look at it again.");
    await writeCalibration(tx, { id: v7(), review: review.id, expectation, value, reason: body, by, now, session: null });
  }
  await keepReleased(tx, review.orgId, review.id, today, () => v7(), lookId);
}

export async function answerAgain({ tx, actor, now, today, subject, input }: Context<Answering, ReviewRow>) {
  if ((input.outcome === "corrected") !== input.corrections.length > 0)
    throw invalid("corrections", "/corrections", "What was corrected is said with the answer, and nothing is where it stands.");
  released(subject);
  if (!(await answerSecondLook(tx, input.lookId, subject.id, actor.personId, now, input.body, input.outcome)))
    throw new Problem("conflict", "There is no second look here that waits for an answer.");
  await writeEvent(tx, {
    id: v7(),
    reviewId: subject.id,
    kind: "answered",
    by: actor.personId,
    at: now,
    details: { secondLook: input.lookId },
  });
  if (input.corrections.length > 0) await correct(tx, subject, input, { by: actor.personId, now, today });
  await tellLookAnswered(tx, subject, input.lookId);
  return { id: input.lookId };
}

export async function checkIn({
  tx,
  actor,
  now,
  today,
  input,
}: Context<{ personId: string; framework: string; level: string; title: string }, PersonSubject>) {
  const { reviewId, assessments } = await startCheckIn(tx, { ...input, by: actor.personId, today, now });
  await tellBegun(tx, { reviewId, title: input.title, person: input.personId, by: actor.personId }, assessments);
  return { review: reviewId, assessments };
}

/** A check-in counts once both sides are in: until then what one of them sent in can be opened again, with a reason. */
export async function openAgain({ tx, actor, now, subject, input }: Context<{ assessmentId: string; reason: string }, ReviewRow>) {
  const side = openSides(subject).find(({ id }) => id === input.assessmentId);
  if (side === undefined) throw new Problem("not-found");
  if (subject.kind !== "check-in") throw new Problem("conflict", "Forms of a cycle are opened again on its board.");
  if (subject.released) throw new Problem("conflict", "Both sides are in, and it counts: ask for a second look, or hold another check-in.");
  if (side.state !== "submitted") throw new Problem("conflict", "It has not been sent in, so it is open already.");
  await reopen(tx, side.id, now, actor.personId, input.reason);
  const details = { kind: side.kind, rater: side.rater.id, reason: input.reason };
  await writeEvent(tx, { id: v7(), reviewId: subject.id, kind: "reopened", by: actor.personId, at: now, details });
  await tellReopened(tx, subject, side, { by: actor.personId, reason: input.reason, at: now });
  return { id: side.id, state: "reopened" as const };
}
