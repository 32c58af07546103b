import { sign as signing } from "../../core/assessment/document.ts";
import type { Framework } from "../../core/framework/document.ts";
import type { Library } from "../../core/gap/wording.ts";
import { keepReleased } from "../../db/released.ts";
import type { Tx } from "../../http/route.ts";
import { orgId, personId } from "./fernhithe.ts";
import { insert } from "./insert.ts";
import type { Assessed, Cycle, Reviewed } from "./reviews.ts";
import { roster } from "./roster.ts";
import { at, id, type Calendar } from "./seed.ts";
import { known } from "./write-ladders.ts";

const names: ReadonlyMap<number, string> = new Map(roster.map(([number, name]) => [number, name]));

/** What a cycle that ends on this day is called. */
export const titleOf = (date: string): string => {
  const [year = "", month = ""] = date.split("-");
  return `${["Winter", "Spring", "Summer", "Autumn"][Math.floor((Number(month) % 12) / 3)] ?? ""} ${year}`;
};

/** What a rater signs of somebody, and when; the words are those of the version that the review is pinned to. */
export function sign(
  review: Pick<Reviewed, "employee" | "framework" | "version" | "level" | "targets">,
  assessed: Pick<Assessed, "kind" | "rater" | "submittedOn" | "given">,
  title: string,
  byVersion: ReadonlyMap<string, Framework>,
) {
  const content = byVersion.get(`${review.framework}@${review.version}`);
  if (content === undefined) throw new Error(`The demo has no ${review.framework}@${review.version}.`);
  const rater = names.get(assessed.rater);
  if (rater === undefined) throw new Error(`Nobody in the demo has the number ${assessed.rater}.`);
  const libraries = [...byVersion].flatMap(([key, framework]): Library[] =>
    framework.kind === "library" ? [{ framework, version: Number(key.split("@")[1]) }] : [],
  );
  const submittedAt = at(assessed.submittedOn, 420);
  const signed = signing(
    {
      of: { kind: "cycle", title },
      person: { id: personId(review.employee.number), name: review.employee.name },
      rater: { id: personId(assessed.rater), name: rater },
      kind: assessed.kind,
      version: review.version,
      level: review.level,
      targets: review.targets,
      submittedAt,
      answers: assessed.given.map(({ answer, ...given }) => ({
        ...given,
        evidence: [],
        ...(typeof answer === "number" ? { answer: "rated" as const, value: answer } : { answer, value: null }),
      })),
      questions: [],
    },
    content,
    libraries,
  );
  return { ...signed, submittedAt };
}

/** A released cycle whole: the reviews with their pins, what was answered, and what each rater signed and each participant was shown, byte for byte. */
export async function reviews(
  tx: Tx,
  cycle: Cycle,
  all: readonly Reviewed[],
  frameworkIds: ReadonlyMap<string, string>,
  byVersion: ReadonlyMap<string, Framework>,
  { ago }: Calendar,
): Promise<void> {
  const cycleId = id("cycle", cycle.key);
  const title = titleOf(ago(cycle.releasedAgo));
  await insert(tx, "cycle", [
    {
      org_id: orgId,
      cycle_id: cycleId,
      title,
      state: "released",
      opened_on: ago(cycle.openedAgo),
      closes_on: ago(cycle.closesAgo),
      released_at: at(ago(cycle.releasedAgo), 60),
      created_by: personId(96),
      created_at: at(ago(cycle.openedAgo + 14)),
      launched_by: personId(96),
      launched_at: at(ago(cycle.openedAgo), 30),
    },
  ]);
  const reviewId = ({ employee }: Reviewed) => id("review", `${cycle.key} ${employee.number}`);
  await insert(
    tx,
    "review",
    all.map((review) => ({
      org_id: orgId,
      review_id: reviewId(review),
      cycle_id: cycleId,
      person_id: personId(review.employee.number),
      framework_id: known(frameworkIds, review.framework),
      version: review.version,
      level_id: review.level,
      target_level_ids: [...review.targets],
      manager_id: review.employee.manager === null ? null : personId(review.employee.manager),
      acknowledged_at: review.acknowledgedOn === null ? null : at(review.acknowledgedOn, 200),
    })),
  );

  const assessments = all.flatMap((review) =>
    review.assessed.map((assessed) => ({ review, assessed, key: `${cycle.key} ${review.employee.number} ${assessed.kind}` })),
  );
  await insert(
    tx,
    "assessment",
    assessments.map(({ review, assessed, key }) => {
      const signed = sign(review, assessed, title, byVersion);
      return {
        org_id: orgId,
        assessment_id: id("assessment", key),
        review_id: reviewId(review),
        rater_id: personId(assessed.rater),
        kind: assessed.kind,
        state: "submitted" as const,
        submitted_at: signed.submittedAt,
        document: signed.document,
        hash: `\\x${signed.hash}`,
      };
    }),
  );
  await insert(
    tx,
    "rating",
    assessments.flatMap(({ assessed, key }) =>
      assessed.given.map(({ level, expectation, answer, comment, on }, index) => ({
        org_id: orgId,
        rating_id: id("rating", `${key} ${expectation}`),
        assessment_id: id("assessment", key),
        level_id: level,
        expectation_id: expectation,
        answer: typeof answer === "number" ? ("rated" as const) : answer,
        value: typeof answer === "number" ? answer : null,
        comment,
        rated_on: on,
        recorded_at: at(on, 300 + index),
      })),
    ),
  );
  await insert(
    tx,
    "calibration",
    all.flatMap((review) =>
      review.calibrated.map(({ expectation, value, reason, on }) => ({
        org_id: orgId,
        calibration_id: id("calibration", `${cycle.key} ${review.employee.number} ${expectation}`),
        review_id: reviewId(review),
        expectation_id: expectation,
        value,
        reason,
        decided_by: personId(96),
        decided_at: at(on, 330),
      })),
    ),
  );
  await keepReleased(tx, orgId, cycleId, ago(cycle.releasedAgo), (review, level) => id("released report", `${review} ${level}`));
}
