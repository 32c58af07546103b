import type { Transaction } from "kysely";
import type { Dated } from "../core/calendar/dates.ts";
import { ask, sha256, type Accounts } from "./account.ts";
import { actionsToDo } from "./plan-due.ts";
import { expiringOf } from "./records-expiring.ts";
import { dueOnOf } from "./reviews.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** Whose calendar an address is. */
export type Feed = { orgId: string; personId: string; accountId: string; lastReadAt: Date | null };

// Only of an account that is still in the organisation.
const byHash = ask<Feed>(`
  select feed.org_id as "orgId", feed.person_id as "personId", feed.user_id as "accountId", feed.last_read_at as "lastReadAt"
    from accounts.calendar_feed as feed
    join accounts.membership as member on member.user_id = feed.user_id and member.org_id = feed.org_id and member.person_id = feed.person_id
   where feed.hash = $1`);
const HOUR = 3_600_000;

/** Looked up by its hash, so that nothing compares secrets byte by byte. That it was read is noted at most once an hour. */
export async function feedWith(accounts: Accounts, token: string, now: Date): Promise<Feed | null> {
  const hash = sha256(token);
  const [feed] = await byHash(accounts, hash);
  if (feed === undefined) return null;
  if (feed.lastReadAt === null || now.getTime() - feed.lastReadAt.getTime() > HOUR)
    await accounts.updateTable("calendar_feed").set({ last_read_at: now }).where("hash", "=", hash).execute();
  return feed;
}

type Owner = { orgId: string; personId: string; accountId: string };

/** @returns null where they have no address. */
export async function feedOf(accounts: Accounts, { orgId, personId }: Owner): Promise<{ madeAt: Date; lastReadAt: Date | null } | null> {
  const row = await accounts
    .selectFrom("calendar_feed")
    .select(["made_at as madeAt", "last_read_at as lastReadAt"])
    .where("org_id", "=", orgId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row ?? null;
}

/** The address that they had leads nowhere from then on. */
export async function makeFeed(accounts: Accounts, { orgId, personId, accountId }: Owner, token: string, now: Date): Promise<void> {
  const made = { hash: sha256(token), user_id: accountId, made_at: now, last_read_at: null };
  await accounts
    .insertInto("calendar_feed")
    .values({ ...made, org_id: orgId, person_id: personId })
    .onConflict((conflict) => conflict.columns(["org_id", "person_id"]).doUpdateSet(made))
    .execute();
}

/** @returns whether there was one. */
export async function withdrawFeed(accounts: Accounts, { orgId, personId }: Owner): Promise<boolean> {
  const gone = await accounts
    .deleteFrom("calendar_feed")
    .where("org_id", "=", orgId)
    .where("person_id", "=", personId)
    .returning("hash")
    .execute();
  return gone.length > 0;
}

/** Whoever read along in a calendar of this account reads nothing from then on, in any organisation. */
export async function withdrawFeeds(accounts: Accounts, accountId: string): Promise<void> {
  await accounts.deleteFrom("calendar_feed").where("user_id", "=", accountId).execute();
}

type Row = { kind: Dated["kind"]; id: string; on: string; of: string; own: boolean; count: number };

const running = `cycle.state in ('open', 'calibrating') and cycle.launched_at is not null`;
const stage = (name: string) => `(cycle.setup -> 'stages' ->> '${name}')::date`;

// $1 the person, $2 the first day that is told, $3 today. A form that was put off has a day of its own; the others of a cycle are one date.
const dates = statement<Row>(`
  select 'action' as kind, action.action_id::text as id, action.due_on as "on", action.title as "of", action.person_id = $1 as own, 1 as count
    from ${actionsToDo("action.owner_person_id = $1 and action.due_on >= $2::date", "$3::date")} as action
  union all
  select 'goal', goal.goal_id::text, goal.due_on, goal.title, true, 1
    from rungs.goal
    join rungs.plan on plan.org_id = goal.org_id and plan.plan_id = goal.plan_id and plan.state <> 'done'
   where goal.person_id = $1 and goal.state = 'open' and goal.due_on >= $2::date
  union all
  select 'plan', plan.plan_id::text, plan.ends_on, plan.title, true, 1 from rungs.plan
   where plan.person_id = $1 and plan.state <> 'done' and plan.ends_on >= $2::date
  union all
  select 'check-in', note.plan_note_id::text, note.held_on, 'your plan', true, 1 from rungs.plan_note as note
   where note.person_id = $1 and note.kind = 'check-in' and note.held_on >= $2::date
  union all
  select assessment.kind, case when assessment.due_on is null then cycle.cycle_id else assessment.assessment_id end::text, ${dueOnOf}, cycle.title, true, count(*)::int
    from rungs.assessment
    join rungs.review on review.org_id = assessment.org_id and review.review_id = assessment.review_id
    join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
   where assessment.rater_id = $1 and assessment.state <> 'submitted' and assessment.closed_at is null and review.withdrawn_at is null
     and cycle.state = 'open' and cycle.launched_at is not null and ${dueOnOf} >= $2::date
   group by 1, 2, 3, 4
  union all
  select stage.kind, cycle.cycle_id::text, stage.day, cycle.title, true, 1
    from rungs.review
    join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
   cross join lateral (values ('opens', ${stage("opensOn")}), ('results', ${stage("releaseOn")})) as stage (kind, day)
   where review.person_id = $1 and review.withdrawn_at is null and ${running} and stage.day >= $2::date
   order by 3, 1, 2 limit 500`);

const RECORDS = 200;

/** Every date that concerns somebody, from a day on. Two statements. @param ahead days for which what runs out is told. */
export async function datesOf(tx: Tx, personId: string, today: string, since: string, ahead: number): Promise<Dated[]> {
  const rows = await dates(tx, personId, since, today);
  const records = await expiringOf(tx, personId, today, ahead, RECORDS);
  return [
    ...rows.map((row): Dated => ({ ...row, until: null })),
    ...records
      .filter(({ expires }) => expires >= since)
      .map(({ id, expires, title }): Dated => ({ kind: "record", id, on: expires, until: null, of: title })),
  ];
}
