import type { Transaction } from "kysely";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

// In one order, and in a statement of its own: what is read after it is as those left it who were before us in the queue.
const queue = statement(`select from rungs.role_grant where role = 'owner' order by role_grant_id for update`);
const lasting = statement<{ grantId: string; personId: string }>(`
  select held.role_grant_id as "grantId", held.person_id as "personId"
    from rungs.role_grant as held join rungs.person on person.org_id = held.org_id and person.person_id = held.person_id
   where held.role = 'owner' and held.expires_on is null and person.left_on is null`);

/**
 * The owners on whom an organisation can rely: who is not leaving, and whose role has no last day. Whoever asks is about to take
 * one away, and nobody else does meanwhile.
 */
export async function lastingOwners(tx: Transaction<Tables>): Promise<{ grantId: string; personId: string }[]> {
  await queue(tx);
  return lasting(tx);
}
