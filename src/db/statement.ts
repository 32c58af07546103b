import { CompiledQuery, type Transaction } from "kysely";
import type { Tables } from "./tables.gen.ts";

/**
 * A statement written by hand, for what is asked on every page: no builder runs, and its one text is prepared once on each
 * connection. `Row` is what its own column list says, which nothing checks but the tests of who calls it.
 */
export const statement =
  <Row>(text: string) =>
  async (tx: Transaction<Tables>, ...values: unknown[]): Promise<Row[]> =>
    (await tx.executeQuery<Row>(CompiledQuery.raw(text, values))).rows;
