import type { Transaction } from "kysely";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/**
 * Every rating that counts in cycle $1, each expectation of each review once: the manager's, else the assessor's, the later of
 * two; and beside it what calibration made of it. The same order as core/assessment/settle.ts.
 */
export const counted = `
  said as materialized (
    select distinct on (review.review_id, rating.expectation_id)
           review.review_id, review.person_id, review.manager_id, review.framework_id, review.version, rating.level_id, rating.expectation_id,
           rating.answer, rating.value
      from rungs.review
      join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
       and assessment.state = 'submitted' and assessment.kind in ('manager', 'assessor')
      join rungs.rating on rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
       and rating.level_id = any(review.target_level_ids)
     where review.cycle_id = $1 and review.withdrawn_at is null
     order by review.review_id, rating.expectation_id, assessment.kind = 'manager' desc, assessment.submitted_at desc,
              rating.recorded_at desc, rating.rating_id desc
  ), decided as materialized (
    select distinct on (calibration.review_id, calibration.expectation_id) calibration.review_id, calibration.expectation_id, calibration.value
      from rungs.review
      join rungs.calibration on calibration.org_id = review.org_id and calibration.review_id = review.review_id
     where review.cycle_id = $1
     order by calibration.review_id, calibration.expectation_id, calibration.decided_at desc, calibration.calibration_id desc
  ), settled as materialized (
    select said.*, coalesce(decided.value, said.value) as now
      from said left join decided on decided.review_id = said.review_id and decided.expectation_id = said.expectation_id)`;

export type By = "manager" | "level" | "ladder" | "unit";

const keys: Record<By, { id: string; title: string; join: string }> = {
  manager: {
    id: "settled.manager_id::text",
    title: "manager.name",
    join: "left join rungs.person as manager on manager.person_id = settled.manager_id",
  },
  level: {
    id: "settled.level_id",
    title: "level.title",
    join: "join rungs.level on level.framework_id = settled.framework_id and level.version = settled.version and level.level_id = settled.level_id",
  },
  ladder: {
    id: "framework.slug || '@' || settled.version",
    title: "framework.title || ', version ' || settled.version",
    join: "join rungs.framework on framework.framework_id = settled.framework_id",
  },
  unit: {
    id: "team.team_id::text",
    title: "team.name",
    join: "join rungs.person on person.person_id = settled.person_id left join rungs.team on team.team_id = person.team_id",
  },
};

type Cell = { id: string | null; title: string | null; people: number; said: number | null; now: number | null; n: number };

// $1 cycle, $2 ladder (null for all), $3 version. `people` is the same on each row of a group.
const cellsOf = Object.fromEntries(
  Object.entries(keys).map(([by, { id, title, join }]) => [
    by,
    statement<Cell>(`
      with ${counted}, keyed as materialized (
        select ${id} as id, ${title} as title, settled.review_id, settled.value, settled.now
          from settled ${join}
         where ($2::uuid is null or (settled.framework_id = $2 and settled.version = $3::int)))
      select keyed.id, keyed.title, held.people, keyed.value as said, keyed.now, count(*) as n
        from keyed
        join (select id, count(distinct review_id) as people from keyed group by id) as held on held.id is not distinct from keyed.id
       group by keyed.id, keyed.title, held.people, keyed.value, keyed.now`),
  ]),
) as Record<By, (tx: Tx, ...values: unknown[]) => Promise<Cell[]>>; // the keys of `keys`

/** `said` as rated, `now` with calibration; how many by value. `none`: not observed or no opportunity, and not calibrated. */
export type Distribution = {
  id: string | null;
  title: string | null;
  people: number;
  ratings: number;
  said: Record<string, number>;
  now: Record<string, number>;
  none: number;
  changed: number;
};

/** How the ratings of a cycle are spread, the group with the most people first. One query. @param ladder one version of a framework. */
export async function distributionsOf(
  tx: Tx,
  cycleId: string,
  by: By,
  ladder: { frameworkId: string; version: number } | null,
): Promise<Distribution[]> {
  const cells = await cellsOf[by](tx, cycleId, ladder?.frameworkId ?? null, ladder?.version ?? null);
  const rows = new Map<string | null, Distribution>();
  for (const { id, title, people, said, now, n } of cells) {
    const row = rows.get(id) ?? { id, title, people, ratings: 0, said: {}, now: {}, none: 0, changed: 0 };
    rows.set(id, row);
    if (said !== null) row.said[said] = (row.said[said] ?? 0) + n;
    if (now === null) row.none += n;
    else {
      row.now[now] = (row.now[now] ?? 0) + n;
      row.ratings += n;
    }
    if (said !== now) row.changed += n;
  }
  return [...rows.values()].toSorted((a, b) => b.people - a.people || ((a.title ?? "") < (b.title ?? "") ? -1 : 1));
}

export type LadderIn = {
  framework: string;
  frameworkId: string;
  title: string;
  version: number;
  hash: string;
  people: number;
  levels: { id: string; title: string; people: number }[];
};

const laddersOf = statement<LadderIn>(`
  with pinned as materialized (select * from rungs.review where cycle_id = $1 and withdrawn_at is null)
  select framework.slug as framework, framework.framework_id as "frameworkId", framework.title, held.version, encode(stored.hash, 'hex') as hash, held.people,
         (select json_agg(json_build_object('id', level.level_id, 'title', level.title, 'people', asked.people) order by level.position)
            from (select named as level_id, count(*) as people
                    from pinned, unnest(pinned.target_level_ids) as named
                   where pinned.framework_id = held.framework_id and pinned.version = held.version group by named) as asked
            join rungs.level on level.framework_id = held.framework_id and level.version = held.version and level.level_id = asked.level_id) as levels
    from (select framework_id, version, count(*) as people from pinned group by framework_id, version) as held
    join rungs.framework on framework.framework_id = held.framework_id
    join rungs.framework_version as stored on stored.framework_id = held.framework_id and stored.version = held.version
   order by held.people desc, framework.slug, held.version`);

/** The versions that people of a cycle are pinned to, with the levels asked about; the one with the most people first. */
export const laddersIn = (tx: Tx, cycleId: string): Promise<LadderIn[]> => laddersOf(tx, cycleId);

export type Change = {
  review: string;
  /** Hash of the version that the person is pinned to. */
  framework: string;
  expectation: string;
  value: number;
  was: number | null;
  reason: string;
  by: Named;
  at: string;
  person: Named;
};

const changesOf = statement<Change>(`
  with ${counted}
  select calibration.review_id as review, encode(stored.hash, 'hex') as framework, calibration.expectation_id as expectation, calibration.value,
         coalesce(lag(calibration.value) over (partition by calibration.review_id, calibration.expectation_id
                                                   order by calibration.decided_at, calibration.calibration_id), said.value) as was, calibration.reason,
         ${personNamed("calibration.decided_by")} as by, ${instant("calibration.decided_at")} as at, ${personNamed("review.person_id")} as person
    from rungs.review
    join rungs.framework_version as stored on stored.framework_id = review.framework_id and stored.version = review.version
    join rungs.calibration on calibration.org_id = review.org_id and calibration.review_id = review.review_id
    left join said on said.review_id = calibration.review_id and said.expectation_id = calibration.expectation_id
   where review.cycle_id = $1
   order by calibration.decided_at desc, calibration.calibration_id desc limit $2`);

/** What calibration has changed, the newest first. */
export const changesIn = (tx: Tx, cycleId: string, limit: number): Promise<Change[]> => changesOf(tx, cycleId, limit);
