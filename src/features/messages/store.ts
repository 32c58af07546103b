import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { linkOf } from "../../core/message/link.ts";
import { render } from "../../core/message/letter.ts";
import { kinds, type Data, type Kind, type Wish } from "../../core/message/template.ts";
import { templateNamed } from "../../core/message/templates.ts";
import { Problem } from "../../core/problem.ts";
import type { Database } from "../../db/open.ts";
import { SENDING } from "../../db/outbox.ts";
import { letterOf, organisationName, withoutSecrets } from "../../db/sending.ts";
import { statement } from "../../db/statement.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Tx } from "../../http/route.ts";

export const states = ["waiting", "sending", "sent", "failed", "unsure", "held", "gathered", "digested", "withdrawn"] as const;
export type State = (typeof states)[number];
/** What a person may send (again) by hand. */
const sendable: readonly State[] = ["held", "failed", "unsure"];

type Row = {
  id: string;
  to: string;
  person: { id: string; name: string } | null;
  template: string;
  state: State;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
  dueAt: Date;
  sentAt: Date | null;
};

const columns = `
  message.message_id as id, to_address as "to", template, state, attempts, last_error as "lastError", message.created_at as "createdAt",
  due_at as "dueAt", sent_at as "sentAt",
  case when person.person_id is null then null else json_build_object('id', person.person_id, 'name', person.name) end as person`;

const some = statement<Row>(`
  select ${columns}
    from rungs.message left join rungs.person on person.person_id = message.person_id
   where ($1::text[] is null or state = any($1))
     and ($2::timestamptz is null or (date_trunc('milliseconds', message.created_at), message_id) < ($2, $3::uuid))
   order by date_trunc('milliseconds', message.created_at) desc, message_id desc
   limit $4`);
const counted = statement<{ state: State; count: number }>(`select state, count(*) as count from rungs.message group by state`);

const Key = z.tuple([z.iso.datetime(), z.uuid()]);

/** Newest first, with how many there are in each state. */
export async function list(tx: Tx, asked: { states: readonly State[] | null; limit: number; cursor?: string | undefined }) {
  const after = asked.cursor === undefined ? null : decodeCursor(asked.cursor, Key);
  const rows = await some(tx, asked.states, after?.[0] ?? null, after?.[1] ?? null, asked.limit + 1);
  const { items, next } = page(rows, asked.limit, (row) => [row.createdAt.toISOString(), row.id]);
  const found = new Map((await counted(tx)).map(({ state, count }) => [state, count]));
  return { items: items.map(spoken), next, counts: states.map((state) => ({ state, count: found.get(state) ?? 0 })) };
}

const spoken = (row: Row) => ({
  ...row,
  title: templateNamed(row.template)?.title ?? row.template,
  createdAt: row.createdAt.toISOString(),
  dueAt: row.dueAt.toISOString(),
  sentAt: row.sentAt?.toISOString() ?? null,
});

export type Opened = Row & {
  orgId: string;
  personId: string | null;
  data: Data;
  subject: string | null;
  body: string | null;
  /** Whoever it is for is an owner, or it opens the account of one. */
  toOwner: boolean;
};

const one = statement<Opened>(`
  select ${columns}, message.org_id as "orgId", message.person_id as "personId", data, subject, body,
         exists (select from rungs.role_grant as held where held.person_id = message.person_id and held.role = 'owner') as "toOwner"
    from rungs.message left join rungs.person on person.person_id = message.person_id
   where message_id = $1`);

/** @throws Problem "not-found" */
export async function opened(tx: Tx, id: string): Promise<Opened> {
  const [row] = await one(tx, id);
  if (row === undefined) throw new Problem("not-found");
  return row;
}

/**
 * As it went out, or as it would go out now.
 *
 * @param passedOn whether whoever reads it is to pass it on; else nobody but whom it is for needs what it opens.
 */
export async function shown(tx: Tx, row: Opened, publicUrl: string, { byMail, passedOn }: { byMail: boolean; passedOn: boolean }) {
  const { orgId: _, personId: __, data, subject, body, toOwner: ___, ...rest } = row;
  const organisation = (await organisationName(tx)) ?? "";
  const message = { template: row.template, data };
  const letter = subject === null ? letterOf(passedOn ? message : { ...message, data: withoutSecrets(message) }, organisation) : null;
  const rendered = letter === null ? null : render(letter, { organisation, publicUrl, unsubscribe: null });
  return {
    ...spoken(rest),
    subject: subject ?? rendered?.subject ?? "",
    body: body ?? rendered?.text ?? "",
    can: { send: byMail && sendable.includes(row.state) },
  };
}

const again = statement<{ id: string }>(`
  update rungs.message set state = 'waiting', due_at = now(), attempts = 0, last_error = null
   where message_id = $1 and state = any($2) returning message_id as id`);
const allHeld = statement<{ id: string }>(`
  update rungs.message set state = 'waiting', due_at = now(), attempts = 0 where state = 'held' returning message_id as id`);
const wake = statement(`select rungs.ask_for_job('${SENDING}')`);

/** @throws Problem "conflict" where it is on its way, has gone, or waits for the digest. */
export async function sendAgain(tx: Tx, id: string): Promise<void> {
  const [row] = await again(tx, id, sendable);
  if (row === undefined) throw new Problem("conflict", "This message has gone or is on its way already. Nothing was sent again.");
  await wake(tx);
}

export async function sendHeld(tx: Tx): Promise<number> {
  const { length } = await allHeld(tx);
  if (length > 0) await wake(tx);
  return length;
}

// In Rungs itself.

type Notice = { id: string; kind: Kind; title: string; path: string; createdAt: Date; readAt: Date | null };
const notices = statement<Notice>(`
  select notification_id as id, kind, title, path, created_at as "createdAt", read_at as "readAt"
    from rungs.notification
   where person_id = $1 and ($2::timestamptz is null or (date_trunc('milliseconds', created_at), notification_id) < ($2, $3::uuid))
   order by date_trunc('milliseconds', created_at) desc, notification_id desc
   limit $4`);
const unread = statement<{ count: number }>(`select count(*) as count from rungs.notification where person_id = $1 and read_at is null`);

export async function notifications(tx: Tx, personId: string, asked: { limit: number; cursor?: string | undefined }) {
  const after = asked.cursor === undefined ? null : decodeCursor(asked.cursor, Key);
  const rows = await notices(tx, personId, after?.[0] ?? null, after?.[1] ?? null, asked.limit + 1);
  const { items, next } = page(rows, asked.limit, (row) => [row.createdAt.toISOString(), row.id]);
  return {
    items: items.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), readAt: row.readAt?.toISOString() ?? null })),
    next,
    unread: (await unread(tx, personId))[0]?.count ?? 0,
  };
}

const read = statement(`
  update rungs.notification set read_at = now()
   where person_id = $1 and read_at is null and ($2::uuid[] is null or notification_id = any($2))`);
/** @param ids null: all of them. */
export async function markRead(tx: Tx, personId: string, ids: readonly string[] | null): Promise<number> {
  await read(tx, personId, ids);
  return (await unread(tx, personId))[0]?.count ?? 0;
}

// How somebody wants them.

const chosen = statement<{ kind: string; email: Wish }>(`select kind, email from rungs.message_preference where person_id = $1`);

export async function preferences(tx: Tx, personId: string) {
  const wishes = new Map((await chosen(tx, personId)).map(({ kind, email }) => [kind, email]));
  return {
    kinds: (Object.keys(kinds) as Kind[]) // the keys of the list itself
      .filter((kind) => kinds[kind].mayChoose)
      .map((kind) => ({ kind, title: kinds[kind].title, about: kinds[kind].about, email: wishes.get(kind) ?? kinds[kind].usual })),
  };
}

const choose = statement(`
  insert into rungs.message_preference (org_id, person_id, kind, email) values (rungs.current_org(), $1, $2, $3)
  on conflict (org_id, person_id, kind) do update set email = excluded.email`);
export const setPreference = async (tx: Tx, personId: string, kind: Kind, email: Wish): Promise<void> =>
  void (await choose(tx, personId, kind, email));

// Whoever has the link has not signed in, and the organisation it names is the only one looked into.
const named = statement<{ personId: string; template: string }>(
  `select person_id as "personId", template from rungs.message where unsubscribe = $1 and person_id is not null`,
);

/** With the link of a message; a mail program that asks twice changes nothing more. @throws Problem "not-found" */
export async function unsubscribe(database: Database, token: string): Promise<{ kind: Kind; title: string }> {
  const link = linkOf(token);
  if (link === null) throw new Problem("not-found", NOT_OURS);
  return database.transaction(link.orgId, async (tx) => {
    const [row] = await named(tx, link.token);
    const kind = row === undefined ? undefined : templateNamed(row.template)?.kind;
    if (row === undefined || kind === undefined) throw new Problem("not-found", NOT_OURS);
    await setPreference(tx, row.personId, kind, "off");
    return { kind, title: kinds[kind].title };
  });
}

const NOT_OURS = "This link is not whole, or the message it came with is no longer kept. Choose on your account page what is sent.";

export const mayManage = (actor: Member): boolean => can(actor, ["message.manage"], { orgId: actor.orgId })["message.manage"];
