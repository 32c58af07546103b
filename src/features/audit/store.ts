import { sql } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { statement } from "../../db/statement.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { AuditEntry, Tx } from "../../http/route.ts";

const insert = statement<never>(`
  insert into rungs.audit (org_id, audit_id, actor_id, actor_kind, action, subject_id, details, request_id, address)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8)`);

/** The organisation is the transaction's own. */
export async function record(tx: Tx, entry: AuditEntry): Promise<void> {
  const [kind, personId] = typeof entry.actor === "string" ? [entry.actor, null] : [entry.actor.kind, entry.actor.personId];
  await insert(tx, v7(), personId, kind, entry.action, entry.subjectId, JSON.stringify(entry.details), entry.requestId, entry.address);
}

const Key = z.tuple([z.iso.datetime(), z.uuid()]);

export type Asked = { limit: number; cursor?: string | undefined; action?: string | undefined; person?: string | undefined };

/** Newest first: everybody's entries for those who may read them, for all others what they did and what was done about them. */
export async function list(tx: Tx, actor: Member, asked: Asked) {
  const { orgId, personId } = actor;
  let query = tx
    .selectFrom("audit")
    .leftJoin("person as by", (join) => join.onRef("by.org_id", "=", "audit.org_id").onRef("by.person_id", "=", "audit.actor_id"))
    .leftJoin("person as about", (join) =>
      join.onRef("about.org_id", "=", "audit.org_id").onRef("about.person_id", "=", "audit.subject_id"),
    )
    .select(["audit_id as id", "at", "actor_kind as kind", "action", "details", "request_id as requestId", "address"])
    .select(["by.person_id as byId", "by.name as byName", "about.person_id as aboutId", "about.name as aboutName"])
    .where("audit.org_id", "=", orgId)
    .$narrowType<{ details: { [key: string]: string | number | boolean | null | string[] } }>(); // `record` alone writes the column
  if (!can(actor, ["audit.read"], { orgId })["audit.read"])
    query = query.where((eb) => eb.or([eb("actor_id", "=", personId), eb("subject_id", "=", personId)]));
  const { action, person } = asked;
  if (action !== undefined) query = query.where("action", "=", action);
  if (person !== undefined) query = query.where((eb) => eb.or([eb("actor_id", "=", person), eb("subject_id", "=", person)]));
  if (asked.cursor !== undefined) {
    const [at, id] = decodeCursor(asked.cursor, Key);
    // Cursors hold milliseconds, the column microseconds: the key of a row is its time cut to what a cursor can hold.
    query = query.where(sql<boolean>`(date_trunc('milliseconds', at), audit_id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await query
    .orderBy(sql`date_trunc('milliseconds', at)`, "desc")
    .orderBy("audit_id", "desc")
    .limit(asked.limit + 1)
    .execute();
  const { items, next } = page(rows, asked.limit, (row) => [row.at.toISOString(), row.id]);
  return {
    next,
    items: items.map(({ byId, byName, aboutId, aboutName, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      by: byId === null || byName === null ? null : { id: byId, name: byName },
      about: aboutId === null || aboutName === null ? null : { id: aboutId, name: aboutName },
    })),
  };
}
