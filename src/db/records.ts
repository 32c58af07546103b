import type { Transaction } from "kysely";
import type { RecordKind } from "../core/records/record.ts";
import { instant } from "./drafts.ts";
import { personOn, type Row } from "./person-rows.ts";
import { Problem } from "../core/problem.ts";
import { placementsOn } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import type { VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;

/** A person whose records somebody reads or changes; `tag` changes with every record, verification and file of theirs. */
export type RecordsSubject = Row & { tag: string };

const tagOf = (lock: string) => `
  select substr(md5(concat_ws(' ', person.person_id,
           (select concat(count(*), ' ', count(verified_at)) from rungs.record as fact where fact.org_id = person.org_id and fact.person_id = person.person_id),
           (select concat(count(*), ' ', count(removed_at)) from rungs.record_file as fact where fact.org_id = person.org_id and fact.person_id = person.person_id))), 1, 16) as tag
    from rungs.person where person_id = $1 ${lock}`;
const tagRead = statement<{ tag: string }>(tagOf(""));
const tagLocked = statement<{ tag: string }>(tagOf("for update"));

export async function recordsTag(tx: Tx, personId: string): Promise<string> {
  const [found] = await tagRead(tx, personId);
  if (found === undefined) throw new Problem("not-found");
  return found.tag;
}

/** @param change nobody else changes their records until this transaction ends. @throws Problem "not-found" */
export async function recordsSubject(tx: Tx, personId: string, today: string, change: boolean): Promise<RecordsSubject> {
  if (change) await tagLocked(tx, personId);
  const tag = await recordsTag(tx, personId);
  return { ...(await personOn(tx, personId, today)), tag };
}

export type StandingRecord = {
  id: string;
  kind: RecordKind;
  title: string;
  regulated: string | null;
  on: string;
  until: string | null;
  validMonths: number | null;
  note: string | null;
  attestedBy: string | null;
  verifiedBy: string | null;
  verifiedAt: string | null;
  /** Who recorded it, null where it came with the people or from a program; and when. */
  by: string | null;
  at: string;
  /** Why it took the place of another. */
  reason: string | null;
  files: { id: string; name: string; size: number; mediaType: string }[];
};

const nameOf = (id: string) =>
  `(select person.name from rungs.person where person.org_id = record.org_id and person.person_id = record.${id})`;
const standing = statement<StandingRecord>(`
  select record.record_id as id, record.kind, record.title, record.regulated, record.on_date as "on", record.until_on as "until",
         record.valid_months as "validMonths", record.note, record.reason, ${nameOf("attested_by")} as "attestedBy",
         ${nameOf("verified_by")} as "verifiedBy", ${instant("record.verified_at")} as "verifiedAt",
         ${nameOf("recorded_by")} as "by", ${instant("record.recorded_at")} as at,
         (select coalesce(json_agg(json_build_object('id', file.record_file_id, 'name', file.name, 'size', kept.size, 'mediaType', kept.media_type)
                   order by file.at, file.record_file_id), '[]')
            from rungs.record_file as file
            join rungs.attachment as kept on kept.org_id = file.org_id and kept.attachment = file.attachment
           where file.org_id = record.org_id and file.record_id = record.record_id and file.removed_at is null) as files
    from rungs.record_standing as record where record.person_id = $1
   order by record.on_date desc, record.recorded_at desc, record.record_id desc`);
/** What stands on record of a person, newest first. */
export const recordsStanding = (tx: Tx, personId: string) => standing(tx, personId);

/** What was recorded and no longer stands; `retracted` where nothing took its place. */
export type RecordBefore = {
  kind: RecordKind;
  title: string;
  on: string;
  by: string | null;
  at: string;
  reason: string | null;
  retracted: boolean;
};
const before = statement<RecordBefore>(`
  select record.kind, fact.title, fact.on_date as "on", ${nameOf("recorded_by")} as "by", ${instant("record.recorded_at")} as at,
         record.reason, record.retracts as retracted
    from rungs.record as fact
    join rungs.record on record.org_id = fact.org_id and record.corrects_id = fact.record_id
   where fact.person_id = $1 and not fact.retracts
   order by record.recorded_at desc, record.record_id desc limit 200`);
export const recordsBefore = (tx: Tx, personId: string) => before(tx, personId);

const ladders = statement<VersionKey>(`
  select stored.framework_id as "frameworkId", stored.version, encode(stored.hash, 'hex') as hash
    from ${placementsOn("$2::date")} as held
    join rungs.framework_version as stored
      on stored.org_id = held.org_id and stored.framework_id = held.framework_id and stored.version = held.version
   where held.person_id = $1`);
/** The versions of the ladders that a person stands on. */
export const laddersOf = (tx: Tx, personId: string, today: string) => ladders(tx, personId, today);

export type NewRecord = {
  id: string;
  personId: string;
  kind: RecordKind;
  title: string;
  regulated: string | null;
  on: string;
  until: string | null;
  validMonths: number | null;
  note: string | null;
  by: string;
  attestedBy: string | null;
  /** Who recorded it may verify it too; null where somebody else has to. */
  verifiedBy: string | null;
  at: Date;
  reason: string | null;
  corrects: string | null;
  retracts: boolean;
};
const insert = statement(`
  insert into rungs.record (org_id, record_id, person_id, kind, title, regulated, on_date, until_on, valid_months, note, recorded_by,
         attested_by, verified_by, verified_at, reason, corrects_id, retracts)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, case when $12::uuid is not null then $13::timestamptz end, $14, $15, $16)`);
export const writeRecord = async (tx: Tx, made: NewRecord): Promise<void> =>
  void (await insert(
    tx,
    made.id,
    made.personId,
    made.kind,
    made.title,
    made.regulated,
    made.on,
    made.until,
    made.validMonths,
    made.note,
    made.by,
    made.attestedBy,
    made.verifiedBy,
    made.at,
    made.reason,
    made.corrects,
    made.retracts,
  ));

const verify = statement<{ id: string }>(`
  update rungs.record set verified_by = $3, verified_at = $4
   where person_id = $1 and record_id = $2 and verified_at is null returning record_id as id`);
/** @returns false where somebody has verified it already. */
export const verifyRecord = async (tx: Tx, personId: string, recordId: string, by: string, at: Date): Promise<boolean> =>
  (await verify(tx, personId, recordId, by, at)).length > 0;

const carry = statement(`
  insert into rungs.record_file (org_id, record_file_id, record_id, person_id, attachment, name, by, at)
  select org_id, gen_random_uuid(), $2, person_id, attachment, name, by, at from rungs.record_file where record_id = $1 and removed_at is null`);
/** What shows a record shows what takes its place. */
export const carryFiles = async (tx: Tx, from: string, to: string): Promise<void> => void (await carry(tx, from, to));

const addFile = statement(`
  insert into rungs.record_file (org_id, record_file_id, record_id, person_id, attachment, name, by, at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7)`);
export const writeRecordFile = async (
  tx: Tx,
  made: { id: string; recordId: string; personId: string; hash: Buffer; name: string; by: string; at: Date },
): Promise<void> => void (await addFile(tx, made.id, made.recordId, made.personId, made.hash, made.name, made.by, made.at));

const fileOf = statement<{ hash: Buffer; name: string; mediaType: string }>(`
  select file.attachment as hash, file.name, kept.media_type as "mediaType"
    from rungs.record_file as file
    join rungs.record_standing as record on record.org_id = file.org_id and record.record_id = file.record_id
    join rungs.attachment as kept on kept.org_id = file.org_id and kept.attachment = file.attachment
   where file.person_id = $1 and file.record_id = $2 and file.record_file_id = $3 and file.removed_at is null`);
/** @throws Problem "not-found" */
export async function recordFile(tx: Tx, personId: string, recordId: string, fileId: string) {
  const [found] = await fileOf(tx, personId, recordId, fileId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}
const removeFile = statement(
  `update rungs.record_file set removed_at = $4 where person_id = $1 and record_id = $2 and record_file_id = $3`,
);
export const removeRecordFile = async (tx: Tx, personId: string, recordId: string, fileId: string, at: Date): Promise<void> =>
  void (await removeFile(tx, personId, recordId, fileId, at));
