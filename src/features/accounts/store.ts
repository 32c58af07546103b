import { randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { v7 } from "uuid";
import type { KeyScope, Member } from "../../core/access/actor.ts";
import { passwordFaults } from "../../core/access/password.ts";
import type { Role } from "../../core/access/roles.ts";
import { Problem } from "../../core/problem.ts";
import { accountByEmail, isPassword, sha256, type Account, type Accounts } from "../../db/account.ts";
import type { Access } from "../../http/access.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Asking, Installation } from "../../http/route.ts";

const HOUR = 3_600_000;

export type Persona = { email: string; name: string; role: string; title: string };

export async function welcome(accounts: Accounts): Promise<{ demo: boolean; firstRun: boolean; personas: Persona[] }> {
  const personas = await accounts
    .selectFrom("persona")
    .innerJoin("user", "user.id", "persona.user_id")
    .select(["user.email", "user.name", "persona.role", "persona.title"])
    .orderBy("persona.position")
    .execute();
  const anybody = personas.length > 0 ? {} : await accounts.selectFrom("membership").select("user_id").limit(1).executeTakeFirst();
  return { demo: personas.length > 0, firstRun: anybody === undefined, personas };
}

/** @throws Problem "conflict" where somebody has this e-mail address already. */
export async function createAccount(
  accounts: Accounts,
  person: { email: string; name: string; password: string; orgId: string; personId: string },
): Promise<{ accountId: string }> {
  const password = await hashPassword(person.password);
  const accountId = v7();
  await accounts.transaction().execute(async (tx) => {
    await tx.insertInto("user").values({ id: accountId, name: person.name, email: person.email.toLowerCase() }).execute();
    await tx
      .insertInto("account")
      .values({ id: v7(), user_id: accountId, provider_id: "credential", account_id: accountId, password })
      .execute();
    await tx.insertInto("membership").values({ user_id: accountId, org_id: person.orgId, person_id: person.personId }).execute();
  });
  return { accountId };
}

/**
 * The one-time link of the first start.
 *
 * @returns the token that belongs into `/setup?token=…`, good for a day. Only its hash is kept; older links are void from now on.
 */
export async function makeSetupLink(accounts: Accounts, now: Date): Promise<string> {
  const token = randomBytes(24).toString("base64url");
  await accounts.transaction().execute(async (tx) => {
    await tx.deleteFrom("setup_link").where("used_at", "is", null).execute();
    await tx
      .insertInto("setup_link")
      .values({ hash: sha256(token), org_id: v7(), person_id: v7(), expires_at: new Date(now.getTime() + 24 * HOUR) })
      .execute();
  });
  return token;
}

export type SetUp = { token: string; organisation: string; name: string; email: string; password: string; timeZone: string };

/** The roles of whoever sets Rungs up: an owner alone would see nobody's results and could not try anything out. */
const FIRST_ROLES: readonly Role[] = ["owner", "administrator", "people-partner"];

/**
 * Makes the organisation, its first person with their roles, and their account. The link is locked meanwhile, and ids come
 * from it: two tries at once, or one after a crash half way, make one organisation.
 *
 * @throws Problem "invalid" for a weak password, "not-found" for a link that is unknown, used or too old
 */
export async function setUp(
  { database, record }: Pick<Installation, "database" | "record">,
  wanted: SetUp,
  { now, requestId, address }: Asking,
): Promise<{ orgId: string; personId: string }> {
  const faults = passwordFaults(wanted.password, [wanted.email, wanted.name, wanted.organisation]);
  if (faults.length > 0) throw new Problem("invalid", undefined, faults);
  return database.accounts.transaction().execute(async (accounts) => {
    const link = await accounts
      .selectFrom("setup_link")
      .select(["org_id as orgId", "person_id as personId"])
      .where("hash", "=", sha256(wanted.token))
      .where("used_at", "is", null)
      .where("expires_at", ">", now)
      .forUpdate()
      .executeTakeFirst();
    if (!link) throw new Problem("not-found", "This link has been used already or is too old. Start Rungs again to get a new one.");
    const { orgId, personId } = link;
    // Hashed here and not before: what makes hashing worth its cost is a good link.
    const password = await hashPassword(wanted.password);
    await database.transaction(orgId, async (tx) => {
      const organisation = { slug: slugOf(wanted.organisation), name: wanted.organisation, time_zone: wanted.timeZone };
      const person = { name: wanted.name, email: wanted.email.toLowerCase() };
      await tx
        .insertInto("organisation")
        .values({ org_id: orgId, ...organisation })
        .onConflict((before) => before.column("org_id").doUpdateSet(organisation))
        .execute();
      await tx
        .insertInto("person")
        // A number that no list of people begins with; the list that has their address gives them their own.
        .values({ org_id: orgId, person_id: personId, employee_number: "founder", ...person })
        .onConflict((before) => before.columns(["org_id", "person_id"]).doUpdateSet(person))
        .execute();
      await tx.deleteFrom("role_grant").where("person_id", "=", personId).execute();
      await tx
        .insertInto("role_grant")
        .values(FIRST_ROLES.map((role) => ({ org_id: orgId, role_grant_id: v7(), person_id: personId, role })))
        .execute();
      await record(tx, {
        actor: { kind: "person", personId },
        action: "organisation.create",
        subjectId: personId,
        details: { roles: FIRST_ROLES },
        requestId,
        address,
      });
    });
    const accountId = v7();
    await accounts.insertInto("user").values({ id: accountId, name: wanted.name, email: wanted.email.toLowerCase() }).execute();
    await accounts
      .insertInto("account")
      .values({ id: v7(), user_id: accountId, provider_id: "credential", account_id: accountId, password })
      .execute();
    await accounts.insertInto("membership").values({ user_id: accountId, org_id: orgId, person_id: personId }).execute();
    await accounts.updateTable("setup_link").set({ used_at: now }).where("hash", "=", sha256(wanted.token)).execute();
    return { orgId, personId };
  });
}

const slugOf = (name: string) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "organisation";

/** @returns the key, which is never to be read again, and its id. */
export async function makeKey(
  accounts: Accounts,
  owner: Pick<Member, "orgId" | "personId" | "accountId">,
  key: { name: string; scopes: readonly KeyScope[]; expiresAt: Date },
  now: Date,
): Promise<{ id: string; key: string; prefix: string }> {
  const secret = `rungs_${randomBytes(32).toString("base64url")}`;
  const id = v7();
  const prefix = secret.slice(0, 14);
  await accounts
    .insertInto("api_key")
    .values({
      key_id: id,
      hash: sha256(secret),
      prefix,
      name: key.name,
      org_id: owner.orgId,
      person_id: owner.personId,
      user_id: owner.accountId,
      scopes: [...key.scopes],
      expires_at: key.expiresAt,
      created_at: now,
    })
    .execute();
  return { id, key: secret, prefix };
}

/** Newest first, those that are revoked or have run out included. @param of whose; everybody's of the organisation where absent. */
export async function listKeys(
  accounts: Accounts,
  orgId: string,
  { limit, cursor, of }: { limit: number; cursor?: string | undefined; of?: string },
) {
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  let query = accounts
    .selectFrom("api_key")
    .innerJoin("user", "user.id", "api_key.user_id")
    .select([
      "key_id as id",
      "api_key.name",
      "prefix",
      "scopes",
      "user.name as madeBy",
      "api_key.created_at as createdAt",
      "expires_at as expiresAt",
      "last_used_at as lastUsedAt",
      "revoked_at as revokedAt",
    ])
    .where("org_id", "=", orgId)
    .$narrowType<{ scopes: KeyScope[] }>(); // a check on the column says so
  if (after) query = query.where((eb) => eb(eb.refTuple("api_key.created_at", "key_id"), "<", eb.tuple(new Date(after[0]), after[1])));
  if (of !== undefined) query = query.where("api_key.user_id", "=", of);
  const rows = await query
    .orderBy("api_key.created_at", "desc")
    .orderBy("key_id", "desc")
    .limit(limit + 1)
    .execute();
  const { items, next } = page(rows, limit, (row) => [row.createdAt.toISOString(), row.id]);
  return {
    next,
    items: items.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      revokedAt: row.revokedAt?.toISOString() ?? null,
    })),
  };
}

/** Revoking twice is revoking once. @throws Problem "not-found" where the organisation, or whoever is named, has no such key. */
export async function revokeKey(
  accounts: Accounts,
  orgId: string,
  keyId: string,
  now: Date,
  of?: string,
): Promise<{ id: string; name: string; revokedAt: Date }> {
  const row = await accounts
    .updateTable("api_key")
    .set((eb) => ({ revoked_at: eb.fn.coalesce("revoked_at", eb.val(now)) }))
    .where("org_id", "=", orgId)
    .where("key_id", "=", keyId)
    .$if(of !== undefined, (mine) => mine.where("user_id", "=", of ?? ""))
    .returning(["key_id as id", "name", "revoked_at as revokedAt"])
    .executeTakeFirst();
  if (!row) throw new Problem("not-found");
  return { ...row, revokedAt: row.revokedAt ?? now };
}

const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * An address that nobody has takes as long as a wrong password, and is told the same.
 *
 * @returns the account, and whether it asks for a code besides. @throws Problem "unauthenticated", "too-many-requests"
 */
export async function passwordSignIn(
  accounts: Accounts,
  access: Pick<Access, "attempt" | "hash">,
  given: { email: string; password: string },
  asking: Asking,
): Promise<Account & { codes: boolean }> {
  const email = given.email.trim().toLowerCase();
  const back = access.attempt("password", email, asking);
  const account = await accountByEmail(accounts, email);
  const right = await access.hash(() => isPassword(accounts, account?.id ?? NOBODY, given.password));
  if (account === null || !right) throw new Problem("unauthenticated", "This e-mail address and this password do not belong together.");
  back();
  const codes = await accounts
    .selectFrom("totp")
    .select("user_id")
    .where("user_id", "=", account.id)
    .where("confirmed_at", "is not", null)
    .executeTakeFirst();
  return { ...account, codes: codes !== undefined };
}
