import type { Transaction } from "kysely";
import type { Scope } from "../core/access/policy.ts";
import type { ShareFrom } from "../core/cpd/year.ts";
import { sharesOf } from "./cpd.ts";
import { atWork, reportsOf, teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** What somebody learned in a year; minutes of which some are verified, entries of which some wait to be. */
export type Learner = {
  personId: string;
  name: string;
  searchName: string;
  team: string | null;
  minutes: number;
  verifiedMinutes: number;
  entries: number;
  waiting: number;
  startedOn: string | null;
  leftOn: string | null;
  shares: ShareFrom[];
};
export type LearnerFilter = {
  today: string;
  from: string;
  to: string;
  /** In this team or one below it. */
  team: string | null;
  show: "all" | "waiting" | "nothing";
  sort: "name" | "hours";
};

// $1 the day, $2 whoever asks, $3 whether everybody's is theirs to read, $4 the units whose people's is, $5 one team or null, $6 and $7
// the year, $8 which of them.
const chosen = `
  whom as materialized (
    select person.* from rungs.person
     where ${atWork("person", "$1::date")}
       and ($3::boolean or person.person_id = $2::uuid or person.person_id in ${reportsOf("$2::uuid", "$1::date")}
            or (cardinality($4::uuid[]) > 0 and ${teamsOf("person")} && $4::uuid[]))
       and ($5::uuid is null or $5::uuid = any (${teamsOf("person")}))),
  logged as materialized (
    select entry.person_id, sum(entry.minutes)::int as minutes, coalesce(sum(entry.minutes) filter (where entry.verified_at is not null), 0)::int as verified,
           count(*)::int as entries, count(*) filter (where entry.verified_at is null)::int as waiting
      from rungs.cpd_entry as entry
     where entry.removed_at is null and entry.done_on between $6::date and $7::date and entry.person_id in (select person_id from whom)
     group by entry.person_id),
  chosen as materialized (
    select whom.*, coalesce(logged.minutes, 0) as minutes, coalesce(logged.verified, 0) as verified, coalesce(logged.entries, 0) as entries,
           coalesce(logged.waiting, 0) as waiting
      from whom left join logged on logged.person_id = whom.person_id
     where case $8::text when 'waiting' then logged.waiting > 0 when 'nothing' then logged.person_id is null else true end)`;

const paged = (order: string, after: string) =>
  statement<Learner>(`
  with ${chosen}
  select person.person_id as "personId", person.name, person.search_name as "searchName", team.name as team, person.minutes,
         person.verified as "verifiedMinutes", person.entries, person.waiting, person.started_on as "startedOn", person.left_on as "leftOn",
         ${sharesOf("person")} as shares
    from (select * from chosen as person where $9::text is null or ${after} order by ${order} limit $12) as person
    left join rungs.team on team.org_id = person.org_id and team.team_id = person.team_id
   order by ${order}`);
const pages = {
  name: paged("person.search_name, person.person_id", "(0, person.search_name, person.person_id) > ($11::int * 0, $9::text, $10::uuid)"),
  /** Who has learned least stands first: it is they who may want to be asked what holds them up. */
  hours: paged(
    "person.minutes, person.search_name, person.person_id",
    "(person.minutes, person.search_name, person.person_id) > ($11::int, $9::text, $10::uuid)",
  ),
} as const;

const given = (scope: Scope, { today, from, to, team, show }: LearnerFilter) =>
  [today, scope.personId, scope.all, [...scope.teams], team, from, to, show] as const;

/** Those at work today whose results one may see, with their year. @param after search name, id and minutes of the last one sent. */
export const learners = (
  tx: Tx,
  scope: Scope,
  filter: LearnerFilter,
  after: readonly [string, string, number] | null,
  limit: number,
): Promise<Learner[]> =>
  pages[filter.sort](tx, ...given(scope, filter), after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? 0, limit + 1);

/** Of all that the filter leaves, whatever page. */
export type LearnerSums = { people: number; minutes: number; entries: number; waiting: number; nothing: number };
const summed = statement<LearnerSums>(`
  with ${chosen}
  select count(*)::int as people, coalesce(sum(minutes), 0)::int as minutes, coalesce(sum(entries), 0)::int as entries,
         coalesce(sum(waiting), 0)::int as waiting, count(*) filter (where entries = 0)::int as nothing from chosen`);
export async function learnerSums(tx: Tx, scope: Scope, filter: LearnerFilter): Promise<LearnerSums> {
  const [found] = await summed(tx, ...given(scope, filter));
  return found ?? { people: 0, minutes: 0, entries: 0, waiting: 0, nothing: 0 };
}
