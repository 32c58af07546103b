import { v7 } from "uuid";
import { z } from "zod";
import { narrowedBy } from "../../core/access/granting.ts";
import type { Role } from "../../core/access/roles.ts";
import { Problem, type Fault } from "../../core/problem.ts";
import { lastingOwners } from "../../db/owners.ts";
import { statement } from "../../db/statement.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Tx } from "../../http/route.ts";

type Named = { id: string; name: string };
export type Held = {
  id: string;
  person: Named & { leftOn: string | null };
  role: Role;
  framework: { slug: string; title: string } | null;
  units: Named[] | null;
  expiresOn: string | null;
  by: string | null;
  at: Date;
};
export type Past = Omit<Held, "person"> & { person: Named; endedBy: string | null; endedAt: Date };

const narrowing = `
  case when framework.framework_id is null then null else json_build_object('slug', framework.slug, 'title', framework.title) end as framework,
  case when held.team_ids is null then null else (
    select coalesce(json_agg(json_build_object('id', team.team_id, 'name', team.name) order by team.name), '[]')
      from rungs.team where team.team_id = any(held.team_ids)) end as units`;

const REACH = "array_position(array['owner', 'administrator', 'people-partner', 'auditor', 'author', 'reviewer', 'publisher'], held.role)";
const heldBy = statement<Held & { reach: number; sortKey: string }>(`
  select ${REACH} as reach, person.search_name as "sortKey", held.role_grant_id as id, json_build_object('id', person.person_id, 'name', person.name, 'leftOn', person.left_on) as person,
         held.role, ${narrowing}, held.expires_on as "expiresOn", giver.name as by, held.granted_at as at
    from rungs.role_grant as held
    join rungs.person on person.person_id = held.person_id
    left join rungs.framework on framework.framework_id = held.framework_id
    left join rungs.person as giver on giver.person_id = held.granted_by
   where ($1::uuid is null or held.person_id = $1)
     and ($3::int is null or (${REACH}, person.search_name, person.person_id, held.role_grant_id) > ($3, $4::text, $5::uuid, $6::uuid))
   order by reach, person.search_name, person.person_id, held.role_grant_id
   limit $2`);
const countOf = statement<{ people: number }>(
  `select count(distinct person_id) as people from rungs.role_grant where $1::uuid is null or person_id = $1`,
);

const pastOf = statement<Past>(`
  select held.role_grant_id as id, json_build_object('id', person.person_id, 'name', person.name) as person, held.role, ${narrowing},
         held.expires_on as "expiresOn", giver.name as by, held.granted_at as at, taker.name as "endedBy", held.ended_at as "endedAt"
    from rungs.role_past as held
    join rungs.person on person.person_id = held.person_id
    left join rungs.framework on framework.framework_id = held.framework_id
    left join rungs.person as giver on giver.person_id = held.granted_by
    left join rungs.person as taker on taker.person_id = held.ended_by
   where ($1::uuid is null or held.person_id = $1)
     and ($3::timestamptz is null or (date_trunc('milliseconds', held.ended_at), held.role_grant_id) < ($3, $4::uuid))
   order by date_trunc('milliseconds', held.ended_at) desc, held.role_grant_id desc
   limit $2`);

type Asked = { person?: string | undefined; limit: number; cursor?: string | undefined };

/** Those that stand, the furthest reaching first; on the first page with how many people have one. */
export async function list(tx: Tx, { person, limit, cursor }: Asked) {
  const after = cursor === undefined ? [] : decodeCursor(cursor, z.tuple([z.int(), z.string(), z.uuid(), z.uuid()]));
  const rows = await heldBy(tx, person ?? null, limit + 1, ...(after.length === 0 ? [null, null, null, null] : after));
  const { items, next } = page(rows, limit, (row) => [row.reach, row.sortKey, row.person.id, row.id]);
  const people = cursor === undefined ? ((await countOf(tx, person ?? null))[0]?.people ?? 0) : null;
  return { items: items.map(({ reach: _, sortKey: __, ...row }) => ({ ...row, at: row.at.toISOString() })), next, people };
}

/** Those that ended, the last first. */
export async function past(tx: Tx, { person, limit, cursor }: Asked) {
  const after = cursor === undefined ? [null, null] : decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await pastOf(tx, person ?? null, limit + 1, ...after);
  const { items, next } = page(rows, limit, (row) => [row.endedAt.toISOString(), row.id]);
  return { items: items.map((row) => ({ ...row, at: row.at.toISOString(), endedAt: row.endedAt.toISOString() })), next };
}

const choices = statement<{ units: Named[]; frameworks: { slug: string; title: string }[] }>(`
  select (select coalesce(json_agg(json_build_object('id', team_id, 'name', name) order by name, team_id), '[]') from rungs.team) as units,
         (select coalesce(json_agg(json_build_object('slug', slug, 'title', title) order by title, slug), '[]') from rungs.framework) as frameworks`);
/** What a role can be narrowed to. */
export async function choicesOf(tx: Tx) {
  return (await choices(tx))[0] ?? { units: [], frameworks: [] };
}

export type Wanted = {
  role: Role;
  units?: readonly string[] | undefined;
  framework?: string | undefined;
  expiresOn?: string | undefined;
};

const frameworkId = statement<{ id: string }>(`select framework_id as id from rungs.framework where slug = $1`);
const unitsKnown = statement<{ id: string; name: string }>(`select team_id as id, name from rungs.team where team_id = any($1::uuid[])`);
const same = statement<{ id: string }>(`
  select role_grant_id as id from rungs.role_grant
   where person_id = $1 and role = $2 and framework_id is not distinct from $3
     and (select array_agg(unit order by unit) from unnest(team_ids) as unit) is not distinct from
         (select array_agg(unit order by unit) from unnest($4::uuid[]) as unit)
     and expires_on is not distinct from $5::date`);
const give = statement(`
  insert into rungs.role_grant (org_id, role_grant_id, person_id, role, framework_id, team_ids, expires_on, granted_by)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7)`);

const fault = (path: string, message: string, code = "unknown-reference"): Fault => ({ code, path, message });

/** @returns the id of the grant and what narrows it in words. @throws Problem "invalid", "conflict" where they have it already */
export async function grant(tx: Tx, to: string, wanted: Wanted, by: string, today: string): Promise<{ id: string; limits: string | null }> {
  const narrowed = narrowedBy(wanted.role);
  const faults: Fault[] = [];
  if (wanted.units !== undefined && narrowed !== "units")
    faults.push(fault("/units", "Only a people partner is limited to units.", "not-for-role"));
  if (wanted.framework !== undefined && narrowed !== "framework")
    faults.push(fault("/framework", "Only authors, reviewers and publishers are named for one ladder.", "not-for-role"));
  if (wanted.framework === undefined && narrowed === "framework") faults.push(fault("/framework", "Say for which ladder.", "required"));
  if (wanted.expiresOn !== undefined && wanted.expiresOn <= today)
    faults.push(fault("/expiresOn", "The last day lies ahead.", "out-of-range"));
  const [framework] = wanted.framework === undefined ? [] : await frameworkId(tx, wanted.framework);
  if (wanted.framework !== undefined && framework === undefined) faults.push(fault("/framework", "There is no such ladder here."));
  const asked = wanted.units === undefined ? null : [...new Set(wanted.units)];
  const known = asked === null ? [] : await unitsKnown(tx, asked);
  if (asked !== null && known.length < asked.length) faults.push(fault("/units", "One of these units is not here (any more)."));
  if (faults.length > 0) throw new Problem("invalid", undefined, faults);
  const values = [to, wanted.role, framework?.id ?? null, asked, wanted.expiresOn ?? null] as const;
  if ((await same(tx, ...values)).length > 0) throw new Problem("conflict", "They have this role already, just so.");
  const id = v7();
  await give(tx, id, ...values, by);
  const limits =
    asked !== null ? `for ${known.map(({ name }) => name).join(", ")}` : wanted.framework !== undefined ? `of ${wanted.framework}` : null;
  return { id, limits };
}

export type Grant = { orgId: string; personId: string; role: Role; grantId: string; name: string };
const one = statement<Grant>(`
  select held.org_id as "orgId", held.person_id as "personId", held.role, held.role_grant_id as "grantId", person.name
    from rungs.role_grant as held join rungs.person on person.person_id = held.person_id where held.role_grant_id = $1`);

/** @throws Problem "not-found" */
export async function grantById(tx: Tx, id: string): Promise<Grant> {
  const [row] = await one(tx, id);
  if (row === undefined) throw new Problem("not-found");
  return row;
}

const end = statement<{ id: string }>(`
  with gone as (delete from rungs.role_grant where role_grant_id = $1 returning *)
  insert into rungs.role_past (org_id, role_grant_id, person_id, role, framework_id, team_ids, expires_on, granted_by, granted_at, ended_by)
  select org_id, role_grant_id, person_id, role, framework_id, team_ids, expires_on, granted_by, granted_at, $2 from gone
  returning role_grant_id as id`);

/** @throws Problem "conflict" for the last owner whose role has no end; "not-found" where somebody else was faster */
export async function revoke(tx: Tx, held: Grant, by: string): Promise<void> {
  if (held.role === "owner") {
    const others = (await lastingOwners(tx)).filter(({ grantId }) => grantId !== held.grantId);
    if (others.length === 0)
      throw new Problem("conflict", "An organisation keeps an owner whose role has no last day. Make somebody else owner first.");
  }
  if ((await end(tx, held.grantId, by)).length === 0) throw new Problem("not-found", "This role has been taken back already.");
}
