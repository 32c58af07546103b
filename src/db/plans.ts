import type { Transaction } from "kysely";
import { afterChange, type Life, type PlanState, type Side } from "../core/plan/life.ts";
import { Problem } from "../core/problem.ts";
import { instant, personNamed } from "./drafts.ts";
import { personOn, type Named, type Row } from "./person-rows.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** A plan without what is in it. Instants are RFC 3339, days YYYY-MM-DD. */
export type PlanHead = {
  id: string;
  title: string;
  state: PlanState;
  revision: number;
  startsOn: string | null;
  endsOn: string | null;
  createdAt: string;
  createdBy: Named;
  personAgreedAt: string | null;
  managerAgreedAt: string | null;
  managerAgreedBy: Named | null;
  agreedAt: string | null;
  startedAt: string | null;
  closedAt: string | null;
  closedBy: Named | null;
  outcome: string | null;
  /** Whether another plan of the person is not done. */
  another: boolean;
};
/** A person with a plan of theirs: the one that is not done, or the one that was named; null where there is none. */
/** `earlier`: whether there are others that are done. */
export type PlanSubject = Row & { plan: PlanHead | null; earlier: boolean };

const headOf = statement<Omit<PlanHead, "id"> & { id: string | null; earlier: boolean }>(`
  select plan.*, exists (select from rungs.plan as other where other.org_id = person.org_id and other.person_id = person.person_id
                            and other.state = 'done' and other.plan_id is distinct from plan.id) as earlier
    from rungs.person
    left join lateral (
         select plan.plan_id as id, plan.title, plan.state, plan.revision, plan.starts_on as "startsOn", plan.ends_on as "endsOn",
                ${instant("plan.created_at")} as "createdAt", ${personNamed("plan.created_by")} as "createdBy",
                ${instant("plan.person_agreed_at")} as "personAgreedAt", ${instant("plan.manager_agreed_at")} as "managerAgreedAt",
                ${personNamed("plan.manager_agreed_by")} as "managerAgreedBy", ${instant("plan.agreed_at")} as "agreedAt",
                ${instant("plan.started_at")} as "startedAt", ${instant("plan.closed_at")} as "closedAt", ${personNamed("plan.closed_by")} as "closedBy",
                plan.outcome, exists (select from rungs.plan as other
                                       where other.org_id = plan.org_id and other.person_id = plan.person_id and other.state <> 'done'
                                         and other.plan_id <> plan.plan_id) as another
           from rungs.plan
          where plan.org_id = person.org_id and plan.person_id = person.person_id
            and case when $2::uuid is null then plan.state <> 'done' else plan.plan_id = $2 end) as plan on true
   where person.person_id = $1`);
// The person's own row, so that two who begin a plan at once wait for each other too.
const lock = statement(`select from rungs.person where person_id = $1 for update`);

/**
 * @param plan a plan by its id, an earlier one it may be; null for the one that is not done.
 * @param change nobody else changes plans of theirs until this transaction ends.
 * @throws Problem "not-found" for an unknown person, and for a plan that is none of theirs
 */
export async function planSubject(tx: Tx, personId: string, plan: string | null, today: string, change: boolean): Promise<PlanSubject> {
  if (change) await lock(tx, personId);
  const [found] = await headOf(tx, personId, plan);
  if (found === undefined || (plan !== null && found.id === null)) throw new Problem("not-found");
  const { earlier, id, ...head } = found;
  return { ...(await personOn(tx, personId, today)), plan: id === null ? null : { id, ...head }, earlier };
}

/** What decides which way the plan can go. */
export const lifeOf = (plan: PlanHead, managers: readonly string[]): Life => ({
  state: plan.state,
  person: plan.personAgreedAt !== null,
  manager: plan.managerAgreedAt !== null,
  started: plan.startedAt !== null,
  managed: managers.length > 0,
  another: plan.another,
});

const ownerOf = (table: "goal" | "action") =>
  statement<{ personId: string; planId: string }>(
    `select person_id as "personId", plan_id as "planId" from rungs.${table} where ${table}_id = $1`,
  );
const goalOwner = ownerOf("goal");
const actionOwner = ownerOf("action");

/** The plan that a goal or an action is in, with its person. @throws Problem "not-found" */
export async function planWith(tx: Tx, of: "goal" | "action", id: string, today: string, change: boolean) {
  const [owner] = await (of === "goal" ? goalOwner : actionOwner)(tx, id);
  if (owner === undefined) throw new Problem("not-found");
  const subject = await planSubject(tx, owner.personId, owner.planId, today, change);
  if (subject.plan === null) throw new Problem("not-found");
  return { ...subject, plan: subject.plan };
}

const insert = statement(`
  insert into rungs.plan (org_id, plan_id, person_id, title, starts_on, ends_on, created_at, created_by)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7)`);
export const writePlan = async (
  tx: Tx,
  made: { id: string; personId: string; title: string; startsOn: string | null; endsOn: string | null; by: string; at: Date },
): Promise<void> => void (await insert(tx, made.id, made.personId, made.title, made.startsOn, made.endsOn, made.at, made.by));

const edit = statement(`update rungs.plan set title = $2, starts_on = $3, ends_on = $4 where plan_id = $1`);
export const editPlan = async (tx: Tx, plan: Pick<PlanHead, "id" | "title" | "startsOn" | "endsOn">): Promise<void> =>
  void (await edit(tx, plan.id, plan.title, plan.startsOn, plan.endsOn));

const enter = statement(`
  update rungs.plan
     set state = $2, revision = revision + 1,
         person_agreed_at = case when $3 then coalesce(person_agreed_at, $6::timestamptz) end,
         manager_agreed_at = case when $4 then coalesce(manager_agreed_at, $6::timestamptz) end,
         manager_agreed_by = case when $4 then coalesce(manager_agreed_by, $7::uuid) end,
         agreed_at = case when $2 = 'draft' then null when $2 = 'agreed' then coalesce(agreed_at, $6::timestamptz) else agreed_at end,
         started_at = case when $5 then coalesce(started_at, $6::timestamptz) end,
         closed_at = case when $2 = 'done' then $6::timestamptz end, closed_by = case when $2 = 'done' then $7::uuid end,
         outcome = case when $2 = 'done' then $8 end
   where plan_id = $1`);
/** Writes what the rules of `core/plan/life.ts` have made of a plan. */
export const enterPlan = async (tx: Tx, planId: string, to: Life, by: string, at: Date, outcome: string | null): Promise<void> =>
  void (await enter(tx, planId, to.state, to.person, to.manager, to.started, at, by, outcome));

const touch = statement<{ revision: number }>(`
  update rungs.plan
     set revision = revision + 1,
         person_agreed_at = case when $2 then person_agreed_at end,
         manager_agreed_at = case when $3 then manager_agreed_at end, manager_agreed_by = case when $3 then manager_agreed_by end
   where plan_id = $1 returning revision`);
/**
 * What is in the plan has been changed.
 *
 * @param side by which side; null where it was only said how something goes, which nobody has to agree to.
 * @returns the plan's new revision
 */
export async function planChanged(tx: Tx, plan: PlanHead, managers: readonly string[], side: Side | null): Promise<number> {
  const life = lifeOf(plan, managers);
  const after = side === null ? life : afterChange(life, side);
  const [touched] = await touch(tx, plan.id, after.person, after.manager);
  if (touched === undefined) throw new Problem("not-found");
  return touched.revision;
}

/** An earlier plan, as a line of a list. */
export type EarlierPlan = Pick<PlanHead, "id" | "title" | "startsOn" | "endsOn" | "createdAt" | "outcome"> & {
  closedAt: string;
  goals: number;
  achieved: number;
};
const earlierOf = statement<EarlierPlan>(`
  select plan.plan_id as id, plan.title, plan.starts_on as "startsOn", plan.ends_on as "endsOn", ${instant("plan.created_at")} as "createdAt",
         ${instant("plan.closed_at")} as "closedAt", plan.outcome, count(goal.goal_id) filter (where goal.state <> 'dropped')::int as goals,
         count(goal.goal_id) filter (where goal.state = 'achieved')::int as achieved
    from rungs.plan
    left join rungs.goal on goal.org_id = plan.org_id and goal.plan_id = plan.plan_id
   where plan.person_id = $1 and plan.state = 'done' and ($2::text is null or (${instant("plan.closed_at")}, plan.plan_id) < ($2, $3::uuid))
   group by plan.org_id, plan.plan_id
   order by ${instant("plan.closed_at")} desc, plan.plan_id desc limit $4`);
/** Plans that are done, the one closed last first. One more than `limit` where there are more. */
export const earlierPlans = (tx: Tx, personId: string, after: readonly [string, string] | null, limit: number) =>
  earlierOf(tx, personId, after?.[0] ?? null, after?.[1] ?? null, limit + 1);

export type Note = { id: string; kind: "note" | "check-in"; body: string; heldOn: string | null; by: Named; at: string };
/** A note as columns of `rungs.plan_note`, alias `note`. */
export const noteColumns = `note.plan_note_id as id, note.kind, note.body, note.held_on as "heldOn", ${personNamed("note.by")} as by, ${instant("note.at")} as at`;
const notesOf = statement<Note>(`
  select ${noteColumns} from rungs.plan_note as note
   where note.plan_id = $1 and ($2::text is null or (${instant("note.at")}, note.plan_note_id) < ($2, $3::uuid))
   order by ${instant("note.at")} desc, note.plan_note_id desc limit $4`);
/** Notes and talks about a plan, newest first. One more than `limit` where there are more. */
export const planNotes = (tx: Tx, planId: string, after: readonly [string, string] | null, limit: number) =>
  notesOf(tx, planId, after?.[0] ?? null, after?.[1] ?? null, limit + 1);

const insertNote = statement(`
  insert into rungs.plan_note (org_id, plan_note_id, plan_id, person_id, kind, body, held_on, by, at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8)`);
export const writeNote = async (
  tx: Tx,
  made: { id: string; planId: string; personId: string; kind: Note["kind"]; body: string; heldOn: string | null; by: string; at: Date },
): Promise<void> => void (await insertNote(tx, made.id, made.planId, made.personId, made.kind, made.body, made.heldOn, made.by, made.at));
