import type { Transaction } from "kysely";
import type { Band } from "../core/insight/bench.ts";
import { NEAR } from "../core/insight/bench.ts";
import type { Heap } from "../core/insight/heat.ts";
import type { Reading, Worth } from "../core/insight/readings.ts";
import type { PlacementRow, RecordRow } from "../core/gap/held.ts";
import type { Link } from "./chain.ts";
import { chainOf } from "./chain.ts";
import { given, heading, inForceOn, whom, type About } from "./insights-people.ts";
import { placementsOn, recordRowsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

export type Ladder = {
  frameworkId: string;
  slug: string;
  title: string;
  inForce: number;
  chain: Link[];
  /** Versions in which somebody was rated; and versions of other frameworks from which promotions lead here. */
  rated: number[];
  feeders: { frameworkId: string; version: number }[];
};
const ladder = statement<Ladder>(`
  select framework.framework_id as "frameworkId", framework.slug, framework.title,
         ${inForceOn("$2::date")} as "inForce",
         ${chainOf("framework.framework_id")} as chain,
         array(select distinct review.version from rungs.review where review.framework_id = framework.framework_id) as rated,
         (select coalesce(json_agg(json_build_object('frameworkId', framework_id, 'version', version)), '[]')
            from (select distinct framework_id, version from rungs.transition
                   where transition.to_framework = framework.slug and transition.kind = 'promotion' and transition.framework_id <> framework.framework_id) as origin) as feeders
    from rungs.framework where framework.slug = $1 and framework.kind <> 'library'`);

/** Undefined where no such ladder is in force on the day. One statement. */
export const ladderNamed = async (tx: Tx, slug: string, today: string): Promise<Ladder | undefined> =>
  (await ladder(tx, slug, today)).find(({ inForce }) => inForce !== null);

/** Who is measured against what: the way from a place to a level of a version, with what each expectation is worth where that is asked for. */
export type Measure = {
  no: number;
  frameworkId: string;
  version: number;
  from: string;
  declared: string | null;
  level: string;
  aim: number;
  worth?: Worth;
};

/**
 * The newest answer of each person in view to each expectation of the levels they are measured against, as that version reads it:
 * `newest (no, way, seen, expectation, value, stale, on)`. $7 the ladder, $8 ways, $9 readings. It settles within a review and
 * between them as core/assessment/settle.ts and core/gap/expectations.ts do.
 *
 * @param many whether so many are in view that everything is to be gone through once. The text says so too, since a prepared
 *   statement keeps the plan that it was first given.
 */
const newestOf = (many: boolean) => `
  ${many ? "/* all at once */" : "/* one by one */"} way as materialized (
    select * from jsonb_to_recordset($8::jsonb) as way (no int, framework_id uuid, version int, "from" text, declared text, level text, aim int, worth jsonb)
  ), ${heading}, towards as materialized (
    select row_number() over ()::int as no, way.no as way, whom.person_id, whom.seen, way.level, way.aim
      from whom
      join ${placementsOn("$1::date")} as held on held.person_id = whom.person_id
      left join heading on heading.person_id = whom.person_id
      join way on way.framework_id = held.framework_id and way.version = held.version and way."from" = held.level_id
       and coalesce(way.declared, '') = coalesce(heading.declared, '')
  ), reading as materialized (
    select rated, aim, points, array(select jsonb_array_elements_text(gone)) as gone, array(select jsonb_array_elements_text(stale)) as stale
      from jsonb_to_recordset($9::jsonb) as reading (rated int, aim int, points jsonb, gone jsonb, stale jsonb)
  ), spoken as materialized (
    select review.org_id, review.review_id, review.person_id, review.version as rated, assessment.assessment_id,
           assessment.kind = 'manager' as managed, assessment.submitted_at,
           row_number() over (order by coalesce(cycle.released_at, review.released_at), assessment.submitted_at)::int as turn,
           row_number() over (partition by review.review_id order by assessment.kind = 'manager' desc, assessment.submitted_at desc) > 1 as weaker,
           exists (select from rungs.calibration as decided where decided.org_id = review.org_id and decided.review_id = review.review_id) as calibrated,
           organisation.time_zone
      from rungs.review
      join rungs.organisation on organisation.org_id = review.org_id
      left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
      join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
     where review.framework_id = $7 and review.withdrawn_at is null and coalesce(cycle.released_at, review.released_at) is not null
       and assessment.state = 'submitted' and assessment.kind in ('manager', 'assessor')
       and review.person_id in (select person_id from towards)
  ), teller as materialized (
    select towards.no, towards.way, towards.seen, towards.level, reading.points, reading.gone, reading.stale, spoken.*
      from spoken
      join towards on towards.person_id = spoken.person_id
      join reading on reading.rated = spoken.rated and reading.aim = towards.aim
  ), said as (
    select rating.org_id, teller.no, teller.way, teller.seen, teller.turn, teller.points, teller.stale, rating.expectation_id,
           rating.value, rating.rated_on, rating.recorded_at,
           case when teller.calibrated then (
             select array[decided.value, (decided.decided_at at time zone teller.time_zone)::date - '1970-01-01'::date] from rungs.calibration as decided
              where decided.org_id = teller.org_id and decided.review_id = teller.review_id and decided.expectation_id = rating.expectation_id
                and (decided.decided_at at time zone teller.time_zone)::date <= $1::date
              order by decided.decided_at desc, decided.calibration_id desc limit 1) end as decided
      from teller
      join rungs.rating on rating.assessment_id = teller.assessment_id and rating.level_id = teller.level
     where rating.rated_on <= $1::date and rating.expectation_id <> all(teller.gone)
       and (not teller.weaker or not exists (
             select from rungs.assessment as stronger
               join rungs.rating as answer on answer.org_id = stronger.org_id and answer.assessment_id = stronger.assessment_id
              where stronger.org_id = teller.org_id and stronger.review_id = teller.review_id and stronger.state = 'submitted'
                and stronger.kind in ('manager', 'assessor') and answer.expectation_id = rating.expectation_id and answer.rated_on <= $1::date
                and (stronger.kind = 'manager', stronger.submitted_at) > (teller.managed, teller.submitted_at)))
    offset 0
  ), newest as materialized (
    select distinct on (no, expectation) no, way, seen, expectation, value, stale, "on" from (
      select no, way, seen, turn, recorded_at, expectation_id collate "C" as expectation,
             case when decided is null then rated_on else '1970-01-01'::date + decided[2] end as "on",
             (points -> coalesce(decided[1], value)::text ->> 0)::int as value,
             expectation_id = any(stale) or not coalesce((points -> coalesce(decided[1], value)::text ->> 1)::boolean, true) as stale
        from said where coalesce(decided[1], value) is null or points ? coalesce(decided[1], value)::text
      offset 0) as told
     order by no, expectation, "on" desc, turn desc, recorded_at desc
  )`;

/** From so many people in view on everything is gone through once, instead of looking up what is whose. */
const MANY = 300;
// The database cannot know how many people a table of this statement holds, takes them for one, and would go through all of them for
// each of them: for thousands that is minutes. It holds until the transaction ends.
const atOnce = statement(`select set_config('enable_nestloop', 'off', true)`);
const sized = <Row>(text: (many: boolean) => string) => {
  const [looked, swept] = [statement<Row>(text(false)), statement<Row>(text(true))];
  return async (tx: Tx, people: number, ...values: unknown[]): Promise<Row[]> => {
    if (people <= MANY) return looked(tx, ...values);
    await atOnce(tx);
    return swept(tx, ...values);
  };
};

export type Asked = { frameworkId: string; ways: readonly Measure[]; readings: readonly Reading[]; people: number };
const beside = ({ frameworkId, ways, readings }: Asked) => [
  frameworkId,
  JSON.stringify(ways.map(({ frameworkId: framework_id, ...way }) => ({ framework_id, ...way }))),
  JSON.stringify(readings),
];

const heaps = sized<{ way: number; expectation: string; value: number | null; stale: boolean; count: number; unseen: number }>(
  (many) => `
  with recursive ${whom}, ${newestOf(many)}
  select way, expectation, value, stale, count(*)::int as count, count(*) filter (where not seen)::int as unseen
    from newest group by way, expectation, value, stale`,
);

/** The newest answers in heaps of those that read the same. One statement reads them, however many people and ratings there are. */
export async function heapsOf(tx: Tx, about: About, asked: Asked): Promise<Heap[]> {
  const ways = new Map(asked.ways.map((way) => [way.no, way]));
  return (await heaps(tx, asked.people, ...given(about), ...beside(asked))).flatMap(({ way, ...heap }) => {
    const { aim, level } = ways.get(way) ?? {};
    return aim === undefined || level === undefined ? [] : [{ ...heap, aim, level }];
  });
}

export type Benched = {
  personId: string;
  name: string;
  searchName: string;
  team: string | null;
  way: number;
  band: Band;
  low: number;
  high: number;
  answers: { expectation: string; value: number | null; stale: boolean; on: string }[] | null;
  records: RecordRow[] | null;
  placements: PlacementRow[] | null;
};
export type BandCount = { way: number; band: Band; people: number; unseen: number };

// $10 bands to list, $11 a level to list or null, $12–$15 the key of the last row before, $16 how many.
const bench = sized<{ counts: BandCount[] | null; rows: Benched[] | null }>(
  (many) => `
  with recursive ${whom}, ${newestOf(many)}, earned as materialized (
    select newest.no, sum((way.worth -> newest.expectation ->> newest.value::text)::float8) as earned,
           sum((way.worth -> newest.expectation ->> 's')::float8) as assessed
      from newest join way on way.no = newest.way
     where newest.value is not null and not newest.stale
     group by newest.no
  ), measured as materialized (
    select towards.*, coalesce(earned.earned, 0) as low, least(1, 1 - coalesce(earned.assessed, 0) + coalesce(earned.earned, 0)) as high,
           case when coalesce(earned.assessed, 0) = 0 then 'unassessed' when earned.earned > 1 - 1e-9 then 'met'
                when earned.earned > ${NEAR} - 1e-9 then 'near' else 'way' end as band
      from towards left join earned on earned.no = towards.no
  ), page as materialized (
    select measured.no, measured.way, measured.low, measured.high, measured.band, whom.person_id, whom.name, whom.search_name, whom.team_id,
           array_position(array['met', 'near', 'way', 'unassessed'], measured.band) as turn
      from measured join whom on whom.person_id = measured.person_id
     where whom.seen and measured.band = any($10::text[]) and ($11::text is null or measured.level = $11)
       and ($12::int is null or (array_position(array['met', 'near', 'way', 'unassessed'], measured.band), whom.search_name, whom.person_id, measured.way) > ($12::int, $13::text, $14::uuid, $15::int))
     order by turn, whom.search_name, whom.person_id, measured.way limit $16
  ), answers as materialized (
    select page.no, json_agg(json_build_object('expectation', newest.expectation, 'value', newest.value, 'stale', newest.stale, 'on', newest."on")) as given
      from newest join page on page.no = newest.no group by page.no
  )
  select (select json_agg(json_build_object('way', way, 'band', band, 'people', people, 'unseen', unseen))
            from (select way, band, count(*) as people, count(*) filter (where not seen) as unseen from measured group by way, band) as counted) as counts,
         (select json_agg(json_build_object('personId', page.person_id, 'name', page.name, 'searchName', page.search_name,
                   'team', (select team.name from rungs.team where team.team_id = page.team_id), 'way', page.way, 'band', page.band,
                   'low', page.low, 'high', page.high, 'answers', answers.given, 'records', ${recordRowsOf("page.person_id")},
                   'placements', (select json_agg(json_build_object('framework', framework.slug, 'level', placement.level_id, 'from', placement.from_on)
                                           order by placement.from_on, placement.recorded_at, placement.placement_id)
                                    from rungs.placement_standing as placement
                                    left join rungs.framework on framework.org_id = placement.org_id and framework.framework_id = placement.framework_id
                                   where placement.person_id = page.person_id))
                   order by page.turn, page.search_name, page.person_id, page.way)
            from page left join answers on answers.no = page.no) as rows`,
);

export type BenchFilter = { bands: readonly Band[]; level: string | null; limit: number };
export type BenchKey = readonly [turn: number, searchName: string, personId: string, way: number];

/** How many are how near to each level, and a page of those whom the reader may see, by band and then by name. One statement reads them. */
export async function benchOf(tx: Tx, about: About, asked: Asked, filter: BenchFilter, after: BenchKey | null) {
  const key = after ?? [null, null, null, null];
  const [found] = await bench(
    tx,
    asked.people,
    ...given(about),
    ...beside(asked),
    [...filter.bands],
    filter.level,
    ...key,
    filter.limit + 1,
  );
  return { counts: found?.counts ?? [], rows: found?.rows ?? [] };
}
