import type { Transaction } from "kysely";
import { counted } from "./calibration.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

export type CaseAnswer = { expectation: string; answer: string; value: number | null; comment: string | null; rater: string };
export type Case = {
  reviewId: string;
  person: Named;
  searchName: string;
  manager: Named | null;
  rated: CaseAnswer[];
  own: { expectation: string; value: number | null }[];
  calibrated: { expectation: string; value: number; reason: string; by: string; at: string }[];
  evidence: { expectation: string; pieces: number }[];
};

const newest = (kinds: string) => `
  select distinct on (rating.expectation_id) rating.expectation_id, rating.answer, rating.value, rating.comment, rater.name as rater
    from rungs.assessment
    join rungs.rating on rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id and rating.level_id = $4
    join rungs.person as rater on rater.person_id = assessment.rater_id
   where assessment.review_id = chosen.review_id and assessment.state = 'submitted' and assessment.kind in (${kinds})
   order by rating.expectation_id, assessment.kind = 'manager' desc, assessment.submitted_at desc, rating.recorded_at desc, rating.rating_id desc`;

// $1 cycle, $2 ladder, $3 version, $4 level, $5 manager, $6 these reviews, $7 and $8 the last of the page before, $9 how many.
const casesOf = statement<Case>(`
  with chosen as materialized (
    select review.review_id, review.manager_id, person.person_id, person.name, person.search_name
      from rungs.review
      join rungs.person on person.person_id = review.person_id
     where review.cycle_id = $1 and review.withdrawn_at is null and review.framework_id = $2 and review.version = $3
       and $4 = any(review.target_level_ids) and ($5::uuid is null or review.manager_id = $5)
       and ($6::uuid[] is null or review.review_id = any($6))
       and ($7::text is null or (person.search_name, review.review_id) > ($7, $8::uuid))
     order by person.search_name, review.review_id limit $9)
  select chosen.review_id as "reviewId", json_build_object('id', chosen.person_id, 'name', chosen.name) as person, chosen.search_name as "searchName",
         ${personNamed("chosen.manager_id")} as manager,
         (select coalesce(json_agg(json_build_object('expectation', expectation_id, 'answer', answer, 'value', value, 'comment', comment, 'rater', rater)), '[]')
            from (${newest("'manager', 'assessor'")}) as given) as rated,
         (select coalesce(json_agg(json_build_object('expectation', expectation_id, 'value', value)), '[]') from (${newest("'self'")}) as given) as own,
         (select coalesce(json_agg(json_build_object('expectation', expectation_id, 'value', value, 'reason', reason, 'by', decider.name, 'at', ${instant("decided_at")})
                   order by decided_at, calibration_id), '[]')
            from rungs.calibration join rungs.person as decider on decider.person_id = calibration.decided_by
           where calibration.review_id = chosen.review_id) as calibrated,
         (select coalesce(json_agg(json_build_object('expectation', expectation_id, 'pieces', pieces)), '[]')
            from (select held.expectation_id, count(distinct held.evidence_id) as pieces
                    from rungs.assessment join rungs.rating_evidence as held on held.assessment_id = assessment.assessment_id
                   where assessment.review_id = chosen.review_id and held.level_id = $4 and held.removed_at is null
                   group by held.expectation_id) as counted) as evidence
    from chosen order by chosen.search_name, chosen.review_id`);

/** People beside one another on one level, by name, one more than asked for. One query. */
export const casesIn = (
  tx: Tx,
  cycleId: string,
  level: { frameworkId: string; version: number; level: string },
  { manager, reviews }: { manager: string | null; reviews: readonly string[] | null },
  after: readonly [string, string] | null,
  limit: number,
): Promise<Case[]> =>
  casesOf(
    tx,
    cycleId,
    level.frameworkId,
    level.version,
    level.level,
    manager,
    reviews === null ? null : [...reviews],
    after?.[0] ?? null,
    after?.[1] ?? null,
    limit + 1,
  );

export type Pinned = {
  reviewId: string;
  person: Named;
  withdrawn: boolean;
  level: string | null;
  frameworkId: string;
  version: number;
  hash: string;
  /** What counts now, and null where nobody has given a point. */
  said: number | null;
  now: number | null;
  answered: boolean;
};

const pinnedOf = statement<Pinned>(`
  with ${counted("review.review_id = $2")}
  select review.review_id as "reviewId", ${personNamed("review.person_id")} as person, review.withdrawn_at is not null as withdrawn,
         (select expectation.level_id from rungs.expectation
           where expectation.framework_id = review.framework_id and expectation.version = review.version and expectation.expectation_id = $3
             and expectation.level_id = any(review.target_level_ids)) as level,
         review.framework_id as "frameworkId", review.version, encode(stored.hash, 'hex') as hash,
         settled.value as said, settled.now, settled.review_id is not null as answered
    from rungs.review
    join rungs.framework_version as stored on stored.framework_id = review.framework_id and stored.version = review.version
    left join settled on settled.review_id = review.review_id and settled.expectation_id = $3
   where review.cycle_id = $1 and review.review_id = $2`);

/** One expectation of one participant as calibration finds it; undefined where nobody of this cycle has this review. */
export const pinnedIn = async (tx: Tx, cycleId: string, reviewId: string, expectation: string): Promise<Pinned | undefined> =>
  (await pinnedOf(tx, cycleId, reviewId, expectation))[0];

const decide = statement(`
  insert into rungs.calibration (org_id, calibration_id, review_id, expectation_id, value, reason, decided_by, decided_at, session_id)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8)`);

export const writeCalibration = async (
  tx: Tx,
  row: { id: string; review: string; expectation: string; value: number; reason: string; by: string; now: Date; session: string | null },
): Promise<void> => void (await decide(tx, row.id, row.review, row.expectation, row.value, row.reason, row.by, row.now, row.session));
