import { randomBytes } from "node:crypto";
import type { Transaction } from "kysely";
import { v7 } from "uuid";
import { kinds, type Data, type Template } from "../core/message/template.ts";
import { templates, type DataOf, type TemplateName } from "../core/message/templates.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** One message to one person of the organisation, to an address, or both: the address then goes before the directory's. */
export type Outgoing<N extends TemplateName = TemplateName> = N extends TemplateName
  ? {
      template: N;
      data: DataOf<N>;
      /** Of two with the same key in an organisation only the first is ever sent. */
      dedupeKey: string;
    } & ({ personId: string; address?: string } | { personId?: undefined; address: string })
  : never;

/** The job that sends what waits. */
export const SENDING = "messages.send";

// A leaver hears nothing more, nor does somebody without an address, but for the line in Rungs itself.
const write = statement<{ id: string; key: string; state: string }>(`
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as given (message_id uuid, notification_id uuid, person_id uuid, address text,
      template text, kind text, usual text, choosable boolean, data jsonb, dedupe_key text, title text, path text, unsubscribe text)
  ), reached as (
    select given.*, coalesce(given.address, person.email) as at,
           case when given.choosable then coalesce(wish.email, given.usual) else 'on' end as email
      from given
      left join rungs.person on person.person_id = given.person_id
      left join rungs.message_preference as wish on wish.person_id = given.person_id and wish.kind = given.kind
     where given.person_id is null or (person.person_id is not null and (person.left_on is null or person.left_on > current_date))
  ), told as (
    insert into rungs.notification (org_id, notification_id, person_id, kind, title, path, dedupe_key)
    select rungs.current_org(), notification_id, person_id, kind, title, path, dedupe_key
      from reached where person_id is not null and title is not null
    on conflict do nothing
  )
  insert into rungs.message (org_id, message_id, person_id, to_address, template, data, dedupe_key, state, unsubscribe)
  select rungs.current_org(), message_id, person_id, at, template, data, dedupe_key,
         case email when 'digest' then 'gathered' else 'waiting' end, unsubscribe
    from reached where at is not null and email <> 'off'
  on conflict do nothing
  returning message_id as id, dedupe_key as key, state`);
const wake = statement(`select rungs.ask_for_job($1)`);

/**
 * Writes messages in the caller's transaction, so that what is told has happened; a job sends them after its commit. Two
 * statements however many there are. A person has a line in Rungs besides, where the template has one, and the e-mail as they
 * chose to have it.
 *
 * @returns the ids of those that will go out by e-mail, by their key; none for who has no address or wants no e-mail, nor for
 *   a key that was used before.
 */
export async function enqueueAll(tx: Tx, messages: readonly Outgoing[]): Promise<ReadonlyMap<string, string>> {
  if (messages.length === 0) return new Map();
  const rows = messages.map(({ template: name, data, dedupeKey, personId, address }) => {
    // Name and data belong together by the type of Outgoing.
    const template = templates[name] as unknown as Template<Data>;
    const { usual, mayChoose } = kinds[template.kind];
    const notice = template.notice?.(data) ?? null;
    return {
      message_id: v7(),
      notification_id: v7(),
      person_id: personId ?? null,
      address: address ?? null,
      template: name,
      kind: template.kind,
      usual,
      choosable: mayChoose,
      data,
      dedupe_key: dedupeKey,
      title: notice?.title ?? null,
      path: notice?.path ?? null,
      unsubscribe: mayChoose && personId !== undefined ? randomBytes(18).toString("base64url") : null,
    };
  });
  const written = await write(tx, JSON.stringify(rows));
  if (written.some(({ state }) => state === "waiting")) await wake(tx, SENDING);
  return new Map(written.map(({ id, key }) => [key, id]));
}

/** As `enqueueAll`, for one. @returns its id, or null where nothing goes out by e-mail. */
export async function enqueue(tx: Tx, message: Outgoing): Promise<string | null> {
  return (await enqueueAll(tx, [message])).get(message.dedupeKey) ?? null;
}
