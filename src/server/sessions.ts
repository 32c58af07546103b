import { Problem } from "../core/problem.ts";
import { accountById, isPassword, passwordMark } from "../db/account.ts";
import { endSessions, sessionByToken, withoutSession } from "../db/account-sessions.ts";
import { keyIdentity, member, sessionIdentity } from "../db/identity.ts";
import type { Database } from "../db/open.ts";
import { takeCode } from "../features/second-factor/store.ts";
import { passwordSignIn } from "../features/accounts/store.ts";
import type { Access, Entry } from "../http/access.ts";
import type { Identity } from "../http/door.ts";
import { TooMany } from "../http/problem.ts";
import type { Asking, Installation } from "../http/route.ts";
import { dateIn } from "../http/today.ts";
import { library } from "./better-auth.ts";
import { cookies } from "./cookies.ts";
import { seals } from "./seals.ts";
import { siteOf } from "./site.ts";
import { signInRates, tries, type SignInRates } from "./tries.ts";

/** Passwords hashed at once: each takes a thread and 32 MB for some tenths of a second. */
const HASHES_AT_ONCE = 8;
/** Between the password and the code, in ms. */
const SECOND_STEP = 10 * 60_000;

type Given = {
  database: Database;
  /** At least 32 characters. Whoever has it can sign cookies and open what is sealed. */
  secret: string;
  https: boolean;
  publicUrl?: string | null;
  record: Installation["record"];
  rates?: SignInRates;
};

/** Sessions, their cookies and what it takes to get one: the sign-in library makes them; who they belong to here is ours to know. */
export function sessions({ database, secret, https, publicUrl = null, record, rates = signInRates }: Given) {
  if (secret.length < 32) throw new TypeError("The secret has fewer than 32 characters.");
  const auth = library(database, secret, https);
  const { cookieFor, tokenOf, keep, forget, deviceOf, newDevice } = cookies(secret, https);
  const attempt = tries(rates, deviceOf);
  let hashing = 0;

  const hash: Access["hash"] = async (work) => {
    if (hashing >= HASHES_AT_ONCE) throw new TooMany(1);
    hashing += 1;
    try {
      return await work();
    } finally {
      hashing -= 1;
    }
  };

  /** A row of the account's in its organisation's log. @returns whether somebody still belongs to it there. */
  const noted = async (token: string, action: string, { requestId, address, now }: Asking, details = {}): Promise<boolean> => {
    const identity = await sessionIdentity(database.accounts, token, now);
    if (identity === null) return false;
    return database.transaction(identity.orgId, async (tx) => {
      const found = await member(tx, identity, (timeZone) => dateIn(timeZone, now));
      if (found) await record(tx, { actor: found.actor, action, subjectId: identity.personId, details, requestId, address });
      return found !== null;
    });
  };

  const made = async ({ accountId, remember, secondFactor }: Entry, { headers, address }: Asking): Promise<string> => {
    const { internalAdapter } = await auth.$context;
    const from = { ipAddress: address, userAgent: (headers.get("user-agent") ?? "").slice(0, 500) };
    return (await internalAdapter.createSession(accountId, !remember, { ...from, secondFactor })).token;
  };

  const enter: Access["enter"] = async (entry, asking) => {
    const account = await accountById(database.accounts, entry.accountId);
    if (account === null) throw new Problem("unauthenticated");
    const before = tokenOf(asking.headers);
    const token = await made(entry, asking);
    if (!(await noted(token, "session.start", asking, entry.secondFactor ? { secondFactor: true } : {}))) {
      await withoutSession(database.accounts, token);
      throw new Problem("unauthenticated", "This account belongs to no organisation any more.");
    }
    if (before !== null) await withoutSession(database.accounts, before);
    const known = deviceOf(asking.headers, account.email) !== null;
    return [keep(token, entry.remember), ...(known ? [] : [newDevice(account.email)])];
  };

  const renew: Access["renew"] = async (asking, change) => {
    const before = tokenOf(asking.headers);
    const session = before === null ? null : await sessionByToken(database.accounts, before);
    if (session === null) throw new Problem("unauthenticated");
    const token = await made({ ...session, ...change }, asking);
    await endSessions(database.accounts, session.accountId, token);
    return [keep(token, session.remember)];
  };

  const prove: Access["prove"] = async (accountId, { password, code }, asking) => {
    const back = attempt("proof", tokenOf(asking.headers) ?? accountId, asking);
    const fault = (path: string, message: string) => new Problem("invalid", undefined, [{ code: "wrong", path, message }]);
    if (password !== undefined) {
      if (!(await hash(() => isPassword(database.accounts, accountId, password))))
        throw fault("/proof/password", "This is not your password.");
    } else if (code === undefined || (await takeCode(database.accounts, access, accountId, code, asking.now)) === null)
      throw fault("/proof/code", "This is not the code of this moment, nor a recovery code that has not been used.");
    back();
  };

  const { stamp, stamped, ...sealing } = seals(secret);
  const pause: Access["pause"] = async (accountId, remember, now) => {
    const mark = await passwordMark(database.accounts, accountId);
    return stamp("second step", [accountId, remember ? "remember" : "", mark], new Date(now.getTime() + SECOND_STEP));
  };
  const resume: Access["resume"] = async (step, now) => {
    const [accountId, remember, mark] = stamped("second step", step, now) ?? [];
    if (accountId === undefined || mark !== (await passwordMark(database.accounts, accountId))) return null;
    return { accountId, remember: remember !== "" };
  };

  const access: Access = {
    ...sealing,
    stamp,
    stamped,
    site: (headers) => siteOf(publicUrl, headers),
    attempt,
    hash,
    enter,
    renew,
    pause,
    resume,
    token: tokenOf,
    prove,
  };

  const signIn: Installation["signIn"] = async ({ email, password, remember }, asking) => {
    const account = await passwordSignIn(database.accounts, access, { email, password }, asking);
    if (account.codes) throw new Problem("unauthenticated", "This account asks for a code. Sign in on the page for it.");
    return enter({ accountId: account.id, remember, secondFactor: false }, asking);
  };

  const signOut: Installation["signOut"] = async (asking) => {
    const token = tokenOf(asking.headers);
    if (token !== null) {
      await noted(token, "session.end", asking);
      await withoutSession(database.accounts, token);
    }
    return [forget()];
  };

  /** A key goes before a cookie: a program says which it means. */
  const identify = async (headers: Headers, now: Date): Promise<Identity | null> => {
    const authorization = headers.get("authorization");
    if (authorization !== null) {
      const key = /^Bearer (rungs_[\w-]{20,100})$/i.exec(authorization)?.[1];
      return key === undefined ? null : keyIdentity(database.accounts, key, now);
    }
    const token = tokenOf(headers);
    return token === null ? null : sessionIdentity(database.accounts, token, now);
  };

  return { auth, access, signIn, signOut, identify, cookieFor };
}
