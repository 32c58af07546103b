import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { addMonths } from "../../core/gap/dates.ts";
import { settingsOf } from "../../core/organisation/settings.ts";
import { Problem } from "../../core/problem.ts";
import type { Accounts } from "../../db/account.ts";
import { invitationStatesOf } from "../../db/invitation-state.ts";
import { whoJoined } from "../../db/membership.ts";
import { branchOf, type Span } from "../../db/chart.ts";
import { atWork, managerOf, placementsOn, reportsOf } from "../../db/lines.ts";
import { besideOn } from "../../db/person-page.ts";
import { detailsOn, personOn, rowsOf, sortKeys, type Details, type Row, type SortBy } from "../../db/person-rows.ts";
import { statement } from "../../db/statement.ts";
import { decodeCursor, encodeCursor, page } from "../../http/cursor.ts";
import type { Tx } from "../../http/route.ts";

const shown = (actor: Member, row: Row) => ({
  id: row.personId,
  name: row.name,
  team: row.team,
  place: row.place,
  manager: row.manager,
  leftOn: row.leftOn,
  can: can(actor, ["gap.read"], row),
});

/** Who may be listed: at work today, gone, or not come yet. */
export const standings = ["present", "left", "coming"] as const;
export type Standing = (typeof standings)[number];
type Filter = {
  limit: number;
  cursor?: string | undefined;
  q?: string | undefined;
  team?: string | undefined;
  manager?: string | undefined;
  depth: "direct" | "all";
  framework?: string | undefined;
  level?: string | undefined;
  standing: Standing;
  sort: SortBy;
};

const standingOf: Readonly<Record<Standing, string>> = {
  present: atWork("person", "$1::date"),
  left: "person.left_on <= $1::date",
  coming: "person.started_on > $1::date and (person.left_on is null or person.left_on > $1::date)",
};

/** Direct reports, out of all who ever reported to this manager. */
const direct = (manager: string) =>
  `person_id in (select person_id from rungs.reporting_line_standing where manager_id = ${manager} and from_on <= $1::date)
   and ${managerOf("person", "$1::date")} = ${manager}`;

/** Every word of the search is somewhere in the name. What LIKE would read as a pattern is taken as it is. */
const matches = (words: string) => `search_name like all ((
  select array_agg('%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%')
    from regexp_split_to_table(rungs.name_key(${words}), '\\s+') as word where word <> '')::text[])`;

/** In this team or in one below it. */
const within = (team: string) => `team_id in (
  with recursive unit (team_id) as (
    select team_id from rungs.team where team.org_id = person.org_id and team.team_id = ${team}
    union
    select team.team_id from unit join rungs.team on team.parent_team_id = unit.team_id)
  select team_id from unit)`;

/** Each combination of filters is one text, and so one prepared statement. */
const lists = new Map<string, (tx: Tx, ...values: unknown[]) => Promise<Row[]>>();

function listOf(conditions: readonly string[], sort: SortBy, after: string | null): (tx: Tx, ...values: unknown[]) => Promise<Row[]> {
  const key = sortKeys[sort];
  const text = `
    select * from (
      select person.*, ${key} collate "C" as sort_key, ${after === null ? "count(*) over ()" : "null::bigint"} as total
        from rungs.person where ${conditions.join("\n and ")}) as person
     ${after === null ? "" : `where ${after}`} order by sort_key, search_name, person_id limit $2`;
  const known = lists.get(text);
  if (known !== undefined) return known;
  const made = statement<Row>(rowsOf(text));
  lists.set(text, made);
  return made;
}

/**
 * The directory. One query, and for those who invite people two more about their ways in.
 *
 * @throws Problem "forbidden" of those who have left or are to come, for whom they are none of
 */
export async function list(tx: Tx, actor: Member, filter: Filter, today: string, accounts: Accounts) {
  const allowed = can(actor, ["person.list-left"], { orgId: actor.orgId });
  if (filter.standing !== "present" && !allowed["person.list-left"]) throw new Problem("forbidden");
  const values: unknown[] = [today, filter.limit + 1];
  const value = (given: unknown) => `$${values.push(given)}`;
  const conditions = [standingOf[filter.standing]];
  if (filter.q !== undefined && filter.q.trim() !== "") conditions.push(matches(`${value(filter.q)}::text`));
  if (filter.team !== undefined) conditions.push(within(`${value(filter.team)}::uuid`));
  if (filter.manager !== undefined) {
    const manager = `${value(filter.manager)}::uuid`;
    conditions.push(filter.depth === "direct" ? direct(manager) : `person_id in ${reportsOf(manager, "$1::date")}`);
  }
  if (filter.framework !== undefined || filter.level !== undefined) {
    const at = [
      ...(filter.framework === undefined
        ? []
        : [`held.framework_id = (select framework_id from rungs.framework where slug = ${value(filter.framework)})`]),
      ...(filter.level === undefined ? [] : [`held.level_id = ${value(filter.level)}`]),
    ];
    conditions.push(`person_id in (select person_id from ${placementsOn("$1::date")} as held where ${at.join(" and ")})`);
  }
  let after: string | null = null;
  if (filter.cursor !== undefined) {
    const [key, name, id] = decodeCursor(filter.cursor, z.tuple([z.string(), z.string(), z.uuid()]));
    after = `(sort_key, search_name, person_id) > (${value(key)}::text, ${value(name)}::text, ${value(id)}::uuid)`;
  }
  const rows = await listOf(conditions, filter.sort, after)(tx, ...values);
  const { items, next } = page(rows, filter.limit, (row) => [row.sortKey, row.searchName, row.personId]);
  const total = filter.cursor === undefined ? (rows[0]?.total ?? 0) : null;
  const ids = items.map(({ personId }) => personId);
  const invites = can(actor, ["invitation.list"], { orgId: actor.orgId })["invitation.list"] && filter.standing !== "left";
  const ways = invites ? await invitationStatesOf(tx, ids, await whoJoined(accounts, actor.orgId, ids)) : null;
  return { items: items.map((row) => ({ ...shown(actor, row), invitation: ways?.get(row.personId) ?? null })), next, total, can: allowed };
}

type Mine = {
  email: string | null;
  organisation: { id: string; name: string; slug: string; timeZone: string; settings: unknown };
  reports: number;
};

const mineOf = statement<Mine>(`
  select person.email,
         json_build_object('id', organisation.org_id, 'name', organisation.name, 'slug', organisation.slug, 'timeZone', organisation.time_zone,
           'settings', organisation.settings) as organisation,
         (select count(*) from rungs.person where ${direct("$2::uuid")} and ${atWork("person", "$1::date")}) as reports
    from rungs.person join rungs.organisation on organisation.org_id = person.org_id
   where person.person_id = $2`);

export async function me(tx: Tx, actor: Member, today: string) {
  const row = await personOn(tx, actor.personId, today);
  const [mine] = await mineOf(tx, today, actor.personId);
  if (mine === undefined) throw new Problem("not-found");
  const { settings, ...organisation } = mine.organisation;
  const { demo, words } = settingsOf(settings);
  return {
    person: shown(actor, row),
    ...mine,
    organisation: { ...organisation, demo, words },
    roles: [...new Set(actor.grants.map(({ role }) => role))],
    can: {
      ...can(
        actor,
        [
          "key.manage",
          "audit.read",
          "settings.read",
          "people.import",
          "team.manage",
          "person.list-left",
          "invitation.list",
          "role.list",
          "framework.create",
          "cycle.create",
          "start.read",
        ],
        { orgId: actor.orgId },
      ),
      // Into some team at least.
      ...can(actor, ["person.create"], { orgId: actor.orgId, teams: actor.grants.flatMap(({ teams }) => teams ?? []) }),
    },
  };
}

/** More direct reports than this are found by filtering the directory. */
const MOST_REPORTS = 200;

export type PersonRead = Row & { details: Details };

/** @throws Problem "not-found" */
export async function subject(tx: Tx, personId: string, today: string): Promise<PersonRead> {
  return { ...(await personOn(tx, personId, today)), details: await detailsOn(tx, personId) };
}

/** One person, as far as the reader may see them. Two queries beside the two of `subject`. */
export async function read(tx: Tx, actor: Member, person: PersonRead, today: string) {
  const beside = await besideOn(tx, person, today);
  const reports = await listOf([atWork("person", "$1::date"), direct("$3::uuid")], "name", null)(tx, today, MOST_REPORTS, person.personId);
  const allowed = can(
    actor,
    ["gap.read", "person.history", "person.records", "person.edit", "person.place", "person.export", "person.erase", "checkin.start"],
    person,
  );
  const { details } = person;
  const seen = <T>(may: boolean, facts: T): T | null => (may ? facts : null);
  const history = allowed["person.history"];
  return {
    person: shown(actor, person),
    email: details.email,
    location: details.location,
    teams: details.teamPath,
    line: beside.line,
    reports: reports.map((row) => shown(actor, row)),
    reportsTotal: reports[0]?.total ?? 0,
    employment: seen(history, {
      employeeNumber: details.employeeNumber,
      startedOn: details.startedOn,
      leftOn: details.leftOn,
      firstShare: details.firstShare,
      share: beside.shares.find(({ from }) => from <= today)?.share ?? details.firstShare,
      shares: beside.shares,
      leave: beside.leave,
    }),
    history: seen(history, beside.history),
    lines: seen(history, beside.lines),
    corrections: seen(history, beside.corrections),
    records: seen(
      allowed["person.records"],
      beside.records.map((record) => ({
        ...record,
        expiresOn: record.validMonths === null ? null : addMonths(record.on, record.validMonths),
      })),
    ),
    lastAct: seen(allowed["person.edit"], beside.act),
    today,
    tag: details.tag,
    can: allowed,
  };
}

const rowsById = statement<Row>(
  rowsOf("select person.*, ''::text as sort_key, null::bigint as total from rungs.person where person_id = any($2::uuid[])"),
);

/** Who reports to somebody, or who stands at the top, with their spans; and the line above. Three queries at most. */
export async function chart(
  tx: Tx,
  actor: Member,
  { under, limit, cursor }: { under?: string | undefined; limit: number; cursor?: string | undefined },
  today: string,
) {
  const root = under === undefined ? null : await personOn(tx, under, today);
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string(), z.string(), z.uuid()]));
  const branch = await branchOf(tx, root?.personId ?? null, today, limit + 1, after);
  const spans = branch.spans.slice(0, limit);
  const last = spans.at(-1);
  const managers = root?.managers ?? [];
  const rows = await rowsById(tx, today, [...spans.map(({ personId }) => personId), ...managers]);
  const byId = new Map(rows.map((row) => [row.personId, row]));
  const node = (row: Row, { reports, below }: Pick<Span, "reports" | "below">) => ({ ...shown(actor, row), reports, below });
  return {
    person: root === null ? null : node(root, branch.root ?? { reports: 0, below: 0 }),
    line: managers.flatMap((id) => byId.get(id) ?? []).map((row) => shown(actor, row)),
    items: spans.flatMap((span) => {
      const row = byId.get(span.personId);
      return row === undefined ? [] : [node(row, span)];
    }),
    total: branch.total,
    next: branch.spans.length > limit && last !== undefined ? encodeCursor([last.sortKey, last.searchName, last.personId]) : null,
  };
}

type Ladder = {
  framework: string;
  title: string;
  versions: {
    version: number;
    effectiveOn: string;
    inForce: boolean;
    levels: { level: string; title: string; track: string; rank: number }[];
  }[];
};
const laddersOf = statement<Ladder>(`
  select framework.slug as framework, framework.title, (
           select json_agg(json_build_object('version', stored.version, 'effectiveOn', stored.effective_on,
                    'inForce', stored.version = (select max(newest.version) from rungs.framework_version as newest
                       where newest.org_id = stored.org_id and newest.framework_id = stored.framework_id and newest.effective_on <= $1::date),
                    'levels', (select coalesce(json_agg(json_build_object('level', level.level_id, 'title', level.title, 'track', level.track, 'rank', level.rank)
                                        order by level.position), '[]')
                                 from rungs.level where level.org_id = stored.org_id and level.framework_id = stored.framework_id and level.version = stored.version))
                    order by stored.version desc)
             from rungs.framework_version as stored
            where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id) as versions
    from rungs.framework
   where framework.kind <> 'library'
     and exists (select from rungs.framework_version as stored where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id)
   order by framework.title, framework.slug`);

/** The ladders that people can stand on, each version with its levels, the newest first. One query. */
export const ladders = (tx: Tx, today: string) => laddersOf(tx, today);
