import type { Transaction } from "kysely";
import { settingsOf, type OrganisationSettings } from "../core/organisation/settings.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

const stored = statement<{ settings: unknown }>(`select settings from rungs.organisation`);

/** What the organisation of the transaction has decided, and what holds where it has not. One statement. */
export async function settingsIn(tx: Transaction<Tables>): Promise<OrganisationSettings> {
  const [row] = await stored(tx);
  return settingsOf(row?.settings ?? {});
}
