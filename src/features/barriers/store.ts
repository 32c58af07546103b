import { v7 } from "uuid";
import { z } from "zod";
import { can, type Scope } from "../../core/access/policy.ts";
import { ageOf, type BarrierKind } from "../../core/plan/barrier.ts";
import { Problem } from "../../core/problem.ts";
import {
  barrierCounts,
  barriersFor,
  editBarrier,
  resolveBarrier,
  writeBarrier,
  type BarrierFilter,
  type BarrierOrder,
  type BarrierRow,
  type BarrierSubject,
} from "../../db/barriers.ts";
import { enqueueAll } from "../../db/outbox.ts";
import type { PlanSubject } from "../../db/plans.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";

type Asking = {
  state: BarrierFilter["state"];
  kind?: BarrierKind | undefined;
  team?: string | undefined;
  person?: string | undefined;
  days: number;
  sort: BarrierOrder;
};
const filterOf = ({ state, kind, team, person, days }: Asking): BarrierFilter => ({
  state,
  kind: kind ?? null,
  team: team ?? null,
  person: person ?? null,
  days,
});
const aged = ({ sortKey: _, managers: __, teams: ___, ...row }: BarrierRow, today: string) => ({
  ...row,
  days: ageOf(row.raisedOn, row.resolvedOn, today),
});

/** Two queries for the first page, one for each that follows. */
export async function list(context: Context<Asking & { limit: number; cursor?: string | undefined }, null> & { scope: Scope }) {
  const { tx, actor, scope, input, today } = context;
  const { limit, cursor, sort } = input;
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string().max(1000), z.uuid()]));
  const rows = await barriersFor(tx, scope, today, filterOf(input), sort, after, limit);
  const { items, next } = page(rows, limit, ({ sortKey, id }) => [sortKey, id]);
  return {
    items: items.map((row) => {
      const { managers, teams } = row;
      return { ...aged(row, today), can: can(actor, ["plan.write"], { orgId: actor.orgId, personId: row.person.id, managers, teams }) };
    }),
    next,
    kinds: after === null ? await barrierCounts(tx, scope, today, filterOf(input)) : [],
    today,
  };
}

/** For a file: everything that fits the filter. @throws Problem "too-large" where there is more than `most` */
export async function whole({ tx, scope, input, today }: Context<Asking, null> & { scope: Scope }, most: number) {
  const rows = await barriersFor(tx, scope, today, filterOf(input), input.sort, null, most);
  if (rows.length > most)
    throw new Problem("too-large", `There are more than ${most.toLocaleString("en-GB")} rows. Take them a team at a time.`);
  return rows.map((row) => aged(row, today));
}

type Raising = {
  personId: string;
  goal?: string | undefined;
  action?: string | undefined;
  kind: BarrierKind;
  note: string | null;
  wouldRemove: string | null;
};

/** The goal that a barrier is on, of this person's plan that is not done. @throws Problem "invalid" */
async function placed(tx: Tx, { personId, plan }: PlanSubject, { goal, action }: Raising) {
  const unknown = (path: string) =>
    new Problem("invalid", undefined, [{ code: "unknown-reference", path, message: "This is on no plan of theirs that is not done." }]);
  if (action !== undefined) {
    const found = await tx
      .selectFrom("action")
      .select("goal_id as goalId")
      .where("action_id", "=", action)
      .where("person_id", "=", personId)
      .where("plan_id", "=", plan?.id ?? null)
      .executeTakeFirst();
    if (found === undefined || (goal !== undefined && goal !== found.goalId)) throw unknown("/action");
    return { goalId: found.goalId, actionId: action };
  }
  if (goal === undefined) return { goalId: null, actionId: null };
  const found = await tx
    .selectFrom("goal")
    .select("goal_id")
    .where("goal_id", "=", goal)
    .where("person_id", "=", personId)
    .where("plan_id", "=", plan?.id ?? null)
    .executeTakeFirst();
  if (found === undefined) throw unknown("/goal");
  return { goalId: goal, actionId: null };
}

export async function raise({ tx, actor, subject, input, now, today, note: told }: Context<Raising, PlanSubject>) {
  const { personId, manager, name } = subject;
  if (input.kind === "other" && input.note === null)
    throw new Problem("invalid", undefined, [{ code: "missing", path: "/note", message: "Say what it is." }]);
  const at = await placed(tx, subject, input);
  const id = v7();
  const { kind, note, wouldRemove } = input;
  await writeBarrier(tx, { id, personId, ...at, kind, note, wouldRemove, on: today, by: actor.personId, at: now });
  if (manager !== null && manager.id !== actor.personId)
    await enqueueAll(tx, [
      {
        template: "barrier-raised",
        data: { who: name, path: `/people/${personId}/plan` },
        dedupeKey: `barrier-raised ${id}`,
        personId: manager.id,
      },
    ]);
  told({ barrier: id, kind });
  return { id, revision: 1 };
}

export const matches = {
  tag: ({ barrier }: BarrierSubject) => String(barrier.revision),
  state: async ({ subject }: Context<unknown, BarrierSubject>) => subject.barrier,
};

type Editing = { kind?: BarrierKind | undefined; note?: string | null | undefined; wouldRemove?: string | null | undefined };
export async function edit({ tx, subject: { barrier }, input, note: told }: Context<Editing, BarrierSubject>) {
  const { kind = barrier.kind, note = barrier.note, wouldRemove = barrier.wouldRemove } = input;
  if (kind === "other" && note === null)
    throw new Problem("invalid", undefined, [{ code: "missing", path: "/note", message: "Say what it is." }]);
  told({ barrier: barrier.id, kind });
  return { id: barrier.id, revision: await editBarrier(tx, { id: barrier.id, kind, note, wouldRemove }) };
}

export async function resolve({ tx, actor, subject, input, now, today, note: told }: Context<{ resolution: string }, BarrierSubject>) {
  const { barrier, personId } = subject;
  if (barrier.resolvedOn !== null) throw new Problem("conflict", "This is resolved already.");
  const revision = await resolveBarrier(tx, barrier.id, { on: today, by: actor.personId, resolution: input.resolution });
  if (personId !== actor.personId) {
    const { name: who } = await tx.selectFrom("person").select("name").where("person_id", "=", actor.personId).executeTakeFirstOrThrow();
    const data = { who, path: `/people/${personId}/plan` };
    await enqueueAll(tx, [
      { template: "barrier-resolved", data, dedupeKey: `barrier-resolved ${barrier.id} ${now.toISOString()}`, personId },
    ]);
  }
  told({ barrier: barrier.id, days: ageOf(barrier.raisedOn, today, today) });
  return { id: barrier.id, revision };
}

export async function reopen({ tx, subject: { barrier }, note: told }: Context<unknown, BarrierSubject>) {
  if (barrier.resolvedOn === null) throw new Problem("conflict", "This is not resolved.");
  told({ barrier: barrier.id });
  return { id: barrier.id, revision: await resolveBarrier(tx, barrier.id, null) };
}
