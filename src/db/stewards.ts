import type { Transaction } from "kysely";
import type { FrameworkSubject } from "../core/access/actor.ts";
import { settingsOf } from "../core/organisation/settings.ts";
import { Problem } from "../core/problem.ts";
import { holding, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** A framework with those who answer for it. `state` is that of its version in force, "draft" where there is none yet. */
export type Stewarded = FrameworkSubject & {
  frameworkId: string;
  title: string;
  kind: "ladder" | "library" | "standard";
  currentVersion: number | null;
  owner: Named | null;
  authors: Named[];
  reviewers: Named[];
  publishers: Named[];
  public: boolean;
  ownWork: boolean | null;
  organisationAllowsOwnWork: boolean;
};

const stewardsOf = statement<Omit<Stewarded, "organisationAllowsOwnWork"> & { settings: unknown }>(`
  select framework.org_id as "orgId", framework.slug as framework, framework.framework_id as "frameworkId", framework.title, framework.kind,
         case when stored.version is null then 'draft' else 'published' end as state, stored.version as "currentVersion",
         ${personNamed("framework.owner_id")} as owner,
         ${holding("author", "framework.framework_id")} as authors,
         ${holding("reviewer", "framework.framework_id")} as reviewers,
         ${holding("publisher", "framework.framework_id")} as publishers,
         framework.public, framework.own_work as "ownWork",
         organisation.settings
    from rungs.framework
    join rungs.organisation on organisation.org_id = framework.org_id
    left join rungs.framework_version as stored
      on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.state = 'published'
   where framework.slug = $1`);

/** @throws Problem "not-found" if there is no such framework. */
export async function stewarded(tx: Tx, slug: string): Promise<Stewarded> {
  const [found] = await stewardsOf(tx, slug);
  if (found === undefined) throw new Problem("not-found");
  const { settings, ...rest } = found;
  return { ...rest, organisationAllowsOwnWork: settingsOf(settings).ownWork };
}

const lock = statement(`select from rungs.framework where framework_id = $1 for update`);
export const lockFramework = async (tx: Tx, frameworkId: string): Promise<void> => void (await lock(tx, frameworkId));

const writeFramework = statement(`update rungs.framework set owner_id = $2, public = $3, own_work = $4 where framework_id = $1`);
const keepAddress = statement<{ kept: boolean }>(`select rungs.keep_public_address($1) as kept`);

// Of each of the three roles those who are named hold it, without an end, and nobody else does on this framework.
const writeRoles = statement(`
  with named as (
    select grants.* from jsonb_to_recordset($2::jsonb) as grants (id uuid, role text, person_id uuid)
  ), gone as (
    delete from rungs.role_grant as held
     where held.framework_id = $1 and held.role in ('author', 'reviewer', 'publisher')
       and (held.expires_on is not null or not exists (select from named where named.role = held.role and named.person_id = held.person_id))
    returning held.*
  ), ended as (
    insert into rungs.role_past (org_id, role_grant_id, person_id, role, framework_id, team_ids, expires_on, granted_by, granted_at, ended_by)
    select org_id, role_grant_id, person_id, role, framework_id, team_ids, expires_on, granted_by, granted_at, $3 from gone
  )
  insert into rungs.role_grant (org_id, role_grant_id, person_id, role, framework_id, granted_by, granted_at)
  select rungs.current_org(), named.id, named.person_id, named.role, $1, $3, $4 from named
   where not exists (select from rungs.role_grant as held
                      where held.framework_id = $1 and held.role = named.role and held.person_id = named.person_id and held.expires_on is null)`);

const knownOf = statement<{ id: string }>(`select person_id as id from rungs.person where person_id = any($1::uuid[])`);

export type Naming = {
  owner: string | null;
  authors: readonly string[];
  reviewers: readonly string[];
  publishers: readonly string[];
  public: boolean;
  ownWork: boolean | null;
};

/** @throws Problem "invalid" at each id that is nobody's here; "conflict" where another organisation's public page has the address. */
export async function writeStewards(
  tx: Tx,
  frameworkId: string,
  to: Naming,
  { personId, now, id }: { personId: string; now: Date; id: () => string },
): Promise<void> {
  const roles = { author: [...new Set(to.authors)], reviewer: [...new Set(to.reviewers)], publisher: [...new Set(to.publishers)] };
  const named = Object.entries(roles).flatMap(([role, people]) =>
    people.map((person, index) => ({ role, person_id: person, path: `/${role}s/${index}` })),
  );
  const all = [...named, ...(to.owner === null ? [] : [{ person_id: to.owner, path: "/owner" }])];
  const known = new Set(
    (
      await knownOf(
        tx,
        all.map((each) => each.person_id),
      )
    ).map((each) => each.id),
  );
  const strangers = all
    .filter((each) => !known.has(each.person_id))
    .map(({ path }) => ({ code: "unknown-reference", path, message: "There is nobody here with this id." }));
  if (strangers.length > 0) throw new Problem("invalid", undefined, strangers);
  await writeFramework(tx, frameworkId, to.owner, to.public, to.ownWork);
  const [address] = await keepAddress(tx, frameworkId);
  if (address?.kept === false) throw new Problem("conflict", "Another organisation here already shows a ladder at this public address.");
  await writeRoles(tx, frameworkId, JSON.stringify(named.map((each) => ({ ...each, id: id() }))), personId, now);
}
