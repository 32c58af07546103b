import type { Transaction } from "kysely";
import { enqueue } from "./outbox.ts";
import type { Tables } from "./tables.gen.ts";

/**
 * Tells whoever it concerns that something of their sign-in has changed, so that they notice what was not them.
 *
 * @param what one sentence, without any secret. @param address where it goes instead of the one in the directory.
 */
export async function tellOfSignIn(
  tx: Transaction<Tables>,
  who: { personId: string; address?: string },
  what: string,
  requestId: string,
): Promise<void> {
  const person = await tx.selectFrom("person").select("name").where("person_id", "=", who.personId).executeTakeFirst();
  if (!person) return;
  await enqueue(tx, { ...who, template: "sign-in-changed", data: { name: person.name, what }, dedupeKey: `sign-in-changed ${requestId}` });
}
