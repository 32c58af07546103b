import { z } from "zod";
import { Problem } from "../../core/problem.ts";
import { accountById, factorOf } from "../../db/account.ts";
import { tellOfSignIn } from "../../db/account-notice.ts";
import { accountOf, belongsElsewhere } from "../../db/membership.ts";
import { personNamed } from "../../db/named.ts";
import { shownWhereThere } from "../../db/second-factor.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const own = async (_tx: unknown, _input: unknown, actor: { orgId: string; personId: string }) => ({
  orgId: actor.orgId,
  personId: actor.personId,
});
const Code = z.string().trim().min(1).max(40);
/** One's password or a code, before what a session alone must not do. */
const Proof = z.strictObject({ password: z.string().min(1).max(512).optional(), code: Code.optional() });
const RecoveryCodes = z.array(z.string()).describe("Ten, each good for one sign-in without the app; shown this once");

export const totpBegin = route({
  method: "POST",
  path: "/account/second-factor",
  summary: "Begins to set up an authenticator app; codes are asked for once the first one has come",
  input: z.object({ proof: Proof }),
  output: z.object({
    /** For typing, base 32. */
    secret: z.string(),
    /** For a picture to scan: an otpauth address. */
    address: z.string(),
  }),
  allow: "account.manage",
  subject: own,
  audit: { none: "nothing has changed until the first code has come" },
  secret: true,
  handle: async ({ tx, actor, input, installation, now, ...asking }) => {
    const { access, database } = installation;
    await shownWhereThere(tx, database.accounts, actor, access.token(asking.headers));
    await access.prove(actor.accountId, input.proof, { ...asking, now });
    const account = await accountById(database.accounts, actor.accountId);
    const organisation = await tx.selectFrom("organisation").select("name").where("org_id", "=", actor.orgId).executeTakeFirst();
    if (!account || !organisation) throw new Problem("not-found");
    return store.begin(database.accounts, access, account, `Rungs, ${organisation.name}`, now);
  },
});

export const totpConfirm = route({
  method: "POST",
  path: "/account/second-factor/confirm",
  summary: "Takes the first code of the app: codes are asked for at sign-in from now on",
  input: z.object({ code: Code }),
  output: z.object({ recoveryCodes: RecoveryCodes }),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.second-factor.add", when: "always" },
  secret: true,
  handle: async ({ tx, actor, input, installation, now, cookies, ...asking }) => {
    const { access, database } = installation;
    const back = access.attempt("proof", access.token(asking.headers) ?? actor.accountId, { ...asking, now });
    const recoveryCodes = await store.confirm(database.accounts, access, actor.accountId, input.code, now);
    back();
    await tellOfSignIn(tx, actor, "A code from an app is asked for from now on.", asking.requestId);
    cookies.push(...(await access.renew({ ...asking, now }, { secondFactor: true })));
    return { recoveryCodes };
  },
});

export const recoveryCodesRenew = route({
  method: "POST",
  path: "/account/second-factor/recovery-codes",
  summary: "Ten new recovery codes; those before are void",
  input: z.object({ proof: Proof }),
  output: z.object({ recoveryCodes: RecoveryCodes }),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.recovery-codes.renew", when: "always" },
  secret: true,
  handle: async ({ actor, input, installation, ...asking }) => {
    const { access, database } = installation;
    await access.prove(actor.accountId, input.proof, asking);
    if ((await factorOf(database.accounts, actor.accountId)) === null) throw new Problem("not-found");
    return { recoveryCodes: await store.newRecoveryCodes(database.accounts, actor.accountId) };
  },
});

export const totpRemove = route({
  method: "POST",
  path: "/account/second-factor/remove",
  summary: "Codes are no longer asked for; takes the password or a code",
  input: z.object({ proof: Proof }),
  output: z.object({}),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.second-factor.remove", when: "always" },
  handle: async ({ tx, actor, input, installation, cookies, ...asking }) => {
    const { access, database } = installation;
    await access.prove(actor.accountId, input.proof, asking);
    if (!(await store.remove(database.accounts, actor.accountId))) throw new Problem("not-found", "No code is asked for.");
    await tellOfSignIn(tx, actor, "A code from an app is no longer asked for.", asking.requestId);
    cookies.push(...(await access.renew(asking, { secondFactor: false })));
    return {};
  },
});

export const factorsLift = route({
  method: "POST",
  path: "/people/:personId/second-factor/lift",
  summary:
    "For somebody who lost every key: takes their passkeys, app and recovery codes away, withdraws their calendar address and signs them out everywhere; they are told by e-mail",
  input: z.object({
    personId: z.uuid(),
    /** Of whoever asks, in a browser; a key needs none. */
    proof: Proof.optional(),
  }),
  output: z.object({ id: z.uuid() }),
  allow: "account.recover",
  subject: async (tx, { personId }, actor) => ({ orgId: actor.orgId, personId: (await personNamed(tx, personId)).id }),
  audit: { none: "written by itself, with the letter, before the keys are gone for good" },
  handle: async ({ tx, actor, subject, input, installation, ...asking }) => {
    const { access, database } = installation;
    const { orgId, personId } = subject;
    if (actor.kind === "person") await access.prove(actor.accountId, input.proof ?? {}, asking);
    const account = await accountOf(database.accounts, orgId, personId);
    if (account === null) throw new Problem("conflict", "They have no account yet: invite them.");
    if (await belongsElsewhere(database.accounts, orgId, personId))
      throw new Problem(
        "conflict",
        "They sign in to another organisation with the same account, so that its keys are not yours to take away.",
      );
    const { name } = await personNamed(tx, actor.personId);
    await store.lift(installation, { actor, orgId, personId, account, by: name }, asking);
    return { id: personId };
  },
});

/** Below /api/auth. */
export const signInCode = route({
  method: "POST",
  path: "/sign-in/code",
  summary: "The second step of signing in: a code of the app, or a recovery code",
  input: z.object({
    /** What the first step answered. */
    step: z.string().min(1).max(1000),
    code: Code,
  }),
  output: z.object({
    /** How many recovery codes are left, where one was used. */
    recoveryCodesLeft: z.int().optional(),
  }),
  allow: "session.start",
  open: true,
  audit: { none: "written with the session" },
  handle: async ({ input, cookies, installation, ...asking }) => {
    const { access, database } = installation;
    const paused = await access.resume(input.step, asking.now);
    const account = paused === null ? null : await accountById(database.accounts, paused.accountId);
    if (paused === null || account === null)
      throw new Problem("unauthenticated", "Too much time has passed. Sign in with your password again.");
    const back = access.attempt("code", account.email, asking);
    const used = await store.takeCode(database.accounts, access, account.id, input.code, asking.now);
    if (used === null) throw store.wrongCode();
    back();
    cookies.push(...(await access.enter({ accountId: account.id, remember: paused.remember, secondFactor: true }, asking)));
    if (used === "app") return {};
    return { recoveryCodesLeft: (await factorOf(database.accounts, account.id))?.recoveryCodesLeft ?? 0 };
  },
});

export const secondFactorRoutes = [totpBegin, totpConfirm, recoveryCodesRenew, totpRemove, factorsLift] as const;
