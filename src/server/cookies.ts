import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { WEEK } from "./better-auth.ts";

const HALF_YEAR = 180 * 24 * 3600;
/** Cookies whose signature was found good: that never changes, and working it out again costs as much as reading the session. */
const VERIFIED_KEPT = 10_000;

/**
 * The two cookies of sign-in, signed with the installation's secret. The session's is the sign-in library's own in name and
 * form. The device's names a browser to one account only, which it has signed in to before.
 */
export function cookies(secret: string, https: boolean) {
  const prefix = https ? "__Secure-" : "";
  const names = { session: `${prefix}rungs.session_token`, device: `${prefix}rungs.device` };
  const sign = (text: string) => createHmac("sha256", secret).update(text).digest();
  const verified = new Map<string, string>();
  const secure = https ? "; Secure" : "";
  const cookieFor = (token: string) => `${names.session}=${encodeURIComponent(`${token}.${sign(token).toString("base64")}`)}`;

  return {
    /** As the browser sends it back. */
    cookieFor,
    /** @returns the token of the session, its signature checked; null without a good one. */
    tokenOf: (headers: Headers): string | null => {
      const value = cookieOf(headers, names.session);
      const before = verified.get(value);
      if (before !== undefined) return before;
      const [token, signature] = split(value);
      if (token === "" || !same(sign(token), Buffer.from(signature, "base64"))) return null;
      if (verified.size >= VERIFIED_KEPT) verified.clear();
      verified.set(value, token);
      return token;
    },
    /** @param remember else it goes when the browser is closed. */
    keep: (token: string, remember: boolean) =>
      `${cookieFor(token)}${remember ? `; Max-Age=${WEEK}` : ""}; Path=/; HttpOnly${secure}; SameSite=Lax`,
    forget: () => `${names.session}=; Max-Age=0; Path=/; HttpOnly${secure}; SameSite=Lax`,
    /** @returns what names this browser to this account; null where it has never signed in to it. */
    deviceOf: (headers: Headers, email: string): string | null => {
      const [id, signature] = split(cookieOf(headers, names.device));
      return id !== "" && same(sign(`device ${id} ${email}`), Buffer.from(signature, "base64url")) ? id : null;
    },
    newDevice: (email: string) => {
      const id = randomBytes(16).toString("base64url");
      const value = `${id}.${sign(`device ${id} ${email}`).toString("base64url")}`;
      return `${names.device}=${value}; Max-Age=${HALF_YEAR}; Path=/api/auth; HttpOnly${secure}; SameSite=Lax`;
    },
  };
}

const same = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);

/** @returns the value, decoded; "" where there is none or it is malformed. */
function cookieOf(headers: Headers, name: string): string {
  const all = headers.get("cookie");
  if (all === null || !all.includes(name)) return "";
  const found = all.split(";").find((part) => part.trimStart().startsWith(`${name}=`));
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
