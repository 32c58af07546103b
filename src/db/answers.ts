import type { Transaction } from "kysely";
import { settle, type CalibratedValue, type GivenAnswer, type Result } from "../core/assessment/settle.ts";
import { carries, classify, translated, type Step } from "../core/framework/carry.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type StoredVersion, type VersionKey } from "./versions.ts";

/**
 * Released answers of a person about levels of a framework, as a JSON column of a statement. Arguments are SQL; `levels` an
 * array of level ids. In order of recording. Peers are left out: no reader of one person's standing may tell them apart.
 */
export const answersOf = (person: string, framework: string, levels: string, on: string): string => `(
  select json_agg(json_build_object(
           'review', given.review_id, 'cycle', given.cycle_title, 'released', given.released_at, 'version', given.version,
           'releasedOn', (given.released_at at time zone organisation.time_zone)::date,
           'expectation', given.expectation_id, 'kind', given.kind, 'comment', given.comment, 'rater', rater.name, 'ratedOn', given.rated_on,
           'answer', case given.answer when 'rated' then to_json(given.value) else to_json(given.answer) end)
           order by given.rated_on, given.recorded_at)
    from rungs.released_answer as given
    join rungs.organisation on organisation.org_id = given.org_id
    join rungs.person as rater on rater.org_id = given.org_id and rater.person_id = given.rater_id
   where given.person_id = ${person} and given.framework_id = ${framework} and given.level_id = any(${levels})
     and given.rated_on <= ${on} and given.kind in ('self', 'manager', 'assessor'))`;

/** Calibrated values of a person's released reviews against a framework, as a JSON column, in order of decision. */
export const calibrationsOf = (person: string, framework: string, on: string): string => `(
  select json_agg(json_build_object(
           'review', decided.review_id, 'expectation', decided.expectation_id, 'value', decided.value, 'reason', decided.reason,
           'by', decider.name, 'on', (decided.decided_at at time zone organisation.time_zone)::date)
           order by decided.decided_at)
    from rungs.review
    join rungs.organisation on organisation.org_id = review.org_id
    join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    join rungs.calibration as decided on decided.org_id = review.org_id and decided.review_id = review.review_id
    join rungs.person as decider on decider.org_id = decided.org_id and decider.person_id = decided.decided_by
   where review.person_id = ${person} and review.framework_id = ${framework}
     and cycle.released_at is not null and review.withdrawn_at is null
     and (decided.decided_at at time zone organisation.time_zone)::date <= ${on})`;

/** Every version of a framework with how its author classed its rewordings, as a JSON column, the oldest first. */
export const chainOf = (framework: string): string => `(
  select json_agg(json_build_object(
           'frameworkId', stored.framework_id, 'version', stored.version, 'hash', encode(stored.hash, 'hex'),
           'classes', (select json_object_agg(change.expectation_id, change.class) from rungs.expectation_change as change
                        where change.org_id = stored.org_id and change.framework_id = stored.framework_id and change.version = stored.version))
           order by stored.version)
    from rungs.framework_version as stored where stored.framework_id = ${framework})`;

/** What the three columns hold; null where there is nothing. */
export type Released = {
  answers: GivenAnswer[] | null;
  calibrations: CalibratedValue[] | null;
  chain: (VersionKey & { classes: Record<string, "editorial" | "substantive"> | null })[] | null;
};

/** What became of each expectation from one stored version to the next; versions never change, and neither does this. */
const steps = new WeakMap<StoredVersion, WeakMap<StoredVersion, Step>>();

function stepTo(after: StoredVersion, before: StoredVersion, classes: Record<string, "editorial" | "substantive"> | null): Step {
  let known = steps.get(after);
  if (known === undefined) steps.set(after, (known = new WeakMap()));
  let step = known.get(before);
  if (step === undefined) {
    const editorial = new Set(Object.entries(classes ?? {}).flatMap(([expectation, meaning]) => (meaning === "editorial" ? [expectation] : [])));
    known.set(before, (step = classify(before.content, after.content, { editorial })));
  }
  return step;
}

/** A result as the version aimed at reads it: `carries` false where the words have changed in substance since it was given. */
export type CarriedResult = Result & { carries: boolean };

/**
 * What counts of a person's released answers, in order of release, each as far as it holds in the version aimed at. What was
 * said of expectations that have gone since is left out, and so are points that its scale no longer has.
 *
 * @returns `stored` undefined where the framework has no such version.
 */
export async function resultsIn(
  tx: Transaction<Tables>,
  orgId: string,
  aim: number,
  { answers, calibrations, chain }: Released,
): Promise<{ stored: StoredVersion | undefined; results: CarriedResult[] }> {
  const settled = settle(answers ?? [], calibrations ?? []);
  const spanned = [aim, ...settled.map(({ version }) => version)];
  const between = (chain ?? []).filter(({ version }) => version >= Math.min(...spanned) && version <= Math.max(...spanned));
  const contents = await versions(tx, orgId, between);
  const stored = contents.get(between.find(({ version }) => version === aim)?.hash ?? "");
  if (stored === undefined) return { stored, results: [] };

  const taken = new Map<number, Step>();
  for (const [index, { version, hash, classes }] of between.entries()) {
    const [before, after] = [contents.get(between[index - 1]?.hash ?? ""), contents.get(hash)];
    if (before !== undefined && after !== undefined) taken.set(version, stepTo(after, before, classes));
  }
  const points = new Set(stored.content.scale.map(({ value }) => value));
  const results = settled.flatMap((result): CarriedResult[] => {
    const verdict = carries(result.expectation, result.version, aim, taken);
    if (verdict === "gone") return [];
    if (typeof result.answer !== "number") return [{ ...result, carries: verdict === "carries" }];
    const moved = translated(result.answer, result.version, aim, taken);
    const answer = moved ?? result.answer;
    return points.has(answer) ? [{ ...result, answer, carries: verdict === "carries" && moved !== null }] : [];
  });
  return { stored, results };
}
