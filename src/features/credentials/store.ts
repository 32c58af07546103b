import { randomBytes } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import { passwordFaults } from "../../core/access/password.ts";
import { Problem } from "../../core/problem.ts";
import {
  accountByEmail,
  accountById,
  factorOf,
  membershipsOf,
  passwordMark,
  setPassword,
  sha256,
  type Account,
  type Accounts,
} from "../../db/account.ts";
import { tellOfSignIn } from "../../db/account-notice.ts";
import { endSessions } from "../../db/account-sessions.ts";
import { enqueue } from "../../db/outbox.ts";
import type { Asking, Installation, Tx } from "../../http/route.ts";

/** How long a mailed link works, in minutes. */
export const RESET_MINUTES = 30;
export const EMAIL_MINUTES = 120;
const MINUTE = 60_000;

/** @returns the token that is mailed; of the account's links of this kind only this one works from now on. */
async function newLink(accounts: Accounts, kind: "reset" | "email", accountId: string, email: string | null, minutes: number, now: Date) {
  const token = randomBytes(32).toString("base64url");
  await voidLinks(accounts, accountId, kind);
  await accounts
    .insertInto("mailed_link")
    .values({
      hash: sha256(token),
      kind,
      user_id: accountId,
      email,
      created_at: now,
      expires_at: new Date(now.getTime() + minutes * MINUTE),
    })
    .execute();
  return token;
}

async function voidLinks(accounts: Accounts, accountId: string, ...kinds: ("reset" | "email")[]): Promise<void> {
  await accounts.deleteFrom("mailed_link").where("user_id", "=", accountId).where("kind", "in", kinds).execute();
}

const dead = () => new Problem("not-found", "This link has been used already, or is too old. Ask for a new one.");

/** @throws Problem "not-found" */
async function linked(
  accounts: Accounts,
  kind: "reset" | "email",
  token: string,
  now: Date,
): Promise<{ account: Account; email: string | null }> {
  const row = await accounts
    .selectFrom("mailed_link")
    .innerJoin("user", "user.id", "mailed_link.user_id")
    .select(["user.id", "user.name", "user.email", "mailed_link.email as wanted"])
    .where("hash", "=", sha256(token))
    .where("kind", "=", kind)
    .where("expires_at", ">", now)
    .where("used_at", "is", null)
    .executeTakeFirst();
  if (!row) throw dead();
  const { wanted, ...account } = row;
  return { account, email: wanted };
}

/** Of two who follow the link at once only one gets through. @throws Problem "not-found" */
async function use(accounts: Accounts, token: string, now: Date): Promise<void> {
  const { numUpdatedRows } = await accounts
    .updateTable("mailed_link")
    .set({ used_at: now })
    .where("hash", "=", sha256(token))
    .where("used_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw dead();
}

/** Runs in the first organisation of an account that it still belongs to. @returns null where there is none. */
async function at<T>(
  { database }: Pick<Installation, "database">,
  accountId: string,
  today: string,
  work: (tx: Tx, personId: string) => Promise<T>,
): Promise<T | null> {
  for (const { orgId, personId } of await membershipsOf(database.accounts, accountId)) {
    const found = await database.transaction(orgId, async (tx) => {
      const person = await tx
        .selectFrom("person")
        .select("person_id")
        .where("person_id", "=", personId)
        .where((eb) => eb.or([eb("left_on", "is", null), eb("left_on", ">", today)]))
        .executeTakeFirst();
      return person ? { done: await work(tx, personId) } : null;
    });
    if (found) return found.done;
  }
  return null;
}

export async function organisationName(tx: Tx): Promise<string> {
  return (await tx.selectFrom("organisation").select("name").executeTakeFirstOrThrow()).name;
}

const dayOf = (now: Date) => now.toISOString().slice(0, 10);

/** Mails a link to whoever has this address. It says to nobody whether there was one. */
export async function askReset(installation: Installation, given: string, { requestId, address, now }: Asking): Promise<void> {
  const { accounts } = installation.database;
  const account = await accountByEmail(accounts, given.trim().toLowerCase());
  if (account === null) return;
  await at(installation, account.id, dayOf(now), async (tx, personId) => {
    const token = await newLink(accounts, "reset", account.id, null, RESET_MINUTES, now);
    await enqueue(tx, {
      template: "password-reset",
      personId,
      address: account.email,
      data: { name: account.name, token, minutes: RESET_MINUTES },
      dedupeKey: `password-reset ${requestId}`,
    });
    await installation.record(tx, {
      actor: "nobody",
      action: "account.password.ask-reset",
      subjectId: personId,
      details: {},
      requestId,
      address,
    });
  });
}

/** A new password by a mailed link. All sessions end; a code is still asked for where it was. @throws Problem "not-found", "invalid" */
export async function reset(
  installation: Installation,
  { token, password }: { token: string; password: string },
  asking: Asking,
): Promise<void> {
  const { database, record } = installation;
  const { accounts } = database;
  const { now, requestId, address } = asking;
  const { account } = await linked(accounts, "reset", token, now);
  const organisation = await at(installation, account.id, dayOf(now), organisationName);
  if (organisation === null) throw dead();
  const hash = await fresh(installation, password, [account.email, account.name, organisation]);
  await accounts.transaction().execute(async (tx) => {
    await use(tx, token, now);
    await setPassword(tx, account.id, hash, now);
    await voidLinks(tx, account.id, "reset", "email");
    await endSessions(tx, account.id, null);
  });
  await at(installation, account.id, dayOf(now), async (tx, personId) => {
    await record(tx, { actor: "nobody", action: "account.password.reset", subjectId: personId, details: {}, requestId, address });
    await tellOfSignIn(tx, { personId, address: account.email }, "A new password was chosen by a mailed link.", requestId);
  });
}

/** @returns the hash of a password that will do. @throws Problem "invalid", "too-many-requests" */
export async function fresh({ access }: Pick<Installation, "access">, password: string, about: readonly string[]): Promise<string> {
  const faults = passwordFaults(password, about);
  if (faults.length > 0) throw new Problem("invalid", undefined, faults);
  return access.hash(() => hashPassword(password));
}

/** All other sessions have to be ended by the caller. */
export async function change(accounts: Accounts, accountId: string, hash: string, now: Date): Promise<void> {
  await accounts.transaction().execute(async (tx) => {
    await setPassword(tx, accountId, hash, now);
    // Whoever knew the old one may have asked for their own address.
    await voidLinks(tx, accountId, "reset", "email");
  });
}

/** What one's own account page starts from. */
export async function ownAccount(accounts: Accounts, accountId: string, now: Date) {
  const account = await accountById(accounts, accountId);
  if (account === null) throw new Problem("not-found");
  const wanted = await accounts
    .selectFrom("mailed_link")
    .select("email")
    .where("user_id", "=", accountId)
    .where("kind", "=", "email")
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return {
    ...account,
    wantedEmail: wanted?.email ?? null,
    password: (await passwordMark(accounts, accountId)) !== "",
    secondFactor: await factorOf(accounts, accountId),
  };
}

/** Mails a link to the new address; until it is followed the old one stays. Whether somebody has the new one already is not told. */
export async function askEmail(accounts: Accounts, tx: Tx, account: Account, to: { personId: string; email: string }, asking: Asking) {
  const token = await newLink(accounts, "email", account.id, to.email, EMAIL_MINUTES, asking.now);
  await enqueue(tx, {
    template: "email-change",
    personId: to.personId,
    address: to.email,
    data: { name: account.name, token, address: to.email, minutes: EMAIL_MINUTES },
    dedupeKey: `email-change ${asking.requestId}`,
  });
}

export const dropEmail = (accounts: Accounts, accountId: string) => voidLinks(accounts, accountId, "email");

/** The link was followed: one signs in with the new address. The old one is told. @throws Problem "not-found", "conflict" */
export async function confirmEmail(installation: Installation, token: string, { now, requestId, address }: Asking): Promise<string> {
  const { database, record } = installation;
  const { account, email } = await linked(database.accounts, "email", token, now);
  if (email === null) throw dead();
  const taken = await accountByEmail(database.accounts, email);
  if (taken !== null && taken.id !== account.id) throw new Problem("conflict", "Somebody signs in with this address already.");
  await database.accounts.transaction().execute(async (tx) => {
    await use(tx, token, now);
    await tx.updateTable("user").set({ email, email_verified: true, updated_at: now }).where("id", "=", account.id).execute();
    // A link on its way to the old address is worth nothing any more.
    await voidLinks(tx, account.id, "reset");
  });
  await at(installation, account.id, dayOf(now), async (tx, personId) => {
    await record(tx, { actor: "nobody", action: "account.email.change", subjectId: personId, details: {}, requestId, address });
    await tellOfSignIn(tx, { personId, address: account.email }, `You sign in with ${email} from now on.`, requestId);
  });
  return email;
}
