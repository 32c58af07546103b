import { sql, type Insertable } from "kysely";
import type { Tables } from "../../db/tables.gen.ts";
import type { Tx } from "../../http/route.ts";

/**
 * Writes rows in one statement, however many: they travel as one JSON value, so no statement has thousands of parameters.
 * All rows have the keys of the first; bytes are written as "\\x" and hexadecimal digits.
 */
export async function insert<T extends keyof Tables>(
  tx: Tx,
  table: T,
  rows: readonly (Omit<Insertable<Tables[T]>, "hash"> & { hash?: string | null })[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  const into = sql.table(`rungs.${table}`);
  await sql`insert into ${into} (${columns}) select ${columns} from jsonb_populate_recordset(null::${into}, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
}
