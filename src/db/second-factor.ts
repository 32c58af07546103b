import type { Transaction } from "kysely";
import type { Member } from "../core/access/actor.ts";
import { owesSecondFactor } from "../core/access/second-factor.ts";
import { Problem } from "../core/problem.ts";
import type { Accounts } from "./account.ts";
import { sessionByToken } from "./account-sessions.ts";
import { settingsIn } from "./settings.ts";
import type { Tables } from "./tables.gen.ts";

/**
 * Takes every second factor away: passkeys, the app and its recovery codes. What is left is the password, or a mailed link to
 * choose one.
 *
 * @param above a transaction: some of them alone must not go.
 * @returns whether there was any.
 */
export async function withoutFactors(above: Accounts, accountId: string): Promise<boolean> {
  const passkeys = await above.deleteFrom("passkey").where("user_id", "=", accountId).returning("passkey_id").execute();
  await above.deleteFrom("recovery_code").where("user_id", "=", accountId).execute();
  const app = await above.deleteFrom("totp").where("user_id", "=", accountId).returning("confirmed_at").executeTakeFirst();
  return passkeys.length > 0 || (app !== undefined && app.confirmed_at !== null);
}

/** Whether this session has yet to show the second factor that the organisation asks for. @param token of the session */
export async function owes(tx: Transaction<Tables>, accounts: Accounts, actor: Member, token: string | null): Promise<boolean> {
  const session = token === null ? null : await sessionByToken(accounts, token);
  return owesSecondFactor(actor, (await settingsIn(tx)).secondFactor, session?.secondFactor === true);
}

/**
 * Before another way in is set up: who owes a second factor and has one shows it. Else a password that somebody learnt would be
 * enough to make a second factor of their own. @throws Problem "second-factor"
 */
export async function shownWhereThere(tx: Transaction<Tables>, accounts: Accounts, actor: Member, token: string | null): Promise<void> {
  if (!(await owes(tx, accounts, actor, token))) return;
  const there = await accounts
    .selectFrom("passkey")
    .select("passkey_id")
    .where("user_id", "=", actor.accountId)
    .limit(1)
    .executeTakeFirst();
  if (there !== undefined)
    throw new Problem("second-factor", "Your account has a passkey: sign out, and sign in with it. Then you can set up another way.");
}
