import type { Transaction } from "kysely";
import { canonicalJson, contentHash } from "../core/framework/canonical.ts";
import { check } from "../core/framework/check.ts";
import { decide, type Decisions } from "../core/framework/decisions.ts";
import type { Framework } from "../core/framework/document.ts";
import type { Lineage } from "../core/framework/lineage.ts";
import { given, type Given } from "../core/framework/names.ts";
import type { Library } from "../core/gap/wording.ts";
import { Problem } from "../core/problem.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;
type Kind = "ladder" | "library" | "standard";

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
  classes?: Decisions["choices"];
  /** Where the author knows better than the documents what became of an expectation. */
  lineage?: readonly Lineage[];
  /** Where the scale changed: old value → new value. */
  scaleMap?: Readonly<Record<string, number>> | undefined;
  /** The revision of the draft that this was, if it was one. */
  draftRevision?: number;
};

const storedOf = statement<VersionKey & { slug: string; state: "published" | "superseded" }>(`
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
const newestOf = statement<VersionKey & { effectiveOn: string }>(`
  select framework_id as "frameworkId", version, encode(hash, 'hex') as hash, effective_on as "effectiveOn"
    from rungs.framework_version where framework_id = $1 order by version desc limit 1`);

const supersede = statement(`update rungs.framework_version set state = 'superseded' where framework_id = $1 and state = 'published'`);

const writeVersion = statement(`
  insert into rungs.framework_version
         (org_id, framework_id, version, state, content, hash, reason, effective_on, published_by, published_at, scale_map, draft_revision)
  values (rungs.current_org(), $1, $2, 'published', $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10)`);

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
  ), lineage as (
    insert into rungs.version_lineage (org_id, framework_id, version, expectation_id, kind, from_ids)
    select rungs.current_org(), $1, $2, line ->> 'expectation', line ->> 'kind', array(select jsonb_array_elements_text(line -> 'from'))
      from jsonb_array_elements($5::jsonb) as line
  )
  insert into rungs.transition (org_id, framework_id, version, position, from_framework, from_level, to_framework, to_level, kind)
  select rungs.current_org(), $1, $2, position,
         case when leaves like '%/%' then split_part(leaves, '/', 1) else $3::jsonb ->> 'id' end, substring(leaves from '[^/]+$'),
         case when arrives like '%/%' then split_part(arrives, '/', 1) else $3::jsonb ->> 'id' end, substring(arrives from '[^/]+$'),
         transition ->> 'kind'
    from jsonb_array_elements($3::jsonb -> 'transitions') with ordinality as transitions (transition, position),
         lateral (select transition ->> 'from' as leaves, transition ->> 'to' as arrives) as ends`);

/**
 * Publishes a document as the next version of its framework, the first where there is none: the text, its hash, the narrow
 * rows and what became of each expectation together. The version before is superseded; nobody is moved.
 *
 * @throws Problem "invalid" with every fault of the document and of what its author decides about it; or if it equals the
 *   version in force, is of another kind, or is to hold from before that one did.
 */
export async function publish(
  tx: Tx,
  orgId: string,
  { content, by, reason, effectiveOn, now, id, classes = {}, lineage = [], scaleMap, draftRevision }: Publication,
) {
  const { framework, problems } = check(content, await othersOf(tx, orgId, content));
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
  if (newest !== undefined && effectiveOn < newest.effectiveOn)
    throw refused(
      "effective-on",
      "/effectiveOn",
      `Version ${newest.version} holds from ${newest.effectiveOn}; the next one cannot hold from before that.`,
    );
  const before = newest && (await versions(tx, orgId, [newest])).get(newest.hash)?.content;
  const decided = decide(before ?? null, framework, { choices: classes, lineage, scaleMap });
  if (decided.faults.length > 0) throw new Problem("invalid", "What is said about the changes does not fit them.", decided.faults);

  const version = (newest?.version ?? 0) + 1;
  await supersede(tx, taken.frameworkId);
  const map = decided.points === null ? null : JSON.stringify(Object.fromEntries(decided.points));
  await writeVersion(tx, taken.frameworkId, version, text, hash, reason, effectiveOn, by, now, map, draftRevision ?? null);
  await writeNarrow(tx, taken.frameworkId, version, text, JSON.stringify(decided.classes), JSON.stringify(decided.lineage));
  return { frameworkId: taken.frameworkId, version, hash };
}

const refused = (code: string, path: string, message: string) => new Problem("invalid", message, [{ code, path, message }]);

/** What a document may refer to: of each framework it names the version in force, of libraries every version it names. */
async function named(tx: Tx, orgId: string, content: unknown) {
  const text = JSON.stringify(content) ?? "";
  const slugs = new Set(Array.from(text.matchAll(/"([a-z0-9][a-z0-9-._]*)(?:@\d+)?\/[a-z0-9]/g), ([, slug]) => slug));
  if (slugs.size === 0) return [];
  const stored = await storedOf(tx, [...slugs]);
  const wanted = stored.filter(({ slug, version, state }) => state === "published" || text.includes(`"${slug}@${version}/`));
  const read = await versions(tx, orgId, wanted);
  return wanted.flatMap(({ hash, version }) => {
    const framework = read.get(hash)?.content;
    return framework === undefined ? [] : [{ framework, version }];
  });
}

/** The frameworks that references of a document may lead into, for `check`. One query or two; none where it names none. */
export const othersOf = async (tx: Tx, orgId: string, content: unknown): Promise<Given> =>
  given((await named(tx, orgId, content)).map(({ framework }) => framework));

/** The libraries whose competencies a draft inherits. */
export const librariesOf = async (tx: Tx, orgId: string, { competencies }: Pick<Framework, "competencies">): Promise<Library[]> =>
  named(
    tx,
    orgId,
    competencies.filter((competency) => "use" in competency),
  );
