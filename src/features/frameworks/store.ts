import { z } from "zod";
import type { FrameworkSubject, Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { gapReport } from "../../core/gap/report.ts";
import { difference as told } from "../../core/framework/difference.ts";
import { changesFor } from "../../core/framework/relevant.ts";
import { inheritedWordings } from "../../core/gap/wording.ts";
import { nextLevels } from "../../core/pathway/next.ts";
import { Problem } from "../../core/problem.ts";
import { answersOf, calibrationsOf, givenAnswers, resultsIn, type Released } from "../../db/answers.ts";
import { chainOf } from "../../db/chain.ts";
import { atWork, placementsOn } from "../../db/lines.ts";
import { historyOf, sidesOf, type Sides } from "../../db/history.ts";
import { statement } from "../../db/statement.ts";
import { versions as contents, type VersionKey } from "../../db/versions.ts";
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
export type VersionSubject = FrameworkSubject & VersionKey & { title: string; kind: Kind; effectiveOn: string };

const subjectOf = statement<VersionSubject>(`
  select framework.org_id as "orgId", framework.slug as framework, stored.state, framework.framework_id as "frameworkId",
         framework.title, framework.kind, stored.version, encode(stored.hash, 'hex') as hash, stored.effective_on as "effectiveOn"
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
    inherited: inheritedWordings(stored.content, stored.libraries),
    headcount: beside.headcount ?? {},
    you: beside.place && {
      personId: actor.personId,
      level: beside.place.level,
      next: await towardsNext(tx, actor, beside.place, framework.framework, today),
    },
    neighbours: beside.neighbours ?? [],
    can: { edit: can(actor, ["framework.edit"], framework)["framework.edit"] },
  };
}

/** What changed between two versions, or from a version to the draft, ready to be read. */
export async function difference(tx: Tx, sides: Sides) {
  const { before, after, changes, lineage, classes, inherited } = await historyOf(tx, sides);
  const number = (version: number) => (sides.draft !== null && version > (sides.chain.at(-1)?.version ?? 0) ? null : version);
  return {
    slug: sides.framework,
    title: sides.title,
    from: number(sides.from),
    to: number(sides.to),
    ...told(before, after, changes, inherited),
    lineage,
    classes,
  };
}

type Seen = { version: number; cycle: string; on: string; level: string; held: { version: number; level: string } | null };

// $1 reader, $2 framework, $3 day.
const seenOf = statement<Seen>(`
  select review.version, cycle.title as cycle, (cycle.released_at at time zone organisation.time_zone)::date as on, review.level_id as level,
         (select json_build_object('version', held.version, 'level', held.level_id) from ${placementsOn("$3::date")} as held
           where held.person_id = $1 and held.framework_id = $2) as held
    from rungs.review
    join rungs.organisation on organisation.org_id = review.org_id
    join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
   where review.person_id = $1 and review.framework_id = $2 and review.withdrawn_at is null and cycle.released_at is not null
   order by cycle.released_at desc, review.review_id desc limit 1`);

/** What changed for the reader since their last review: at their level and at the next ones, as the newest version has them. */
export async function changedSince(tx: Tx, actor: Member, framework: VersionSubject, today: string) {
  const [seen] = await seenOf(tx, actor.personId, framework.frameworkId, today);
  const about = { slug: framework.framework, title: framework.title };
  if (seen === undefined) return { ...about, since: null };
  const sides = await sidesOf(tx, framework.framework, seen.version, "latest");
  const { before, after, changes, lineage, classes, inherited } = await historyOf(tx, sides);
  const own = seen.held?.level ?? seen.level;
  const known = after.levels.some(({ id }) => id === own) ? after : before;
  const next = known.levels.some(({ id }) => id === own) ? nextLevels(known, own) : [];
  const towards = next.flatMap((level) => (level.startsWith(`${known.id}/`) ? [level.slice(known.id.length + 1)] : []));
  const mine = new Set([own, ...towards]);
  const titles = new Map([...before.levels, ...after.levels].map(({ id, title }) => [id, title]));
  const asked = new Set(
    [before, after].flatMap(({ levels }) =>
      levels.filter(({ id }) => mine.has(id)).flatMap((level) => level.expectations.map(({ id }) => id)),
    ),
  );
  return {
    ...about,
    since: {
      then: { version: seen.version, cycle: seen.cycle, on: seen.on },
      now: { version: framework.version, effectiveOn: framework.effectiveOn },
      yours: seen.held?.version ?? null,
      levels: [...mine].map((id, index) => ({
        id,
        title: titles.get(id) ?? id,
        relation: index === 0 ? ("is" as const) : ("towards" as const),
      })),
      ...told(before, after, changesFor(mine, before, after, changes), inherited),
      lineage: lineage.filter(
        ({ expectation, kind, from }) => kind !== "kept" && (asked.has(expectation) || from.some((id) => asked.has(id))),
      ),
      classes: Object.fromEntries(Object.entries(classes).filter(([id]) => asked.has(id))),
    },
  };
}
