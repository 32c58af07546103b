import { createHash, randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { z } from "zod";
import { linkOf, linkWith } from "../../core/message/link.ts";
import type { Role } from "../../core/access/roles.ts";
import { invitationStates, type InvitationState } from "../../core/people/invitation.ts";
import { Problem } from "../../core/problem.ts";
import { invitationState } from "../../db/invitation-state.ts";
import { enqueueAll, type Outgoing } from "../../db/outbox.ts";
import { statement } from "../../db/statement.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Tx } from "../../http/route.ts";

/** How long an invitation is good for, in days. */
const DAYS = 14;

export const states = invitationStates;
export type State = InvitationState;

type Row = {
  person: { id: string; name: string; email: string | null; team: string | null };
  state: State;
  invitationId: string | null;
  invitedAt: Date | null;
  expiresAt: Date | null;
  by: string | null;
  sortKey: string;
};

/** Who has an account is known to schema accounts alone, and told as an array: $1. */
const people = (rest: string) => `
  with newest as (
    select distinct on (person_id) * from rungs.invitation order by person_id, invited_at desc, invitation_id desc
  ), told as (
    select person.person_id, person.search_name as "sortKey", person.team_id,
           json_build_object('id', person.person_id, 'name', person.name, 'email', person.email, 'team', team.name) as person,
           ${invitationState("person", "newest", "$1::uuid[]")} as state,
           newest.invitation_id as "invitationId", newest.invited_at as "invitedAt", newest.expires_at as "expiresAt", inviter.name as by,
           person.name, person.email
      from rungs.person
      left join newest on newest.person_id = person.person_id
      left join rungs.team on team.team_id = person.team_id
      left join rungs.person as inviter on inviter.person_id = newest.invited_by
     where person.left_on is null or person.left_on > $2::date
  ) ${rest}`;

const some = statement<Row>(
  people(`
    select person, state, "invitationId", "invitedAt", "expiresAt", by, "sortKey" from told
     where ($3::text is null or state = $3) and ($4::uuid is null or team_id = $4)
       and ($5::text is null or ("sortKey", person_id) > ($5, $6::uuid))
     order by "sortKey", person_id limit $7`),
);
const counted = statement<{ state: State; count: number }>(people("select state, count(*) as count from told group by state"));

const Key = z.tuple([z.string(), z.uuid()]);
export type Asked = { state?: State | undefined; team?: string | undefined; limit: number; cursor?: string | undefined };

/** Everybody who is here, by name, with where their invitation stands. */
export async function list(tx: Tx, joined: readonly string[], today: string, asked: Asked) {
  const after = asked.cursor === undefined ? null : decodeCursor(asked.cursor, Key);
  const rows = await some(
    tx,
    joined,
    today,
    asked.state ?? null,
    asked.team ?? null,
    after?.[0] ?? null,
    after?.[1] ?? null,
    asked.limit + 1,
  );
  const { items, next } = page(rows, asked.limit, (row) => [row.sortKey, row.person.id]);
  const found = new Map((await counted(tx, joined, today)).map(({ state, count }) => [state, count]));
  return {
    items: items.map(({ sortKey: _, invitedAt, expiresAt, ...row }) => ({
      ...row,
      invitedAt: invitedAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
    next,
    counts: states.map((state) => ({ state, count: found.get(state) ?? 0 })),
  };
}

type Guest = { id: string; name: string; email: string | null; state: State; roles: Role[] };
/** $3: these people, whoever they are; null: everybody who was never invited, of the team $4 where one is named. */
const guestsOf = statement<Guest>(
  people(`
    select person_id as id, name, email, state,
           array(select role from rungs.role_grant as held where held.person_id = told.person_id) as roles
      from told
     where case when $3::uuid[] is null then state = 'none' and ($4::uuid is null or team_id = $4) else person_id = any($3) end
     order by "sortKey", person_id limit 20000`),
);

const withdrawOpen = statement<{ id: string }>(`
  update rungs.invitation set withdrawn_at = now(), withdrawn_by = $2
   where person_id = any($1::uuid[]) and accepted_at is null and withdrawn_at is null
  returning invitation_id as id`);
/** What was to carry the links that no longer open anything. */
const voidMessages = statement(`
  update rungs.message set state = case when state in ('waiting', 'held', 'failed', 'unsure') then 'withdrawn' else state end,
                           data = data || '{"token": "taken-out-once-sent"}'
   where dedupe_key = any($1::text[]) and state <> 'sending'`);
const write = statement(`
  insert into rungs.invitation (org_id, invitation_id, person_id, email, token_hash, invited_by, expires_at)
  select rungs.current_org(), given.invitation_id, given.person_id, given.email, decode(given.hash, 'hex'), $2, $3
    from jsonb_to_recordset($1::jsonb) as given (invitation_id uuid, person_id uuid, email text, hash text)`);

const keyOf = (invitationId: string) => `invitation ${invitationId}`;
const sha256 = (text: string) => createHash("sha256").update(text).digest();

export type Inviting = {
  orgId: string;
  joined: readonly string[];
  today: string;
  now: Date;
  by: { id: string; name: string };
  to: { people: readonly string[] } | { everybody: true; team?: string | undefined };
  /** Whether whoever invites may bring in somebody with these roles. */
  mayBring: (roles: readonly Role[]) => boolean;
};

/**
 * Invites, or invites again: an earlier link of the same person no longer opens anything.
 *
 * @returns how many were; of those named, who could not be and why.
 */
export async function invite(tx: Tx, { orgId, joined, today, now, by, to, mayBring }: Inviting) {
  const named = "people" in to ? to.people : null;
  const found = await guestsOf(tx, joined, today, named, "people" in to ? null : (to.team ?? null));
  const above = found.find(({ state, roles }) => state !== "joined" && !mayBring(roles));
  if (named !== null && above !== undefined)
    throw new Problem("forbidden", `${above.name} is to be an owner or administrator here, and is invited by one who may give that role.`);
  const guests = found.filter(({ state, roles }) => state === "joined" || mayBring(roles));
  const unknown = (named ?? []).flatMap((id, index) =>
    guests.some((guest) => guest.id === id)
      ? []
      : [{ code: "unknown-reference", path: `/people/${index}`, message: "There is nobody here with this id." }],
  );
  if (unknown.length > 0) throw new Problem("invalid", undefined, unknown);
  const able = guests.flatMap((guest) =>
    guest.email === null || guest.state === "joined"
      ? []
      : [{ ...guest, email: guest.email.toLowerCase(), invitationId: v7(), token: randomBytes(24).toString("base64url") }],
  );
  const skipped = guests.flatMap(({ id, name, email, state }): { id: string; name: string; because: "has-account" | "no-address" }[] =>
    state === "joined" ? [{ id, name, because: "has-account" }] : email === null ? [{ id, name, because: "no-address" }] : [],
  );
  if (able.length === 0) return { invited: 0, skipped };
  const before = await withdrawOpen(
    tx,
    able.map(({ id }) => id),
    by.id,
  );
  if (before.length > 0)
    await voidMessages(
      tx,
      before.map(({ id }) => keyOf(id)),
    );
  const expiresAt = new Date(now.getTime() + DAYS * 86_400_000);
  const rows = able.map(({ id, email, invitationId, token }) => ({
    invitation_id: invitationId,
    person_id: id,
    email,
    hash: sha256(token).toString("hex"),
  }));
  await write(tx, JSON.stringify(rows), by.id, expiresAt);
  const expiresOn = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(expiresAt);
  await enqueueAll(
    tx,
    able.map(({ id, name, email, invitationId, token }): Outgoing => ({
      template: "invitation",
      personId: id,
      address: email,
      data: { name, token: linkWith(orgId, token), by: by.name, expiresOn },
      dedupeKey: keyOf(invitationId),
    })),
  );
  return { invited: able.length, skipped };
}

/** @returns whether there was one that stood. */
export async function withdraw(tx: Tx, personId: string, by: string): Promise<boolean> {
  const gone = await withdrawOpen(tx, [personId], by);
  if (gone.length > 0)
    await voidMessages(
      tx,
      gone.map(({ id }) => keyOf(id)),
    );
  return gone.length > 0;
}

export type Link = { orgId: string; token: string };
/** @throws Problem "not-found" for what is no link of ours. */
export function linkIn(text: string): Link {
  const link = linkOf(text);
  if (link === null) throw new Problem("not-found", "This link is not whole. Open the whole link of your invitation.");
  return link;
}

export type Standing = "open" | "used" | "expired" | "withdrawn";
export type Invited = {
  invitationId: string;
  organisation: string;
  personId: string;
  name: string;
  email: string;
  standing: Standing;
};

const byToken = (lock: string) => `
  select invitation.invitation_id as "invitationId", organisation.name as organisation, person.person_id as "personId", person.name, invitation.email,
         case when accepted_at is not null then 'used' when withdrawn_at is not null or (person.left_on is not null and person.left_on <= current_date) then 'withdrawn'
              -- Sent to an address that is theirs no more.
              when invitation.email is distinct from lower(person.email) then 'withdrawn'
              when invitation.expires_at <= $2 then 'expired' else 'open' end as standing
    from rungs.invitation
    join rungs.person on person.person_id = invitation.person_id
    join rungs.organisation on organisation.org_id = invitation.org_id
   where token_hash = $1 ${lock}`;
const look = statement<Invited>(byToken(""));
// Two who use the link at once: the second finds it used.
const take = statement<Invited>(byToken("for update of invitation"));

/** @throws Problem "not-found" */
export async function invited(tx: Tx, token: string, now: Date, forUse = false): Promise<Invited> {
  const [row] = await (forUse ? take : look)(tx, sha256(token), now);
  if (row === undefined) throw new Problem("not-found", "This invitation is not known here, or has been withdrawn. Ask for a new one.");
  return row;
}

const accept = statement(`update rungs.invitation set accepted_at = $2 where invitation_id = $1`);
/** The link opens nothing any more, nor does the message that carried it. */
export async function accepted(tx: Tx, invitationId: string, now: Date): Promise<void> {
  await accept(tx, invitationId, now);
  await voidMessages(tx, [keyOf(invitationId)]);
}
