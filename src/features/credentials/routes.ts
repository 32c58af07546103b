import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { PASSWORD_LONGEST, PASSWORD_SHORTEST } from "../../core/access/password.ts";
import { Problem } from "../../core/problem.ts";
import { tellOfSignIn } from "../../db/account-notice.ts";
import { owes } from "../../db/second-factor.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const own = async (_tx: unknown, _input: unknown, actor: { orgId: string; personId: string }) => ({
  orgId: actor.orgId,
  personId: actor.personId,
});
const Typed = z
  .string()
  .min(1)
  .max(4 * PASSWORD_LONGEST);
const NewPassword = Typed.describe(`${PASSWORD_SHORTEST} to ${PASSWORD_LONGEST} characters, and none that is guessed first`);
const Email = z.email().max(254).trim().toLowerCase();
const Token = z.string().min(1).max(200);

export const accountRead = route({
  method: "GET",
  path: "/account",
  summary: "How you sign in",
  input: z.object({}),
  output: z.object({
    /** As the organisation has it. */
    name: z.string(),
    organisation: z.string(),
    /** That one signs in with. */
    email: z.string(),
    /** The new address whose link has not been followed yet. */
    wantedEmail: z.string().nullable(),
    /** Whether there is one. */
    password: z.boolean(),
    /** Codes of an app, asked for at sign-in; null where none are. */
    secondFactor: z.object({ since: z.iso.datetime(), recoveryCodesLeft: z.int() }).nullable(),
    /** The organisation asks for a second factor, and this session was begun without: nothing else is open until there is one. */
    owesSecondFactor: z.boolean(),
  }),
  allow: "account.manage",
  subject: own,
  audit: { none: "one's own" },
  handle: async ({ tx, actor, installation, headers, now }) => {
    const { accounts } = installation.database;
    const account = await store.ownAccount(accounts, actor.accountId, now);
    const here = await tx
      .selectFrom("person")
      .innerJoin("organisation", "organisation.org_id", "person.org_id")
      .select(["person.name", "organisation.name as organisation"])
      .where("person_id", "=", actor.personId)
      .executeTakeFirst();
    if (!here) throw new Problem("not-found");
    const { secondFactor } = account;
    return {
      ...account,
      ...here,
      owesSecondFactor: await owes(tx, accounts, actor, installation.access.token(headers)),
      secondFactor: secondFactor && { ...secondFactor, since: secondFactor.since.toISOString() },
    };
  },
});

export const passwordChange = route({
  method: "POST",
  path: "/account/password",
  summary: "Changes your password; your other sessions end",
  input: z.object({ proof: z.strictObject({ password: Typed }), password: NewPassword }),
  output: z.object({}),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.password.change", when: "always" },
  handle: async ({ tx, actor, input, installation, cookies, ...asking }) => {
    const { access, database } = installation;
    await access.prove(actor.accountId, input.proof, asking);
    const account = await store.ownAccount(database.accounts, actor.accountId, asking.now);
    const organisation = await store.organisationName(tx);
    const hash = await store.fresh(installation, input.password, [account.email, account.name, organisation]);
    await store.change(database.accounts, actor.accountId, hash, asking.now);
    await tellOfSignIn(tx, { personId: actor.personId, address: account.email }, "Your password was changed.", asking.requestId);
    cookies.push(...(await access.renew(asking)));
    return {};
  },
});

export const emailAsk = route({
  method: "POST",
  path: "/account/email",
  summary: "Mails a link to a new address to sign in with; takes your password or a code",
  input: z.object({
    email: Email,
    proof: z.strictObject({ password: Typed.optional(), code: z.string().trim().min(1).max(40).optional() }),
  }),
  output: z.object({ minutes: z.int() }),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.email.ask", when: "always" },
  handle: async ({ tx, actor, input, installation, ...asking }) => {
    const { access, database } = installation;
    await access.prove(actor.accountId, input.proof, asking);
    const account = await store.ownAccount(database.accounts, actor.accountId, asking.now);
    if (account.email === input.email)
      throw new Problem("invalid", undefined, [
        { code: "unchanged", path: "/email", message: "This is the address that you sign in with now." },
      ]);
    // Every one counts, for each sends a message to an address of the caller's choice.
    access.attempt("reset", account.email, asking);
    await store.askEmail(database.accounts, tx, account, { personId: actor.personId, email: input.email }, asking);
    return { minutes: store.EMAIL_MINUTES };
  },
});

export const emailDrop = route({
  method: "DELETE",
  path: "/account/email",
  summary: "Stays with the address there is: the link that was mailed to another is void",
  input: z.object({}),
  output: z.object({}),
  allow: "account.manage",
  subject: own,
  audit: { action: "account.email.drop", when: "always" },
  handle: async ({ actor, installation }) => {
    await store.dropEmail(installation.database.accounts, actor.accountId);
    return {};
  },
});

/** Below /api/auth. */
export const emailConfirm = route({
  method: "POST",
  path: "/email/confirm",
  summary: "Follows the link that was mailed to a new address",
  input: z.object({ token: Token }),
  output: z.object({ email: z.string() }),
  allow: "session.start",
  open: true,
  audit: { none: "written by the handler, into the organisation of the account" },
  handle: async ({ input, installation, ...asking }) => ({ email: await store.confirmEmail(installation, input.token, asking) }),
});

/** Answers come at whole steps of this, in ms, whatever there was to do: by its clock nobody learns whether an address is known. */
const STEP = 100;

/** Below /api/auth. */
export const resetAsk = route({
  method: "POST",
  path: "/reset/ask",
  summary: "Mails a link for a new password, where somebody has this address; the answer is the same where nobody has",
  input: z.object({ email: z.string().min(1).max(254) }),
  output: z.object({ minutes: z.int() }),
  allow: "session.start",
  open: true,
  audit: { none: "written by the handler, into the organisation of the account" },
  handle: async ({ input, installation, ...asking }) => {
    const started = performance.now();
    installation.access.attempt("reset", input.email.trim().toLowerCase(), asking);
    try {
      await store.askReset(installation, input.email, asking);
    } finally {
      await setTimeout(STEP - ((performance.now() - started) % STEP));
    }
    return { minutes: store.RESET_MINUTES };
  },
});

/** Below /api/auth. */
export const reset = route({
  method: "POST",
  path: "/reset",
  summary: "Chooses a new password by the link that was mailed; all sessions end",
  input: z.object({ token: Token, password: NewPassword }),
  output: z.object({}),
  allow: "session.start",
  open: true,
  audit: { none: "written by the handler, into the organisation of the account" },
  handle: async ({ input, installation, ...asking }) => {
    await store.reset(installation, input, asking);
    return {};
  },
});

export const credentialRoutes = [accountRead, passwordChange, emailAsk, emailDrop] as const;
