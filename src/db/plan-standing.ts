import type { Transaction } from "kysely";
import { recordsHeld, type PlacementRow, type RecordRow } from "../core/gap/held.ts";
import { gapReport, type GapReport } from "../core/gap/report.ts";
import { expectationWording } from "../core/gap/wording.ts";
import type { ScalePoint } from "../core/framework/document.ts";
import { answersOf, calibrationsOf, givenAnswers, resultsIn, type Released } from "./answers.ts";
import { chainOf } from "./chain.ts";
import { recordRowsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

type Asked = Released & {
  framework: string;
  frameworkTitle: string;
  version: number;
  levels: string[];
  /** Levels of the review that was released last, where it was on this framework. */
  reviewed: string[] | null;
  /** Expectations of this framework that have been a goal of theirs. */
  taken: string[] | null;
  records: RecordRow[] | null;
  placements: PlacementRow[] | null;
};

// $1 person, $2 plan or null, $3 day. A row for each framework that the plan has goals on, or that was reviewed last.
const askedOf = statement<Asked>(`
  with newest as (
    select review.framework_id, review.version, review.target_level_ids as levels
      from rungs.review
      left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
     where review.person_id = $1 and review.withdrawn_at is null and coalesce(cycle.released_at, review.released_at) is not null
     order by coalesce(cycle.released_at, review.released_at) desc, review.review_id desc limit 1
  ), wanted as (
    select goal.framework_id, goal.version, goal.level_id from rungs.goal where goal.plan_id = $2::uuid and goal.framework_id is not null
    union
    select newest.framework_id, newest.version, level_id from newest, unnest(newest.levels) as level_id
  ), held as (
    select placement.framework_id, placement.version from rungs.placement_standing as placement
     where placement.person_id = $1 and placement.from_on <= $3::date
     order by placement.from_on desc, placement.recorded_at desc, placement.placement_id desc limit 1
  ), asked as (
    select wanted.framework_id, greatest(max(wanted.version), (select held.version from held where held.framework_id = wanted.framework_id)) as version,
           array_agg(distinct wanted.level_id) as levels
      from wanted group by wanted.framework_id
  )
  select framework.slug as framework, framework.title as "frameworkTitle", asked.version, asked.levels,
         (select newest.levels from newest where newest.framework_id = asked.framework_id) as reviewed,
         (select json_agg(distinct goal.expectation_id) from rungs.goal
           where goal.person_id = $1 and goal.framework_id = asked.framework_id and goal.expectation_id is not null) as taken,
         ${chainOf("asked.framework_id")} as chain, ${answersOf("$1", "asked.framework_id", "asked.levels", "$3::date")} as answers,
         ${calibrationsOf("$1", "asked.framework_id", "$3::date")} as calibrations, ${recordRowsOf("$1")} as records,
         (select json_agg(json_build_object('framework', placed.slug, 'level', placement.level_id, 'from', placement.from_on)
                   order by placement.from_on, placement.recorded_at, placement.placement_id)
            from rungs.placement_standing as placement
            left join rungs.framework as placed on placed.org_id = placement.org_id and placed.framework_id = placement.framework_id
           where placement.person_id = $1 and placement.from_on <= $3::date) as placements
    from asked
    join rungs.framework on framework.org_id = rungs.current_org() and framework.framework_id = asked.framework_id
   order by framework.slug`);

/** What somebody had no opportunity to show in the review that was released last, and that has never been a goal of theirs. */
export type Matter = {
  framework: string;
  frameworkTitle: string;
  level: string;
  levelTitle: string;
  expectation: string;
  title: string;
  cycle: string;
  on: string;
  comment: string | null;
};
/** Where a person stands against the levels that their goals are on: reports by `framework/level`, and the scale of each framework. */
export type Standing = {
  reports: ReadonlyMap<string, GapReport>;
  scales: ReadonlyMap<string, readonly ScalePoint[]>;
  matters: Matter[];
};

/**
 * How the goals of a plan stand by what was released and is on record, and what is not yet a goal. Measured in the version that
 * the person is under, or the goal's own where that is newer. One query, beside versions that were not read lately.
 */
export async function standingOf(tx: Tx, orgId: string, personId: string, planId: string | null, on: string): Promise<Standing> {
  const reports = new Map<string, GapReport>();
  const scales = new Map<string, readonly ScalePoint[]>();
  const matters: Matter[] = [];
  for (const asked of await askedOf(tx, personId, planId, on)) {
    const { stored, results } = await resultsIn(tx, orgId, asked.version, asked, givenAnswers(asked));
    if (stored === undefined) continue;
    const { content, libraries } = stored;
    scales.set(asked.framework, content.scale);
    const records = recordsHeld(asked.records ?? [], asked.placements ?? []);
    const newest = new Map(results.map((result) => [result.expectation, result]));
    const taken = new Set(asked.taken ?? []);
    for (const level of content.levels.filter(({ id }) => asked.levels.includes(id))) {
      const report = gapReport({ framework: content, version: asked.version, level: level.id, ratings: results, records, on });
      reports.set(`${asked.framework}/${level.id}`, report);
      for (const expectation of level.expectations) {
        const said = newest.get(expectation.id);
        if (said?.answer !== "no-opportunity" || taken.has(expectation.id) || asked.reviewed?.includes(level.id) !== true) continue;
        matters.push({
          framework: asked.framework,
          frameworkTitle: asked.frameworkTitle,
          level: level.id,
          levelTitle: level.title,
          expectation: expectation.id,
          title: expectationWording(content, expectation, libraries).title,
          cycle: said.cycle,
          on: said.releasedOn,
          comment: said.comment,
        });
      }
    }
  }
  return { reports, scales, matters };
}
