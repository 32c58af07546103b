import type { Transaction } from "kysely";
import { render, type Letter } from "../core/message/letter.ts";
import { TAKEN_OUT, type Data } from "../core/message/template.ts";
import { templateNamed } from "../core/message/templates.ts";
import { enqueueAll } from "./outbox.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

const nameOf = statement<{ name: string; timeZone: string }>(`select name, time_zone as "timeZone" from rungs.organisation`);
/** @returns null where the organisation is gone. */
export const organisationName = async (tx: Tx): Promise<string | null> => (await nameOf(tx))[0]?.name ?? null;
export const timeZoneOf = async (tx: Tx): Promise<string> => (await nameOf(tx))[0]?.timeZone ?? "UTC";

export type Claimed = {
  orgId: string;
  id: string;
  to: string;
  template: string;
  data: Data;
  unsubscribe: string | null;
  /** This try included. */
  attempts: number;
};

const oneDue = statement<Claimed>(`
  update rungs.message as taken
     set state = 'sending', attempts = attempts + 1, lease_until = now() + interval '5 minutes', last_error = null
   where message_id = (select due.message_id from rungs.message as due
                        where due.state = 'waiting' and due.due_at <= now()
                        order by due.created_at, due.message_id limit 1 for update skip locked)
  returning org_id as "orgId", message_id as id, to_address as "to", template, data, unsubscribe, attempts`);
/** Takes the message that has waited longest, so that nobody else does. @returns null where none is due. */
export const claim = async (tx: Tx): Promise<Claimed | null> => (await oneDue(tx))[0] ?? null;

const lost = statement(`
  update rungs.message set state = 'unsure', last_error = 'Rungs ended while it was handing this over.'
   where state = 'sending' and lease_until < now()`);
/** What a server that died was handing over may have arrived: a person decides. */
export const giveUpLost = async (tx: Tx): Promise<void> => void (await lost(tx));

const holdAll = statement(`update rungs.message set state = 'held' where state = 'waiting'`);
export const hold = async (tx: Tx): Promise<void> => void (await holdAll(tx));

const markSent = statement(`
  update rungs.message set state = 'sent', sent_at = now(), lease_until = null, last_error = null, subject = $2, body = $3, data = $4
   where message_id = $1`);
/** Kept as it went out, without what opened something. */
export async function sent(tx: Tx, message: Claimed, organisation: string, publicUrl: string): Promise<void> {
  const data = withoutSecrets(message);
  const letter = letterOf({ ...message, data }, organisation);
  const { subject, text } = letter === null ? { subject: "", text: "" } : render(letter, { organisation, publicUrl, unsubscribe: null });
  await markSent(tx, message.id, subject, text, JSON.stringify(data));
}

const markLater = statement(`
  update rungs.message set state = 'waiting', lease_until = null, due_at = now() + $2 * interval '1 second', last_error = $3 where message_id = $1`);
export const later = async (tx: Tx, id: string, seconds: number, because: string): Promise<void> =>
  void (await markLater(tx, id, seconds, because));

const markFailed = statement(`update rungs.message set state = $2, lease_until = null, last_error = $3 where message_id = $1`);
export const failed = async (tx: Tx, id: string, state: "failed" | "unsure", because: string): Promise<void> =>
  void (await markFailed(tx, id, state, because));

/** @returns null for a template that this version does not know. */
export const letterOf = (message: { template: string; data: Data }, organisation: string): Letter | null =>
  templateNamed(message.template)?.letter(message.data, organisation) ?? null;

/** What a message says, without what in it opens something. */
export function withoutSecrets({ template, data }: { template: string; data: Data }): Data {
  const secrets = templateNamed(template)?.secret ?? [];
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, secrets.includes(key) ? TAKEN_OUT : value]));
}

const gathered = statement<{ personId: string; name: string; items: { title: string; path: string }[] }>(`
  with taken as (
    update rungs.message set state = 'digested' where state = 'gathered'
    returning person_id, dedupe_key, created_at
  )
  select person.person_id as "personId", person.name,
         json_agg(json_build_object('title', notification.title, 'path', notification.path) order by taken.created_at) as items
    from taken
    join rungs.person on person.person_id = taken.person_id
    join rungs.notification on notification.person_id = taken.person_id and notification.dedupe_key = taken.dedupe_key
   group by person.person_id, person.name`);

/** Makes one message a person of all that was gathered for them. @param day the key: one digest a day, whoever asks how often. */
export async function gather(tx: Tx, day: string): Promise<void> {
  const people = await gathered(tx);
  await enqueueAll(
    tx,
    people.map(({ personId, name, items }) => ({
      template: "digest",
      personId,
      data: { name, items },
      dedupeKey: `digest ${day} ${personId}`,
    })),
  );
}
