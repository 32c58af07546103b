import { Problem } from "../core/problem.ts";
import type { Accounts } from "./account.ts";

const HOUR = 3_600_000;
/** A session that is remembered was given a week, another a day. */
const REMEMBERED = 2 * 24 * HOUR;

export async function sessionByToken(
  accounts: Accounts,
  token: string,
): Promise<{ accountId: string; remember: boolean; secondFactor: boolean } | null> {
  const row = await accounts
    .selectFrom("session")
    .select(["user_id as accountId", "expires_at as until", "created_at as from", "second_factor as secondFactor"])
    .where("token", "=", token)
    .executeTakeFirst();
  if (!row) return null;
  const { until, from, ...session } = row;
  return { ...session, remember: until.getTime() - from.getTime() > REMEMBERED };
}

export async function withoutSession(accounts: Accounts, token: string): Promise<void> {
  await accounts.deleteFrom("session").where("token", "=", token).execute();
}

/** Those that are open, the one asked with first and then the last seen. @param token of the one asked with. */
export async function listSessions(accounts: Accounts, accountId: string, token: string | null, now: Date) {
  const rows = await accounts
    .selectFrom("session")
    .select(["id", "token", "ip_address as address", "user_agent as agent", "second_factor as secondFactor"])
    .select(["created_at as startedAt", "last_seen_at as lastSeenAt", "expires_at as endsAt"])
    .where("user_id", "=", accountId)
    .where("expires_at", ">", now)
    .orderBy((eb) => eb(eb.ref("token"), "=", token ?? ""), "desc")
    .orderBy((eb) => eb.fn.coalesce("last_seen_at", "created_at"), "desc")
    .limit(MOST_SESSIONS)
    .execute();
  return rows.map(({ token: own, ...row }) => ({ ...row, here: own === token }));
}
const MOST_SESSIONS = 100;

/** @throws Problem "not-found" where the account has no such session. */
export async function endSession(accounts: Accounts, accountId: string, id: string): Promise<void> {
  const { numDeletedRows } = await accounts.deleteFrom("session").where("user_id", "=", accountId).where("id", "=", id).executeTakeFirst();
  if (numDeletedRows === 0n) throw new Problem("not-found");
}

/** Ends sessions of the account at once. @param but the token of the one that stays; null for none. @returns how many ended. */
export async function endSessions(accounts: Accounts, accountId: string, but: string | null): Promise<number> {
  let query = accounts.deleteFrom("session").where("user_id", "=", accountId);
  if (but !== null) query = query.where("token", "!=", but);
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}
