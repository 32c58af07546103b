import type { Transaction } from "kysely";
import type { Listed } from "./reviews-lists.ts";
import type { ShareFrom } from "../core/cpd/year.ts";
import { sharesOf } from "./cpd.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { managerOf } from "./lines.ts";
import { actionsToDo } from "./plan-due.ts";
import { aboutReview, ownPart, reviewJoins, underWay } from "./reviews-lists.ts";
import { dueOnOf } from "./reviews.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** Rows of each kind that Home shows; the rest stand on their own pages. */
const MOST = 6;

/** `lastOn` the day of the newest answer; `selfIn` the day on which the person's own ratings came in. */
export type ToWrite = Pick<Listed, "review" | "title" | "person"> & {
  assessment: NonNullable<Listed["assessment"]>;
  lastOn: string | null;
  selfIn: string | null;
};
export type Mine = {
  write: ToWrite[] | null;
  /** How many there are in all, and the first and last day on which any is due; null where none has a day. */
  toWrite: { all: number; from: string | null; to: string | null };
  results: Pick<Listed, "review" | "title" | "released">[] | null;
  invited: Pick<Listed, "review" | "title" | "person">[] | null;
  /** Drafts that wait for the reader's own word. */
  drafts: { slug: string; title: string; submittedBy: Named | null; submittedAt: string | null }[] | null;
  /** Plans that the other side has agreed to. */
  plans: { person: Named; title: string }[] | null;
  /** Of any plan that they may read, what the reader is to do and when it is due. */
  due: { id: string; title: string; person: Named; dueOn: string }[] | null;
  plan: {
    id: string;
    title: string;
    state: "draft" | "agreed" | "active";
    goals: number;
    open: number;
    next: {
      id: string;
      title: string;
      kind: "training" | "on-the-job" | "mentoring" | "qualification" | "reading";
      startsOn: string | null;
      dueOn: string | null;
      owner: Named;
      barred: boolean;
    }[];
  } | null;
  /** Minutes by the first day of the month, of the last 24. */
  learned: [month: string, minutes: number][] | null;
  worked: { startedOn: string | null; leftOn: string | null; shares: ShareFrom[] };
  settings: unknown;
  /** Of the newest cycle that runs: how many reviews the reader writes as manager, and how many are in. */
  cycle: { title: string; asked: number; in: number } | null;
};

const part = "join rungs.review on review.org_id = assessment.org_id and review.review_id = assessment.review_id";
const toWrite = `assessment.rater_id = $1 and assessment.closed_at is null and assessment.state <> 'submitted' and ${underWay}
     and coalesce(cycle.released_at, review.released_at) is null and (coalesce(cycle.state, 'open') = 'open' or assessment.state = 'reopened')`;

// $1 the reader, $2 today, $3 the day up to which what is due is told of, $4 frameworks that the reader is a reviewer of.
const mineOf = statement<Mine>(`
  select (select json_agg(row order by row.key, row.id) from (
            select ${aboutReview}, ${ownPart} as assessment, coalesce(${dueOnOf}, '9999-12-31')::text as key, assessment.assessment_id as id,
                   (select max(rating.rated_on) from rungs.rating where rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id) as "lastOn",
                   (select (own.submitted_at at time zone organisation.time_zone)::date from rungs.assessment as own
                     where own.org_id = review.org_id and own.review_id = review.review_id and own.kind = 'self' and own.state = 'submitted' and assessment.kind <> 'self') as "selfIn"
              from rungs.assessment ${part} ${reviewJoins} where ${toWrite} order by key, id limit ${MOST}) as row) as write,
         (select json_build_object('all', count(*), 'from', min(${dueOnOf}), 'to', max(${dueOnOf})) from rungs.assessment ${part} ${reviewJoins} where ${toWrite}) as "toWrite",
         (select json_agg(row order by row.released desc) from (
            select ${aboutReview} from rungs.review ${reviewJoins}
             where review.person_id = $1 and ${underWay} and review.acknowledged_at is null and coalesce(cycle.released_at, review.released_at) is not null
               and coalesce(cycle.state, 'released') = 'released'
             order by coalesce(cycle.released_at, review.released_at) desc limit 1) as row) as results,
         (select json_agg(row order by row.at) from (
            select ${aboutReview}, invited.at from rungs.peer_invitation as invited
              join rungs.review on review.org_id = invited.org_id and review.review_id = invited.review_id ${reviewJoins}
             where invited.peer_id = $1 and invited.state = 'invited' and ${underWay} and coalesce(cycle.state, 'open') = 'open'
             order by invited.at limit ${MOST}) as row) as invited,
         (select json_agg(json_build_object('slug', framework.slug, 'title', framework.title, 'submittedBy', ${personNamed("draft.submitted_by")},
                   'submittedAt', ${instant("draft.submitted_at")}) order by draft.submitted_at)
            from rungs.draft
            join rungs.framework on framework.org_id = draft.org_id and framework.framework_id = draft.framework_id
           where draft.state = 'in-review' and draft.submitted_by is distinct from $1
             and framework.slug = any($4::text[])
             and not exists (select from rungs.approval where approval.org_id = draft.org_id and approval.framework_id = draft.framework_id
                                and approval.by = $1 and approval.revision = draft.revision)) as drafts,
         (select json_agg(row order by row.created_at) from (
            select ${personNamed("plan.person_id")} as person, plan.title, plan.created_at from rungs.plan
              join rungs.person as whose on whose.org_id = plan.org_id and whose.person_id = plan.person_id
             where plan.state = 'draft'
               and case when plan.person_id = $1 then plan.manager_agreed_at is not null and plan.person_agreed_at is null
                   else plan.person_agreed_at is not null and plan.manager_agreed_at is null and ${managerOf("whose", "$2::date")} = $1 end
             order by plan.created_at limit ${MOST}) as row) as plans,
         (select json_agg(row order by row."dueOn", row.id) from (
            select action.action_id as id, action.title, ${personNamed("action.person_id")} as person, action.due_on as "dueOn"
              from ${actionsToDo("action.owner_person_id = $1 and action.due_on <= $3::date and plan.state in ('agreed', 'active')", "$2::date")} as action
             order by action.due_on, action.action_id limit ${MOST}) as row) as due,
         (select json_build_object('id', plan.plan_id, 'title', plan.title, 'state', plan.state,
                   'goals', (select count(*) from rungs.goal where goal.org_id = plan.org_id and goal.plan_id = plan.plan_id and goal.state <> 'dropped'),
                   'open', (select count(*) from rungs.goal where goal.org_id = plan.org_id and goal.plan_id = plan.plan_id and goal.state = 'open'),
                   'next', (select coalesce(json_agg(row order by row.place), '[]') from (
                              select action.action_id as id, action.title, action.kind, action.starts_on as "startsOn", action.due_on as "dueOn",
                                     ${personNamed("action.owner_person_id")} as owner,
                                     exists (select from rungs.barrier where barrier.org_id = action.org_id and barrier.action_id = action.action_id and barrier.resolved_on is null) as barred,
                                     row_number() over (order by coalesce(action.due_on, action.starts_on), action.position, action.action_id) as place
                                from rungs.action
                                join rungs.goal on goal.org_id = action.org_id and goal.goal_id = action.goal_id and goal.state = 'open'
                               where action.org_id = plan.org_id and action.plan_id = plan.plan_id and action.state in ('planned', 'doing')
                               order by place limit 3) as row))
            from rungs.plan where plan.person_id = $1 and plan.state <> 'done') as plan,
         (select json_agg(json_build_array(month, minutes)) from (
            select date_trunc('month', entry.done_on)::date as month, sum(entry.minutes) as minutes from rungs.cpd_entry as entry
             where entry.person_id = $1 and entry.removed_at is null and entry.done_on > $2::date - 731 and entry.done_on <= $2::date group by 1) as by_month) as learned,
         json_build_object('startedOn', person.started_on, 'leftOn', person.left_on, 'shares', ${sharesOf("person")}) as worked,
         organisation.settings,
         (select json_build_object('title', cycle.title, 'asked', count(*), 'in', count(*) filter (where assessment.state = 'submitted'))
            from rungs.cycle
            join rungs.review on review.org_id = cycle.org_id and review.cycle_id = cycle.cycle_id and review.withdrawn_at is null
            join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
             and assessment.rater_id = $1 and assessment.kind = 'manager' and assessment.closed_at is null
           where cycle.state in ('open', 'calibrating')
           group by cycle.cycle_id, cycle.title, cycle.launched_at order by cycle.launched_at desc nulls last limit 1) as cycle
    from rungs.person join rungs.organisation on organisation.org_id = person.org_id
   where person.person_id = $1`);

/** Everything that Home says of the reader alone, in one query; undefined where they are not there. */
export const mineOn = async (
  tx: Tx,
  personId: string,
  today: string,
  { until, reviews }: { until: string; reviews: readonly string[] },
): Promise<Mine | undefined> => (await mineOf(tx, personId, today, until, [...reviews]))[0];
