import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { bringsIn } from "../../core/access/granting.ts";
import { can } from "../../core/access/policy.ts";
import { PASSWORD_LONGEST, PASSWORD_SHORTEST, passwordFaults } from "../../core/access/password.ts";
import { Problem } from "../../core/problem.ts";
import { accountWith, createAccount, join, whoJoined } from "../../db/membership.ts";
import { personNamed } from "../../db/named.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const organisation = async (_tx: unknown, _input: unknown, actor: { orgId: string }) => ({ orgId: actor.orgId });
const State = z.enum(store.states);

export const invitationList = route({
  method: "GET",
  path: "/invitations",
  summary: "Everybody who is here, by name, and whether they can sign in, are invited or were never invited",
  input: z.object({
    state: State.optional(),
    team: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        person: z.object({ id: z.uuid(), name: z.string(), email: z.string().nullable(), team: z.string().nullable() }),
        state: State,
        invitedAt: z.iso.datetime().nullable(),
        expiresAt: z.iso.datetime().nullable(),
        by: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
    counts: z.array(z.object({ state: State, count: z.int() })),
    /** Invitations go out by e-mail; else they wait under messages to be passed on. */
    mail: z.boolean(),
    can: z.object({ "account.recover": z.boolean() }),
  }),
  allow: "invitation.list",
  subject: organisation,
  audit: { none: "no result of anybody" },
  handle: async ({ tx, actor, input, today, installation }) => {
    const joined = await whoJoined(installation.database.accounts, actor.orgId);
    return {
      ...(await store.list(tx, joined, today, input)),
      mail: installation.mail.from !== null,
      can: can(actor, ["account.recover"], { orgId: actor.orgId }),
    };
  },
});

export const invitationMake = route({
  method: "POST",
  path: "/invitations",
  summary: "Invites people to sign in, or again: those named, or everybody with an e-mail address who never was",
  input: z.object({
    /** An earlier link of theirs no longer opens anything. */
    people: z.array(z.uuid()).min(1).max(1000).optional(),
    /** Where `people` is absent: of this team alone. */
    team: z.uuid().optional(),
    /** Said in so many words, so that a body left empty by mistake invites nobody. */
    everybody: z.literal(true).optional(),
  }),
  output: z.object({
    invited: z.int(),
    /** Of those named: who has an account already, or no address. */
    skipped: z.array(z.object({ id: z.uuid(), name: z.string(), because: z.enum(["has-account", "no-address"]) })),
  }),
  allow: "invitation.manage",
  subject: organisation,
  audit: { action: "invitation.make", when: "always" },
  creates: true,
  handle: async ({ tx, actor, input, today, now, note, installation }) => {
    if ((input.people === undefined) === (input.everybody === undefined && input.team === undefined))
      throw new Problem("invalid", undefined, [
        { code: "who", path: "/people", message: "Say who: some people, a team, or everybody who was never invited." },
      ]);
    const done = await store.invite(tx, {
      orgId: actor.orgId,
      joined: await whoJoined(installation.database.accounts, actor.orgId),
      today,
      now,
      by: await personNamed(tx, actor.personId),
      mayBring: (roles) => bringsIn(actor, roles),
      to: input.people === undefined ? { everybody: true, team: input.team } : { people: [...new Set(input.people)] },
    });
    note({ invited: done.invited, ...(input.people?.length === 1 ? { person: input.people[0] ?? "" } : {}) });
    return done;
  },
});

export const invitationWithdraw = route({
  method: "DELETE",
  path: "/people/:personId/invitation",
  summary: "Withdraws the invitation of a person: its link opens nothing any more",
  input: z.object({ personId: z.uuid() }),
  output: z.object({ withdrawn: z.boolean() }),
  allow: "invitation.manage",
  subject: async (tx, { personId }, actor) => ({ orgId: actor.orgId, personId: (await personNamed(tx, personId)).id }),
  audit: { action: "invitation.withdraw", when: "always" },
  handle: async ({ tx, actor, input }) => ({ withdrawn: await store.withdraw(tx, input.personId, actor.personId) }),
});

const Token = z.string().min(1).max(200);

export const invitationRead = route({
  method: "GET",
  path: "/join",
  summary: "What an invitation's link opens: whose it is, and whether it still does",
  input: z.object({ token: Token }),
  output: z.object({
    organisation: z.string(),
    name: z.string(),
    email: z.string(),
    standing: z.enum(["open", "used", "expired", "withdrawn"]),
    /** Somebody signs in with this address already: they sign in and join, and need no second password. */
    hasAccount: z.boolean(),
  }),
  allow: "invitation.read",
  open: true,
  audit: { none: "told to whoever holds the link, of whom it is for" },
  handle: async ({ input, now, installation: { database } }) => {
    const link = store.linkIn(input.token);
    const found = await database.transaction(link.orgId, (tx) => store.invited(tx, link.token, now));
    return { ...found, hasAccount: (await accountWith(database.accounts, found.email)) !== null };
  },
});

export const invitationAccept = route({
  method: "POST",
  path: "/join",
  summary: "Makes the account of whoever was invited with a password of theirs, and signs in",
  input: z.object({
    token: Token,
    password: z
      .string()
      .min(1)
      .max(4 * PASSWORD_LONGEST)
      .describe(`${PASSWORD_SHORTEST} to ${PASSWORD_LONGEST} characters, and none that is guessed first`),
  }),
  output: z.object({ person: z.object({ id: z.uuid() }) }),
  allow: "invitation.accept",
  open: true,
  audit: { none: "written by the handler, into the organisation of the link" },
  handle: async ({ input, cookies, ...asking }) => {
    const { database, record, access } = asking.installation;
    const link = store.linkIn(input.token);
    const { accountId, personId } = await database.transaction(link.orgId, async (tx) => {
      const found = await store.invited(tx, link.token, asking.now, true);
      refuse(found.standing);
      const faults = passwordFaults(input.password, [found.email, found.name, found.organisation]);
      if (faults.length > 0) throw new Problem("invalid", undefined, faults);
      const password = await access.hash(() => hashPassword(input.password));
      // The account first: if what follows fails the link is still good, and finds the account.
      const made = await createAccount(database.accounts, { ...found, orgId: link.orgId, password });
      await store.accepted(tx, found.invitationId, asking.now);
      const { requestId, address } = asking;
      const actor = { kind: "person", personId: found.personId } as const;
      await record(tx, { actor, action: "invitation.accept", subjectId: found.personId, details: {}, requestId, address });
      return { accountId: made, personId: found.personId };
    });
    cookies.push(...(await access.enter({ accountId, remember: true, secondFactor: false }, asking)));
    return { person: { id: personId } };
  },
});

export const invitationJoin = route({
  method: "POST",
  path: "/me/join",
  summary: "Joins the organisation of an invitation with the account one has signed in to, which has the invitation's address",
  input: z.object({ token: Token }),
  output: z.object({ organisation: z.string() }),
  allow: "invitation.join",
  subject: organisation,
  audit: { none: "written by the handler, into the organisation of the link" },
  handle: async ({ actor, input, now, requestId, address, installation: { database, record } }) => {
    const link = store.linkIn(input.token);
    return database.transaction(link.orgId, async (tx) => {
      const found = await store.invited(tx, link.token, now, true);
      refuse(found.standing);
      if ((await accountWith(database.accounts, found.email)) !== actor.accountId)
        throw new Problem("forbidden", `This invitation is for ${found.email}. Sign in with that address to use it.`);
      await join(database.accounts, actor.accountId, link.orgId, found.personId);
      await store.accepted(tx, found.invitationId, now);
      const there = { kind: "person", personId: found.personId } as const;
      await record(tx, { actor: there, action: "invitation.accept", subjectId: found.personId, details: {}, requestId, address });
      return { organisation: found.organisation };
    });
  },
});

function refuse(standing: store.Standing): void {
  if (standing === "open") return;
  throw new Problem(
    "not-found",
    {
      used: "This invitation has been used already. Sign in with the password you chose.",
      expired: "This invitation has run out. Ask for a new one.",
      withdrawn: "This invitation has been withdrawn. Ask for a new one.",
    }[standing],
  );
}

export const invitationRoutes = [
  invitationList,
  invitationMake,
  invitationWithdraw,
  invitationRead,
  invitationAccept,
  invitationJoin,
] as const;
