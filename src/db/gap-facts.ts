import type { PersonSubject } from "../core/access/actor.ts";
import type { RecordRow } from "../core/gap/held.ts";
import type { Lineage } from "../core/framework/lineage.ts";
import { answersOf, calibrationsOf, releasedAt, titleOf, type Released } from "./answers.ts";
import { chainOf } from "./chain.ts";
import { declaredOf } from "./directions.ts";
import { managersOf, recordRowsOf, teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { VersionKey } from "./versions.ts";

/** A placement as stored; null where it ended the one before without a new one. In order of time. */
export type Placement = VersionKey & {
  framework: string;
  title: string;
  level: string | null;
  from: string;
  /** The move to a version that wrote it, unless that was undone, and until when the version before counts as well. */
  move: string | null;
  overlapUntil: string | null;
};

/**
 * The person with what every report of them needs, read in the one query that the policy asks for anyway. `manager` is the
 * name of the direct manager on the day, null without one; `declared` the level that they said they want next.
 */
export type GapSubject = PersonSubject & {
  name: string;
  team: string | null;
  manager: string | null;
  declared: { value: string; on: string } | null;
  placements: readonly Placement[];
};

/** $1 person, $2 day. */
export const gapSubjectOf = statement<GapSubject>(`
  select lines.*, (select above.name from rungs.person as above where above.org_id = lines."orgId" and above.person_id = lines.managers[1]) as manager
    from (
  select person.org_id as "orgId", person.person_id as "personId", person.name, team.name as team,
         ${managersOf("person", "$2::date")} as managers,
         ${teamsOf("person")} as teams, ${declaredOf("person")} as declared,
         (select coalesce(json_agg(json_build_object(
                   'frameworkId', framework.framework_id, 'framework', framework.slug, 'title', framework.title,
                   'version', stored.version, 'hash', encode(stored.hash, 'hex'), 'level', placement.level_id, 'from', placement.from_on,
                   'move', moved.version_move_id, 'overlapUntil', moved.overlap_until)
                   order by placement.from_on, placement.recorded_at, placement.placement_id), '[]')
            from rungs.placement_standing as placement
            left join rungs.framework on framework.org_id = placement.org_id and framework.framework_id = placement.framework_id
            left join rungs.framework_version as stored
              on stored.org_id = placement.org_id and stored.framework_id = placement.framework_id and stored.version = placement.version
            left join rungs.version_move as moved
              on moved.org_id = placement.org_id and moved.version_move_id = placement.version_move_id and moved.undone_at is null
           where placement.org_id = person.org_id and placement.person_id = person.person_id) as placements
    from rungs.person
    left join rungs.team on team.org_id = person.org_id and team.team_id = person.team_id
   where person.person_id = $1 offset 0) as lines`);

/** What a rating rests on, as it was attached in a released review. `on` a day, by whom it was collected. */
export type Shown = {
  id: string;
  expectation: string;
  review: string;
  cycle: string;
  kind: "file" | "link" | "record" | "note";
  title: string;
  url: string | null;
  on: string | null;
  by: string | null;
};

export type GapFacts = Released & {
  target: { frameworkId: string; framework: string; title: string; version: number } | null;
  records: RecordRow[] | null;
  evidence: Shown[] | null;
  /** What became of expectations in each version of the framework; those that stayed as they were are left out. */
  lineage: (Pick<Lineage, "expectation" | "kind" | "from"> & { version: number })[] | null;
  menu: { framework: string; title: string; level: string; levelTitle: string }[] | null;
};

/** Frameworks whose levels the menu of targets offers, own ones and those that lead on first; an organisation may have hundreds. */
const MENU = 12;

/** $1 person, $2 day, $3 framework aimed at, $4 its version (null: the one in force on the day), $5 level, $6 frameworks to offer first. */
export const gapFactsOf = statement<GapFacts>(`
  with target as materialized (
    select framework.org_id, framework.framework_id, framework.slug, framework.title,
           (select max(stored.version) from rungs.framework_version as stored
             where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
               and case when $4::int is null then stored.effective_on <= $2 else stored.version = $4 end) as version
      from rungs.framework where framework.slug = $3
  )
  select (select json_build_object('frameworkId', framework_id, 'framework', slug, 'title', title, 'version', version)
            from target where version is not null) as target,
         ${chainOf("(select framework_id from target)")} as chain,
         ${answersOf("$1", "(select framework_id from target)", "array[$5::text]", "$2::date")} as answers,
         ${calibrationsOf("$1", "(select framework_id from target)", "$2::date")} as calibrations,
         ${recordRowsOf("$1")} as records,
         (select json_agg(json_build_object('version', told.version, 'expectation', told.expectation_id, 'kind', told.kind, 'from', told.from_ids))
            from rungs.version_lineage as told
           where told.framework_id = (select framework_id from target) and told.version > 1 and told.kind not in ('kept', 'retired')) as lineage,
         (select json_agg(json_build_object('id', evidence.evidence_id, 'expectation', linked.expectation_id, 'review', review.review_id,
                   'cycle', ${titleOf}, 'kind', evidence.kind, 'title', evidence.title, 'url', evidence.url, 'on', evidence.on_date,
                   'by', collector.name) order by ${releasedAt} desc, linked.at, evidence.evidence_id)
            from rungs.review
            join rungs.organisation on organisation.org_id = review.org_id
            left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
            join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
            join rungs.rating_evidence as linked
              on linked.org_id = assessment.org_id and linked.assessment_id = assessment.assessment_id and linked.level_id = $5
            join rungs.evidence on evidence.org_id = linked.org_id and evidence.evidence_id = linked.evidence_id
            join rungs.person as collector on collector.org_id = evidence.org_id and collector.person_id = evidence.by
           where review.person_id = $1 and review.framework_id = (select framework_id from target) and review.withdrawn_at is null
             and (${releasedAt} at time zone organisation.time_zone)::date <= $2 and assessment.state = 'submitted'
             and assessment.kind in ('self', 'manager', 'assessor') and linked.removed_at is null and evidence.removed_at is null) as evidence,
         (select json_agg(json_build_object('framework', offered.slug, 'title', offered.title, 'level', level.level_id, 'levelTitle', level.title)
                   order by offered.place, level.position)
            from (select framework.org_id, framework.framework_id, framework.slug, framework.title,
                         row_number() over (order by array_position($6::text[], framework.slug), framework.title, framework.slug) as place,
                         (select max(stored.version) from rungs.framework_version as stored
                           where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
                             and stored.effective_on <= $2) as version
                    from rungs.framework where framework.kind <> 'library'
                   order by place limit ${MENU}) as offered
            join rungs.level on level.org_id = offered.org_id and level.framework_id = offered.framework_id and level.version = offered.version) as menu`);
