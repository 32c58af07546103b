import { randomBytes } from "node:crypto";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { sql } from "kysely";
import { v7 } from "uuid";
import { Problem } from "../../core/problem.ts";
import { sha256, type Account, type Accounts } from "../../db/account.ts";
import type { Access, Site } from "../../http/access.ts";

type Stamping = Pick<Access, "stamp" | "stamped">;

/** A challenge is answered within this time, in ms, once. The page to sign in offers passkeys for as long as it stands open. */
const FOR_CHALLENGE = 30 * 60_000;
/** Ed25519, ES256 and RS256, by their COSE numbers: what today's devices have. What comes after is asked for once Node has it for good. */
const ALGORITHMS = [-8, -7, -257];
/** Passkeys of one account. */
const MOST = 20;

/** Signed and dated by us, so that what nobody answers leaves nothing behind. @param whose the account, or "" where nobody is known yet. */
const challenge = ({ stamp }: Stamping, whose: string, now: Date) =>
  stamp("passkey", [whose, randomBytes(16).toString("base64url")], new Date(now.getTime() + FOR_CHALLENGE));

/** @returns whether this challenge was ours, for this account, is young enough and has not been answered before; it has been now. */
async function spend(accounts: Accounts, { stamped }: Stamping, answered: string, whose: string, now: Date): Promise<boolean> {
  const asked = Buffer.from(answered, "base64url").toString();
  if (stamped("passkey", asked, now)?.[0] !== whose) return false;
  await accounts.deleteFrom("spent_challenge").where("expires_at", "<", now).execute();
  const { numInsertedOrUpdatedRows } = await accounts
    .insertInto("spent_challenge")
    .values({ hash: sha256(asked), expires_at: new Date(now.getTime() + FOR_CHALLENGE) })
    .onConflict((there) => there.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Oldest first. */
export async function list(accounts: Accounts, accountId: string) {
  return accounts
    .selectFrom("passkey")
    .select(["passkey_id as id", "name", "synced", "created_at as createdAt", "last_used_at as lastUsedAt"])
    .where("user_id", "=", accountId)
    .orderBy("created_at")
    .orderBy("passkey_id")
    .execute();
}

/** What the browser makes a passkey by. Those that the account has already are named, so that no device gets a second one. */
export async function creation(accounts: Accounts, access: Stamping, site: Site, account: Account, now: Date) {
  const there = await accounts
    .selectFrom("passkey")
    .select(["credential_id as id", "transports"])
    .where("user_id", "=", account.id)
    .execute();
  if (there.length >= MOST) throw new Problem("conflict", `An account has at most ${MOST} passkeys. Remove one that you no longer use.`);
  return generateRegistrationOptions({
    rpName: "Rungs",
    rpID: site.id,
    userID: new Uint8Array(Buffer.from(account.id)),
    userName: account.email,
    userDisplayName: account.name,
    challenge: challenge(access, account.id, now),
    attestationType: "none",
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: there,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

const notTaken = () => new Problem("invalid", "This passkey could not be checked. Try once more; nothing has changed.");

/** @throws Problem "invalid" where it does not answer a challenge of ours, "conflict" where it is known already. */
export async function add(
  accounts: Accounts,
  access: Stamping,
  site: Site,
  accountId: string,
  { name, response }: { name: string; response: RegistrationResponseJSON },
  now: Date,
): Promise<{ id: string }> {
  const checked = await verifyRegistrationResponse({
    response,
    expectedChallenge: (asked) => spend(accounts, access, asked, accountId, now),
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch((error: unknown) => refusal(error));
  if (checked === null || !checked.verified) throw notTaken();
  const { credential, credentialBackedUp } = checked.registrationInfo;
  const id = v7();
  const { numInsertedOrUpdatedRows } = await accounts
    .insertInto("passkey")
    .values({
      passkey_id: id,
      user_id: accountId,
      credential_id: credential.id,
      public_key: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
      name,
      synced: credentialBackedUp,
      created_at: now,
    })
    .onConflict((there) => there.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new Problem("conflict", "This passkey is known already.");
  return { id };
}

/** @throws Problem "not-found" */
export async function rename(accounts: Accounts, accountId: string, id: string, name: string): Promise<void> {
  const { numUpdatedRows } = await accounts
    .updateTable("passkey")
    .set({ name })
    .where("user_id", "=", accountId)
    .where("passkey_id", "=", id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Problem("not-found");
}

/** @returns its name. @throws Problem "not-found" */
export async function remove(accounts: Accounts, accountId: string, id: string): Promise<string> {
  const gone = await accounts
    .deleteFrom("passkey")
    .where("user_id", "=", accountId)
    .where("passkey_id", "=", id)
    .returning("name")
    .executeTakeFirst();
  if (!gone) throw new Problem("not-found");
  return gone.name;
}

/** What a browser asks its passkeys with; it offers those it has for this site, so that nobody need type who they are. */
export const request = (access: Stamping, site: Site, now: Date) =>
  generateAuthenticationOptions({ rpID: site.id, challenge: challenge(access, "", now), userVerification: "required" });

/** @returns the account that the passkey belongs to; null where it is none of ours or does not answer rightly. */
export async function answeredBy(
  accounts: Accounts,
  access: Stamping,
  site: Site,
  response: AuthenticationResponseJSON,
  now: Date,
): Promise<string | null> {
  const known = await accounts
    .selectFrom("passkey")
    .select(["passkey_id as id", "user_id as accountId", "public_key as publicKey", "counter", "transports"])
    .where("credential_id", "=", response.id)
    .executeTakeFirst();
  if (!known) return null;
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (asked) => spend(accounts, access, asked, "", now),
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    credential: { id: response.id, publicKey: new Uint8Array(known.publicKey), counter: known.counter, transports: known.transports },
  }).catch((error: unknown) => refusal(error));
  if (checked === null || !checked.verified) return null;
  await accounts
    .updateTable("passkey")
    .set({
      counter: sql<number>`greatest(counter, ${checked.authenticationInfo.newCounter}::bigint)`,
      synced: checked.authenticationInfo.credentialBackedUp,
      last_used_at: now,
    })
    .where("passkey_id", "=", known.id)
    .execute();
  return known.accountId;
}

/** The library throws for whatever does not fit, and for nothing else; what the database throws is no answer to that. */
function refusal(error: unknown): null {
  if (error instanceof Problem) throw error;
  return null;
}
