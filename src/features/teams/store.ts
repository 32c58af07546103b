import { v7 } from "uuid";
import type { Member, OrganisationSubject } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { Problem } from "../../core/problem.ts";
import { atWork } from "../../db/lines.ts";
import { withoutSeeingMore } from "../../db/own-reach.ts";
import { statement } from "../../db/statement.ts";
import type { Context, Tx } from "../../http/route.ts";

const refused = (code: string, path: string, message: string) => new Problem("invalid", message, [{ code, path, message }]);

const tagOf = (team: string) => `substr(md5(${team}.name || ' ' || coalesce(${team}.parent_team_id::text, '')), 1, 16)`;
const partnersOf = (team: string) => `(
  select coalesce(json_agg(distinct person.name), '[]')
    from rungs.person
    join rungs.role_grant on role_grant.org_id = person.org_id and role_grant.person_id = person.person_id
   where person.org_id = ${team}.org_id and role_grant.role = 'people-partner' and ${team}.team_id = any (role_grant.team_ids)
     and person.left_on is null)`;

type Team = { id: string; name: string; parent: string | null; people: number; below: number; partners: string[]; tag: string };
const teamsOf = statement<Team>(`
  with recursive placed as (
    select team_id, count(*) as people from rungs.person where team_id is not null and ${atWork("person", "$1::date")} group by team_id
  ), above (team_id, ancestor_id) as (
    select team_id, team_id from rungs.team
    union
    select above.team_id, team.parent_team_id from above join rungs.team on team.team_id = above.ancestor_id where team.parent_team_id is not null
  ), counted as (
    select above.ancestor_id, sum(placed.people)::bigint as below from above join placed on placed.team_id = above.team_id group by above.ancestor_id
  ), ordered (team_id, path) as (
    select team_id, array[rungs.name_key(name), team_id::text] from rungs.team where parent_team_id is null
    union all
    select team.team_id, ordered.path || array[rungs.name_key(team.name), team.team_id::text]
      from ordered join rungs.team on team.parent_team_id = ordered.team_id
  )
  select team.team_id as id, team.name, team.parent_team_id as parent, coalesce(placed.people, 0) as people, coalesce(counted.below, 0) as below,
         ${partnersOf("team")} as partners, ${tagOf("team")} as tag
    from ordered
    join rungs.team on team.team_id = ordered.team_id
    left join placed on placed.team_id = team.team_id
    left join counted on counted.ancestor_id = team.team_id
   order by ordered.path`);

/** The whole tree. One query. */
export const list = async (tx: Tx, actor: Member, today: string) => ({
  items: await teamsOf(tx, today),
  can: can(actor, ["team.manage"], { orgId: actor.orgId }),
});

export type TeamSubject = OrganisationSubject & { id: string; name: string; parent: string | null; partners: string[]; tag: string };
const teamOf = statement<TeamSubject>(`
  select team.org_id as "orgId", team.team_id as id, team.name, team.parent_team_id as parent, ${partnersOf("team")} as partners, ${tagOf("team")} as tag
    from rungs.team where team_id = $1`);

// The tree changes in one place at a time: two moves at once could hang two teams below each other.
const alone = statement(`select pg_advisory_xact_lock(hashtextextended('teams ' || rungs.current_org()::text, 0))`);

/** @throws Problem "not-found" */
export async function team(tx: Tx, teamId: string): Promise<TeamSubject> {
  await alone(tx);
  const [found] = await teamOf(tx, teamId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

export const matches = {
  tag: ({ tag }: TeamSubject) => tag,
  state: async ({ subject: { id, name, parent, tag } }: Context<unknown, TeamSubject>) => ({ id, name, parent, tag }),
};

const namesake = statement(`
  select from rungs.team
   where parent_team_id is not distinct from $1::uuid and rungs.name_key(name) = rungs.name_key($2) and team_id is distinct from $3::uuid limit 1`);
async function refuseNamesake(tx: Tx, parent: string | null, name: string, self: string | null): Promise<void> {
  if ((await namesake(tx, parent, name, self)).length > 0)
    throw refused("duplicate", "/name", `There is a team called “${name}” there already.`);
}
const there = statement<{ name: string }>(`select name from rungs.team where team_id = $1`);
async function named(tx: Tx, id: string, path: string): Promise<string> {
  const [found] = await there(tx, id);
  if (found === undefined) throw refused("unknown-team", path, "There is no such team any more.");
  return found.name;
}

const insert = statement(`insert into rungs.team (org_id, team_id, name, parent_team_id) values (rungs.current_org(), $1, $2, $3)`);

export async function create({ tx, input, note }: Context<{ name: string; parent: string | null }, unknown>) {
  await alone(tx);
  if (input.parent !== null) await named(tx, input.parent, "/parent");
  await refuseNamesake(tx, input.parent, input.name, null);
  const id = v7();
  await insert(tx, id, input.name, input.parent);
  note({ team: id });
  return { id };
}

// From a team up to the top, itself first.
const wayUp = statement<{ id: string; name: string }>(`
  with recursive above (team_id, name, parent_team_id, step) as (
    select team_id, name, parent_team_id, 1 from rungs.team where team_id = $1
    union all
    select team.team_id, team.name, team.parent_team_id, step + 1 from above join rungs.team on team.team_id = above.parent_team_id where step < 40)
  select team_id as id, name from above order by step`);
const write = statement(`update rungs.team set name = $2, parent_team_id = $3 where team_id = $1`);

async function refuseBelowItself(tx: Tx, { id, name }: TeamSubject, parent: string, path: string): Promise<void> {
  const way = await wayUp(tx, parent);
  const at = way.findIndex((each) => each.id === id);
  if (at === -1) return;
  const spelled = [...way.slice(0, at + 1).toReversed(), { name }].map((each) => each.name).join(" → ");
  throw refused("loop", path, `A team cannot be below itself: ${spelled}.`);
}

type Change = { teamId: string; name?: string | undefined; parent?: string | null | undefined };

export async function change({ tx, actor, subject, input, today, note }: Context<Change, TeamSubject>) {
  const name = input.name ?? subject.name;
  const parent = input.parent === undefined ? subject.parent : input.parent;
  if (parent !== null && parent !== subject.parent) {
    await named(tx, parent, "/parent");
    await refuseBelowItself(tx, subject, parent, "/parent");
  }
  await refuseNamesake(tx, parent, name, subject.id);
  const written = () => write(tx, subject.id, name, parent);
  await (parent === subject.parent ? written() : withoutSeeingMore(tx, actor, today, "move it", written));
  note({ team: subject.id, renamed: name !== subject.name, parent });
  const [now] = await teamOf(tx, subject.id);
  return { tag: now?.tag ?? "" };
}

/** What a partner may see would change with the team that they answer for: that is said in the role, not by the way. */
function refusePartners({ name, partners }: TeamSubject, what: string): void {
  if (partners.length > 0)
    throw new Problem(
      "conflict",
      `${partners.join(", ")} ${partners.length === 1 ? "answers" : "answer"} for ${name} as people partner. Give another unit before it ${what}.`,
    );
}

const clashing = statement<{ name: string }>(`
  select mine.name from rungs.team as mine
    join rungs.team as theirs on theirs.parent_team_id = $2 and rungs.name_key(theirs.name) = rungs.name_key(mine.name) and theirs.team_id <> $1
   where mine.parent_team_id = $1 limit 1`);
const movePeople = statement<{ id: string }>(`update rungs.person set team_id = $2 where team_id = $1 returning person_id as id`);
const moveTeams = statement<{ id: string }>(`update rungs.team set parent_team_id = $2 where parent_team_id = $1 returning team_id as id`);
const away = statement(`delete from rungs.team where team_id = $1`);

export async function merge({ tx, actor, subject, input, today, note }: Context<{ teamId: string; into: string }, TeamSubject>) {
  const { into } = input;
  if (into === subject.id) throw refused("loop", "/into", "A team cannot be merged into itself.");
  await named(tx, into, "/into");
  await refuseBelowItself(tx, subject, into, "/into");
  refusePartners(subject, "is merged");
  const [clash] = await clashing(tx, subject.id, into);
  if (clash !== undefined)
    throw new Problem("conflict", `Both have a team called “${clash.name}” below them. Rename one, or merge those two first.`);
  const [people, teams] = await withoutSeeingMore(tx, actor, today, "merge them", async () => [
    await movePeople(tx, subject.id, into),
    await moveTeams(tx, subject.id, into),
  ]);
  await gone(tx, subject);
  note({ team: subject.id, into, people: people.length, teams: teams.length });
  return { people: people.length, teams: teams.length };
}

async function gone(tx: Tx, { id, name }: TeamSubject): Promise<void> {
  try {
    await away(tx, id);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "23503")
      throw new Problem("conflict", `Something else still names ${name}, so that it cannot go.`);
    throw error;
  }
}

const inside = statement<{ people: number; teams: number }>(`
  select (select count(*) from rungs.person where team_id = $1) as people, (select count(*) from rungs.team where parent_team_id = $1) as teams`);

export async function remove({ tx, subject, note }: Context<{ teamId: string }, TeamSubject>) {
  const [held] = await inside(tx, subject.id);
  const { people, teams } = held ?? { people: 0, teams: 0 };
  if (people + teams > 0)
    throw new Problem(
      "conflict",
      `${subject.name} is not empty: ${people === 1 ? "one person is" : `${people} people are`} in it, those who left included, and ${teams === 1 ? "one team" : `${teams} teams`} below it. Merge it into another team instead.`,
    );
  refusePartners(subject, "goes");
  await gone(tx, subject);
  note({ team: subject.id });
  return {};
}
