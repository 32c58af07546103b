import type { Transaction } from "kysely";
import type { FrameworkSubject, ResourceSubject } from "../core/access/actor.ts";
import type { CpdKind } from "../core/cpd/entry.ts";
import { Problem } from "../core/problem.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import type { VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;

/** One thing that a resource serves; `key` the version in force that its words are in, null where none is published. */
export type ResourceServes = {
  id: string;
  framework: string;
  frameworkTitle: string;
  kind: "expectation" | "requirement";
  thing: string;
  key: VersionKey | null;
};

/** Something to learn from; `minor` in the smallest unit of the currency, null where nobody says what it costs. */
export type Resource = {
  id: string;
  kind: CpdKind;
  title: string;
  searchTitle: string;
  url: string | null;
  provider: string | null;
  note: string | null;
  minutes: number | null;
  minor: number | null;
  currency: string | null;
  retired: boolean;
  serves: ResourceServes[];
  revision: number;
};
export type ResourceToChange = ResourceSubject & { resource: Resource };

const columns = `resource.resource_id as id, resource.kind, resource.title, resource.search_title as "searchTitle", resource.url, resource.provider, resource.note,
         resource.minutes, resource.cost_minor as minor, resource.currency, resource.retired_at is not null as retired, resource.revision,
         (select coalesce(json_agg(json_build_object('id', serves.resource_serves_id, 'framework', framework.slug, 'frameworkTitle', framework.title,
                   'kind', case when serves.expectation_id is not null then 'expectation' else 'requirement' end,
                   'thing', coalesce(serves.expectation_id, serves.requirement_id),
                   'key', case when stored.version is not null then json_build_object('frameworkId', framework.framework_id, 'version', stored.version,
                            'hash', encode(stored.hash, 'hex')) end)
                   order by framework.title, serves.attached_at, serves.resource_serves_id), '[]')
            from rungs.resource_serves as serves
            join rungs.framework on framework.org_id = serves.org_id and framework.framework_id = serves.framework_id
            left join rungs.framework_version as stored
              on stored.org_id = serves.org_id and stored.framework_id = serves.framework_id and stored.state = 'published'
           where serves.org_id = resource.org_id and serves.resource_id = resource.resource_id) as serves`;

export type ResourceFilter = {
  q: string | null;
  framework: string | null;
  kind: CpdKind | null;
  state: "offered" | "retired" | "all";
  /** Those that cost nothing. */
  free: boolean;
};

const pageOf = statement<Resource>(`
  select ${columns} from rungs.resource
   where ($1::text is null or rungs.name_key(concat_ws(' ', resource.title, resource.provider)) like all (coalesce((
            select array_agg('%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%')
              from regexp_split_to_table(rungs.name_key($1), '\\s+') as word where word <> ''), '{}')::text[]))
     and ($2::text is null or exists (
            select from rungs.resource_serves as serves join rungs.framework using (org_id, framework_id)
             where serves.org_id = resource.org_id and serves.resource_id = resource.resource_id and framework.slug = $2))
     and ($3::text is null or resource.kind = $3)
     and case $4::text when 'offered' then resource.retired_at is null when 'retired' then resource.retired_at is not null else true end
     and (not $5::boolean or resource.cost_minor = 0)
     and ($6::text is null or (resource.search_title, resource.resource_id) > ($6 collate "C", $7::uuid))
   order by resource.search_title, resource.resource_id limit $8`);
/** By title; one row more than the limit where there are more. */
export const resourcesOf = (
  tx: Tx,
  { q, framework, kind, state, free }: ResourceFilter,
  after: readonly [string, string] | null,
  limit: number,
): Promise<Resource[]> => pageOf(tx, q, framework, kind, state, free, after?.[0] ?? null, after?.[1] ?? null, limit + 1);

const lock = statement(`select from rungs.resource where resource_id = $1 for update`);
const oneOf = statement<Resource & { orgId: string }>(
  `select ${columns}, resource.org_id as "orgId" from rungs.resource where resource.resource_id = $1`,
);
/** @param change nobody else changes it until this transaction ends. @throws Problem "not-found" */
export async function resourceSubject(tx: Tx, resourceId: string, change: boolean): Promise<ResourceToChange> {
  if (change) await lock(tx, resourceId);
  const [found] = await oneOf(tx, resourceId);
  if (found === undefined) throw new Problem("not-found");
  const { orgId, ...resource } = found;
  return { orgId, frameworks: [...new Set(resource.serves.map(({ framework }) => framework))], resource };
}

/** A framework that has a version in force, as the policy asks about it, with that version. */
export type InForce = FrameworkSubject & { title: string; key: VersionKey };
const inForceOf = statement<{ orgId: string; framework: string; title: string; key: VersionKey }>(`
  select framework.org_id as "orgId", framework.slug as framework, framework.title,
         json_build_object('frameworkId', framework.framework_id, 'version', stored.version, 'hash', encode(stored.hash, 'hex')) as key
    from rungs.framework
    join rungs.framework_version as stored on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
     and case when $2::int is null then stored.state = 'published' else stored.version = $2::int end
   where ($1::text is null or framework.slug = $1) order by framework.title, framework.slug limit 500`);
/** @param version the one in force where it is null. @throws Problem "not-found" */
export async function frameworkInForce(tx: Tx, slug: string, version: number | null = null): Promise<InForce> {
  const [found] = await inForceOf(tx, slug, version);
  if (found === undefined) throw new Problem("not-found");
  return { ...found, state: "published" };
}
/** All that have one, by title; at most 500. */
export const frameworksInForce = async (tx: Tx): Promise<InForce[]> =>
  (await inForceOf(tx, null, null)).map((found) => ({ ...found, state: "published" }));

/** Something on offer for one thing that is asked. */
export type Offered = Omit<Resource, "searchTitle" | "serves" | "revision" | "retired"> & {
  servesId: string;
  thing: string;
  asked: "expectation" | "requirement";
};
const offers = statement<Offered>(`
  select resource.resource_id as id, resource.kind, resource.title, resource.url, resource.provider, resource.note, resource.minutes,
         resource.cost_minor as minor, resource.currency, serves.resource_serves_id as "servesId",
         coalesce(serves.expectation_id, serves.requirement_id) as thing,
         case when serves.expectation_id is not null then 'expectation' else 'requirement' end as asked
    from rungs.resource_serves as serves
    join rungs.resource on resource.org_id = serves.org_id and resource.resource_id = serves.resource_id
   where serves.framework_id = $1 and resource.retired_at is null
     and (serves.expectation_id = any ($2::text[]) or serves.requirement_id = any ($3::text[]))
   order by resource.search_title, resource.resource_id`);
/** What is on offer for these expectations and requirements of a framework, by title. */
export const offersFor = (
  tx: Tx,
  frameworkId: string,
  expectations: readonly string[],
  requirements: readonly string[],
): Promise<Offered[]> => offers(tx, frameworkId, expectations, requirements);
