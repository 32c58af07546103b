import { createHmac, randomBytes } from "node:crypto";
import {
  otpauth,
  base32,
  RECOVERY_BYTES,
  RECOVERY_CODES,
  recoveryCode,
  recoveryTyped,
  SECRET_BYTES,
  stepOfCode,
  type Mac,
} from "../../core/access/totp.ts";
import { Problem } from "../../core/problem.ts";
import { sha256, type Account, type Accounts } from "../../db/account.ts";
import { tellOfSignIn } from "../../db/account-notice.ts";
import { endSessions } from "../../db/account-sessions.ts";
import { withdrawFeeds } from "../../db/calendar.ts";
import { withoutFactors } from "../../db/second-factor.ts";
import type { Access } from "../../http/access.ts";
import type { AuditEntry, Installation } from "../../http/route.ts";

const PURPOSE = "totp";
type Sealing = Pick<Access, "seal" | "unseal">;

const macOf =
  (secret: Uint8Array): Mac =>
  (message) =>
    createHmac("sha1", secret).update(message).digest();

export const wrongCode = () =>
  new Problem("invalid", undefined, [
    {
      code: "wrong",
      path: "/code",
      message: "This is not the code of this moment. Wait for the next one, and type it as the app shows it.",
    },
  ]);

/**
 * A new secret, asked for at sign-in only once a code of it has come. One that was begun before and never confirmed is replaced.
 *
 * @throws Problem "conflict" where codes are asked for already.
 */
export async function begin(accounts: Accounts, access: Sealing, account: Account, issuer: string, now: Date) {
  const secret = randomBytes(SECRET_BYTES);
  const { numInsertedOrUpdatedRows } = await accounts
    .insertInto("totp")
    .values({ user_id: account.id, secret: access.seal(secret, PURPOSE), created_at: now })
    .onConflict((there) =>
      there
        .column("user_id")
        .doUpdateSet((eb) => ({ secret: eb.ref("excluded.secret"), created_at: eb.ref("excluded.created_at"), last_step: 0 }))
        .where("totp.confirmed_at", "is", null),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n)
    throw new Problem("conflict", "Codes are asked for already. Remove the app first to set up another.");
  return { secret: base32(secret), address: otpauth(secret, issuer, account.email) };
}

/** Takes the first code and asks for codes from now on. @returns the recovery codes. @throws Problem "invalid" for a wrong one */
export async function confirm(accounts: Accounts, access: Sealing, accountId: string, code: string, now: Date): Promise<string[]> {
  return accounts.transaction().execute(async (tx) => {
    if (!(await takeAppCode(tx, access, accountId, code, now, false))) throw wrongCode();
    await tx.updateTable("totp").set({ confirmed_at: now }).where("user_id", "=", accountId).execute();
    return newRecoveryCodes(tx, accountId);
  });
}

/** Ten new ones; those before are void. They are shown once and kept as hashes. */
export async function newRecoveryCodes(accounts: Accounts, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(randomBytes(RECOVERY_BYTES)));
  await accounts.deleteFrom("recovery_code").where("user_id", "=", accountId).execute();
  await accounts
    .insertInto("recovery_code")
    .values(codes.map((code) => ({ user_id: accountId, hash: sha256(code) })))
    .execute();
  return codes;
}

/** Codes are no longer asked for. @returns whether they were. */
export async function remove(accounts: Accounts, accountId: string): Promise<boolean> {
  const gone = await accounts.deleteFrom("totp").where("user_id", "=", accountId).returning("confirmed_at").executeTakeFirst();
  return gone !== undefined && gone.confirmed_at !== null;
}

/**
 * Takes a code of the app or a recovery code, either of which counts once.
 *
 * @returns which it was; null where it is neither.
 */
export async function takeCode(
  accounts: Accounts,
  access: Sealing,
  accountId: string,
  code: string,
  now: Date,
): Promise<"app" | "recovery" | null> {
  if (await takeAppCode(accounts, access, accountId, code, now, true)) return "app";
  const typed = recoveryTyped(code);
  if (typed === null) return null;
  const { numUpdatedRows } = await accounts
    .updateTable("recovery_code")
    .set({ used_at: now })
    .where("user_id", "=", accountId)
    .where("hash", "=", sha256(typed))
    .where("used_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? "recovery" : null;
}

async function takeAppCode(accounts: Accounts, access: Sealing, accountId: string, code: string, now: Date, confirmed: boolean) {
  const row = await accounts
    .selectFrom("totp")
    .select(["secret", "last_step as last"])
    .where("user_id", "=", accountId)
    .where("confirmed_at", confirmed ? "is not" : "is", null)
    .executeTakeFirst();
  const secret = row && opened(access, row.secret);
  if (!row || !secret) return false;
  const step = stepOfCode(macOf(secret), code, now.getTime(), row.last);
  if (step === null) return false;
  // Of two requests with the same code only one moves the step on.
  const { numUpdatedRows } = await accounts
    .updateTable("totp")
    .set({ last_step: step })
    .where("user_id", "=", accountId)
    .where("last_step", "<", step)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/**
 * Lets somebody in who lost every key. Accounts and organisations are written by two logins, so in two transactions: the one that tells of it is committed
 * inside the one that does it. Where either fails nothing is lifted, and nobody's keys ever go without a letter and an entry.
 *
 * @param by the name of whoever does it.
 * @throws Problem "conflict" where there is nothing to lift
 */
export async function lift(
  { database, record }: Pick<Installation, "database" | "record">,
  who: { actor: AuditEntry["actor"]; orgId: string; personId: string; account: { id: string; email: string }; by: string },
  { requestId, address }: Pick<AuditEntry, "requestId" | "address">,
): Promise<void> {
  const { actor, orgId, personId, account, by } = who;
  await database.accounts.transaction().execute(async (above) => {
    if (!(await withoutFactors(above, account.id)))
      throw new Problem(
        "conflict",
        "They have neither a passkey nor an app. If it is the password they lost, the sign-in page sends them a link.",
      );
    await endSessions(above, account.id, null);
    await withdrawFeeds(above, account.id);
    await database.transaction(orgId, async (tx) => {
      await record(tx, { actor, action: "account.recover", subjectId: personId, details: {}, requestId, address });
      await tellOfSignIn(
        tx,
        { personId, address: account.email },
        `${by} has taken away your passkeys, your app and your recovery codes, as owner, because you could no longer sign in. You are signed out everywhere, and the address for your calendar is withdrawn: sign in with your password, and set up a new second factor.`,
        requestId,
      );
    });
  });
}

/** @returns null where the installation has another secret now: no code fits any more, but recovery codes still do. */
function opened(access: Sealing, sealed: Uint8Array): Uint8Array | null {
  try {
    return access.unseal(sealed, PURPOSE);
  } catch {
    return null;
  }
}
