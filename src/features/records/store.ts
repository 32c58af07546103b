import { stringify } from "csv-stringify/sync";
import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can, type Scope } from "../../core/access/policy.ts";
import { addMonths, dateOf, dayNumber, daysBetween } from "../../core/gap/dates.ts";
import { toCell } from "../../core/framework/formats/cells.ts";
import { Problem } from "../../core/problem.ts";
import { standingOf } from "../../core/records/expiry.ts";
import { askedIn, faultsOf, monthsOf, sameTitle, serves, suggestionsFrom, type Asked, type Said } from "../../core/records/record.ts";
import { fileBytes, keepFile } from "../../db/attachments.ts";
import { expiringFor, expiringTitles } from "../../db/records-expiring.ts";
import {
  carryFiles,
  laddersOf,
  recordFile,
  recordsBefore,
  recordsStanding,
  recordsTag,
  removeRecordFile,
  verifyRecord,
  writeRecord,
  writeRecordFile,
  type RecordsSubject,
  type StandingRecord,
} from "../../db/records.ts";
import { versions } from "../../db/versions.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import { bytesOf, type FileReply } from "../../http/file.ts";
import type { Context, Tx } from "../../http/route.ts";

type On<I> = Context<I & { personId: string }, RecordsSubject>;
const permissions = ["person.records.write", "person.records.verify"] as const;

async function askedOf(tx: Tx, { orgId, personId }: RecordsSubject, today: string): Promise<Asked[]> {
  const stored = await versions(tx, orgId, await laddersOf(tx, personId, today));
  return [...stored.values()].flatMap(({ content }) => askedIn(content));
}

function shown(record: StandingRecord, asked: readonly Asked[], today: string) {
  const months = monthsOf(record, asked);
  const expiresOn = months === null ? null : addMonths(record.on, months);
  return { ...record, expiresOn, standing: standingOf(expiresOn, today), serves: serves(record, asked, today) };
}

/** What is on record of a person, as the gap report counts it. Four queries, one more where their ladder was not read lately. */
export async function list(tx: Tx, actor: Member, subject: RecordsSubject, today: string) {
  const asked = await askedOf(tx, subject, today);
  const records = await recordsStanding(tx, subject.personId);
  return {
    items: records.map((record) => shown(record, asked, today)),
    before: await recordsBefore(tx, subject.personId),
    suggestions: suggestionsFrom(asked),
    today,
    tag: subject.tag,
    can: can(actor, permissions, subject),
  };
}

export const matches = {
  tag: ({ tag }: RecordsSubject) => tag,
  state: ({ tx, actor, subject, today }: Context<unknown, RecordsSubject>) => list(tx, actor, subject, today),
};

/** @throws Problem "not-found" for what was never recorded of them, "conflict" for what no longer stands */
async function found(tx: Tx, personId: string, recordId: string): Promise<StandingRecord> {
  const record = (await recordsStanding(tx, personId)).find(({ id }) => id === recordId);
  if (record !== undefined) return record;
  const known = await tx
    .selectFrom("record")
    .select("record_id")
    .where("person_id", "=", personId)
    .where("record_id", "=", recordId)
    .executeTakeFirst();
  if (known === undefined) throw new Problem("not-found");
  throw new Problem("conflict", "This record was put right or taken back already. Look at how it stands now.");
}

type Adding = Said & { note: string | null; corrects?: string | undefined; reason?: string | undefined };

export async function add({ tx, actor, subject, input, today, now, note }: On<Adding>) {
  const { personId } = subject;
  const mayVerify = can(actor, permissions, subject)["person.records.verify"];
  const faults = faultsOf(input, today);
  const corrects = input.corrects ?? null;
  if (input.kind === "demonstrated" && !mayVerify)
    faults.push({ code: "attested", path: "/kind", message: "What was demonstrated is recorded by who attests it: ask your manager." });
  if (corrects !== null && input.reason === undefined)
    faults.push({ code: "missing", path: "/reason", message: "Say why this is put right: whoever reads the history will want to know." });
  const standing = await recordsStanding(tx, personId);
  const same = standing.find(
    ({ id, kind, title, on }) => id !== corrects && kind === input.kind && on === input.on && sameTitle(title, input.title),
  );
  if (same !== undefined) faults.push({ code: "duplicate", path: "/title", message: `${same.title} of this day is on record already.` });
  if (faults.length > 0) throw new Problem("invalid", faults[0]?.message, faults);
  if (corrects !== null) await found(tx, personId, corrects);
  const id = v7();
  const { kind, title, regulated, on, until, validMonths } = input;
  await writeRecord(tx, {
    id,
    personId,
    kind,
    title,
    regulated,
    on,
    until,
    validMonths,
    corrects,
    note: input.note,
    by: actor.personId,
    attestedBy: kind === "demonstrated" ? actor.personId : null,
    verifiedBy: mayVerify ? actor.personId : null,
    at: now,
    reason: input.reason ?? null,
    retracts: false,
  });
  if (corrects !== null) await carryFiles(tx, corrects, id);
  note({ record: id, kind, corrects });
  return { id, tag: await recordsTag(tx, personId) };
}

export async function withdraw({ tx, actor, subject, input, now, note }: On<{ recordId: string; reason: string }>) {
  const { personId } = subject;
  const record = await found(tx, personId, input.recordId);
  const { kind, title, regulated, on, until, validMonths } = record;
  await writeRecord(tx, {
    id: v7(),
    personId,
    kind,
    title,
    regulated,
    on,
    until,
    validMonths,
    note: null,
    attestedBy: null,
    verifiedBy: null,
    by: actor.personId,
    at: now,
    reason: input.reason,
    corrects: record.id,
    retracts: true,
  });
  note({ record: record.id, kind });
  return { tag: await recordsTag(tx, personId) };
}

export async function verify({ tx, actor, subject, input, now, note }: On<{ recordId: string }>) {
  const record = await found(tx, subject.personId, input.recordId);
  if (!(await verifyRecord(tx, subject.personId, record.id, actor.personId, now)))
    throw new Problem("conflict", `${record.verifiedBy ?? "Somebody"} has verified this already.`);
  note({ record: record.id, kind: record.kind });
  return { id: record.id, tag: await recordsTag(tx, subject.personId) };
}

/** Files of one record, beyond which no more are taken. */
const MOST_FILES = 10;

export async function addFile(context: On<{ recordId: string; fileName: string; file: string }>) {
  const { tx, actor, subject, input, now, note, installation } = context;
  const record = await found(tx, subject.personId, input.recordId);
  if (record.files.length >= MOST_FILES) throw new Problem("conflict", "Ten files are the most that one record has. Take one away first.");
  const { hash, name } = await keepFile(tx, installation.vault, subject.orgId, bytesOf(input));
  const id = v7();
  await writeRecordFile(tx, { id, recordId: record.id, personId: subject.personId, hash, name, by: actor.personId, at: now });
  note({ record: record.id, file: id });
  return { id, name, tag: await recordsTag(tx, subject.personId) };
}

type OfFile = { recordId: string; fileId: string };

export async function readFile({ tx, subject, input, note, installation }: On<OfFile>): Promise<FileReply> {
  const { hash, name, mediaType } = await recordFile(tx, subject.personId, input.recordId, input.fileId);
  note({ record: input.recordId, file: input.fileId });
  return { name, mediaType, content: await fileBytes(installation.vault, subject.orgId, hash) };
}

export async function removeFile({ tx, subject, input, now, note }: On<OfFile>) {
  await recordFile(tx, subject.personId, input.recordId, input.fileId);
  await removeRecordFile(tx, subject.personId, input.recordId, input.fileId, now);
  note({ record: input.recordId, file: input.fileId });
  return { tag: await recordsTag(tx, subject.personId) };
}

type Narrowing = {
  days: number;
  team?: string | undefined;
  title?: string | undefined;
  state: "all" | "expired" | "expiring";
};
type Asking = Narrowing & { limit: number; cursor?: string | undefined };

const filterOf = ({ days, team, title, state }: Narrowing, today: string) => ({
  today,
  until: dateOf(dayNumber(today) + days),
  team: team ?? null,
  title: title ?? null,
  state,
});

/** Two queries for the first page, one for each that follows. */
export async function expiring({ tx, scope, input, today }: Context<Asking, null> & { scope: Scope }) {
  const { limit, cursor } = input;
  const filter = filterOf(input, today);
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.iso.date(), z.string(), z.uuid()]));
  const rows = await expiringFor(tx, scope, filter, after, limit);
  const { items, next } = page(rows, limit, (row) => [row.expires, row.searchName, row.id]);
  return {
    items: items.map(({ id, kind, title, on, expires, verified, personId, name, team }) => ({
      id,
      kind,
      title,
      on,
      verified,
      expiresOn: expires,
      daysLeft: daysBetween(today, expires),
      standing: standingOf(expires, today),
      person: { id: personId, name, team },
    })),
    next,
    total: after === null ? (rows[0]?.total ?? 0) : null,
    titles: after === null ? await expiringTitles(tx, scope, filter) : [],
    today,
  };
}

/** Rows of an exported list; a longer one nobody works through by hand. */
const MOST_IN_FILE = 20_000;

/** One query. */
export async function expiringFile({ tx, scope, input, today, note }: Context<Narrowing, null> & { scope: Scope }): Promise<FileReply> {
  const rows = (await expiringFor(tx, scope, filterOf(input, today), null, MOST_IN_FILE)).slice(0, MOST_IN_FILE);
  note({ rows: rows.length });
  const cells = rows.map(({ name, team, title, kind, on, expires, verified }) => ({
    name: toCell(name),
    team: team === null ? "" : toCell(team),
    record: toCell(title),
    kind,
    on,
    counts_until: expires,
    days_left: daysBetween(today, expires),
    verified: verified ? "yes" : "no",
  }));
  const columns = ["name", "team", "record", "kind", "on", "counts_until", "days_left", "verified"];
  const content = `\uFEFF${stringify(cells, { header: true, columns, record_delimiter: "\r\n", quoted_string: true })}`;
  return { name: `running-out-${today}.csv`, mediaType: "text/csv; charset=utf-8", content };
}
