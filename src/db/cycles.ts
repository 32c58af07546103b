import type { Transaction } from "kysely";
import type { CycleSubject } from "../core/access/actor.ts";
import type { Scope } from "../core/access/policy.ts";
import { CycleSetup } from "../core/cycle/setup.ts";
import type { CycleState } from "../core/cycle/state.ts";
import { Problem } from "../core/problem.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** A cycle as its pages show it, with what the policy asks. `participants` leaves out who was withdrawn. */
export type Cycle = CycleSubject & {
  cycleId: string;
  title: string;
  state: CycleState;
  revision: number;
  setup: CycleSetup;
  participants: number;
  createdAt: string;
  createdBy: Named | null;
  launchedAt: string | null;
  launchedBy: Named | null;
  openedOn: string | null;
  closesOn: string | null;
  releaseAt: string | null;
  releasedAt: string | null;
  cancelledAt: string | null;
  cancelledReason: string | null;
};
type Row = Omit<Cycle, "setup"> & { setup: unknown };

/**
 * Whose units a cycle is about: before it is launched what its set-up says, then the people in it. Each unit comes with those
 * above it; null where it is about everybody, or about people of no unit.
 */
const unitsOf = `case
  when exists (select from rungs.review as pinned where pinned.org_id = cycle.org_id and pinned.cycle_id = cycle.cycle_id) then (
    select case when bool_or(concerned.team_id is null) then null else json_agg(${teamsOf("concerned")}) end
      from (select distinct person.org_id, person.team_id from rungs.review as pinned
              join rungs.person on person.org_id = pinned.org_id and person.person_id = pinned.person_id
             where pinned.org_id = cycle.org_id and pinned.cycle_id = cycle.cycle_id) as concerned)
  else (
    select json_agg(${teamsOf("concerned")})
      from (select cycle.org_id, named.value::uuid as team_id
              from jsonb_array_elements_text(cycle.setup -> 'who' -> 'units') as named) as concerned)
  end`;

const columns = `cycle.org_id as "orgId", cycle.cycle_id as "cycleId", cycle.title, cycle.state, cycle.revision, cycle.setup,
       ${unitsOf} as units,
       (select count(*) from rungs.review as pinned
         where pinned.org_id = cycle.org_id and pinned.cycle_id = cycle.cycle_id and pinned.withdrawn_at is null) as participants,
       ${instant("cycle.created_at")} as "createdAt", ${personNamed("cycle.created_by")} as "createdBy",
       ${instant("cycle.launched_at")} as "launchedAt", ${personNamed("cycle.launched_by")} as "launchedBy",
       cycle.opened_on as "openedOn", cycle.closes_on as "closesOn", ${instant("cycle.scheduled_release_at")} as "releaseAt",
       ${instant("cycle.released_at")} as "releasedAt", ${instant("cycle.cancelled_at")} as "cancelledAt",
       cycle.cancelled_reason as "cancelledReason"`;

const read = (row: Row): Cycle => ({ ...row, setup: CycleSetup.parse(row.setup) });

const oneOf = statement<Row>(`select ${columns} from rungs.cycle where cycle.cycle_id = $1`);
const lock = statement(`select from rungs.cycle where cycle_id = $1 for update`);

/** @throws Problem "not-found" */
export async function cycleOf(tx: Tx, id: string): Promise<Cycle> {
  const [found] = await oneOf(tx, id);
  if (found === undefined) throw new Problem("not-found");
  return read(found);
}

/** The same, and nobody else changes the cycle or anything that it locks until this transaction ends. @throws Problem "not-found" */
export async function lockedCycle(tx: Tx, id: string): Promise<Cycle> {
  await lock(tx, id);
  return cycleOf(tx, id);
}

/** A cycle of a list; `mine` is what the reader has in it, null where nothing. */
export type Listed = Cycle & { in: number; mine: { asked: number; done: number; review: string | null } | null };

// $1 the reader, $2 whether they see all, $3 their units, $4 state, $5 and $6 the last row of the page before, $7 how many.
const listOf = statement<Row & Pick<Listed, "in" | "mine">>(`
  select ${columns},
         (select count(*) from rungs.review as pinned
           where pinned.org_id = cycle.org_id and pinned.cycle_id = cycle.cycle_id and pinned.withdrawn_at is null
             and not exists (select from rungs.assessment as part
                              where part.org_id = pinned.org_id and part.review_id = pinned.review_id
                                and part.kind <> 'peer' and part.closed_at is null and part.state <> 'submitted')) as in,
         case when mine.asked > 0 or mine.review is not null
              then json_build_object('asked', mine.asked, 'done', mine.done, 'review', mine.review) end as mine
    from rungs.cycle
   cross join lateral (
         select count(part.assessment_id) filter (where part.closed_at is null) as asked,
                count(part.assessment_id) filter (where part.closed_at is null and part.state = 'submitted') as done,
                min(pinned.review_id::text) filter (where pinned.person_id = $1) as review
           from rungs.review as pinned
           left join rungs.assessment as part on part.org_id = pinned.org_id and part.review_id = pinned.review_id and part.rater_id = $1
          where pinned.org_id = cycle.org_id and pinned.cycle_id = cycle.cycle_id and pinned.withdrawn_at is null
            and (part.assessment_id is not null or pinned.person_id = $1)) as mine
   where ($2::boolean or cardinality($3::uuid[]) > 0 or (cycle.state not in ('draft', 'cancelled') and (mine.asked > 0 or mine.review is not null)))
     and ($4::text is null or cycle.state = $4)
     and ($5::timestamptz is null or (cycle.created_at, cycle.cycle_id) < ($5, $6::uuid))
   order by cycle.created_at desc, cycle.cycle_id desc
   limit $7`);

/** The newest first, one more than asked for; what a partner of units may not read is left in, for the policy to judge. One query. */
export async function cyclesFor(
  tx: Tx,
  scope: Scope,
  { state, after, limit }: { state: CycleState | null; after: readonly [string, string] | null; limit: number },
): Promise<Listed[]> {
  const rows = await listOf(tx, scope.personId, scope.all, [...scope.teams], state, after?.[0] ?? null, after?.[1] ?? null, limit + 1);
  return rows.map((row) => ({ ...read(row), in: row.in, mine: row.mine }));
}

const insert = statement(`
  insert into rungs.cycle (org_id, cycle_id, title, state, setup, revision, created_by, created_at)
  values (rungs.current_org(), $1, $2, 'draft', $3, 1, $4, $5)`);

export const writeCycle = async (
  tx: Tx,
  { id, title, setup, by, now }: { id: string; title: string; setup: CycleSetup; by: string; now: Date },
): Promise<void> => void (await insert(tx, id, title, JSON.stringify(setup), by, now));

const update = statement(`
  update rungs.cycle set title = $2, setup = $3, closes_on = case when state = 'draft' then closes_on else $4::date end, revision = revision + 1
   where cycle_id = $1`);

/** The last day on which anything is due; null where no day is set. */
export const lastDue = ({ stages: { selfDue, managerDue, peersDue } }: CycleSetup): string | null =>
  [selfDue, managerDue, peersDue]
    .filter((day) => day !== null)
    .toSorted()
    .at(-1) ?? null;

export const updateCycle = async (tx: Tx, id: string, title: string, setup: CycleSetup): Promise<void> =>
  void (await update(tx, id, title, JSON.stringify(setup), lastDue(setup)));

const go = statement(`
  update rungs.cycle
     set state = $2, revision = revision + 1,
         launched_at = case when $2 = 'open' then $3::timestamptz else launched_at end,
         launched_by = case when $2 = 'open' then $4::uuid else launched_by end,
         opened_on = case when $2 = 'open' then $5::date else opened_on end,
         closes_on = case when $2 = 'open' then $6::date else closes_on end,
         cancelled_at = case when $2 = 'cancelled' then $3::timestamptz else cancelled_at end,
         cancelled_by = case when $2 = 'cancelled' then $4::uuid else cancelled_by end,
         cancelled_reason = case when $2 = 'cancelled' then $7::text else cancelled_reason end,
         released_at = case when $2 = 'released' then $3::timestamptz else released_at end,
         released_by = case when $2 = 'released' then $4::uuid else released_by end,
         scheduled_release_at = case when $2 = 'archived' then scheduled_release_at end
   where cycle_id = $1`);

/** Writes where a cycle has come to, with when, by whom and what belongs to it. */
export const enter = async (
  tx: Tx,
  id: string,
  state: CycleState,
  {
    now,
    by,
    on = null,
    closesOn = null,
    reason = null,
  }: { now: Date; by: string | null; on?: string | null; closesOn?: string | null; reason?: string | null },
): Promise<void> => void (await go(tx, id, state, now, by, on, closesOn, reason));

const unknownOf = statement<{ id: string; what: "unit" | "assessor" | "framework" }>(`
  select id, what from (
    select named as id, 'unit' as what from unnest($1::text[]) as named where not exists (select from rungs.team where team_id::text = named)
    union all
    select named, 'framework' from unnest($2::text[]) as named where not exists (select from rungs.framework where slug = named and kind <> 'library')
    union all
    select named, 'assessor' from unnest($3::text[]) as named where not exists (select from rungs.person where person_id::text = named)) as unknown`);

/** What a set-up names and nobody knows here. */
export const unknownIn = (tx: Tx, { who, ratings: { assessor } }: CycleSetup) =>
  unknownOf(tx, who.units, [...who.frameworks, ...(assessor?.frameworks ?? [])], assessor === null ? [] : [assessor.person]);
