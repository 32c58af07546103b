import { sql, type Kysely } from "kysely";
import { v7 } from "uuid";
import { Problem } from "../core/problem.ts";
import type { AccountsTables } from "./tables.gen.ts";

type Accounts = Kysely<AccountsTables>;

/** @returns the ids of everybody in the organisation who can sign in, or of those among `people`. */
export async function whoJoined(accounts: Accounts, orgId: string, people?: readonly string[]): Promise<string[]> {
  const all = accounts.selectFrom("membership").select("person_id").where("org_id", "=", orgId);
  // As one array, so that the statement is the same for every page.
  const rows = await (people === undefined ? all : all.where(sql<boolean>`person_id = any(${[...people]}::uuid[])`)).execute();
  return rows.map(({ person_id }) => person_id);
}

/** @returns the account that somebody here signs in with, null without one. */
export async function accountOf(accounts: Accounts, orgId: string, personId: string): Promise<{ id: string; email: string } | null> {
  const row = await accounts
    .selectFrom("membership")
    .innerJoin("user", "user.id", "membership.user_id")
    .select(["user.id", "user.email"])
    .where("org_id", "=", orgId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row ?? null;
}

/** @returns whether the account of somebody here signs in to another organisation too. */
export async function belongsElsewhere(accounts: Accounts, orgId: string, personId: string): Promise<boolean> {
  const other = await accounts
    .selectFrom("membership as here")
    .innerJoin("membership as other", "other.user_id", "here.user_id")
    .select("other.org_id")
    .where("here.org_id", "=", orgId)
    .where("here.person_id", "=", personId)
    .where("other.org_id", "!=", orgId)
    .executeTakeFirst();
  return other !== undefined;
}

/** @returns the id of the account with this address, null where there is none. */
export async function accountWith(accounts: Accounts, email: string): Promise<string | null> {
  const row = await accounts.selectFrom("user").select("id").where("email", "=", email).executeTakeFirst();
  return row?.id ?? null;
}

/**
 * The account of whoever was invited. A try that broke off after this one's commit finds it made.
 *
 * @param password hashed.
 * @throws Problem "conflict" where somebody signs in with this address already
 */
export async function createAccount(
  accounts: Accounts,
  who: { name: string; email: string; orgId: string; personId: string; password: string },
): Promise<string> {
  return accounts.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto("user")
      // The link came by this address.
      .values({ id: v7(), name: who.name, email: who.email, email_verified: true })
      .onConflict((before) => before.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (made === undefined)
      throw new Problem("conflict", "Somebody signs in with this address already. If it is you, sign in and open this link again.");
    const { id } = made;
    await tx
      .insertInto("account")
      .values({ id: v7(), user_id: id, provider_id: "credential", account_id: id, password: who.password })
      .execute();
    await join(tx, id, who.orgId, who.personId);
    return id;
  });
}

/** @throws Problem "conflict" where the account is somebody else here already, or somebody else has this place. */
export async function join(accounts: Accounts, userId: string, orgId: string, personId: string): Promise<void> {
  const row = await accounts
    .insertInto("membership")
    .values({ user_id: userId, org_id: orgId, person_id: personId })
    .onConflict((before) => before.doNothing())
    .returning("person_id")
    .executeTakeFirst();
  if (row !== undefined) return;
  const held = await accounts
    .selectFrom("membership")
    .select(["user_id", "person_id"])
    .where("org_id", "=", orgId)
    .where((eb) => eb.or([eb("user_id", "=", userId), eb("person_id", "=", personId)]))
    .execute();
  if (held.some((each) => each.user_id === userId && each.person_id === personId)) return;
  throw new Problem("conflict", "This account belongs to somebody else in this organisation already.");
}
