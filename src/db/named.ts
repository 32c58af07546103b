import type { Transaction } from "kysely";
import { Problem } from "../core/problem.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

const person = statement<{ id: string; name: string; email: string | null; leftOn: string | null }>(
  `select person_id as id, name, email, left_on as "leftOn" from rungs.person where person_id = $1`,
);

/** @throws Problem "not-found" */
export async function personNamed(tx: Transaction<Tables>, personId: string) {
  const [row] = await person(tx, personId);
  if (row === undefined) throw new Problem("not-found");
  return row;
}
