import type { Transaction } from "kysely";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/**
 * Every rating that counts in cycle $1, each expectation of each review once: the manager's, else the assessor's, the later of
 * two; and beside it (`now`) what calibration made of it. The same order as core/assessment/settle.ts. Found review by review:
 * right after a launch, before the database has looked at its tables, it would find worse ways by itself.
 *
 * @param also SQL: a condition on `review` besides.
 */
export const counted = (also = "true"): string => `
  chosen as materialized (
    select review.*, (select team_id from rungs.person where person.org_id = review.org_id and person.person_id = review.person_id) as team_id
      from rungs.review where review.cycle_id = $1 and review.withdrawn_at is null and ${also}
  ), settled as materialized (
    select chosen.review_id, chosen.manager_id, chosen.team_id, chosen.framework_id, chosen.version, given.*,
           coalesce((select decided.value from rungs.calibration as decided
                      where decided.org_id = chosen.org_id and decided.review_id = chosen.review_id and decided.expectation_id = given.expectation_id
                      order by decided.decided_at desc, decided.calibration_id desc limit 1), given.value) as now
      from chosen
     cross join lateral (
           select distinct on (rating.expectation_id) rating.expectation_id, rating.level_id, rating.answer, rating.value
             from rungs.assessment
             join rungs.rating on rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
            where assessment.org_id = chosen.org_id and assessment.review_id = chosen.review_id
              and assessment.state = 'submitted' and assessment.kind in ('manager', 'assessor') and rating.level_id = any(chosen.target_level_ids)
            order by rating.expectation_id, assessment.kind = 'manager' desc, assessment.submitted_at desc,
                     rating.recorded_at desc, rating.rating_id desc) as given)`;

export type By = "manager" | "level" | "ladder" | "unit";

/** What ratings are put together by, and what a group of them is called; of a group one review's version names the level. */
const keys: Record<By, { id: string; title: string }> = {
  manager: { id: "settled.manager_id::text", title: "(select name from rungs.person where person.person_id = held.id::uuid)" },
  level: {
    id: "settled.level_id",
    title: `(select level.title from rungs.level
              where level.framework_id = held.framework_id and level.version = held.version and level.level_id = held.id)`,
  },
  ladder: {
    id: "settled.framework_id || '@' || settled.version",
    title: "(select framework.title || ', version ' || held.version from rungs.framework where framework.framework_id = held.framework_id)",
  },
  unit: { id: "settled.team_id::text", title: "(select name from rungs.team where team.team_id = held.id::uuid)" },
};

type Cell = { id: string | null; title: string | null; people: number; said: number | null; now: number | null; n: number };

// $1 cycle, $2 ladder (null for all), $3 version. `people` is the same on each row of a group.
const cellsOf = Object.fromEntries(
  Object.entries(keys).map(([by, { id, title }]) => [
    by,
    statement<Cell>(`
      with ${counted()}, keyed as materialized (
        select ${id} as id, settled.review_id, settled.framework_id, settled.version, settled.value, settled.now
          from settled where ($2::uuid is null or (settled.framework_id = $2 and settled.version = $3::int))
      ), held as materialized (
        select id, min(framework_id::text)::uuid as framework_id, min(version) as version, count(distinct review_id) as people from keyed group by id
      ), named as materialized (
        select held.id, held.people, ${by === "ladder" ? `(select slug from rungs.framework where framework.framework_id = held.framework_id) || '@' || held.version` : "held.id"} as key,
               ${title} as title
          from held
      ), cells as materialized (select id, value, now, count(*) as n from keyed group by id, value, now)
      select named.key as id, named.title, named.people, cells.value as said, cells.now, cells.n
        from cells join named on named.id is not distinct from cells.id`),
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
  with changed as materialized (
    select calibration.*, review.person_id, review.framework_id, review.version,
           lag(calibration.value) over (partition by calibration.review_id, calibration.expectation_id
                                            order by calibration.decided_at, calibration.calibration_id) as earlier
      from rungs.review
      join rungs.calibration on calibration.org_id = review.org_id and calibration.review_id = review.review_id
     where review.cycle_id = $1
     order by calibration.decided_at desc, calibration.calibration_id desc limit $2)
  select changed.review_id as review, changed.expectation_id as expectation, changed.value, changed.reason,
         (select encode(stored.hash, 'hex') from rungs.framework_version as stored
           where stored.framework_id = changed.framework_id and stored.version = changed.version) as framework,
         coalesce(changed.earlier, (
           select rating.value from rungs.assessment
             join rungs.rating on rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
            where assessment.org_id = changed.org_id and assessment.review_id = changed.review_id and assessment.state = 'submitted'
              and assessment.kind in ('manager', 'assessor') and rating.expectation_id = changed.expectation_id
            order by assessment.kind = 'manager' desc, assessment.submitted_at desc, rating.recorded_at desc, rating.rating_id desc limit 1)) as was,
         ${personNamed("changed.decided_by")} as by, ${instant("changed.decided_at")} as at, ${personNamed("changed.person_id")} as person
    from changed order by changed.decided_at desc, changed.calibration_id desc`);

/** What calibration has changed, the newest first. */
export const changesIn = (tx: Tx, cycleId: string, limit: number): Promise<Change[]> => changesOf(tx, cycleId, limit);
