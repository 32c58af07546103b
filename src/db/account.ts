import { createHash } from "node:crypto";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { CompiledQuery, type Kysely } from "kysely";
import { v7 } from "uuid";
import type { AccountsTables } from "./tables.gen.ts";

export type Accounts = Kysely<AccountsTables>;

export const sha256 = (text: string) => createHash("sha256").update(text).digest();

/** As `statement`, on the accounts. */
export const ask =
  <Row>(text: string) =>
  async (accounts: Accounts, ...values: unknown[]): Promise<Row[]> =>
    (await accounts.executeQuery<Row>(CompiledQuery.raw(text, values))).rows;

export type Account = { id: string; name: string; email: string };

export async function accountById(accounts: Accounts, id: string): Promise<Account | null> {
  return (await accounts.selectFrom("user").select(["id", "name", "email"]).where("id", "=", id).executeTakeFirst()) ?? null;
}

export async function accountByEmail(accounts: Accounts, email: string): Promise<Account | null> {
  return (await accounts.selectFrom("user").select(["id", "name", "email"]).where("email", "=", email).executeTakeFirst()) ?? null;
}

/** The organisations of an account and who it is there, the oldest first: the first is the one it signs in to. */
export async function membershipsOf(accounts: Accounts, accountId: string): Promise<{ orgId: string; personId: string }[]> {
  return accounts
    .selectFrom("membership")
    .select(["org_id as orgId", "person_id as personId"])
    .where("user_id", "=", accountId)
    .orderBy("created_at")
    .orderBy("org_id")
    .execute();
}

/** What an account without a password is compared with, so that the answer takes as long. */
let nobodys: Promise<string> | undefined;

/** @returns whether this is the account's password. It takes the same time for an account that has none. */
export async function isPassword(accounts: Accounts, accountId: string, password: string): Promise<boolean> {
  const row = await accounts
    .selectFrom("account")
    .select("password")
    .where("user_id", "=", accountId)
    .where("provider_id", "=", "credential")
    .executeTakeFirst();
  const kept = row?.password ?? null;
  nobodys ??= hashPassword("nobody's");
  const right = await verifyPassword({ hash: kept ?? (await nobodys), password });
  return right && kept !== null;
}

/** @returns what tells this password of the account from any other, and nothing else of it; "" where it has none. */
export async function passwordMark(accounts: Accounts, accountId: string): Promise<string> {
  const row = await accounts
    .selectFrom("account")
    .select("password")
    .where("user_id", "=", accountId)
    .where("provider_id", "=", "credential")
    .executeTakeFirst();
  return row?.password ? sha256(row.password).toString("base64url") : "";
}

/** Of the account, whether it had one before or not. @param hash of `hashPassword`. */
export async function setPassword(accounts: Accounts, accountId: string, hash: string, now: Date): Promise<void> {
  await accounts
    .insertInto("account")
    .values({ id: v7(), user_id: accountId, provider_id: "credential", account_id: accountId, password: hash })
    .onConflict((there) => there.columns(["provider_id", "account_id"]).doUpdateSet({ password: hash, updated_at: now }))
    .execute();
}

/** @returns since when codes are asked for, and how many recovery codes are left; null where none are asked for. */
export async function factorOf(accounts: Accounts, accountId: string): Promise<{ since: Date; recoveryCodesLeft: number } | null> {
  const row = await accounts
    .selectFrom("totp")
    .select("confirmed_at as since")
    .select((eb) =>
      eb
        .selectFrom("recovery_code")
        .select((count) => count.fn.countAll<number>().as("left"))
        .whereRef("recovery_code.user_id", "=", "totp.user_id")
        .where("used_at", "is", null)
        .as("left"),
    )
    .where("user_id", "=", accountId)
    .where("confirmed_at", "is not", null)
    .executeTakeFirst();
  return row?.since ? { since: row.since, recoveryCodesLeft: row.left ?? 0 } : null;
}
