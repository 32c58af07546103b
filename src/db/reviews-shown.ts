import type { Transaction } from "kysely";
import type { Member } from "../core/access/actor.ts";
import { askedOf, competenciesInView, levelsInView, type AskedCompetency, type AskedLevel } from "../core/assessment/asked.ts";
import type { Asked } from "../core/assessment/answers.ts";
import { closed } from "../core/assessment/moves.ts";
import { mayRead, type Reader } from "../core/assessment/visibility.ts";
import type { StoredVersion } from "./versions.ts";
import { versions } from "./versions.ts";
import type { AssessmentRow, ReviewRow, SideRow } from "./reviews.ts";
import type { Tables } from "./tables.gen.ts";
import { Problem } from "../core/problem.ts";

type Tx = Transaction<Tables>;

/** The words of a review, as its version has them: whatever is published meanwhile, these are what its raters read. */
export type Words = { stored: StoredVersion; levels: AskedLevel[]; competencies: AskedCompetency[]; asked: Asked[] };

/** @throws Problem "internal" if the version is not there: nothing that is pinned is ever removed. */
export async function wordsOf(tx: Tx, review: ReviewRow): Promise<Words> {
  const stored = (await versions(tx, review.orgId, [review])).get(review.hash);
  if (stored === undefined) throw new Problem("internal");
  const levels = levelsInView(stored.content, review.level, review.targets);
  const competencies = competenciesInView(stored.content, stored.libraries, levels);
  return { stored, levels, competencies, asked: askedOf(levels, competencies) };
}

/** The questions that stand in the form of one kind of rater. */
export const questionsFor = ({ setup }: ReviewRow, kind: SideRow["kind"]) =>
  setup.questions
    .filter(({ to }) => (kind === "self" || kind === "manager") && (to === "both" || to === kind))
    .map(({ id, text, required }) => ({ id, text, required }));

/** As whom somebody reads a review who may read it: the nearest of what they are to it. */
export function readerOf(review: ReviewRow, actor: Member): Reader {
  if (actor.personId === review.about.personId) return "person";
  if (actor.personId === review.manager || review.about.managers.includes(actor.personId)) return "manager";
  return review.raters.includes(actor.personId) ? "rater" : "office";
}

/** The sides that count: those that somebody took over before they were submitted do not. */
export const openSides = ({ sides }: ReviewRow): SideRow[] => sides.filter((side) => !side.closed);

const plain = ({ id, kind, rater, state }: SideRow) => ({ id, kind, rater: rater.id, state });

/** Whether this reader may read the answers of this side now. */
export const readable = (review: ReviewRow, side: SideRow, actor: Member): boolean =>
  mayRead(
    plain(side),
    openSides(review).map(plain),
    { as: readerOf(review, actor), id: actor.personId },
    { released: review.released, compare: review.setup.visibility.compare },
  );

/** Who may know that a side is there at all: of peers only the office and the peer. */
export const visibleSides = (review: ReviewRow, actor: Member): SideRow[] => {
  const reader = readerOf(review, actor);
  return openSides(review).filter(({ kind, rater }) =>
    reader === "office" ? true : rater.id === actor.personId || (kind !== "peer" && reader !== "rater"),
  );
};

/** Whether nothing can be added to what has been said. */
export const isLocked = (review: ReviewRow): boolean => closed("in-progress", { ...review }) !== null;

/** As every page heads it. */
export const headOf = (review: ReviewRow, words: Words, actor: Member) => ({
  id: review.id,
  kind: review.kind,
  title: review.title,
  cycle: review.cycleId === null ? null : { id: review.cycleId, state: review.cycle },
  person: { ...review.person, you: review.about.personId === actor.personId },
  manager: review.managerNamed,
  framework: { slug: review.framework, title: review.frameworkTitle, version: review.version },
  level: { id: review.level, title: words.stored.content.levels.find(({ id }) => id === review.level)?.title ?? review.level },
  releasedAt: review.releasedAt,
  withdrawn: review.withdrawn,
  scale: words.stored.content.scale,
  levels: words.levels,
  competencies: words.competencies.map((competency) => ({
    ...competency,
    statements: competency.statements.map((statement) => ({ ...statement, markers: [...statement.markers] })),
  })),
});

const closedWords: Record<NonNullable<ReturnType<typeof closed>>, string> = {
  "not-open": "This cycle has not been launched yet.",
  calibrating: "Ratings are being calibrated: nothing can be changed now. Whoever runs the cycle can open yours again.",
  released: "The results have been released: nothing can be changed any more.",
  cancelled: "This cycle was cancelled. What you wrote is kept, and nobody is asked for it.",
  withdrawn: "This review was withdrawn. What you wrote is kept, and nobody is asked for it.",
};

/** Why this assessment cannot be written in now, in words; null while it can. */
export function shut(assessment: AssessmentRow): string | null {
  const why = closed(assessment.side.state, assessment);
  if (why !== null) return closedWords[why];
  return assessment.side.state === "submitted" ? "You have submitted this. It can be opened again with a reason." : null;
}
