import { sql, type SqlBool } from "kysely";
import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { Problem } from "../../core/problem.ts";
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

/** What narrows the log. Dates are the organisation's, both included. */
export type Narrowed = {
  action?: string | undefined;
  /** Who did it or whom it is about. */
  person?: string | undefined;
  by?: string | undefined;
  about?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  address?: string | undefined;
};

/** Midnight at the start of a date where the organisation is. */
const midnight = (date: string, days = 0) =>
  sql`(((${date}::date + ${sql.lit(days)}::integer)::timestamp) at time zone (select time_zone from rungs.organisation))`;

/** What this reader may read at all: everybody's entries, or what they did and what was done about them. */
const readsAll = (actor: Member) => can(actor, ["audit.read"], { orgId: actor.orgId })["audit.read"];
function readable(tx: Tx, actor: Member) {
  const { orgId, personId } = actor;
  const query = tx.selectFrom("audit").where("audit.org_id", "=", orgId);
  return readsAll(actor) ? query : query.where((eb) => eb.or([eb("actor_id", "=", personId), eb("subject_id", "=", personId)]));
}

function narrowed(tx: Tx, actor: Member, { action, person, by, about, from, to, address }: Narrowed) {
  let query = readable(tx, actor);
  if (action !== undefined) query = query.where("action", "=", action);
  if (person !== undefined) query = query.where((eb) => eb.or([eb("actor_id", "=", person), eb("subject_id", "=", person)]));
  if (by !== undefined) query = query.where("actor_id", "=", by);
  if (about !== undefined) query = query.where("subject_id", "=", about);
  if (from !== undefined) query = query.where(sql<SqlBool>`audit.at >= ${midnight(from)}`);
  if (to !== undefined) query = query.where(sql<SqlBool>`audit.at < ${midnight(to, 1)}`);
  if (address !== undefined) {
    query = query.where("audit.address", "=", address);
    if (!readsAll(actor)) query = query.where("actor_id", "=", actor.personId);
  }
  return query;
}

const withNames = (query: ReturnType<typeof readable>) =>
  query
    .leftJoin("person as by", (join) => join.onRef("by.org_id", "=", "audit.org_id").onRef("by.person_id", "=", "audit.actor_id"))
    .leftJoin("person as about", (join) =>
      join.onRef("about.org_id", "=", "audit.org_id").onRef("about.person_id", "=", "audit.subject_id"),
    )
    .leftJoin("audit_sealed as sealed", (join) =>
      join.onRef("sealed.org_id", "=", "audit.org_id").onRef("sealed.audit_id", "=", "audit.audit_id"),
    )
    .select(["audit.audit_id as id", "audit.at", "actor_kind as kind", "action", "details", "request_id as requestId", "address"])
    .select(["by.person_id as byId", "by.name as byName", "about.person_id as aboutId", "about.name as aboutName", "sealed.seal"])
    .$narrowType<{ details: { [key: string]: string | number | boolean | null | string[] } }>(); // `record` alone writes the column

type Row = Awaited<ReturnType<ReturnType<typeof withNames>["executeTakeFirstOrThrow"]>>;
/** From where others did something is for whoever reads the whole log. */
const shownTo = (actor: Member) => {
  const all = readsAll(actor);
  return ({ address, ...row }: Row) => shown({ ...row, address: all || row.byId === actor.personId ? address : null });
};
const shown = ({ byId, byName, aboutId, aboutName, at, ...row }: Row) => ({
  ...row,
  at: at.toISOString(),
  by: byId === null || byName === null ? null : { id: byId, name: byName },
  about: aboutId === null || aboutName === null ? null : { id: aboutId, name: aboutName },
});
export type Shown = ReturnType<typeof shown>;

/** Newest first, those of one millisecond by their ids. */
export async function list(tx: Tx, actor: Member, { limit, cursor, ...asked }: Narrowed & { limit: number; cursor?: string | undefined }) {
  let query = withNames(narrowed(tx, actor, asked));
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, Key);
    // Cursors hold milliseconds, the column microseconds: the key of a row is its time cut to what a cursor can hold.
    query = query.where(sql<SqlBool>`(date_trunc('milliseconds', audit.at), audit.audit_id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await query
    .orderBy(sql`date_trunc('milliseconds', audit.at)`, "desc")
    .orderBy("audit.audit_id", "desc")
    .limit(limit + 1)
    .execute();
  const { items, next } = page(rows, limit, (row) => [row.at.toISOString(), row.id]);
  return { next, items: items.map(shownTo(actor)) };
}

/** @throws Problem "not-found" also where it is not theirs to read. */
export async function entry(tx: Tx, actor: Member, id: string) {
  const row = await withNames(readable(tx, actor)).where("audit.audit_id", "=", id).executeTakeFirst();
  if (row === undefined) throw new Problem("not-found");
  return shownTo(actor)(row);
}

/** What there are entries of, among those that this reader may read. */
export async function actions(tx: Tx, actor: Member): Promise<string[]> {
  const rows = await readable(tx, actor).select("action").distinct().orderBy("action").execute();
  return rows.map(({ action }) => action);
}

/** For a file: everything that fits the filter, newest first, up to `most`. @throws Problem "too-large" where there is more. */
export async function whole(tx: Tx, actor: Member, asked: Narrowed, most: number): Promise<Shown[]> {
  const rows = await withNames(narrowed(tx, actor, asked))
    .orderBy("audit.at", "desc")
    .orderBy("audit.audit_id", "desc")
    .limit(most + 1)
    .execute();
  if (rows.length > most)
    throw new Problem("too-large", `There are more than ${most.toLocaleString("en-GB")} entries. Take them a range of dates at a time.`);
  return rows.map(shownTo(actor));
}
