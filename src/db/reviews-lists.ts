import type { Transaction } from "kysely";
import type { AssessmentState } from "../core/assessment/moves.ts";
import { instant, type Named } from "./drafts.ts";
import { dueOnOf } from "./reviews.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** One thing that is asked of somebody, or was, or is about them. `answered` of `asked`: for what they write themselves. */
export type Listed = {
  review: string;
  kind: "cycle" | "check-in";
  title: string;
  person: Named;
  level: string;
  released: string | null;
  acknowledged: boolean;
  /** What one writes oneself in it; null where it is only about one. */
  assessment: {
    id: string;
    kind: "self" | "manager" | "peer" | "assessor";
    state: AssessmentState;
    dueOn: string | null;
    answered: number;
    asked: number;
  } | null;
  invitation: string | null;
  /** What the list is ordered by, and the row's id. */
  key: string;
  id: string;
};

const about = `
  review.review_id as review, review.kind, coalesce(cycle.title, review.title, '') as title,
  json_build_object('id', person.person_id, 'name', person.name) as person, level.title as level,
  ${instant("coalesce(cycle.released_at, review.released_at)")} as released, review.acknowledged_at is not null as acknowledged`;
const joined = `
    join rungs.person on person.org_id = review.org_id and person.person_id = review.person_id
    join rungs.level on level.org_id = review.org_id and level.framework_id = review.framework_id and level.version = review.version and level.level_id = review.level_id
    left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id`;
const own = `json_build_object('id', assessment.assessment_id, 'kind', assessment.kind, 'state', assessment.state, 'dueOn', ${dueOnOf},
           'answered', (select count(distinct rating.expectation_id) from rungs.rating
                         where rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id and rating.answer <> 'none'),
           'asked', (select count(*) from rungs.expectation
                      where expectation.org_id = review.org_id and expectation.framework_id = review.framework_id
                        and expectation.version = review.version and expectation.level_id = any(review.target_level_ids)))`;
const under = `review.withdrawn_at is null and coalesce(cycle.state, 'open') not in ('draft', 'cancelled')`;

// What is to be written: what is due first comes first, and what is due on no day last.
const toWriteOf = statement<Listed>(`
  select ${about}, ${own} as assessment, null as invitation, coalesce(${dueOnOf}, '9999-12-31')::text as key, assessment.assessment_id as id
    from rungs.assessment
    join rungs.review on review.org_id = assessment.org_id and review.review_id = assessment.review_id
    ${joined}
   where assessment.rater_id = $1 and assessment.closed_at is null and assessment.state <> 'submitted' and ${under}
     and coalesce(cycle.released_at, review.released_at) is null
     and (coalesce(cycle.state, 'open') = 'open' or assessment.state = 'reopened')
     and ($3::text is null or (coalesce(${dueOnOf}, '9999-12-31')::text, assessment.assessment_id) > ($3, $4::uuid))
   order by key, id limit $2`);
const writtenOf = statement<Listed>(`
  select ${about}, ${own} as assessment, null as invitation, ${instant("assessment.submitted_at")} as key, assessment.assessment_id as id
    from rungs.assessment
    join rungs.review on review.org_id = assessment.org_id and review.review_id = assessment.review_id
    ${joined}
   where assessment.rater_id = $1 and assessment.state = 'submitted' and assessment.kind <> 'self' and ${under}
     and ($3::text is null or (${instant("assessment.submitted_at")}, assessment.assessment_id) < ($3, $4::uuid))
   order by key desc, id desc limit $2`);
const aboutMeOf = statement<Listed>(`
  select ${about}, null as assessment, null as invitation, ${instant("coalesce(cycle.launched_at, review.opened_at, cycle.created_at)")} as key, review.review_id as id
    from rungs.review
    ${joined}
   where review.person_id = $1 and ${under}
     and ($3::text is null or (${instant("coalesce(cycle.launched_at, review.opened_at, cycle.created_at)")}, review.review_id) < ($3, $4::uuid))
   order by key desc, id desc limit $2`);
const invitedOf = statement<Listed>(`
  select ${about}, null as assessment, invited.peer_invitation_id as invitation, ${instant("invited.at")} as key, invited.peer_invitation_id as id
    from rungs.peer_invitation as invited
    join rungs.review on review.org_id = invited.org_id and review.review_id = invited.review_id
    ${joined}
   where invited.peer_id = $1 and invited.state = 'invited' and ${under} and coalesce(cycle.state, 'open') = 'open'
     and ($3::text is null or (${instant("invited.at")}, invited.peer_invitation_id) < ($3, $4::uuid))
   order by key desc, id desc limit $2`);

/** What every list of reviews says, for lists that are of more than reviews: columns, joins, one's own part, and that the review goes on. */
export { about as aboutReview, joined as reviewJoins, own as ownPart, under as underWay };

const parts = { write: toWriteOf, written: writtenOf, about: aboutMeOf, invited: invitedOf };
export type Part = keyof typeof parts;

/** One page of one's own reviews, and one row more where there is a next page. @param after key and id of the last row of the page before. */
export const reviewsOf = (tx: Tx, part: Part, personId: string, limit: number, after: readonly [string, string] | null) =>
  parts[part](tx, personId, limit + 1, after?.[0] ?? null, after?.[1] ?? null);
