import type { Transaction } from "kysely";
import { Problem } from "../core/problem.ts";
import { refuseLoop, takeBack, type FactKind } from "./facts.ts";
import type { ActKind } from "./person-page.ts";
import type { PersonToChange } from "./person-rows.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

export type Own = {
  name: string;
  employeeNumber: string;
  email: string | null;
  teamId: string | null;
  location: string | null;
  startedOn: string | null;
  leftOn: string | null;
};
type Found = { kind: ActKind; changes: { before: Own; after: Own } | null; undone: boolean; newest: boolean; followed: boolean };

const tables = ["placement", "reporting_line", "leave", "share_change"];
// What came from elsewhere since, an import or a move, names no act. $1 the act, $2 the person.
const actOf = statement<Found>(`
  select act.kind, act.changes, act.undone_at is not null as undone,
         not exists (select from rungs.person_act as later
                      where later.org_id = act.org_id and later.person_id = act.person_id and later.undone_at is null
                        and (later.at, later.person_act_id) > (act.at, act.person_act_id)) as newest,
         ${tables
           .map(
             (table) => `exists (select from rungs.${table} as fact where fact.org_id = act.org_id and fact.person_id = act.person_id
           and fact.person_act_id is null and fact.recorded_at > act.recorded_at)`,
           )
           .join("\n or ")} as followed
    from rungs.person_act as act where act.person_act_id = $1 and act.person_id = $2`);
const markUndone = statement(`update rungs.person_act set undone_at = $2, undone_by = $3 where person_act_id = $1`);
const takeBackPerson = statement(`select rungs.take_back_person($1)`);

const rests = (why: string) => new Problem("conflict", `This can no longer be taken back: ${why}`);
const factsOf: Readonly<Record<ActKind, FactKind | null>> = {
  add: null,
  edit: null,
  depart: null,
  return: "placement",
  place: "placement",
  manager: "line",
  leave: "leave",
  share: "share",
};

/**
 * Takes back the newest act on a person's page that still stands. Dated facts stay on record as taken back; a person who was
 * only just added goes.
 *
 * @returns `restored` what the person's own row is to say again, where the act had changed it.
 * @throws Problem "not-found"; "conflict" where it is not the newest, or something rests on it.
 */
export async function undoAct(
  tx: Tx,
  person: PersonToChange,
  act: string,
  { by, now, signsIn, ids }: { by: string; now: Date; signsIn: () => Promise<boolean>; ids: readonly [string, string] },
): Promise<{ kind: ActKind; restored: Own | null }> {
  const { personId, details } = person;
  const [found] = await actOf(tx, act, personId);
  if (found === undefined) throw new Problem("not-found");
  if (found.undone) throw rests("it has been taken back already.");
  if (!found.newest) throw rests("something was done after it. Take that back first.");
  if (found.followed) throw rests("an import or a move to another version came after it.");
  const { kind, changes } = found;
  if (kind === "add") {
    if (await signsIn()) throw rests(`${person.name} has an account.`);
    try {
      await takeBackPerson(tx, act);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "23503") throw rests(`something else names ${person.name} already.`);
      throw error;
    }
    return { kind, restored: null };
  }
  if (changes !== null) {
    const standing: Readonly<Record<string, unknown>> = { ...details, name: person.name };
    if (Object.entries(changes.after).some(([key, value]) => standing[key] !== value)) throw rests(`${person.name} was changed since.`);
  }
  const facts = factsOf[kind];
  const changed = facts === null ? [] : await takeBack(tx, facts, act, ids, by);
  const since = changed.map(({ from }) => from).toSorted()[0];
  if (facts === "line" && since !== undefined) await refuseLoop(tx, personId, since, null, null);
  await markUndone(tx, act, now, by);
  return { kind, restored: changes?.before ?? null };
}
