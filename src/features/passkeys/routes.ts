import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import { Problem } from "../../core/problem.ts";
import { accountById } from "../../db/account.ts";
import { tellOfSignIn } from "../../db/account-notice.ts";
import { sessionByToken } from "../../db/account-sessions.ts";
import { shownWhereThere } from "../../db/second-factor.ts";
import type { Site } from "../../http/access.ts";
import { route, type Installation } from "../../http/route.ts";
import * as store from "./store.ts";

const own = async (_tx: unknown, _input: unknown, actor: { orgId: string; personId: string }) => ({
  orgId: actor.orgId,
  personId: actor.personId,
});
const Name = z.string().trim().min(1).max(100);
const Text = z.string().max(20_000);
/** As a browser gives it: what is in there is checked by the library, not by its shape. */
const Credential = { id: z.string().min(1).max(1400), rawId: z.string().max(1400), type: z.literal("public-key") };
/** The one that is asked for. */
const Extensions = z.strictObject({ credProps: z.strictObject({ rk: z.boolean().optional() }).optional() });
const Attachment = z.enum(["cross-platform", "platform"]).optional();
const Registration = z.strictObject({
  ...Credential,
  response: z.strictObject({
    clientDataJSON: Text,
    attestationObject: Text,
    authenticatorData: Text.optional(),
    transports: z.array(z.string().max(30)).max(10).optional(),
    publicKeyAlgorithm: z.int().optional(),
    publicKey: Text.optional(),
  }),
  authenticatorAttachment: Attachment,
  clientExtensionResults: Extensions,
});
const Authentication = z.strictObject({
  ...Credential,
  response: z.strictObject({ clientDataJSON: Text, authenticatorData: Text, signature: Text, userHandle: Text.optional() }),
  authenticatorAttachment: Attachment,
  clientExtensionResults: Extensions,
});
/** The browser's own words, handed on as the Web Authentication specification has them. */
const Options = z.record(z.string(), z.json());

function siteFor({ access }: Installation, headers: Headers): Site {
  const site = access.site(headers);
  if (site === null)
    throw new Problem("conflict", "Passkeys need an address with a name and https; on this machine they work at http://localhost.");
  return site;
}

export const passkeyList = route({
  method: "GET",
  path: "/account/passkeys",
  summary: "Your passkeys, oldest first",
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        /** Kept by a service that several devices of yours share. */
        synced: z.boolean(),
        createdAt: z.iso.datetime(),
        lastUsedAt: z.iso.datetime().nullable(),
      }),
    ),
    /** Whether one can be made at the address that this was asked at. */
    possible: z.boolean(),
  }),
  allow: "account.manage",
  subject: own,
  audit: { none: "one's own" },
  handle: async ({ actor, installation, headers }) => ({
    possible: installation.access.site(headers) !== null,
    items: (await store.list(installation.database.accounts, actor.accountId)).map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    })),
  }),
});

export const passkeyBegin = route({
  method: "POST",
  path: "/account/passkeys/begin",
  summary: "What a browser makes a passkey by; takes your password or a code",
  input: z.object({
    proof: z.strictObject({ password: z.string().min(1).max(512).optional(), code: z.string().trim().min(1).max(40).optional() }),
  }),
  output: z.object({ options: Options }),
  allow: "account.manage",
  subject: own,
  audit: { none: "nothing has changed until the passkey has come" },
  handle: async ({ tx, actor, input, installation, ...asking }) => {
    const { access, database } = installation;
    const site = siteFor(installation, asking.headers);
    await shownWhereThere(tx, database.accounts, actor, access.token(asking.headers));
    await access.prove(actor.accountId, input.proof, asking);
    const account = await accountById(database.accounts, actor.accountId);
    if (!account) throw new Problem("not-found");
    const options = await store.creation(database.accounts, access, site, account, asking.now);
    return { options: asJson(options) };
  },
});

export const passkeyAdd = route({
  method: "POST",
  path: "/account/passkeys",
  summary: "Keeps a passkey that a browser has just made; the session counts as begun with it",
  input: z.object({ name: Name, response: Registration }),
  output: z.object({ id: z.uuid() }),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.passkey.add", when: "always" },
  creates: true,
  handle: async ({ tx, actor, input, installation, note, cookies, ...asking }) => {
    const { access, database } = installation;
    const { headers, now, requestId } = asking;
    const site = siteFor(installation, headers);
    // The library's type says the same without `undefined`.
    const response = input.response as RegistrationResponseJSON;
    const { id } = await store.add(database.accounts, access, site, actor.accountId, { name: input.name, response }, now);
    note({ passkey: id });
    await tellOfSignIn(tx, actor, `A passkey was added: ${input.name}.`, requestId);
    const session = await sessionByToken(database.accounts, access.token(headers) ?? "");
    if (session?.secondFactor === false) cookies.push(...(await access.enter({ ...session, secondFactor: true }, asking)));
    return { id };
  },
});

export const passkeyRename = route({
  method: "PATCH",
  path: "/account/passkeys/:passkeyId",
  summary: "Gives a passkey another name",
  input: z.object({ passkeyId: z.uuid(), name: Name }),
  output: z.object({}),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.passkey.rename", when: "always" },
  handle: async ({ actor, input, installation, note }) => {
    await store.rename(installation.database.accounts, actor.accountId, input.passkeyId, input.name);
    note({ passkey: input.passkeyId });
    return {};
  },
});

export const passkeyRemove = route({
  method: "DELETE",
  path: "/account/passkeys/:passkeyId",
  summary: "Removes a passkey: nobody signs in with it any more",
  input: z.object({ passkeyId: z.uuid() }),
  output: z.object({}),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.passkey.remove", when: "always" },
  handle: async ({ tx, actor, input, installation, headers, note, requestId }) => {
    const { access, database } = installation;
    await shownWhereThere(tx, database.accounts, actor, access.token(headers));
    const name = await store.remove(database.accounts, actor.accountId, input.passkeyId);
    note({ passkey: input.passkeyId });
    await tellOfSignIn(tx, actor, `A passkey was removed: ${name}.`, requestId);
    return {};
  },
});

/** Below /api/auth. */
export const passkeyAsk = route({
  method: "POST",
  path: "/sign-in/passkey/begin",
  summary: "What a browser asks its passkeys with",
  input: z.object({}),
  output: z.object({ options: Options }),
  allow: "session.start",
  open: true,
  audit: { none: "nobody has signed in yet" },
  handle: async ({ installation, headers, now }) => {
    const options = await store.request(installation.access, siteFor(installation, headers), now);
    return { options: asJson(options) };
  },
});

/** Below /api/auth. */
export const passkeySignIn = route({
  method: "POST",
  path: "/sign-in/passkey",
  summary: "Starts a session with a passkey; no code is asked for besides, for the device has asked for its owner",
  input: z.object({ response: Authentication, rememberMe: z.boolean().default(true) }),
  output: z.object({}),
  allow: "session.start",
  open: true,
  audit: { none: "written with the session" },
  handle: async ({ input, cookies, installation, ...asking }) => {
    const { access, database } = installation;
    const site = siteFor(installation, asking.headers);
    const back = access.attempt("passkey", input.response.id, asking);
    // The library's type says the same without `undefined`.
    const response = input.response as AuthenticationResponseJSON;
    const accountId = await store.answeredBy(database.accounts, access, site, response, asking.now);
    if (accountId === null) throw new Problem("unauthenticated", "This passkey is not known here. Sign in another way.");
    back();
    cookies.push(...(await access.enter({ accountId, remember: input.rememberMe, secondFactor: true }, asking)));
    return {};
  },
});

/** The library's options as they travel: what it leaves undefined is not there. */
const asJson = (options: object) => Options.parse(JSON.parse(JSON.stringify(options)));

export const passkeyRoutes = [passkeyList, passkeyBegin, passkeyAdd, passkeyRename, passkeyRemove] as const;
