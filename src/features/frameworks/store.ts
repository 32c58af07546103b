import { z } from "zod";
import type { FrameworkSubject, Member } from "../../core/access/policy.ts";
import { canonicalJson, contentHash } from "../../core/framework/canonical.ts";
import { check } from "../../core/framework/check.ts";
import { competencyId } from "../../core/framework/competency.ts";
import { given } from "../../core/framework/names.ts";
import { gapReport } from "../../core/gap/report.ts";
import { competencyWording } from "../../core/gap/wording.ts";
import { nextLevels } from "../../core/pathway/next.ts";
import { Problem } from "../../core/problem.ts";
import { answersOf, calibrationsOf, chainOf, givenAnswers, resultsIn, type Released } from "../../db/answers.ts";
import { atWork, placementsOn } from "../../db/lines.ts";
import { statement } from "../../db/statement.ts";
import { versions as contents, type StoredVersion, type VersionKey } from "../../db/versions.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Tx } from "../../http/route.ts";

type Kind = "ladder" | "library" | "standard";
type Summary = {
  version: number;
  state: "published" | "superseded";
  publishedAt: string;
  publishedBy: string | null;
  reason: string | null;
  effectiveOn: string;
  hash: string;
};

type ListRow = {
  slug: string;
  title: string;
  kind: Kind;
  version: number;
  effectiveOn: string;
  levels: number;
  tracks: number;
  people: number;
  youAreAt: string | null;
  key: string;
};

/** People at work who stand somewhere on a day, as rows to select from. */
const standing = (on: string) => `(
  select held.* from ${placementsOn(on)} as held
    join rungs.person on person.org_id = held.org_id and person.person_id = held.person_id
   where ${atWork("person", on)})`;

// $1 day, $2 limit, $3 reader, $4 kind, $5 search, $6 and $7 where the page before ended.
const listOf = statement<ListRow>(`
  with listed as materialized (
    select framework.org_id, framework.framework_id, framework.slug, framework.title, framework.kind, rungs.name_key(framework.title) collate "C" as key
      from rungs.framework
     where ($4::text is null or framework.kind = $4)
       and ($5::text is null or strpos(rungs.name_key(framework.title), (select rungs.name_key($5))) > 0)
       and ($6::text is null or (rungs.name_key(framework.title) collate "C", framework.slug) > ($6, $7::text))
  )
  select listed.slug, listed.title, listed.kind, stored.version, stored.effective_on as "effectiveOn", listed.key,
         (select count(*) from rungs.level where level.org_id = stored.org_id and level.framework_id = stored.framework_id and level.version = stored.version) as levels,
         (select count(distinct track) from rungs.level where level.org_id = stored.org_id and level.framework_id = stored.framework_id and level.version = stored.version) as tracks,
         coalesce(counted.people, 0) as people,
         (select level.title from ${placementsOn("$1::date")} as held
            join rungs.level on level.org_id = held.org_id and level.framework_id = held.framework_id and level.version = held.version and level.level_id = held.level_id
           where held.person_id = $3::uuid and held.framework_id = listed.framework_id) as "youAreAt"
    from listed
    join rungs.framework_version as stored on stored.org_id = listed.org_id and stored.framework_id = listed.framework_id and stored.state = 'published'
    left join (select framework_id, count(*) as people from ${standing("$1::date")} as at group by framework_id) as counted
      on counted.framework_id = listed.framework_id
   order by listed.key, listed.slug
   limit $2`);

type Filter = { limit: number; cursor?: string | undefined; kind?: Kind | undefined; q?: string | undefined };

/** Frameworks with a published version, by title. One query. */
export async function list(tx: Tx, actor: Member, filter: Filter, today: string) {
  const [key, slug] = filter.cursor === undefined ? [null, null] : decodeCursor(filter.cursor, z.tuple([z.string(), z.string()]));
  const rows = await listOf(tx, today, filter.limit + 1, actor.personId, filter.kind ?? null, filter.q?.trim() || null, key, slug);
  return page(rows, filter.limit, (row) => [row.key, row.slug]);
}

/** One version of a framework, as the policy sees it and as it is found again. */
export type VersionSubject = FrameworkSubject & VersionKey & { title: string; kind: Kind };

const subjectOf = statement<VersionSubject>(`
  select framework.org_id as "orgId", framework.slug as framework, stored.state, framework.framework_id as "frameworkId",
         framework.title, framework.kind, stored.version, encode(stored.hash, 'hex') as hash
    from rungs.framework
    join rungs.framework_version as stored on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
   where framework.slug = $1 and case when $2::int is null then stored.state = 'published' else stored.version = $2 end`);

/** @throws Problem "not-found" */
export async function subject(tx: Tx, slug: string, version: number | "latest"): Promise<VersionSubject> {
  const [found] = await subjectOf(tx, slug, version === "latest" ? null : version);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

const summaries = (framework: string) => `(
  select json_agg(json_build_object(
           'version', stored.version, 'state', stored.state,
           'publishedAt', to_char(stored.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'publishedBy', publisher.name, 'reason', stored.reason, 'effectiveOn', stored.effective_on, 'hash', encode(stored.hash, 'hex'))
           order by stored.version desc)
    from rungs.framework_version as stored
    left join rungs.person as publisher on publisher.org_id = stored.org_id and publisher.person_id = stored.published_by
   where stored.framework_id = ${framework})`;

const versionsOf = statement<{ items: Summary[] }>(`select ${summaries("$1::uuid")} as items`);

/** Newest first. One query. */
export async function versions(tx: Tx, framework: VersionSubject) {
  const [found] = await versionsOf(tx, framework.frameworkId);
  return { slug: framework.framework, title: framework.title, kind: framework.kind, items: found?.items ?? [] };
}

type NeighbourLevel = { id: string; rank: number; track: string; title: string; regulated: string | null };
type Neighbour = { slug: string; title: string; version: number; kind: Kind; levels: NeighbourLevel[] };
type Beside = {
  versions: Summary[];
  headcount: Record<string, number> | null;
  place: (VersionKey & { level: string }) | null;
  neighbours: Neighbour[] | null;
};

// $1 framework, $2 version, $3 its slug, $4 reader, $5 day.
const besideOf = statement<Beside>(`
  select ${summaries("$1::uuid")} as versions,
         (select json_object_agg(level_id, people)
            from (select level_id, count(*) as people from ${standing("$5::date")} as at where at.framework_id = $1::uuid group by level_id) as counted) as headcount,
         (select json_build_object('frameworkId', stored.framework_id, 'version', stored.version, 'hash', encode(stored.hash, 'hex'), 'level', held.level_id)
            from ${placementsOn("$5::date")} as held
            join rungs.framework_version as stored
              on stored.org_id = held.org_id and stored.framework_id = held.framework_id and stored.version = held.version
           where held.person_id = $4::uuid and held.framework_id = $1::uuid) as place,
         (select json_agg(json_build_object('slug', framework.slug, 'title', framework.title, 'version', stored.version, 'kind', framework.kind,
                   'levels', (select coalesce(json_agg(json_build_object('id', level_id, 'rank', rank, 'track', track, 'title', level.title, 'regulated', regulated)
                                order by position), '[]')
                                from rungs.level where level.org_id = stored.org_id and level.framework_id = stored.framework_id and level.version = stored.version))
                   order by framework.title, framework.slug)
            from rungs.framework
            join rungs.framework_version as stored
              on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.state = 'published'
           where framework.framework_id <> $1::uuid and framework.slug in (
                   select case when transition.to_framework = $3 then transition.from_framework else transition.to_framework end
                     from rungs.transition
                     join rungs.framework_version as source
                       on source.org_id = transition.org_id and source.framework_id = transition.framework_id and source.version = transition.version
                    where (transition.framework_id = $1::uuid and transition.version = $2::int)
                       or (source.state = 'published' and $3 in (transition.to_framework, transition.from_framework)))) as neighbours`);

// $1 reader, $2 framework, $3 levels, $4 day.
const mineOf = statement<Released>(`
  select ${chainOf("$2::uuid")} as chain, ${answersOf("$1", "$2::uuid", "$3::text[]", "$4::date")} as answers,
         ${calibrationsOf("$1", "$2::uuid", "$4::date")} as calibrations`);

/** How far the reader is towards the next levels of this framework, as their own reports say. */
async function towardsNext(tx: Tx, actor: Member, place: VersionKey & { level: string }, slug: string, today: string) {
  const own = (await contents(tx, actor.orgId, [place])).get(place.hash);
  const next =
    own === undefined
      ? []
      : nextLevels(own.content, place.level)
          .filter((level) => level.startsWith(`${slug}/`))
          .map((level) => level.slice(slug.length + 1));
  if (own === undefined || next.length === 0) return [];
  const [released] = await mineOf(tx, actor.personId, place.frameworkId, next, today);
  if (released === undefined) throw new Problem("internal"); // a select without a from has one row
  const { results: ratings } = await resultsIn(tx, actor.orgId, place.version, released, givenAnswers(released));
  return next.map((level) => ({
    level,
    ...gapReport({ framework: own.content, version: place.version, level, ratings, records: {}, on: today }).readiness,
  }));
}

/** One version, whole, with the reader's own place and the frameworks around it. Two queries, four where nothing of it was read lately. */
export async function version(tx: Tx, actor: Member, framework: VersionSubject, today: string) {
  const stored = (await contents(tx, actor.orgId, [framework])).get(framework.hash);
  const [beside] = await besideOf(tx, framework.frameworkId, framework.version, framework.framework, actor.personId, today);
  const summary = beside?.versions.find((each) => each.version === framework.version);
  if (stored === undefined || beside === undefined || summary === undefined) throw new Problem("not-found");
  return {
    slug: framework.framework,
    version: summary,
    versions: beside.versions,
    content: stored.content,
    inherited: inheritedIn(stored),
    headcount: beside.headcount ?? {},
    you: beside.place && {
      personId: actor.personId,
      level: beside.place.level,
      next: await towardsNext(tx, actor, beside.place, framework.framework, today),
    },
    neighbours: beside.neighbours ?? [],
  };
}

const inheritedIn = ({ content, libraries }: StoredVersion) =>
  Object.fromEntries(
    content.competencies.flatMap((competency) => {
      const { title, definition, markers, from } = competencyWording(competency, libraries);
      return from === null ? [] : [[competencyId(competency), { title, definition, markers: [...markers], from }]];
    }),
  );

export type Publication = {
  /** The document as written; defaults may be left out. Its id is the slug. */
  content: unknown;
  by: string | null;
  reason: string | null;
  effectiveOn: string;
  now: Date;
  /** New ids, one at each call. */
  id: () => string;
  /** How reworded expectations are classed, by their ids; substantive where left out. */
  classes?: Readonly<Record<string, { class: "editorial" | "substantive"; reason: string }>>;
};

const storedOf = statement<VersionKey & { slug: string; state: Summary["state"] }>(`
  select framework.slug, stored.framework_id as "frameworkId", stored.version, encode(stored.hash, 'hex') as hash, stored.state
    from rungs.framework
    join rungs.framework_version as stored on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
   where framework.slug = any($1::text[])`);

// Taking the row locks it: two who publish at once get two versions, one after the other.
const takeFramework = statement<{ frameworkId: string; kind: Kind }>(`
  insert into rungs.framework (org_id, framework_id, slug, kind, title, created_at) values (rungs.current_org(), $1, $2, $3, $4, $5)
      on conflict (org_id, slug) do update set title = excluded.title
  returning framework_id as "frameworkId", kind`);

// Asked once the row is ours, so that it sees what whoever had it before has written.
const newestOf = statement<{ version: number; hash: string }>(`
  select version, encode(hash, 'hex') as hash from rungs.framework_version where framework_id = $1 order by version desc limit 1`);

const supersede = statement(`update rungs.framework_version set state = 'superseded' where framework_id = $1 and state = 'published'`);

const writeVersion = statement(`
  insert into rungs.framework_version (org_id, framework_id, version, state, content, hash, reason, effective_on, published_by, published_at)
  values (rungs.current_org(), $1, $2, 'published', $3, decode($4, 'hex'), $5, $6, $7, $8)`);

const writeNarrow = statement(`
  with levels as (
    insert into rungs.level (org_id, framework_id, version, level_id, position, rank, track, title, regulated)
    select rungs.current_org(), $1, $2, level ->> 'id', position, (level ->> 'rank')::int, level ->> 'track', level ->> 'title', level ->> 'regulated'
      from jsonb_array_elements($3::jsonb -> 'levels') with ordinality as levels (level, position)
  ), expectations as (
    insert into rungs.expectation (org_id, framework_id, version, level_id, expectation_id, position, competency, target, weight, critical)
    select rungs.current_org(), $1, $2, level ->> 'id', asked ->> 'id', row_number() over (order by place, position), asked ->> 'competency',
           (asked ->> 'target')::int, (asked ->> 'weight')::float8, (asked ->> 'critical')::boolean
      from jsonb_array_elements($3::jsonb -> 'levels') with ordinality as levels (level, place),
           jsonb_array_elements(level -> 'expectations') with ordinality as expectations (asked, position)
  ), changes as (
    insert into rungs.expectation_change (org_id, framework_id, version, expectation_id, class, reason)
    select rungs.current_org(), $1, $2, key, value ->> 'class', value ->> 'reason' from jsonb_each($4::jsonb)
  )
  insert into rungs.transition (org_id, framework_id, version, position, from_framework, from_level, to_framework, to_level, kind)
  select rungs.current_org(), $1, $2, position,
         case when leaves like '%/%' then split_part(leaves, '/', 1) else $3::jsonb ->> 'id' end, substring(leaves from '[^/]+$'),
         case when arrives like '%/%' then split_part(arrives, '/', 1) else $3::jsonb ->> 'id' end, substring(arrives from '[^/]+$'),
         transition ->> 'kind'
    from jsonb_array_elements($3::jsonb -> 'transitions') with ordinality as transitions (transition, position),
         lateral (select transition ->> 'from' as leaves, transition ->> 'to' as arrives) as ends`);

/**
 * Publishes a document as the next version of its framework, the first where there is none: the text, its hash and the
 * narrow rows together. The version before is superseded; nobody is moved.
 *
 * @throws Problem "invalid" with every fault of the document; or if it equals the version in force, or is of another kind.
 */
export async function publish(tx: Tx, orgId: string, { content, by, reason, effectiveOn, now, id, classes = {} }: Publication) {
  const { framework, problems } = check(content, given(await named(tx, orgId, content)));
  if (framework === null) throw new Problem("invalid", "This document cannot be published as it is.", problems);
  const text = canonicalJson(framework);
  const hash = contentHash(framework);

  const [taken] = await takeFramework(tx, id(), framework.id, framework.kind, framework.title, now);
  if (taken === undefined) throw new Problem("internal"); // the insert returns its row or the one that was there
  if (taken.kind !== framework.kind)
    throw refused("kind", "/kind", `${framework.title} is a ${taken.kind} and stays one. Publish this under another id.`);
  const [newest] = await newestOf(tx, taken.frameworkId);
  if (newest?.hash === hash)
    throw refused("unchanged", "", `This is what version ${newest.version} of ${framework.title} says already, word for word.`);
  const version = (newest?.version ?? 0) + 1;
  await supersede(tx, taken.frameworkId);
  await writeVersion(tx, taken.frameworkId, version, text, hash, reason, effectiveOn, by, now);
  await writeNarrow(tx, taken.frameworkId, version, text, JSON.stringify(classes));
  return { frameworkId: taken.frameworkId, version, hash };
}

const refused = (code: string, path: string, message: string) => new Problem("invalid", message, [{ code, path, message }]);

/** The stored documents that this one may refer to: of each framework the version in force, of libraries every version it names. */
async function named(tx: Tx, orgId: string, content: unknown): Promise<unknown[]> {
  const text = JSON.stringify(content) ?? "";
  const slugs = new Set(Array.from(text.matchAll(/"([a-z0-9][a-z0-9-._]*)(?:@\d+)?\/[a-z0-9]/g), ([, slug]) => slug));
  const stored = await storedOf(tx, [...slugs]);
  const wanted = stored.filter(({ slug, version, state }) => state === "published" || text.includes(`"${slug}@${version}/`));
  const read = await contents(tx, orgId, wanted);
  return wanted.map(({ hash }) => read.get(hash)?.content);
}

export async function sides(
  tx: Tx,
  slug: string,
  _from: number | "latest" | "draft",
  _to: number | "latest" | "draft",
): Promise<VersionSubject> {
  return subject(tx, slug, "latest");
}

export async function difference(_tx: Tx, _between: VersionSubject): Promise<never> {
  throw new Problem("unavailable", "This is not here yet.");
}

export async function changedSince(_tx: Tx, _actor: Member, _framework: VersionSubject, _today: string): Promise<never> {
  throw new Problem("unavailable", "This is not here yet.");
}
