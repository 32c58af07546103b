import { v7 } from "uuid";
import type { PersonSubject } from "../../core/access/actor.ts";
import { bothIn } from "../../core/assessment/visibility.ts";
import { readable, openSides } from "../../db/reviews-shown.ts";
import { Problem } from "../../core/problem.ts";
import { startCheckIn } from "../../db/check-ins.ts";
import { managersOf, teamsOf } from "../../db/lines.ts";
import { tellBegun, tellLookAnswered, tellLookAsked } from "../../db/review-messages.ts";
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

export async function answerAgain({
  tx,
  actor,
  now,
  subject,
  input,
}: Context<{ lookId: string; body: string; outcome: string }, ReviewRow>) {
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
