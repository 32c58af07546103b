import { z } from "zod";
import { PASSWORD_LONGEST, PASSWORD_SHORTEST } from "../../core/access/password.ts";
import { Problem } from "../../core/problem.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

export const welcome = route({
  method: "GET",
  path: "/welcome",
  summary: "What a visitor who has not signed in needs to know",
  input: z.object({}),
  output: z.object({
    /** There are people here whom anybody may sign in as. */
    demo: z.boolean(),
    /** Nobody has an account yet: the link that the server printed makes the first one. */
    firstRun: z.boolean(),
    /** Empty unless `demo`. They share one password. */
    personas: z.array(z.object({ email: z.string(), name: z.string(), role: z.string(), title: z.string() })),
    /** Whether one can sign in with a passkey at the address that this was asked at. */
    passkeys: z.boolean(),
  }),
  allow: "welcome.read",
  open: true,
  audit: { none: "nobody's data" },
  handle: async ({ installation, headers }) => ({
    ...(await store.welcome(installation.database.accounts)),
    passkeys: installation.access.site(headers) !== null,
  }),
});

const isTimeZone = (name: string) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};

/** A demo organisation that is here already is what was asked for. */
const unlessThere = (error: unknown) => {
  if (!(error instanceof Problem && error.code === "conflict")) throw error;
};

export const setup = route({
  method: "POST",
  path: "/setup",
  summary: "Makes the organisation and its first owner with the one-time link of the first start, and signs in",
  input: z.object({
    token: z.string().min(1).max(200),
    organisation: z.string().trim().min(1).max(200),
    name: z.string().trim().min(1).max(200),
    email: z.email().max(254),
    /** 12 to 128 characters, not one of the commonest. */
    password: z
      .string()
      .min(1)
      .max(4 * PASSWORD_LONGEST)
      .describe(`${PASSWORD_SHORTEST} to ${PASSWORD_LONGEST} characters, and none that is guessed first`),
    timeZone: z.string().max(64).refine(isTimeZone, "No time zone of the IANA list.").default("Europe/London"),
    /** Loads the demo organisation beside one's own, so that there is something to look at. */
    demo: z.boolean().default(false),
  }),
  output: z.object({ organisation: z.object({ id: z.uuid() }), person: z.object({ id: z.uuid() }) }),
  allow: "setup.claim",
  open: true,
  audit: { none: "written by the handler, into the organisation that it makes" },
  creates: true,
  handle: async ({ input, cookies, ...asking }) => {
    const { installation } = asking;
    const { demo, ...wanted } = input;
    const { orgId, personId } = await store.setUp(installation, wanted, asking);
    if (demo && installation.loadDemo) await installation.loadDemo().catch(unlessThere);
    cookies.push(...(await installation.signIn({ email: input.email, password: input.password, remember: true }, asking)));
    return { organisation: { id: orgId }, person: { id: personId } };
  },
});

const Scope = z.enum(["read", "write", "admin"]);
const organisation = async (_tx: unknown, _input: unknown, actor: { orgId: string }) => ({ orgId: actor.orgId });
const own = async (_tx: unknown, _input: unknown, { orgId, personId }: { orgId: string; personId: string }) => ({ orgId, personId });
const MOST_DAYS = 366;
const DAY = 86_400_000;

const KeyPage = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(400).optional() });
const Keys = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      prefix: z.string(),
      scopes: z.array(Scope),
      madeBy: z.string(),
      createdAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      lastUsedAt: z.iso.datetime().nullable(),
      revokedAt: z.iso.datetime().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export const keyList = route({
  method: "GET",
  path: "/api-keys",
  summary: "Keys for programs, newest first; of a key only its beginning is known",
  input: KeyPage,
  output: Keys,
  allow: "key.list",
  subject: organisation,
  audit: { none: "no result of anybody" },
  handle: ({ actor, input, installation }) => store.listKeys(installation.database.accounts, actor.orgId, input),
});

export const ownKeyList = route({
  method: "GET",
  path: "/account/keys",
  summary: "Keys for programs that act for you, newest first; also those you made while you had another role",
  input: KeyPage,
  output: Keys,
  allow: "account.manage",
  subject: own,
  audit: { none: "one's own" },
  handle: ({ actor, input, installation }) =>
    store.listKeys(installation.database.accounts, actor.orgId, { ...input, of: actor.accountId }),
});

export const ownKeyRevoke = route({
  method: "DELETE",
  path: "/account/keys/:keyId",
  summary: "Revokes a key of your own at once",
  input: z.object({ keyId: z.uuid() }),
  output: z.object({ id: z.uuid(), revokedAt: z.iso.datetime() }),
  allow: "account.manage",
  subject: own,
  audit: { action: "key.revoke", when: "always" },
  handle: async ({ actor, input, installation, now, note }) => {
    const { id, revokedAt } = await store.revokeKey(installation.database.accounts, actor.orgId, input.keyId, now, actor.accountId);
    note({ key: id });
    return { id, revokedAt: revokedAt.toISOString() };
  },
});

export const keyMake = route({
  method: "POST",
  path: "/api-keys",
  summary: "Makes a key that acts for you within its scopes; it is shown this once",
  input: z.object({
    name: z.string().trim().min(1).max(200),
    scopes: z.array(Scope).min(1).max(3),
    /** 90 days from now where absent, 366 at most. */
    expiresAt: z.iso.datetime().optional(),
  }),
  output: z.object({ id: z.uuid(), key: z.string(), prefix: z.string(), expiresAt: z.iso.datetime() }),
  allow: "key.manage",
  subject: organisation,
  audit: { action: "key.make", when: "always" },
  creates: true,
  secret: true,
  handle: async ({ actor, input, installation, now, note }) => {
    const expiresAt = input.expiresAt === undefined ? new Date(now.getTime() + 90 * DAY) : new Date(input.expiresAt);
    if (expiresAt <= now || expiresAt.getTime() > now.getTime() + MOST_DAYS * DAY)
      throw new Problem("invalid", undefined, [
        { code: "out-of-range", path: "/expiresAt", message: `Between now and ${MOST_DAYS} days from now.` },
      ]);
    const scopes = [...new Set(input.scopes)];
    const beyond = scopes.find((scope) => actor.scopes !== null && !actor.scopes.includes(scope));
    if (beyond !== undefined) throw new Problem("forbidden", "A key cannot give another key more than it may do itself.");
    const made = await store.makeKey(installation.database.accounts, actor, { name: input.name, scopes, expiresAt }, now);
    note({ key: made.id, prefix: made.prefix, scopes });
    return { ...made, expiresAt: expiresAt.toISOString() };
  },
});

export const keyRevoke = route({
  method: "DELETE",
  path: "/api-keys/:keyId",
  summary: "Revokes a key at once",
  input: z.object({ keyId: z.uuid() }),
  output: z.object({ id: z.uuid(), revokedAt: z.iso.datetime() }),
  allow: "key.manage",
  subject: organisation,
  audit: { action: "key.revoke", when: "always" },
  handle: async ({ actor, input, installation, now, note }) => {
    const { id, revokedAt } = await store.revokeKey(installation.database.accounts, actor.orgId, input.keyId, now);
    note({ key: id });
    return { id, revokedAt: revokedAt.toISOString() };
  },
});

/** Below /api/auth. */
export const signIn = route({
  method: "POST",
  path: "/sign-in/email",
  summary: "Starts a session with an e-mail address and a password; it comes as a cookie",
  input: z.object({ email: z.string().max(254), password: z.string().max(4 * PASSWORD_LONGEST), rememberMe: z.boolean().default(true) }),
  /** `step`: this account asks for a code besides; send both to /sign-in/code within ten minutes. */
  output: z.object({ step: z.string().optional() }),
  allow: "session.start",
  open: true,
  audit: { none: "written with the session" },
  handle: async ({ input, cookies, installation, ...asking }) => {
    const { access, database } = installation;
    const account = await store.passwordSignIn(database.accounts, access, input, asking);
    if (account.codes) return { step: await access.pause(account.id, input.rememberMe, asking.now) };
    cookies.push(...(await access.enter({ accountId: account.id, remember: input.rememberMe, secondFactor: false }, asking)));
    return {};
  },
});

/** Below /api/auth. */
export const signOut = route({
  method: "POST",
  path: "/sign-out",
  summary: "Ends the session",
  input: z.object({}),
  output: z.object({}),
  allow: "session.end",
  open: true,
  audit: { none: "written with the end of the session" },
  handle: async ({ cookies, ...asking }) => {
    cookies.push(...(await asking.installation.signOut(asking)));
    return {};
  },
});

export const sessionRoutes = [signIn, signOut] as const;

export const accountRoutes = [welcome, setup, keyList, keyMake, keyRevoke, ownKeyList, ownKeyRevoke] as const;
