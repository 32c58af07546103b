import type { Transaction } from "kysely";
import type { Scope } from "../core/access/policy.ts";
import { atWork, managerOf, placementsOn, reportsOf, teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** Something that runs out, of somebody at work; `expires` the first day on which it no longer counts. */
export type Expiring = {
  id: string;
  kind: "training" | "check";
  title: string;
  on: string;
  expires: string;
  verified: boolean;
  personId: string;
  name: string;
  searchName: string;
  team: string | null;
  managerId: string | null;
  /** How many the list holds in all; null on every page but the first. */
  total: number | null;
};

const key = (title: string) => `lower(btrim(normalize(${title}, NFC)))`;

/**
 * The newest record of each title of those in `whom`, with the day it runs out: what their ladder asks goes before what the
 * record says itself, as in the gap report. $1 the day.
 */
const lasting = (whom: string) => `
  whom as materialized (select person.* from rungs.person where ${atWork("person", "$1::date")} and ${whom}),
  held as materialized (select held.* from ${placementsOn("$1::date")} as held where held.person_id in (select person_id from whom)),
  asked as materialized (
    select stored.framework_id, stored.version, requirement ->> 'kind' as kind, ${key("requirement ->> 'title'")} as title,
           min((requirement ->> 'validMonths')::int) as months
      from rungs.framework_version as stored,
           jsonb_path_query(stored.content::jsonb, 'lax $.levels[*].requirements.** ? (@.validMonths > 0)') as requirement
     where (stored.framework_id, stored.version) in (select framework_id, version from held)
     group by 1, 2, 3, 4),
  newest as materialized (
    select distinct on (record.person_id, record.kind, ${key("record.title")}) record.*, ${key("record.title")} as key
      from rungs.record_standing as record
     where record.kind in ('training', 'check') and record.on_date <= $1::date and record.person_id in (select person_id from whom)
     order by record.person_id, record.kind, ${key("record.title")}, record.on_date desc, record.recorded_at desc, record.record_id desc),
  lasting as materialized (
    select newest.*, (newest.on_date + make_interval(months => coalesce(asked.months, newest.valid_months)))::date as expires
      from newest
      left join held on held.org_id = newest.org_id and held.person_id = newest.person_id
      left join asked on asked.framework_id = held.framework_id and asked.version = held.version and asked.kind = newest.kind and asked.title = newest.key
     where coalesce(asked.months, newest.valid_months) is not null)`;

const columns = `lasting.record_id as id, lasting.kind, lasting.title, lasting.on_date as "on", lasting.expires, lasting.verified_at is not null as verified,
         person.person_id as "personId", person.name, person.search_name as "searchName", team.name as team`;
const beside = `from lasting
    join whom as person on person.org_id = lasting.org_id and person.person_id = lasting.person_id
    left join rungs.team on team.org_id = person.org_id and team.team_id = person.team_id`;

// $2 whoever asks, $3 whether everybody's is theirs to read, $4 the units whose people's is, $5 the last day, $6 one team or null, $7 a title or null, $8 state.
const visible = `($3::boolean or person.person_id = $2::uuid or person.person_id in ${reportsOf("$2::uuid", "$1::date")}
      or (cardinality($4::uuid[]) > 0 and ${teamsOf("person")} && $4::uuid[]))
     and ($6::uuid is null or $6::uuid = any (${teamsOf("person")}))`;
const wanted = `lasting.expires <= $5::date and ($7::text is null or lasting.key = ${key("$7::text")})
     and case $8::text when 'expired' then lasting.expires <= $1::date when 'expiring' then lasting.expires > $1::date else true end`;

const page = statement<Expiring>(`
  with ${lasting(visible)}
  select ${columns}, null::uuid as "managerId", case when $9::date is null then count(*) over () end::int as total
    ${beside}
   where ${wanted} and ($9::date is null or (lasting.expires, person.search_name, lasting.record_id) > ($9::date, $10::text, $11::uuid))
   order by lasting.expires, person.search_name, lasting.record_id limit $12`);

const titles = statement<{ title: string; expired: number; expiring: number }>(`
  with ${lasting(visible)}
  select min(lasting.title) as title, count(*) filter (where lasting.expires <= $1::date)::int as expired,
         count(*) filter (where lasting.expires > $1::date)::int as expiring
    ${beside}
   where ${wanted}
   group by lasting.key order by count(*) desc, 1 limit 50`);

export type ExpiringFilter = {
  today: string;
  /** The last day that is asked about. */
  until: string;
  team: string | null;
  title: string | null;
  state: "all" | "expired" | "expiring";
};
const given = (scope: Scope, { today, until, team, title, state }: ExpiringFilter) =>
  [today, scope.personId, scope.all, [...scope.teams], until, team, title, state] as const;

/** What has run out or will by a day, of those whose results one may see; the soonest first. */
export const expiringFor = (
  tx: Tx,
  scope: Scope,
  filter: ExpiringFilter,
  after: readonly [string, string, string] | null,
  limit: number,
): Promise<Expiring[]> => page(tx, ...given(scope, filter), after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit + 1);

/** The same by title, the commonest first; at most 50. */
export const expiringTitles = (tx: Tx, scope: Scope, filter: ExpiringFilter) => titles(tx, ...given(scope, { ...filter, title: null }));

const own = statement<Expiring>(`
  with ${lasting("person.person_id = $3::uuid")}
  select ${columns}, null::uuid as "managerId", null::int as total ${beside}
   where lasting.expires <= $1::date + $2::int order by lasting.expires, lasting.record_id limit $4`);
/** Whatever of one person has run out, or will within so many days; the first of it. */
export const expiringOf = (tx: Tx, personId: string, today: string, days: number, most = 5): Promise<Expiring[]> =>
  own(tx, today, days, personId, most);

const soon = statement<Expiring>(`
  with ${lasting("true")}
  select ${columns}, ${managerOf("person", "$1::date")} as "managerId", null::int as total ${beside}
   where lasting.expires > $1::date and lasting.expires <= $1::date + $2::int order by lasting.expires, lasting.record_id`);
/** Whatever of anybody at work runs out within so many days, and is still good today. */
export const runningOut = (tx: Tx, today: string, days: number): Promise<Expiring[]> => soon(tx, today, days);
