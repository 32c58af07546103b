import type { Transaction } from "kysely";
import type { Said } from "../core/cpd/entry.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

const insert = statement(`
  insert into rungs.cpd_entry (org_id, cpd_entry_id, person_id, kind, title, minutes, done_on, provider, url, resource_id, reflection,
         recorded_by, recorded_at, verified_by, verified_at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, case when $13::uuid is not null then $12::timestamptz end)`);
/** @param verifiedBy whoever logs it for somebody and may verify it; null where that is still to be done. */
export const writeEntry = async (
  tx: Tx,
  { kind, title, minutes, doneOn, provider, url, resource, reflection }: Said,
  made: { id: string; personId: string; by: string; at: Date; verifiedBy: string | null },
): Promise<void> =>
  void (await insert(
    tx,
    made.id,
    made.personId,
    kind,
    title,
    minutes,
    doneOn,
    provider,
    url,
    resource,
    reflection,
    made.by,
    made.at,
    made.verifiedBy,
  ));

// What had been verified and is no longer what stands there keeps who had, until somebody does again.
const rewrite = statement(`
  update rungs.cpd_entry
     set kind = $2, title = $3, minutes = $4, done_on = $5, provider = $6, url = $7, resource_id = $8, reflection = $9,
         changed_by = $10, changed_at = $11, revision = revision + 1,
         was_verified_by = case when $12::boolean and verified_by is not null then verified_by else was_verified_by end,
         was_verified_at = case when $12::boolean and verified_at is not null then verified_at else was_verified_at end,
         verified_by = case when $12::boolean then $13::uuid else verified_by end,
         verified_at = case when $12::boolean then case when $13::uuid is not null then $11::timestamptz end else verified_at end
   where cpd_entry_id = $1`);
/** @param verification `again` where it is to be verified anew, by whoever changes it if they may. */
export const rewriteEntry = async (
  tx: Tx,
  id: string,
  { kind, title, minutes, doneOn, provider, url, resource, reflection }: Said,
  made: { by: string; at: Date; again: boolean; verifiedBy: string | null },
): Promise<void> =>
  void (await rewrite(
    tx,
    id,
    kind,
    title,
    minutes,
    doneOn,
    provider,
    url,
    resource,
    reflection,
    made.by,
    made.at,
    made.again,
    made.verifiedBy,
  ));

const removal = statement(`update rungs.cpd_entry set removed_by = $2, removed_at = $3, revision = revision + 1 where cpd_entry_id = $1`);
/** @param by null puts it back. */
export const removeEntry = async (tx: Tx, id: string, by: string | null, at: Date): Promise<void> =>
  void (await removal(tx, id, by, by === null ? null : at));

const verification = statement(`
  update rungs.cpd_entry
     set verified_by = $2, verified_at = $3, was_verified_by = null, was_verified_at = null, revision = revision + 1 where cpd_entry_id = $1`);
/** @param by null takes it back. */
export const verifyEntry = async (tx: Tx, id: string, by: string | null, at: Date): Promise<void> =>
  void (await verification(tx, id, by, by === null ? null : at));

/** What is attached or taken away was part of what somebody looked at. */
const touched = statement(`
  update rungs.cpd_entry
     set was_verified_by = coalesce(verified_by, was_verified_by), was_verified_at = coalesce(verified_at, was_verified_at),
         verified_by = null, verified_at = null, changed_by = $2, changed_at = $3, revision = revision + 1
   where cpd_entry_id = $1`);
const raised = statement(`update rungs.cpd_entry set changed_by = $2, changed_at = $3, revision = revision + 1 where cpd_entry_id = $1`);
/** @param again whether it is to be verified anew. */
export const touchEntry = async (tx: Tx, id: string, by: string, at: Date, again: boolean): Promise<void> =>
  void (await (again ? touched : raised)(tx, id, by, at));

const clear = statement(`delete from rungs.cpd_serves where cpd_entry_id = $1`);
const link = statement<{ framework: string; expectation: string }>(`
  insert into rungs.cpd_serves (org_id, cpd_entry_id, person_id, framework_id, expectation_id)
  select distinct framework.org_id, $1::uuid, $2::uuid, framework.framework_id, wanted.expectation
    from unnest($3::text[], $4::text[]) as wanted (framework, expectation)
    join rungs.framework on framework.slug = wanted.framework
   where exists (select from rungs.expectation where expectation.org_id = framework.org_id and expectation.framework_id = framework.framework_id
                    and expectation.expectation_id = wanted.expectation)
  on conflict do nothing
  returning (select slug from rungs.framework where framework.framework_id = cpd_serves.framework_id) as framework, expectation_id as expectation`);
/**
 * Says anew what an entry serves: expectations of any version that was ever published.
 *
 * @returns those of `serves` that are there.
 */
export async function writeServes(
  tx: Tx,
  entryId: string,
  personId: string,
  serves: readonly { framework: string; expectation: string }[],
): Promise<{ framework: string; expectation: string }[]> {
  await clear(tx, entryId);
  return link(
    tx,
    entryId,
    personId,
    serves.map(({ framework }) => framework),
    serves.map(({ expectation }) => expectation),
  );
}

const addFile = statement(`
  insert into rungs.cpd_file (org_id, cpd_file_id, cpd_entry_id, person_id, attachment, name, by, at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7)`);
export const writeEntryFile = async (
  tx: Tx,
  made: { id: string; entryId: string; personId: string; hash: Buffer; name: string; by: string; at: Date },
): Promise<void> => void (await addFile(tx, made.id, made.entryId, made.personId, made.hash, made.name, made.by, made.at));

const removeFile = statement(`update rungs.cpd_file set removed_at = $3 where cpd_entry_id = $1 and cpd_file_id = $2`);
export const removeEntryFile = async (tx: Tx, entryId: string, fileId: string, at: Date): Promise<void> =>
  void (await removeFile(tx, entryId, fileId, at));
