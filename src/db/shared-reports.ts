import type { Transaction } from "kysely";
import type { CopySubject } from "../core/access/sharing.ts";
import { Problem } from "../core/problem.ts";
import { instant, type Named } from "./drafts.ts";
import { atWork, managersOf, teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** A copy of a gap report without what it says. `on` the day that it shows; instants RFC 3339. */
export type Copy = {
  id: string;
  person: Named;
  by: Named;
  with: Named;
  title: string;
  frameworkTitle: string;
  version: number;
  on: string;
  note: string | null;
  sharedAt: string;
  openedAt: string | null;
  revokedAt: string | null;
};

const named = (column: string) =>
  `(select json_build_object('id', known.person_id, 'name', known.name) from rungs.person as known where known.org_id = copy.org_id and known.person_id = copy.${column})`;
const columns = `copy.shared_report_id as id, ${named("person_id")} as person, ${named("shared_by")} as by, ${named("shared_with")} as "with",
         copy.title, copy.framework_title as "frameworkTitle", copy.version, copy.on_date as on, copy.note,
         ${instant("copy.shared_at")} as "sharedAt", ${instant("copy.opened_at")} as "openedAt", ${instant("copy.revoked_at")} as "revokedAt"`;

/** The copy with all that the policy asks of it; `document` as it was written, `hash` in hexadecimal. */
export type CopyRow = CopySubject & Copy & { document: string; hash: string };

const rowOf = statement<CopyRow>(`
  select ${columns}, copy.document, encode(copy.hash, 'hex') as hash, copy.org_id as "orgId", copy.person_id as "personId",
         copy.shared_by as "sharedBy", copy.shared_with as "sharedWith", copy.revoked_at is not null as revoked,
         ${managersOf("person", "$2::date")} as managers, ${teamsOf("person")} as teams
    from rungs.shared_report as copy
    join rungs.person on person.org_id = copy.org_id and person.person_id = copy.person_id
   where copy.shared_report_id = $1`);

/** @throws Problem "not-found" */
export async function copyOf(tx: Tx, id: string, today: string): Promise<CopyRow> {
  const [found] = await rowOf(tx, id, today);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

const readerOf = statement<{ name: string }>(`select name from rungs.person where person_id = $1 and ${atWork("person", "$2::date")}`);
/** @returns the name of somebody at work; null where nobody is. */
export const nameAtWork = async (tx: Tx, personId: string, today: string): Promise<string | null> =>
  (await readerOf(tx, personId, today))[0]?.name ?? null;

const insert = statement(`
  insert into rungs.shared_report (org_id, shared_report_id, person_id, shared_by, shared_with, title, framework_title, version, on_date,
         document, hash, note, shared_at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, decode($10, 'hex'), $11, $12)`);

export const writeCopy = async (
  tx: Tx,
  made: {
    id: string;
    personId: string;
    by: string;
    with: string;
    title: string;
    frameworkTitle: string;
    version: number;
    on: string;
    document: string;
    hash: string;
    note: string | null;
    at: Date;
  },
): Promise<void> =>
  void (await insert(
    tx,
    made.id,
    made.personId,
    made.by,
    made.with,
    made.title,
    made.frameworkTitle,
    made.version,
    made.on,
    made.document,
    made.hash,
    made.note,
    made.at,
  ));

const open = statement(`update rungs.shared_report set opened_at = $2 where shared_report_id = $1 and opened_at is null`);
/** That whom it was handed to has opened it; the first time stays. */
export const markOpened = async (tx: Tx, id: string, at: Date): Promise<void> => void (await open(tx, id, at));

const revoke = statement<{ at: string }>(`
  update rungs.shared_report set revoked_at = $2, revoked_by = $3 where shared_report_id = $1 and revoked_at is null
  returning ${instant("revoked_at")} as at`);
/** @returns when it was taken back; null where it had been already. */
export const markRevoked = async (tx: Tx, id: string, at: Date, by: string): Promise<string | null> =>
  (await revoke(tx, id, at, by))[0]?.at ?? null;

/** Both lists, newest first; $1 the reader, $2 and $3 the key of the last row (null for the first page), $4 how many. */
const listOf = (whose: string) =>
  statement<Copy>(`
  select ${columns} from rungs.shared_report as copy
   where ${whose} and ($2::timestamptz is null or (copy.shared_at, copy.shared_report_id) < ($2::timestamptz, $3::uuid))
   order by copy.shared_at desc, copy.shared_report_id desc limit $4`);
const received = listOf("copy.shared_with = $1");
const given = listOf("(copy.person_id = $1 or copy.shared_by = $1) and copy.shared_with <> $1");

export const copiesOf = (
  tx: Tx,
  box: "received" | "given",
  personId: string,
  after: readonly [string, string] | null,
  limit: number,
): Promise<Copy[]> => (box === "received" ? received : given)(tx, personId, after?.[0] ?? null, after?.[1] ?? null, limit);
