import type { Transaction } from "kysely";
import type { PersonSubject } from "../core/access/actor.ts";
import type { AssessmentSubject, ReviewSubject } from "../core/access/review.ts";
import type { AssessmentState, CycleState } from "../core/assessment/moves.ts";
import { CycleSetup } from "../core/cycle/setup.ts";
import { Problem } from "../core/problem.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { managersOf, teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** One rater's part. `closedAt`: taken over by somebody else before it was submitted. Instants RFC 3339, days `YYYY-MM-DD`. */
export type SideRow = {
  id: string;
  kind: "self" | "manager" | "peer" | "assessor";
  rater: Named;
  state: AssessmentState;
  submittedAt: string | null;
  dueOn: string | null;
  closed: boolean;
  reopenedReason: string | null;
  revision: number;
};

/** A review with all that every page about it asks, and as the policy sees it. `title` the cycle's, or what a check-in is about. */
export type ReviewRow = ReviewSubject & {
  id: string;
  kind: "cycle" | "check-in";
  title: string;
  cycleId: string | null;
  cycle: CycleState;
  setup: CycleSetup;
  released: boolean;
  releasedAt: string | null;
  withdrawn: boolean;
  person: Named;
  managerNamed: Named | null;
  frameworkId: string;
  framework: string;
  frameworkTitle: string;
  version: number;
  hash: string;
  level: string;
  targets: string[];
  acknowledgedAt: string | null;
  acknowledgedComment: string | null;
  note: { text: string; by: Named | null; at: string } | null;
  sides: SideRow[];
};

type Stored = Omit<ReviewRow, "setup" | "raters" | "personId"> & { setup: unknown; about: PersonSubject };

const dueOn = `coalesce(assessment.due_on, (cycle.setup -> 'stages' ->> case assessment.kind when 'self' then 'selfDue' when 'peer' then 'peersDue' else 'managerDue' end)::date)`;
export { dueOn as dueOnOf };

const reviewOf = statement<Stored>(`
  select review.review_id as id, review.org_id as "orgId", review.kind, coalesce(cycle.title, review.title, '') as title,
         review.cycle_id as "cycleId", cycle.state as cycle, coalesce(cycle.setup, '{}') as setup,
         coalesce(cycle.released_at, review.released_at) is not null as released,
         ${instant("coalesce(cycle.released_at, review.released_at)")} as "releasedAt",
         review.withdrawn_at is not null as withdrawn,
         json_build_object('id', person.person_id, 'name', person.name) as person,
         json_build_object('orgId', person.org_id, 'personId', person.person_id, 'managers', ${managersOf("person", "$2::date")},
                           'teams', ${teamsOf("person")}) as about,
         review.manager_id as manager, ${personNamed("review.manager_id")} as "managerNamed",
         framework.framework_id as "frameworkId", framework.slug as framework, framework.title as "frameworkTitle",
         review.version, encode(stored.hash, 'hex') as hash, review.level_id as level, review.target_level_ids as targets,
         ${instant("review.acknowledged_at")} as "acknowledgedAt", review.acknowledged_comment as "acknowledgedComment",
         case when review.agreed_note_at is null then null else json_build_object('text', coalesce(review.agreed_note, ''),
              'by', ${personNamed("review.agreed_note_by")}, 'at', ${instant("review.agreed_note_at")}) end as note,
         (select coalesce(json_agg(json_build_object('id', assessment.assessment_id, 'kind', assessment.kind,
                   'rater', json_build_object('id', rater.person_id, 'name', rater.name), 'state', assessment.state,
                   'submittedAt', ${instant("assessment.submitted_at")}, 'dueOn', ${dueOn}, 'closed', assessment.closed_at is not null,
                   'reopenedReason', assessment.reopened_reason, 'revision', assessment.revision)
                   order by assessment.kind, assessment.assessment_id), '[]')
            from rungs.assessment
            join rungs.person as rater on rater.org_id = assessment.org_id and rater.person_id = assessment.rater_id
           where assessment.org_id = review.org_id and assessment.review_id = review.review_id) as sides
    from rungs.review
    join rungs.person on person.org_id = review.org_id and person.person_id = review.person_id
    join rungs.framework on framework.org_id = review.org_id and framework.framework_id = review.framework_id
    join rungs.framework_version as stored
      on stored.org_id = review.org_id and stored.framework_id = review.framework_id and stored.version = review.version
    left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
   where review.review_id = $1`);

const lockReview = statement(`
  with running as (
    select cycle_id from rungs.cycle where cycle_id = (select cycle_id from rungs.review where review_id = $1) for share)
  select review_id from rungs.review where review_id = $1 and (select count(*) from running) >= 0 for update`);
const lockAssessment = statement(`
  with running as (
    select cycle_id from rungs.cycle where cycle_id = (select cycle_id from rungs.review where review_id = $1) for share)
  select assessment_id from rungs.assessment
   where assessment_id = $2 and review_id = $1 and (select count(*) from running) >= 0 for update`);

/**
 * @param actor whom the audit row of a peer's own reading is about.
 * @param locked nobody else changes the review until the request is over, nor does its cycle go on without it.
 * @throws Problem "not-found"
 */
export async function reviewRow(tx: Tx, reviewId: string, today: string, locked = false): Promise<ReviewRow> {
  if (locked) await lockReview(tx, reviewId);
  const [found] = await reviewOf(tx, reviewId, today);
  if (found === undefined) throw new Problem("not-found");
  return {
    ...found,
    personId: found.about.personId,
    // Cycles from before there were set-ups say nothing; a check-in is set up as a cycle that says nothing.
    setup: CycleSetup.catch(CycleSetup.parse({})).parse(found.setup),
    raters: found.sides.filter(({ closed }) => !closed).map(({ rater }) => rater.id),
  };
}

/** Whoever rates as a peer alone reads under their own name: nothing of it may stand in the log of the person. */
export function readBy(review: ReviewRow, actorId: string): ReviewRow {
  const own = review.sides.filter(({ rater, closed }) => rater.id === actorId && !closed);
  const onlyPeer = own.length > 0 && own.every(({ kind }) => kind === "peer");
  return onlyPeer && actorId !== review.manager && !review.about.managers.includes(actorId) ? { ...review, personId: actorId } : review;
}

export type AssessmentRow = ReviewRow & AssessmentSubject & { side: SideRow };

/** One assessment of a review. @param locked as above, for this assessment alone. @throws Problem "not-found" */
export async function assessmentRow(tx: Tx, reviewId: string, assessmentId: string, today: string, locked = false): Promise<AssessmentRow> {
  if (locked) await lockAssessment(tx, reviewId, assessmentId);
  const review = await reviewRow(tx, reviewId, today);
  const side = review.sides.find(({ id }) => id === assessmentId);
  if (side === undefined) throw new Problem("not-found");
  return {
    ...review,
    personId: side.kind === "peer" ? side.rater.id : review.personId,
    rater: side.closed ? null : side.rater.id,
    side,
  };
}
