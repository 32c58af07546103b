import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { calendarText } from "../../core/calendar/ics.ts";
import { formEntries } from "../../core/cycle/calendar.ts";
import { sameSaid, unusable, wordsOf as trimmed, type Said } from "../../core/assessment/answers.ts";
import { sign } from "../../core/assessment/document.ts";
import { missing, type Missing } from "../../core/assessment/missing.ts";
import { mayWrite, next } from "../../core/assessment/moves.ts";
import { saving } from "../../core/assessment/saving.ts";
import { bothIn } from "../../core/assessment/visibility.ts";
import { Problem, type Fault } from "../../core/problem.ts";
import { attachedIn, besideForm } from "../../db/reviews-evidence.ts";
import type { AssessmentRow, ReviewRow } from "../../db/reviews.ts";
import { byExpectation, saidBy, saidIn, writeEvent, writeSaid, writeSigned } from "../../db/reviews-said.ts";
import { headOf, openSides, questionsFor, readable, shut, visibleSides, wordsOf, type Words } from "../../db/reviews-shown.ts";
import { tellOtherSide } from "../../db/review-messages.ts";
import { releaseCheckIn } from "../../db/check-ins.ts";
import { reviewsOf, type Part } from "../../db/reviews-lists.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";

export type Answer = { clientId: string; expectation: string; basedOn: string | null } & Said;
export type Text = { clientId: string; question: string; text: string; basedOn: string | null };

const ruleOf = ({ setup }: ReviewRow) => setup.commentRule;

/** Whoever may not know that a side is there is told that it is not. @throws Problem "not-found" */
export function seen(assessment: AssessmentRow, actor: Member): AssessmentRow {
  if (!visibleSides(assessment, actor).some(({ id }) => id === assessment.side.id)) throw new Problem("not-found");
  return assessment;
}

/** What is still to be said, with the words that name it. */
function named(words: Words, review: ReviewRow, kind: AssessmentRow["side"]["kind"], lacking: readonly Missing[]) {
  const questions = new Map(questionsFor(review, kind).map(({ id, text }) => [id, text]));
  return lacking.map((each) => {
    if (each.what === "question") return { what: each.what, place: each.question, words: questions.get(each.question) ?? each.question };
    const competency = words.competencies.find(({ id }) => id === each.competency)?.title ?? each.competency;
    const level = words.levels.find(({ id }) => id === each.level)?.title ?? each.level;
    return { what: each.what, place: each.expectation, words: `${competency}, ${level}` };
  });
}

/** One assessment whole, as its rater or a reader sees it; `answers` null for who may not read them yet. */
export async function form(tx: Tx, actor: Member, assessment: AssessmentRow) {
  const { side } = assessment;
  const words = await wordsOf(tx, assessment);
  const reads = readable(assessment, side, actor);
  const own = side.rater.id === actor.personId && !side.closed;
  const writes = own && shut(assessment) === null;
  const { answers, texts } = reads ? await saidBy(tx, side.id) : { answers: [], texts: [] };
  const of = { assessmentId: side.id, personId: assessment.about.personId, raterId: actor.personId };
  const beside = await besideForm(tx, of, { attached: reads, flags: own, evidence: writes, records: writes && side.kind !== "peer" });
  const questions = questionsFor(assessment, side.kind);
  const other = openSides(assessment).find(({ kind }) => kind === (side.kind === "self" ? "manager" : "self"));
  return {
    review: headOf(assessment, words, actor),
    assessment: {
      id: side.id,
      kind: side.kind,
      rater: { ...side.rater, you: side.rater.id === actor.personId },
      state: side.state,
      submittedAt: side.submittedAt,
      dueOn: side.dueOn,
      revision: side.revision,
      reopenedReason: side.state === "reopened" ? side.reopenedReason : null,
      shut: own ? shut(assessment) : null,
    },
    questions,
    commentRule: ruleOf(assessment),
    answers: reads ? answers.map(({ assessment: _, ...answer }) => answer) : null,
    texts: reads ? texts.map(({ assessment: _, ...text }) => text) : null,
    ...beside,
    attached: beside.attached.map(({ assessment: _, ...evidence }) => evidence),
    /** Whether the side that is hidden from this one is in; null where there is none. */
    other: side.kind !== "self" && side.kind !== "manager" ? null : other === undefined ? null : other.state === "submitted",
    can: { write: writes, ...can(actor, ["review.compare"], assessment) },
  };
}

/** The last day of each form of theirs that is still open. */
export function calendar({ actor, subject, now, installation }: Context<unknown, ReviewRow>) {
  const mine = openSides(subject).filter(({ rater, state }) => rater.id === actor.personId && mayWrite(state, subject));
  const base = `${installation.links()}/reviews/${subject.id}`;
  const forms = mine.map(({ id, kind, dueOn }) => ({
    id,
    about: kind === "self" ? "yourself" : subject.person.name,
    dueOn,
    url: `${base}/assessments/${id}`,
  }));
  return {
    name: `${subject.title}.ics`,
    mediaType: "text/calendar; charset=utf-8",
    content: calendarText({ name: subject.title, stamp: now.toISOString(), entries: formEntries(subject.title, forms) }),
  };
}

function faultsIn(answers: readonly Answer[], texts: readonly Text[], words: Words, questions: ReadonlySet<string>): Fault[] {
  const asked = new Set(words.asked.map(({ expectation }) => expectation));
  const told = {
    "off-scale": "The scale of this ladder has no such point.",
    "value-missing": "A rating needs a point of the scale.",
    "value-unasked": "Only a rating has a point of the scale.",
  };
  return [
    ...answers.flatMap((answer, index): Fault[] => {
      if (!asked.has(answer.expectation))
        return [{ code: "unknown-reference", path: `/answers/${index}/expectation`, message: "This review does not ask about that." }];
      const fault = unusable(answer, words.stored.content.scale);
      return fault === null ? [] : [{ code: fault, path: `/answers/${index}/value`, message: told[fault] }];
    }),
    ...texts.flatMap(({ question }, index): Fault[] =>
      questions.has(question)
        ? []
        : [{ code: "unknown-reference", path: `/texts/${index}/question`, message: "This review does not ask that." }],
    ),
  ];
}

/** Saves what can be saved; whatever was written elsewhere meanwhile stands, and both are told. */
export async function save({ tx, input, subject, today }: Context<{ answers: readonly Answer[]; texts: readonly Text[] }, AssessmentRow>) {
  const { side } = subject;
  const words = await wordsOf(tx, subject);
  const faults = faultsIn(input.answers, input.texts, words, new Set(questionsFor(subject, side.kind).map(({ id }) => id)));
  if (faults.length > 0) throw new Problem("invalid", undefined, faults);
  const sent = [...input.answers, ...input.texts].map(({ clientId }) => clientId);
  const { answers: standing, texts, came } = await saidBy(tx, side.id, sent);
  const answered = saving(
    input.answers.map(({ clientId, expectation, basedOn, ...said }) => ({ id: clientId, place: expectation, basedOn, said })),
    byExpectation(standing),
    came,
    sameSaid,
  );
  const written = saving(
    input.texts.map(({ clientId, question, basedOn, text }) => ({ id: clientId, place: question, basedOn, said: text })),
    new Map(texts.map(({ id, question, text }) => [question, { id, said: text }])),
    came,
    (a, b) => a === b,
  );
  const anything = answered.write.length + written.write.length > 0;
  const refused = shut(subject);
  // What has been taken before is confirmed even after submitting: only something new comes too late.
  if (refused !== null && (anything || answered.conflicts.length + written.conflicts.length > 0)) throw new Problem("conflict", refused);
  const levels = new Map(words.asked.map(({ expectation, level }) => [expectation, level]));
  const revision = anything
    ? await writeSaid(tx, side.id, {
        state: next(side.state, "save", subject) ?? side.state,
        today,
        answers: answered.write.map(({ id, place, said }) => ({
          ...said,
          id: v7(),
          client: id,
          expectation: place,
          level: levels.get(place) ?? "",
        })),
        texts: written.write.map(({ id, place, said }) => ({ id: v7(), client: id, question: place, body: said })),
      })
    : side.revision;
  return {
    revision,
    state: anything ? (next(side.state, "save", subject) ?? side.state) : side.state,
    answers: {
      applied: answered.applied,
      stands: answered.stands,
      conflicts: answered.conflicts.map(({ index, theirs }) => ({ index, theirs: theirs && { id: theirs.id, ...theirs.said } })),
    },
    texts: {
      applied: written.applied,
      stands: written.stands,
      conflicts: written.conflicts.map(({ index, theirs }) => ({ index, theirs: theirs && { id: theirs.id, text: theirs.said } })),
    },
  };
}

/** Signs what was said and closes it to its rater; what is missing is named, and nothing happens. */
export async function submit({ tx, actor, subject, now, today }: Context<unknown, AssessmentRow>) {
  const { side } = subject;
  const refused = shut(subject);
  if (refused !== null || !mayWrite(side.state, subject)) throw new Problem("conflict", refused ?? undefined);
  const words = await wordsOf(tx, subject);
  const { content, libraries } = words.stored;
  const { answers, texts } = await saidBy(tx, side.id);
  const questions = questionsFor(subject, side.kind);
  const said = new Map(texts.map(({ question, text }) => [question, text]));
  const lacking = named(words, subject, side.kind, missing(words.asked, saidIn(answers), questions, said, content.scale, ruleOf(subject)));
  if (lacking.length > 0)
    throw new Problem(
      "invalid",
      "Some of this review is still to be written. Nothing was submitted, and everything you wrote is kept.",
      lacking.map(({ what, place, words: about }) => ({ code: `${what}-missing`, path: `/${what}/${place}`, message: about })),
    );
  const attached = await attachedIn(tx, [side.id]);
  const byPlace = new Map(answers.map((answer) => [answer.expectation, answer]));
  const signed = sign(
    {
      of: { kind: subject.kind, title: subject.title },
      person: subject.person,
      rater: side.rater,
      kind: side.kind,
      version: subject.version,
      level: subject.level,
      targets: subject.targets,
      submittedAt: now.toISOString(),
      answers: words.asked.flatMap(({ expectation }) => {
        const answer = byPlace.get(expectation);
        if (answer === undefined) return [];
        const { level, answer: what, value, comment, on } = answer;
        const evidence = attached
          .filter((each) => each.expectation === expectation)
          .map(({ kind, title, url, on: dated }) => ({ kind, title, url, on: dated }));
        return [{ level, expectation, answer: what, value, comment: trimmed(comment), on, evidence }];
      }),
      questions: questions.map(({ id, text }) => ({ id, text, answer: said.get(id) ?? "" })),
    },
    content,
    libraries,
  );
  await writeSigned(tx, side.id, v7(), now, signed);
  await writeEvent(tx, {
    id: v7(),
    reviewId: subject.id,
    kind: "submitted",
    by: actor.personId,
    at: now,
    details: { assessment: side.id, kind: side.kind },
  });
  const sides = openSides(subject).map((each) => (each.id === side.id ? { ...each, state: "submitted" as const } : each));
  const compared = bothIn(sides);
  await tellOtherSide(tx, subject, side, sides, now);
  if (subject.kind === "check-in" && sides.every(({ state }) => state === "submitted")) await releaseCheckIn(tx, subject, now, today);
  return { id: side.id, state: "submitted" as const, submittedAt: now.toISOString(), hash: signed.hash, compared };
}

const ListKey = z.tuple([z.string().max(40), z.uuid()]);
/** @returns one part of one's own reviews, page by page. */
export async function list(tx: Tx, actor: Member, input: { part: Part; limit: number; cursor?: string | undefined }) {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, ListKey);
  const rows = await reviewsOf(tx, input.part, actor.personId, input.limit, after);
  return page(rows, input.limit, ({ key, id }) => [key, id]);
}
