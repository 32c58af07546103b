import type { Transaction } from "kysely";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/** How long a reply is kept for a second try, in ms. */
const KEPT = 86_400_000;

/** A person's own key for one request, and the SHA-256 of what it asks. */
export type Try = { personId: string; key: string; request: Buffer };
export type Kept = { sameRequest: boolean; reply: string };

const forget = statement(`delete from rungs.idempotency where at < $1`);

// Whoever comes second waits here until the first has committed, and then finds its row; or has failed, and takes its place.
const take = statement(`
  insert into rungs.idempotency (org_id, person_id, key, request, at) values (rungs.current_org(), $1, $2, $3, $4)
      on conflict do nothing returning key`);

const keptOf = statement<{ request: Buffer; reply: string | null }>(
  `select request, reply from rungs.idempotency where person_id = $1 and key = $2`,
);

const write = statement(`update rungs.idempotency set reply = $3 where person_id = $1 and key = $2`);

/**
 * Takes the key for a request that is now to be done, in the transaction that does it: if it fails, the key is free again.
 *
 * @returns the reply that an earlier request with this key was given within the last day; null if this is the first.
 */
export async function taken(tx: Transaction<Tables>, { personId, key, request }: Try, now: Date): Promise<Kept | null> {
  await forget(tx, new Date(now.getTime() - KEPT));
  if ((await take(tx, personId, key, request, now)).length > 0) return null;
  const [row] = await keptOf(tx, personId, key);
  return { sameRequest: row?.request.equals(request) === true, reply: row?.reply ?? "" };
}

export const keep = async (tx: Transaction<Tables>, { personId, key }: Try, reply: string): Promise<void> =>
  void (await write(tx, personId, key, reply));
