import type { Transaction } from "kysely";
import { loopSince, type DatedLine } from "../core/people/lines.ts";
import { Problem } from "../core/problem.ts";
import type { ActKind } from "./person-page.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/*
 * What is recorded of a person with dates is only ever added to. A row may name one that it corrects, which then no longer
 * stands, or one that it retracts. Everybody reads the views ..._standing; this is where they are written.
 */

type Tx = Transaction<Tables>;

/** Why, by whom, in which act; and which fact of the same kind and person it takes the place of. */
export type Written = { id: string; personId: string; reason: string | null; by: string; act: string; corrects: string | null };

/** The kinds of facts, each with its table and the name of its key. */
export const factKinds = ["placement", "line", "leave", "share"] as const;
export type FactKind = (typeof factKinds)[number];
const tables: Readonly<Record<FactKind, { table: string; id: string; columns: readonly string[] }>> = {
  placement: { table: "placement", id: "placement_id", columns: ["framework_id", "version", "level_id", "from_on"] },
  line: { table: "reporting_line", id: "reporting_line_id", columns: ["manager_id", "from_on"] },
  leave: { table: "leave", id: "leave_id", columns: ["kind", "from_on", "to_on"] },
  share: { table: "share_change", id: "share_change_id", columns: ["share", "from_on"] },
};

const inserting = (kind: FactKind, types: readonly string[]) => {
  const { table, id, columns } = tables[kind];
  return statement(`
    insert into rungs.${table} (org_id, ${id}, person_id, reason, recorded_by, person_act_id, corrects_id, ${columns.join(", ")})
    values (rungs.current_org(), $1, $2, $3, $4, $5, $6, ${columns.map((_, index) => `$${index + 7}::${types[index]}`).join(", ")})`);
};
const addPlacement = inserting("placement", ["uuid", "int", "text", "date"]);
const addLine = inserting("line", ["uuid", "date"]);
const addLeave = inserting("leave", ["text", "date", "date"]);
const addShare = inserting("share", ["numeric", "date"]);
const about = ({ id, personId, reason, by, act, corrects }: Written) => [id, personId, reason, by, act, corrects];

export type Level = { frameworkId: string; version: number; level: string; title: string };
export const writePlacement = (tx: Tx, fact: Written, level: Level | null, from: string) =>
  addPlacement(tx, ...about(fact), level?.frameworkId ?? null, level?.version ?? null, level?.level ?? null, from);
export const writeLine = (tx: Tx, fact: Written, managerId: string | null, from: string) => addLine(tx, ...about(fact), managerId, from);
export const writeLeave = (tx: Tx, fact: Written, kind: string, from: string, to: string | null) =>
  addLeave(tx, ...about(fact), kind, from, to);
export const writeShare = (tx: Tx, fact: Written, share: number, from: string) => addShare(tx, ...about(fact), share, from);

type Standing = { from: string };
const standing = Object.fromEntries(
  factKinds.map((kind) => [
    kind,
    statement<Standing>(
      `select from_on as "from" from rungs.${tables[kind].table}_standing as fact where fact.${tables[kind].id} = $1 and fact.person_id = $2`,
    ),
  ]),
) as Record<FactKind, (tx: Tx, ...values: unknown[]) => Promise<Standing[]>>; // one for each kind

/** @returns the day from which a fact holds that still stands. @throws Problem "conflict" where it is none of this person's, or no longer stands. */
export async function factStanding(tx: Tx, kind: FactKind, id: string, personId: string): Promise<Standing> {
  const [found] = await standing[kind](tx, id, personId);
  if (found === undefined) throw new Problem("conflict", "What this is to correct no longer stands: it has been put right already.");
  return found;
}

const retracting = Object.fromEntries(
  factKinds.map((kind) => {
    const { table, id, columns } = tables[kind];
    return [
      kind,
      statement(`
        insert into rungs.${table} (org_id, ${id}, person_id, reason, recorded_by, person_act_id, corrects_id, retracts, ${columns.join(", ")})
        select org_id, $1, person_id, $3, $4, $5, ${id}, true, ${columns.join(", ")} from rungs.${table} where ${id} = $6 and person_id = $2`),
    ];
  }),
) as Record<FactKind, (tx: Tx, ...values: unknown[]) => Promise<unknown[]>>; // one for each kind

/** Says that a fact never was: `corrects` names it. */
export const retract = async (tx: Tx, kind: FactKind, fact: Written): Promise<void> => void (await retracting[kind](tx, ...about(fact)));

// What an act wrote: a new fact is retracted, and of what corrected another, the other stands again. What it wrote may have been put
// right since and that taken back: then it is the last of those rows that stands for it.
const takingBack = Object.fromEntries(
  factKinds.map((kind) => {
    const { table, id, columns } = tables[kind];
    const before = columns.map((column) => `case when before.${id} is null then fact.${column} else before.${column} end`);
    return [
      kind,
      statement<Standing>(`
        with recursive chain (wrote, newest) as (
          select ${id}, ${id} from rungs.${table} where person_act_id = $1
          union all
          select chain.wrote, later.${id} from chain join rungs.${table} as later on later.corrects_id = chain.newest)
        insert into rungs.${table} (org_id, ${id}, person_id, reason, recorded_by, person_act_id, corrects_id, retracts, ${columns.join(", ")})
        select fact.org_id, ($2::uuid[])[row_number() over (order by fact.${id})], fact.person_id, before.reason, $3, $1, chain.newest,
               before.${id} is null, ${before.join(", ")}
          from chain
          join rungs.${table} as fact on fact.${id} = chain.wrote
          left join rungs.${table} as before on before.org_id = fact.org_id and before.${id} = fact.corrects_id
         where not exists (select from rungs.${table} as later where later.org_id = fact.org_id and later.corrects_id = chain.newest)
        returning from_on as "from"`),
    ];
  }),
) as Record<FactKind, (tx: Tx, ...values: unknown[]) => Promise<Standing[]>>; // one for each kind

/** Takes back what an act recorded of this kind: at most two facts. @param ids of the rows that say so. @returns the days from which something changes. */
export const takeBack = (tx: Tx, kind: FactKind, act: string, ids: readonly [string, string], by: string): Promise<Standing[]> =>
  takingBack[kind](tx, act, [...ids], by);

const addAct = statement(`
  insert into rungs.person_act (org_id, person_act_id, person_id, kind, changes, reason, by, at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7)`);

export type Act = {
  id: string;
  personId: string;
  kind: ActKind;
  changes: { before: object; after: object } | null;
  reason: string | null;
  by: string;
  now: Date;
};
export const writeAct = async (tx: Tx, { id, personId, kind, changes, reason, by, now }: Act): Promise<void> =>
  void (await addAct(tx, id, personId, kind, changes === null ? null : JSON.stringify(changes), reason, by, now));

// Everybody who stands above one of these at any time, and all their lines. $1 people, $2 the line that no longer stands.
const linesAbove = statement<DatedLine & { name: string }>(`
  with recursive above (person_id) as (
    select unnest($1::uuid[])
    union
    select line.manager_id from above join rungs.reporting_line_standing as line on line.person_id = above.person_id where line.manager_id is not null)
  select person.person_id as "personId", person.name, line.manager_id as "managerId", line.from_on as "from"
    from above
    join rungs.person on person.person_id = above.person_id
    left join rungs.reporting_line_standing as line
      on line.person_id = above.person_id and line.reporting_line_id is distinct from $2::uuid
   order by line.from_on, line.recorded_at, line.reporting_line_id`);

const alone = statement(`select pg_advisory_xact_lock(hashtextextended('people import ' || rungs.current_org()::text, 0))`);
/** Reporting lines of an organisation change one after the other: two at once could each close a loop that neither sees. */
export const linesAlone = async (tx: Tx): Promise<void> => void (await alone(tx));

/**
 * Refuses reporting lines that come back to this person on any day from `since` on, the way round spelled out.
 *
 * @param adding a line that is about to be written; null where what is stored is to be looked at as it is.
 * @param without a line that is about to lose its place.
 */
export async function refuseLoop(tx: Tx, personId: string, since: string, adding: DatedLine | null, without: string | null): Promise<void> {
  const rows = await linesAbove(tx, [personId, ...(adding?.managerId ? [adding.managerId] : [])], without);
  // Whoever has no line is here for their name alone: their day is null.
  const lines = rows.filter(({ from }) => from !== null);
  const loop = loopSince(adding === null ? lines : [...lines, adding], personId, since);
  if (loop === null) return;
  const names = new Map(rows.map((row) => [row.personId, row.name]));
  const spelled = loop.way.map((id) => names.get(id) ?? "").join(" → ");
  const message = `This reporting line would come back to where it began on ${loop.on}: ${spelled}.`;
  throw new Problem("invalid", message, [{ code: "loop", path: "/manager", message }]);
}
