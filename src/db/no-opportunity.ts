import type { Transaction } from "kysely";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/** Something asked of a person that their work has given them no occasion to show: it waits for an action or a barrier. */
export type WithoutOpportunity = {
  framework: string;
  frameworkId: string;
  /** That the review was pinned to; the id outlives it. */
  version: number;
  level: string;
  expectation: string;
  /** Why there was none, in the rater's words. */
  reason: string | null;
  rater: string;
  review: string;
  /** The cycle's title, or what a check-in was about. */
  title: string;
  /** A date. */
  ratedOn: string;
};

// What counts of each expectation in each released review, in the order of core/assessment/settle.ts, and of those the newest.
const openOf = statement<WithoutOpportunity>(`
  select framework.slug as framework, newest.framework_id as "frameworkId", newest.version, newest.level_id as level,
         newest.expectation_id as expectation, newest.comment as reason, rater.name as rater, newest.review_id as review,
         coalesce(cycle.title, newest.title, '') as title, newest.rated_on as "ratedOn"
    from (
      select distinct on (review.framework_id, given.expectation_id) review.org_id, review.review_id, review.cycle_id, review.title,
             review.framework_id, review.version, given.*
        from rungs.review
        left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
       cross join lateral (
             select distinct on (rating.expectation_id) rating.expectation_id, rating.level_id, rating.answer, rating.comment, rating.rated_on,
                    assessment.rater_id,
                    exists (select from rungs.calibration as decided
                             where decided.org_id = review.org_id and decided.review_id = review.review_id
                               and decided.expectation_id = rating.expectation_id) as calibrated
               from rungs.assessment
               join rungs.rating on rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
              where assessment.org_id = review.org_id and assessment.review_id = review.review_id
                and assessment.state = 'submitted' and assessment.kind in ('manager', 'assessor')
              order by rating.expectation_id, assessment.kind = 'manager' desc, assessment.submitted_at desc,
                       rating.recorded_at desc, rating.rating_id desc) as given
       where review.person_id = $1 and review.withdrawn_at is null and coalesce(cycle.released_at, review.released_at) is not null
       order by review.framework_id, given.expectation_id, given.rated_on desc, coalesce(cycle.released_at, review.released_at) desc
    ) as newest
    join rungs.framework on framework.org_id = newest.org_id and framework.framework_id = newest.framework_id
    join rungs.person as rater on rater.org_id = newest.org_id and rater.person_id = newest.rater_id
    left join rungs.cycle on cycle.org_id = newest.org_id and cycle.cycle_id = newest.cycle_id
   where newest.answer = 'no-opportunity' and not newest.calibrated
   order by newest.rated_on desc, newest.framework_id, newest.expectation_id limit 200`);

/**
 * What a person has had no opportunity to show, as far as it is released: of each expectation the newest answer that counts,
 * and only where that says so still. The newest first; at most 200. One query.
 */
export const withoutOpportunity = (tx: Transaction<Tables>, personId: string): Promise<WithoutOpportunity[]> => openOf(tx, personId);
