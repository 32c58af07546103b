import type { Transaction } from "kysely";
import { settle, type CalibratedValue, type GivenAnswer, type ReleasedReview, type Result } from "../core/assessment/settle.ts";
import type { Answer } from "../core/gap/report.ts";
import { carriedInto, type Step } from "../core/framework/carry.ts";
import { spanOf, type Link } from "./chain.ts";
import type { Tables } from "./tables.gen.ts";
import type { StoredVersion } from "./versions.ts";

/** When a review was released and what it is called, as SQL over `review` and its `cycle`, which a check-in has none of. */
export const releasedAt = `coalesce(cycle.released_at, review.released_at)`;
export const titleOf = `coalesce(cycle.title, review.title)`;

/**
 * Released assessments of a person as a JSON column of a statement, each with its newest answers about levels of a framework
 * up to a day. Arguments are SQL; `levels` an array of level ids. Peers are left out: no reader of one person's standing may
 * tell them apart.
 */
export const answersOf = (person: string, framework: string, levels: string, on: string): string => `(
  select json_agg(json_build_object(
           'review', review.review_id, 'cycle', ${titleOf}, 'released', ${releasedAt}, 'version', review.version,
           'releasedOn', (${releasedAt} at time zone organisation.time_zone)::date, 'kind', assessment.kind, 'rater', rater.name,
           'answers', given.answers)
           order by ${releasedAt}, assessment.submitted_at)
    from rungs.review
    join rungs.organisation on organisation.org_id = review.org_id
    left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
    join rungs.person as rater on rater.org_id = assessment.org_id and rater.person_id = assessment.rater_id
   cross join lateral (
         select json_agg(json_build_array(expectation_id, case answer when 'rated' then to_json(value) else to_json(answer) end, comment, rated_on)) as answers
           from (select distinct on (expectation_id) expectation_id, answer, value, comment, rated_on from rungs.rating
                  where rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
                    and rating.level_id = any(${levels}) and rating.rated_on <= ${on}
                  order by expectation_id, recorded_at desc, rating_id desc) as newest) as given
   where review.person_id = ${person} and review.framework_id = ${framework} and review.withdrawn_at is null
     and ${releasedAt} is not null and assessment.state = 'submitted' and assessment.kind in ('self', 'manager', 'assessor')
     and given.answers is not null)`;

/** Calibrated values of a person's released reviews against a framework, as a JSON column, in order of decision. */
export const calibrationsOf = (person: string, framework: string, on: string): string => `(
  select json_agg(json_build_object(
           'review', decided.review_id, 'expectation', decided.expectation_id, 'value', decided.value, 'reason', decided.reason,
           'by', decider.name, 'on', (decided.decided_at at time zone organisation.time_zone)::date)
           order by decided.decided_at)
    from rungs.review
    join rungs.organisation on organisation.org_id = review.org_id
    left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    join rungs.calibration as decided on decided.org_id = review.org_id and decided.review_id = review.review_id
    join rungs.person as decider on decider.org_id = decided.org_id and decider.person_id = decided.decided_by
   where review.person_id = ${person} and review.framework_id = ${framework}
     and ${releasedAt} is not null and review.withdrawn_at is null
     and (decided.decided_at at time zone organisation.time_zone)::date <= ${on})`;

export type ReleasedAssessment = ReleasedReview & {
  kind: GivenAnswer["kind"];
  rater: string;
  answers: [expectation: string, answer: Answer, comment: string | null, ratedOn: string][];
};

/** What the three columns hold; null where there is nothing. */
export type Released = {
  answers: ReleasedAssessment[] | null;
  calibrations: CalibratedValue[] | null;
  chain: readonly Link[] | null;
};

/** Every answer by itself, in order of release and of submission. */
export const givenAnswers = ({ answers }: Pick<Released, "answers">): GivenAnswer[] =>
  (answers ?? []).flatMap(({ answers: given, ...assessment }) =>
    given.map(([expectation, answer, comment, ratedOn]) => ({ ...assessment, expectation, answer, comment, ratedOn })),
  );

/** A result as the version aimed at reads it: `carries` false where the words have changed in substance since it was given. */
export type CarriedResult = Result & { carries: boolean };

/**
 * What counts of a person's released answers, in order of release, each as far as it holds in the version aimed at. What was
 * said of expectations that have gone since is left out, and so are points that its scale no longer has.
 *
 * @returns `stored` undefined where the framework has no such version; `settled` is what was said, in the versions it was said
 *   in, `contents` and `steps` those of all the versions from the first to the last of these.
 */
export async function resultsIn(
  tx: Transaction<Tables>,
  orgId: string,
  aim: number,
  { calibrations, chain }: Pick<Released, "calibrations" | "chain">,
  answers: readonly GivenAnswer[],
): Promise<{
  stored: StoredVersion | undefined;
  results: CarriedResult[];
  settled: Result[];
  contents: ReadonlyMap<number, StoredVersion>;
  steps: ReadonlyMap<number, Step>;
}> {
  const settled = settle(answers, calibrations ?? []);
  const spanned = [aim, ...settled.map(({ version }) => version)];
  const { contents, steps } = await spanOf(tx, orgId, chain ?? [], Math.min(...spanned), Math.max(...spanned));
  const stored = contents.get(aim);
  const results = stored === undefined ? [] : carriedInto(stored.content, aim, steps, settled);
  return { stored, results, settled, contents, steps };
}
