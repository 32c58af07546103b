import { can, type Scope } from "../../core/access/policy.ts";
import type { CycleState } from "../../core/cycle/state.ts";
import { folded, inOrder, type Rank } from "../../core/search/rank.ts";
import { atWork } from "../../db/lines.ts";
import { statement } from "../../db/statement.ts";
import type { Context } from "../../http/route.ts";

/** Of each kind so many are shown, and one more is fetched to see whether there are others. */
const MOST = 6;

type Found<T> = (T & { title: string; rank: Rank })[] | null;
type Ladder = { slug: string; kind: "ladder" | "library" | "standard"; state: "published" | "draft" };
type Level = { slug: string; ladder: string; id: string };
type Row = {
  people: Found<{ id: string; level: string | null; team: string | null }>;
  teams: Found<{ id: string; above: string | null }>;
  ladders: Found<Ladder>;
  levels: Found<Level & { role: string | null }>;
  competencies: Found<Level & { kind: Ladder["kind"] }>;
  cycles: Found<{ id: string; state: CycleState }>;
  resources: Found<{ id: string; provider: string | null }>;
};

/** As core/search/rank.ts has it. */
const rankOf = (key: string) =>
  `case when ${key} = asked.whole then 0 when starts_with(${key}, asked.whole) then 1 when ' ' || ${key} like all (asked.begins) then 2 else 3 end`;
const matches = (key: string) => `${key} like all (asked.parts)`;
/** The best of a table `chosen` with columns `rank` and `key`, as one JSON value. */
const best = (chosen: string, columns: string) => `(
  select json_agg(json_build_object('rank', rank, ${columns}) order by rank, key, id)
    from (select * from (${chosen}) as matched order by rank, key, id limit ${MOST + 1}) as chosen)`;
/** Something in the documents that are in force; a role is a name of the level that it is held at. */
const things = (kinds: string) => `
  select ${rankOf("(thing ->> 3)")} as rank, thing ->> 3 as key, thing ->> 1 as id, thing ->> 2 as called, thing ->> 0 as what, framework.slug, framework.title as ladder,
         framework.kind, stored.org_id, stored.framework_id, stored.version
    from asked, rungs.framework_version as stored
    join rungs.framework on framework.org_id = stored.org_id and framework.framework_id = stored.framework_id,
         jsonb_array_elements(stored.found) as thing
   where stored.state = 'published' and thing ->> 0 in (${kinds}) and ${matches("(thing ->> 3)")}`;

// What LIKE would read as a pattern is taken as it is. $1 what was typed, $2 today, $3 whether drafts are the reader's to see, else $4 the
// frameworks whose are, $5 the reader, $6 whether all cycles are.
const foundOf = statement<Row>(`
  with typed as (
    select array_agg(regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') order by place) as words, string_agg(word, ' ' order by place) as whole
      from regexp_split_to_table(rungs.name_key($1), '\\s+') with ordinality as split (word, place) where word <> ''
  ), asked as materialized (
    select whole, array(select '%' || word || '%' from unnest(words) as word) as parts, array(select '% ' || word || '%' from unnest(words) as word) as begins from typed
  )
  select ${best(
    `select ${rankOf("person.search_name")} as rank, person.search_name as key, person.person_id as id, person.name as called, person.org_id, person.team_id
       from asked, rungs.person where ${atWork("person", "$2::date")} and ${matches("person.search_name")}`,
    `'id', id, 'title', called,
     'team', (select team.name from rungs.team where team.org_id = chosen.org_id and team.team_id = chosen.team_id),
     'level', (select level.title from (
                 select * from rungs.placement_standing as placement
                  where placement.org_id = chosen.org_id and placement.person_id = chosen.id and placement.from_on <= $2::date
                  order by placement.from_on desc, placement.recorded_at desc, placement.placement_id desc limit 1) as held
                join rungs.level on level.org_id = held.org_id and level.framework_id = held.framework_id and level.version = held.version and level.level_id = held.level_id)`,
  )} as people,
  ${best(
    `select ${rankOf("rungs.name_key(team.name)")} as rank, rungs.name_key(team.name) as key, team.team_id as id, team.name as called, team.org_id, team.parent_team_id
       from asked, rungs.team where ${matches("rungs.name_key(team.name)")}`,
    `'id', id, 'title', called,
     'above', (select above.name from rungs.team as above where above.org_id = chosen.org_id and above.team_id = chosen.parent_team_id)`,
  )} as teams,
  ${best(
    `select ${rankOf("rungs.name_key(framework.title)")} as rank, rungs.name_key(framework.title) as key, framework.slug as id, framework.title as called, framework.kind,
            case when stored.version is null then 'draft' else 'published' end as state
       from asked, rungs.framework
       left join rungs.framework_version as stored
         on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.state = 'published'
      where ${matches("rungs.name_key(framework.title)")} and (stored.version is not null or $3::boolean or framework.slug = any($4::text[]))`,
    `'slug', id, 'title', called, 'kind', kind, 'state', state`,
  )} as ladders,
  ${best(
    things("'level', 'role'"),
    `'id', id, 'slug', slug, 'ladder', ladder, 'role', case what when 'role' then called end,
     'title', (select level.title from rungs.level
                where level.org_id = chosen.org_id and level.framework_id = chosen.framework_id and level.version = chosen.version and level.level_id = chosen.id)`,
  )} as levels,
  ${best(things("'competency'"), `'id', id, 'slug', slug, 'ladder', ladder, 'kind', kind, 'title', called`)} as competencies,
  ${best(
    `select ${rankOf("rungs.name_key(cycle.title)")} as rank, rungs.name_key(cycle.title) as key, cycle.cycle_id as id, cycle.title as called, cycle.state
       from asked, rungs.cycle
      where ${matches("rungs.name_key(cycle.title)")}
        and ($6::boolean or cycle.created_by = $5 or (cycle.state not in ('draft', 'cancelled') and exists (
              select from rungs.review as pinned
                left join rungs.assessment as part on part.org_id = pinned.org_id and part.review_id = pinned.review_id and part.rater_id = $5
               where pinned.org_id = cycle.org_id and pinned.cycle_id = cycle.cycle_id and pinned.withdrawn_at is null
                 and (pinned.person_id = $5 or part.assessment_id is not null))))`,
    `'id', id, 'title', called, 'state', state`,
  )} as cycles,
  ${best(
    `select ${rankOf("resource.search_title")} as rank, resource.search_title as key, resource.resource_id as id, resource.title as called, resource.provider
       from asked, rungs.resource where resource.retired_at is null and ${matches("resource.search_title")}`,
    `'id', id, 'title', called, 'provider', provider`,
  )} as resources
    from asked where whole is not null`);

const group = <K extends string, T extends { rank: Rank }>(kind: K, found: readonly T[] | null) => ({
  kind,
  items: (found ?? []).slice(0, MOST),
  more: (found ?? []).length > MOST,
});

/** What somebody may see and is called so, the kind with the best answer first. One query. */
export async function found({ tx, actor, input, scope, today }: Context<{ q: string }, null> & { scope: Scope }) {
  const sees = (framework: string, state: Ladder["state"]) =>
    can(actor, ["framework.read"], { orgId: actor.orgId, framework, state })["framework.read"];
  const stewarded = actor.grants.flatMap(({ framework }) => (framework !== null && sees(framework, "draft") ? [framework] : []));
  // No framework is called so: whoever sees its draft sees those of all.
  const [row] = await foundOf(tx, input.q, today, sees("", "draft"), stewarded, actor.personId, scope.all);
  const ladders = (row?.ladders ?? []).filter(({ slug, state }) => sees(slug, state));
  return {
    groups: inOrder([
      group("person", row?.people ?? null),
      // A job that is called as its level is would stand there twice.
      group(
        "level",
        (row?.levels ?? []).filter(({ role, title }) => role === null || folded(role) !== folded(title)),
      ),
      group("ladder", ladders),
      group("competency", row?.competencies ?? null),
      group("resource", row?.resources ?? null),
      group("team", row?.teams ?? null),
      group("cycle", row?.cycles ?? null),
    ]),
  };
}
