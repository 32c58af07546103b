import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { v7 } from "uuid";
import { Problem } from "../core/problem.ts";
import { PASSWORD_LONGEST, PASSWORD_SHORTEST } from "../core/access/password.ts";
import type { Database } from "../db/open.ts";
import * as accounts from "../features/accounts/store.ts";
import type { Identity } from "../http/door.ts";
import { limiter, type Limiter, type Rate } from "../http/limits.ts";
import { TooMany } from "../http/problem.ts";
import type { Installation } from "../http/route.ts";
import { dateIn } from "../http/today.ts";

/** A session lasts a week, or a day where the browser is not to remember it; it is not prolonged by use. */
const WEEK = 7 * 24 * 3600;
const HALF_YEAR = 180 * 24 * 3600;
/** Passwords hashed at once: each takes a thread and 32 MB for some tenths of a second. */
const HASHES_AT_ONCE = 8;

const VERIFIED_KEPT = 10_000;

export type SignInRates = { address: Rate; accountFromAddress: Rate; account: Rate; device: Rate };

/** Wrong tries only: one that succeeds is given back, so that an office behind one address signs in all at once. */
export const signInRates: SignInRates = {
  address: { burst: 30, perSecond: 0.2 },
  accountFromAddress: { burst: 10, perSecond: 1 / 30 },
  account: { burst: 100, perSecond: 0.1 },
  device: { burst: 10, perSecond: 1 / 30 },
};

type Given = {
  database: Database;
  /** At least 32 characters. Whoever has it can sign cookies. */
  secret: string;
  https: boolean;
  record: Installation["record"];
  rates?: SignInRates;
};

/** Passwords, sessions and their cookies: better-auth makes and checks them; who they belong to here is ours to know. */
export function sessions({ database, secret, https, record, rates = signInRates }: Given) {
  if (secret.length < 32) throw new TypeError("The secret has fewer than 32 characters.");
  const auth = betterAuth({
    // Never asked over HTTP itself, so its idea of an address does not matter, and the door has checked the origin.
    baseURL: "http://rungs.invalid",
    secret,
    database: { db: database.accounts, type: "postgres", schemaName: "accounts", transaction: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_SHORTEST, maxPasswordLength: 4 * PASSWORD_LONGEST },
    user: { fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" } },
    session: {
      expiresIn: WEEK,
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    account: {
      fields: {
        userId: "user_id",
        providerId: "provider_id",
        accountId: "account_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: { fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" } },
    advanced: {
      cookiePrefix: "rungs",
      useSecureCookies: https,
      disableCSRFCheck: true,
      ipAddress: { ipAddressHeaders: ["x-rungs-address"] },
      database: { generateId: () => v7() },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  const cookieName = `${https ? "__Secure-" : ""}rungs.session_token`;
  const deviceName = `${https ? "__Secure-" : ""}rungs.device`;
  const limits = {
    address: limiter(rates.address),
    accountFromAddress: limiter(rates.accountFromAddress),
    account: limiter(rates.account),
    device: limiter(rates.device),
  };
  let hashing = 0;

  const sign = (text: string) => createHmac("sha256", secret).update(text).digest();
  /** Cookies whose signature was found good: that never changes, and working it out again costs as much as reading the session. */
  const verified = new Map<string, string>();
  const tokenOf = (headers: Headers) => {
    const value = cookieOf(headers, cookieName);
    const before = verified.get(value);
    if (before !== undefined) return before;
    const [token, signature] = split(value);
    if (token === "" || !same(sign(token), Buffer.from(signature, "base64"))) return null;
    if (verified.size >= VERIFIED_KEPT) verified.clear();
    verified.set(value, token);
    return token;
  };

  /** A browser that has signed in to this account before has tries of its own, which nobody else can use up. */
  const deviceOf = (headers: Headers, email: string) => {
    const [id, signature] = split(cookieOf(headers, deviceName));
    return id !== "" && same(sign(`device ${id} ${email}`), Buffer.from(signature, "base64url")) ? id : null;
  };
  const newDevice = (email: string) => {
    const id = randomBytes(16).toString("base64url");
    const value = `${id}.${sign(`device ${id} ${email}`).toString("base64url")}`;
    return `${deviceName}=${value}; Max-Age=${HALF_YEAR}; Path=/api/auth; HttpOnly; SameSite=Lax${https ? "; Secure" : ""}`;
  };

  const signIn: Installation["signIn"] = async ({ email: given, password, remember }, { headers, address, requestId, now }) => {
    const email = given.trim().toLowerCase();
    const device = deviceOf(headers, email);
    const tries: [Limiter, string][] =
      device === null
        ? [
            [limits.address, address],
            [limits.accountFromAddress, `${email} ${address}`],
            [limits.account, email],
          ]
        : [[limits.device, `${email} ${device}`]];
    take(tries);
    if (hashing >= HASHES_AT_ONCE) throw new TooMany(1);
    hashing += 1;
    let made: Awaited<ReturnType<typeof begin>>;
    try {
      made = await begin({ email, password, remember, address, agent: headers.get("user-agent") ?? "" });
    } finally {
      hashing -= 1;
    }
    for (const [limit, key] of tries) limit.refund(key);
    const identity = await accounts.sessionIdentity(database.accounts, made.token, now);
    const welcome =
      identity !== null &&
      (await database.transaction(identity.orgId, async (tx) => {
        const found = await accounts.member(tx, identity, (timeZone) => dateIn(timeZone, now));
        if (found)
          await record(tx, { actor: found.actor, action: "session.start", subjectId: identity.personId, details: {}, requestId, address });
        return found !== null;
      }));
    if (!welcome) {
      await accounts.endSession(database.accounts, made.token);
      throw new Problem("unauthenticated", "This account belongs to no organisation any more.");
    }
    return [...made.cookies, ...(device === null ? [newDevice(email)] : [])];
  };

  async function begin(who: { email: string; password: string; remember: boolean; address: string; agent: string }) {
    try {
      const { headers, response } = await auth.api.signInEmail({
        body: { email: who.email, password: who.password, rememberMe: who.remember },
        headers: new Headers({ "x-rungs-address": who.address, "user-agent": who.agent.slice(0, 500) }),
        returnHeaders: true,
      });
      return { token: response.token, cookies: headers.getSetCookie() };
    } catch (error) {
      if (error instanceof APIError && error.statusCode < 500)
        throw new Problem("unauthenticated", "This e-mail address and this password do not belong together.");
      throw error;
    }
  }

  const signOut: Installation["signOut"] = async ({ headers, requestId, address, now }) => {
    const token = tokenOf(headers);
    if (token !== null) {
      const identity = await accounts.sessionIdentity(database.accounts, token, now);
      await accounts.endSession(database.accounts, token);
      if (identity)
        await database.transaction(identity.orgId, (tx) =>
          record(tx, { actor: identity, action: "session.end", subjectId: identity.personId, details: {}, requestId, address }),
        );
    }
    return [`${cookieName}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${https ? "; Secure" : ""}`];
  };

  /** A key goes before a cookie: a program says which it means. */
  const identify = async (headers: Headers, now: Date): Promise<Identity | null> => {
    const authorization = headers.get("authorization");
    if (authorization !== null) {
      const key = /^Bearer (rungs_[\w-]{20,100})$/i.exec(authorization)?.[1];
      return key === undefined ? null : accounts.keyIdentity(database.accounts, key, now);
    }
    const token = tokenOf(headers);
    return token === null ? null : accounts.sessionIdentity(database.accounts, token, now);
  };

  /** A cookie as better-auth writes it, for a session that has been made elsewhere. */
  const cookieFor = (token: string) => `${cookieName}=${encodeURIComponent(`${token}.${sign(token).toString("base64")}`)}`;

  return { auth, signIn, signOut, identify, cookieFor };
}

function take(tries: readonly [Limiter, string][]): void {
  for (const [at, [limit, key]] of tries.entries()) {
    const seconds = limit.take(key);
    if (seconds === 0) continue;
    // What this try has taken already is not the fault of the others who share it.
    for (const [before, other] of tries.slice(0, at)) before.refund(other);
    throw new TooMany(seconds);
  }
}

const same = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);

/** @returns the value, decoded; "" where there is none or it is malformed. */
function cookieOf(headers: Headers, name: string): string {
  const cookies = headers.get("cookie");
  if (cookies === null || !cookies.includes(name)) return "";
  const found = cookies.split(";").find((part) => part.trimStart().startsWith(`${name}=`));
  if (found === undefined) return "";
  try {
    return decodeURIComponent(found.slice(found.indexOf("=") + 1).trim());
  } catch {
    return "";
  }
}

/** @returns what stands before and after the last dot. */
function split(value: string): [string, string] {
  const dot = value.lastIndexOf(".");
  return dot === -1 ? ["", ""] : [value.slice(0, dot), value.slice(dot + 1)];
}
