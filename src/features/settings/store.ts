import { contentHash } from "../../core/framework/canonical.ts";
import { moved, settingsOf, type OrganisationSettings } from "../../core/organisation/settings.ts";
import { statement } from "../../db/statement.ts";
import type { Tx } from "../../http/route.ts";

/** The organisation with what it has decided for itself. */
export type Own = { orgId: string; name: string; slug: string; timeZone: string; settings: OrganisationSettings };

const own = statement<{ orgId: string; name: string; slug: string; timeZone: string; settings: unknown }>(
  `select org_id as "orgId", name, slug, time_zone as "timeZone", settings from rungs.organisation where org_id = $1`,
);
// Held until the transaction ends, so that of two changes at once the second is laid over the first.
const ownLocked = statement<{ orgId: string; name: string; slug: string; timeZone: string; settings: unknown }>(
  `select org_id as "orgId", name, slug, time_zone as "timeZone", settings from rungs.organisation where org_id = $1 for update`,
);

/** @param toChange holds it against other changes until the transaction ends. */
export async function read(tx: Tx, orgId: string, toChange = false): Promise<Own> {
  const [row] = await (toChange ? ownLocked : own)(tx, orgId);
  if (row === undefined) throw new Error("The organisation of the transaction is gone.");
  return { ...row, settings: settingsOf(row.settings) };
}

/** What its ETag is made of: everything that can be changed here. */
export const tagOf = ({ name, timeZone, settings }: Own): string => contentHash({ name, timeZone, settings }).slice(0, 32);

const write = statement(`update rungs.organisation set name = $2, time_zone = $3, settings = settings || $4::jsonb where org_id = $1`);

/** @returns what moved, field by field, from what to what. */
export async function change(tx: Tx, before: Own, after: Own): Promise<Record<string, string>> {
  const lines = moved(
    { name: before.name, timeZone: before.timeZone, ...before.settings },
    { name: after.name, timeZone: after.timeZone, ...after.settings },
  );
  const { demo: _, ...decided } = after.settings;
  if (Object.keys(lines).length > 0) await write(tx, before.orgId, after.name, after.timeZone, JSON.stringify(decided));
  return lines;
}
