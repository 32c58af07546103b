import type { Transaction } from "kysely";
import { v7 } from "uuid";
import { Problem } from "../core/problem.ts";
import { managerOf } from "./lines.ts";
import { keepReleased } from "./released.ts";
import type { ReviewRow } from "./reviews.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

// $1 person, $2 framework's slug, $3 level, $4 day. The version is the person's own where they stand on that ladder, else the one in force.
const placeOf = statement<{ frameworkId: string; version: number; level: string; current: string | null; manager: string | null }>(`
  select framework.framework_id as "frameworkId", level.version, level.level_id as level,
         case when placed.framework_id = framework.framework_id then placed.level_id end as current,
         ${managerOf("person", "$4::date")} as manager
    from rungs.person
    join rungs.framework on framework.org_id = person.org_id and framework.slug = $2
    left join lateral (
          select placement.framework_id, placement.version, placement.level_id from rungs.placement_standing as placement
           where placement.org_id = person.org_id and placement.person_id = person.person_id and placement.from_on <= $4::date
           order by placement.from_on desc, placement.recorded_at desc, placement.placement_id desc limit 1) as placed on true
    join rungs.level on level.org_id = framework.org_id and level.framework_id = framework.framework_id and level.level_id = $3
     and level.version = case when placed.framework_id = framework.framework_id then placed.version
           else (select max(stored.version) from rungs.framework_version as stored
                  where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.effective_on <= $4::date) end
   where person.person_id = $1`);

const open = statement(`
  with made as (
    insert into rungs.review (org_id, review_id, kind, title, person_id, framework_id, version, level_id, target_level_ids, manager_id, opened_by, opened_at)
    values (rungs.current_org(), $1, 'check-in', $2, $3, $4, $5, $6, array[$7::text], $8, $9, $10) returning review_id)
  insert into rungs.assessment (org_id, assessment_id, review_id, rater_id, kind, state)
  select rungs.current_org(), side.id, made.review_id, side.rater, side.kind, 'not-started'
    from made, jsonb_to_recordset($11::jsonb) as side (id uuid, rater uuid, kind text)`);

/**
 * Opens a check-in of a person against one level, pinned as a cycle would pin it: they rate themselves, and whoever opens it
 * for them, else the manager of today, rates them.
 *
 * @throws Problem "invalid" if no version in force has the level.
 */
export async function startCheckIn(
  tx: Tx,
  {
    personId,
    framework,
    level,
    title,
    by,
    today,
    now,
  }: { personId: string; framework: string; level: string; title: string; by: string; today: string; now: Date },
): Promise<{ reviewId: string; assessments: { id: string; rater: string; kind: "self" | "manager" }[] }> {
  const [place] = await placeOf(tx, personId, framework, level, today);
  if (place === undefined)
    throw new Problem("invalid", `There is no level ${framework}/${level} in force today.`, [
      { code: "unknown-reference", path: "/level", message: "No ladder in force has this level." },
    ]);
  const rater = by === personId ? place.manager : by;
  const reviewId = v7();
  const assessments = [
    { id: v7(), rater: personId, kind: "self" as const },
    ...(rater === null ? [] : [{ id: v7(), rater, kind: "manager" as const }]),
  ];
  await open(
    tx,
    reviewId,
    title,
    personId,
    place.frameworkId,
    place.version,
    place.current ?? level,
    level,
    rater,
    by,
    now,
    JSON.stringify(assessments),
  );
  return { reviewId, assessments };
}

const release = statement<{ id: string }>(
  `update rungs.review set released_at = $2 where review_id = $1 and released_at is null returning review_id as id`,
);

/** Both have submitted: what they said counts from now, and is kept as it stands today. */
export async function releaseCheckIn(tx: Tx, review: ReviewRow, now: Date, today: string): Promise<void> {
  const released = await release(tx, review.id, now);
  if (released.length > 0) await keepReleased(tx, review.orgId, review.id, today, () => v7());
}
