import type { Transaction } from "kysely";
import type { CpdKind } from "../core/cpd/entry.ts";
import type { ShareFrom } from "../core/cpd/year.ts";
import { Problem } from "../core/problem.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { personOn, type Row } from "./person-rows.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import type { VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;

/** What an entry serves, with the version in force of the framework that its words are in; `key` null where none is published. */
export type Served = { framework: string; frameworkTitle: string; expectation: string; key: VersionKey | null };

/** One entry of a log, as it stands. */
export type Entry = {
  id: string;
  kind: CpdKind;
  title: string;
  minutes: number;
  doneOn: string;
  reflection: string | null;
  provider: string | null;
  url: string | null;
  resource: { id: string; title: string } | null;
  serves: Served[];
  files: { id: string; name: string; size: number; mediaType: string }[];
  verifiedBy: Named | null;
  verifiedAt: string | null;
  /** Who had verified it before it was changed; null where nobody had, or somebody has again. */
  wasVerified: { by: string; at: string } | null;
  recordedBy: Named;
  recordedAt: string;
  changedBy: Named | null;
  changedAt: string | null;
  removedAt: string | null;
  revision: number;
};

const columns = `entry.cpd_entry_id as id, entry.kind, entry.title, entry.minutes, entry.done_on as "doneOn", entry.reflection, entry.provider, entry.url,
         (select json_build_object('id', resource.resource_id, 'title', resource.title) from rungs.resource
           where resource.org_id = entry.org_id and resource.resource_id = entry.resource_id) as resource,
         (select coalesce(json_agg(json_build_object('framework', framework.slug, 'frameworkTitle', framework.title, 'expectation', serves.expectation_id,
                   'key', case when stored.version is not null then json_build_object('frameworkId', framework.framework_id, 'version', stored.version,
                            'hash', encode(stored.hash, 'hex')) end)
                   order by framework.title, serves.expectation_id), '[]')
            from rungs.cpd_serves as serves
            join rungs.framework on framework.org_id = serves.org_id and framework.framework_id = serves.framework_id
            left join rungs.framework_version as stored
              on stored.org_id = serves.org_id and stored.framework_id = serves.framework_id and stored.state = 'published'
           where serves.org_id = entry.org_id and serves.cpd_entry_id = entry.cpd_entry_id) as serves,
         (select coalesce(json_agg(json_build_object('id', file.cpd_file_id, 'name', file.name, 'size', kept.size, 'mediaType', kept.media_type)
                   order by file.at, file.cpd_file_id), '[]')
            from rungs.cpd_file as file
            join rungs.attachment as kept on kept.org_id = file.org_id and kept.attachment = file.attachment
           where file.org_id = entry.org_id and file.cpd_entry_id = entry.cpd_entry_id and file.removed_at is null) as files,
         ${personNamed("entry.verified_by")} as "verifiedBy", ${instant("entry.verified_at")} as "verifiedAt",
         case when entry.was_verified_at is not null and entry.verified_at is null then json_build_object(
           'by', (select person.name from rungs.person where person.org_id = entry.org_id and person.person_id = entry.was_verified_by),
           'at', ${instant("entry.was_verified_at")}) end as "wasVerified",
         ${personNamed("entry.recorded_by")} as "recordedBy", ${instant("entry.recorded_at")} as "recordedAt",
         ${personNamed("entry.changed_by")} as "changedBy", ${instant("entry.changed_at")} as "changedAt",
         ${instant("entry.removed_at")} as "removedAt", entry.revision`;

export type EntryFilter = { from: string; to: string; kind: CpdKind | null; state: "all" | "verified" | "waiting" };

const page = statement<Entry>(`
  select ${columns} from rungs.cpd_entry as entry
   where entry.person_id = $1 and entry.removed_at is null and entry.done_on between $2::date and $3::date
     and ($4::text is null or entry.kind = $4)
     and case $5::text when 'verified' then entry.verified_at is not null when 'waiting' then entry.verified_at is null else true end
     and ($6::date is null or (entry.done_on, entry.cpd_entry_id) < ($6::date, $7::uuid))
   order by entry.done_on desc, entry.cpd_entry_id desc limit $8`);
/** One row more than the limit where there are more; the newest first. */
export const entriesOf = (
  tx: Tx,
  personId: string,
  { from, to, kind, state }: EntryFilter,
  after: readonly [string, string] | null,
  limit: number,
): Promise<Entry[]> => page(tx, personId, from, to, kind, state, after?.[0] ?? null, after?.[1] ?? null, limit + 1);

/** The one entry, removed or not, and whose it is. */
export type EntrySubject = Row & { recordedBy: string; entry: Entry };

const lock = statement(`select from rungs.cpd_entry where cpd_entry_id = $1 for update`);
const oneOf = statement<Entry & { personId: string }>(`
  select ${columns}, entry.person_id as "personId" from rungs.cpd_entry as entry where entry.cpd_entry_id = $1`);

/** @param change nobody else changes it until this transaction ends. @throws Problem "not-found" */
export async function entrySubject(tx: Tx, entryId: string, today: string, change: boolean): Promise<EntrySubject> {
  if (change) await lock(tx, entryId);
  const [found] = await oneOf(tx, entryId);
  if (found === undefined) throw new Problem("not-found");
  const { personId, ...entry } = found;
  return { ...(await personOn(tx, personId, today)), recordedBy: entry.recordedBy.id, entry };
}

/** A year of somebody's log; `first` the calendar year in which it begins. */
export type YearSum = { first: number; entries: number; minutes: number; verifiedMinutes: number; waiting: number };
/** Of a log as a whole: what its years come to, what a new entry most likely is, and how much the person works. */
export type LogSums = {
  years: YearSum[];
  last: { kind: CpdKind; minutes: number; provider: string | null } | null;
  shares: ShareFrom[];
};

/** Share of full time day by day: as a person began, and from every change on. `person` is an alias of rungs.person. */
export const sharesOf = (person: string): string => `(
  select json_agg(json_build_object('from', held.from_on, 'share', held.share) order by held.from_on)
    from (select '0001-01-01'::date as from_on, ${person}.employment_share::float8 as share
          union all
          (select distinct on (change.from_on) change.from_on, change.share::float8
             from rungs.share_change_standing as change
            where change.org_id = ${person}.org_id and change.person_id = ${person}.person_id
            order by change.from_on, change.recorded_at desc, change.share_change_id desc)) as held)`;

/** The calendar year in which the year of a day began, where years begin in a month of one's own. */
export const firstOf = (day: string, startsIn: string): string =>
  `extract(year from ${day} - make_interval(months => ${startsIn}::int - 1))::int`;

const sums = statement<LogSums>(`
  select (select coalesce(json_agg(year order by year.first desc), '[]') from (
            select ${firstOf("entry.done_on", "$2")} as first, count(*)::int as entries, sum(entry.minutes)::int as minutes,
                   coalesce(sum(entry.minutes) filter (where entry.verified_at is not null), 0)::int as "verifiedMinutes",
                   count(*) filter (where entry.verified_at is null)::int as waiting
              from rungs.cpd_entry as entry where entry.org_id = person.org_id and entry.person_id = person.person_id and entry.removed_at is null
             group by 1) as year) as years,
         (select json_build_object('kind', entry.kind, 'minutes', entry.minutes, 'provider', entry.provider)
            from rungs.cpd_entry as entry where entry.org_id = person.org_id and entry.person_id = person.person_id and entry.removed_at is null
           order by entry.recorded_at desc, entry.cpd_entry_id desc limit 1) as last,
         ${sharesOf("person")} as shares
    from rungs.person where person.person_id = $1`);
/** @param startsIn the month that a year begins with. @throws Problem "not-found" */
export async function logSums(tx: Tx, personId: string, startsIn: number): Promise<LogSums> {
  const [found] = await sums(tx, personId, startsIn);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

const fileOf = statement<{ hash: Buffer; name: string; mediaType: string }>(`
  select file.attachment as hash, file.name, kept.media_type as "mediaType"
    from rungs.cpd_file as file
    join rungs.attachment as kept on kept.org_id = file.org_id and kept.attachment = file.attachment
   where file.cpd_entry_id = $1 and file.cpd_file_id = $2 and file.removed_at is null`);
/** @throws Problem "not-found" */
export async function entryFile(tx: Tx, entryId: string, fileId: string) {
  const [found] = await fileOf(tx, entryId, fileId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}
