import type { Transaction } from "kysely";
import { ownRatings, type CalibratedValue } from "../core/assessment/settle.ts";
import { canonicalJson, contentHash } from "../core/framework/canonical.ts";
import { recordsHeld, type PlacementRow, type RecordRow } from "../core/gap/held.ts";
import { gapReport } from "../core/gap/report.ts";
import { expectationWording } from "../core/gap/wording.ts";
import { givenAnswers, resultsIn, type ReleasedAssessment } from "./answers.ts";
import { chainOf, type Link } from "./chain.ts";
import { recordRowsOf } from "./lines.ts";
import { settleGoals, type Said } from "./plan-closing.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/** One participant: whom, of what, and all that the report counts. */
type Participant = {
  review: string;
  person: { id: string; name: string };
  cycle: string;
  framework: string;
  title: string;
  version: number;
  levels: string[];
  chain: Link[];
  records: RecordRow[] | null;
  placements: PlacementRow[] | null;
};

// Each of these takes the cycle as $1 and the day of release as $2, and finds what it wants step by step: right after a load,
// before the database has looked at its tables, it would find worse ways by itself.
// A check-in is released by itself, under its own id, and so is a review that a second look has corrected.
const shown = `shown as materialized (
    select * from rungs.review where cycle_id = $1 and withdrawn_at is null
    union all
    select * from rungs.review where review_id = $1 and withdrawn_at is null)`;
const past = `past as materialized (
    select review.org_id, review.review_id, review.version, coalesce(cycle.title, review.title) as cycle,
           coalesce(cycle.released_at, review.released_at) as released_at, shown.review_id as shown, shown.target_level_ids as levels
      from shown
      join rungs.review on review.org_id = shown.org_id and review.person_id = shown.person_id and review.framework_id = shown.framework_id
      left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
     where review.withdrawn_at is null and coalesce(cycle.released_at, review.released_at) is not null)`;

const participantsOf = statement<Participant>(`
  with ${shown}
  select shown.review_id as review, json_build_object('id', person.person_id, 'name', person.name) as person,
         coalesce(cycle.title, shown.title) as cycle,
         framework.slug as framework, framework.title, shown.version, shown.target_level_ids as levels,
         ${chainOf("shown.framework_id")} as chain, ${recordRowsOf("shown.person_id")} as records,
         (select json_agg(json_build_object('framework', placed.slug, 'level', placement.level_id, 'from', placement.from_on)
                   order by placement.from_on, placement.recorded_at, placement.placement_id)
            from rungs.placement_standing as placement
            left join rungs.framework as placed on placed.org_id = placement.org_id and placed.framework_id = placement.framework_id
           where placement.org_id = shown.org_id and placement.person_id = shown.person_id and placement.from_on <= $2::date) as placements
    from shown
    left join rungs.cycle on cycle.org_id = shown.org_id and cycle.cycle_id = shown.cycle_id
    join rungs.person on person.org_id = shown.org_id and person.person_id = shown.person_id
    join rungs.framework on framework.org_id = shown.org_id and framework.framework_id = shown.framework_id
   order by shown.review_id`);

const assessmentsOf = statement<ReleasedAssessment & { shown: string }>(`
  with ${shown}, ${past}, said as materialized (
    select past.*, assessment.assessment_id, assessment.kind, assessment.submitted_at, assessment.rater_id
      from past
     cross join lateral (select * from rungs.assessment
                          where assessment.org_id = past.org_id and assessment.review_id = past.review_id
                            and assessment.state = 'submitted' and assessment.kind in ('self', 'manager', 'assessor') offset 0) as assessment)
  select said.shown, said.review_id as review, said.cycle, said.released_at::text as released, said.version, said.kind,
         (select rater.name from rungs.person as rater where rater.org_id = said.org_id and rater.person_id = said.rater_id) as rater,
         (said.released_at at time zone organisation.time_zone)::date as "releasedOn", given.answers
    from said
    join rungs.organisation on organisation.org_id = said.org_id
   cross join lateral (
         select json_agg(json_build_array(expectation_id, case answer when 'rated' then to_json(value) else to_json(answer) end, comment, rated_on)) as answers
           from (select distinct on (expectation_id) expectation_id, answer, value, comment, rated_on from rungs.rating
                  where rating.org_id = said.org_id and rating.assessment_id = said.assessment_id
                    and rating.level_id = any(said.levels) and rating.rated_on <= $2::date
                  order by expectation_id, recorded_at desc, rating_id desc) as newest) as given
   where given.answers is not null
   order by said.released_at, said.submitted_at`);

const calibrationsOf = statement<CalibratedValue & { shown: string }>(`
  with ${shown}, ${past}
  select past.shown, decided.review_id as review, decided.expectation_id as expectation, decided.value, decided.reason, decider.name as by,
         (decided.decided_at at time zone organisation.time_zone)::date as on
    from past
    join rungs.organisation on organisation.org_id = past.org_id
    join rungs.calibration as decided on decided.org_id = past.org_id and decided.review_id = past.review_id
    join rungs.person as decider on decider.org_id = decided.org_id and decider.person_id = decided.decided_by
   where (decided.decided_at at time zone organisation.time_zone)::date <= $2::date
   order by decided.decided_at`);

const write = statement(`
  insert into rungs.released_report (org_id, released_report_id, review_id, level_id, on_date, document, hash, second_look_id)
  select rungs.current_org(), id, review, level, $2, document, decode(hash, 'hex'), $3
    from jsonb_to_recordset($1::jsonb) as made (id uuid, review uuid, level text, document text, hash text)`);

/**
 * Keeps, for every participant of a cycle that is now released, or of the one check-in that is, the report of each level that they were asked about, as it
 * stands on that day against the version they are pinned to: canonical JSON with its hash, words included, so that it renders
 * the same for ever. Goals that it meets are closed with it. Seven statements at most, however many there are, beside versions that were not read lately.
 *
 * @param cycleId the cycle's, or that of one review: a check-in, or one that a second look has corrected.
 * @param secondLook by which it was corrected; its reports stand beside those of before.
 * @param on the day of release.
 * @returns how many were kept.
 */
export async function keepReleased(
  tx: Transaction<Tables>,
  orgId: string,
  cycleId: string,
  on: string,
  id: (review: string, level: string) => string,
  secondLook: string | null = null,
): Promise<number> {
  const participants = await participantsOf(tx, cycleId, on);
  const answers = Map.groupBy(await assessmentsOf(tx, cycleId, on), (row) => row.shown);
  const calibrations = Map.groupBy(await calibrationsOf(tx, cycleId, on), (row) => row.shown);
  const made: { id: string; review: string; level: string; document: string; hash: string }[] = [];
  const said: Said[] = [];
  for (const each of participants) {
    const given = givenAnswers({ answers: answers.get(each.review) ?? null });
    const counted = { calibrations: calibrations.get(each.review) ?? null, chain: each.chain };
    const read = await resultsIn(tx, orgId, each.version, counted, given);
    const { stored, results } = read;
    if (stored === undefined) continue;
    const readIn = new Map([[each.version, read]]);
    const { content, libraries } = stored;
    const records = recordsHeld(each.records ?? [], each.placements ?? []);
    const own = ownRatings(given);
    said.push({
      person: each.person.id,
      framework: each.framework,
      review: each.review,
      version: each.version,
      in: async (version) => {
        let read = readIn.get(version);
        if (read === undefined) readIn.set(version, (read = await resultsIn(tx, orgId, version, counted, given)));
        return read.stored === undefined ? null : { content: read.stored.content, results: read.results };
      },
    });
    for (const level of content.levels.filter((candidate) => each.levels.includes(candidate.id))) {
      const asked = new Set(level.expectations.map((expectation) => expectation.id));
      const document = {
        rungs: "released-report@1",
        person: each.person,
        cycle: each.cycle,
        framework: { id: each.framework, title: each.title, version: each.version },
        level: { id: level.id, title: level.title },
        scale: content.scale,
        domains: content.domains,
        report: gapReport({ framework: content, version: each.version, level: level.id, ratings: results, records, on }),
        words: Object.fromEntries(
          level.expectations.map((expectation) => [expectation.id, expectationWording(content, expectation, libraries)]),
        ),
        requirements: level.requirements,
        results: results.filter(({ expectation }) => asked.has(expectation)),
        own: Object.fromEntries([...own].filter(([expectation]) => asked.has(expectation))),
      };
      made.push({
        id: id(each.review, level.id),
        review: each.review,
        level: level.id,
        document: canonicalJson(document),
        hash: contentHash(document),
      });
    }
  }
  await write(tx, JSON.stringify(made), on, secondLook);
  await settleGoals(tx, said, on);
  return made.length;
}
