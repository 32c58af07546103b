import type { Transaction } from "kysely";
import { Framework } from "../core/framework/document.ts";
import type { Library } from "../core/gap/wording.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/** Names one stored version; `hash` in hexadecimal. */
export type VersionKey = { frameworkId: string; version: number; hash: string };

/** A version read once and kept: it never changes, nor do the library versions that it uses. */
export type StoredVersion = { content: Framework; libraries: readonly Library[] };

/** Characters of stored text whose parsed form is kept. A parsed document takes some three bytes for each. */
const MOST_CHARACTERS = 12_000_000;

/**
 * By organisation and hash, the one used last at the end. What an organisation's libraries say is read with the document,
 * so that no entry serves two organisations; who may read a version has been asked before its hash is known.
 */
const kept = new Map<string, { stored: StoredVersion; characters: number }>();
let characters = 0;

function keep(key: string, stored: StoredVersion, size: number): void {
  if (kept.has(key)) return;
  kept.set(key, { stored, characters: size });
  characters += size;
  for (const [oldest, entry] of kept) {
    if (characters <= MOST_CHARACTERS || oldest === key) break;
    kept.delete(oldest);
    characters -= entry.characters;
  }
}

function recall(key: string): StoredVersion | undefined {
  const entry = kept.get(key);
  if (entry === undefined) return undefined;
  kept.delete(key);
  kept.set(key, entry);
  return entry.stored;
}

type ContentRow = { slug: string; version: number; hash: string; content: string; wanted: boolean };

// The versions asked for and the library versions they use, in one round trip.
const contentsOf = statement<ContentRow>(`
  with wanted as (
    select framework.slug, stored.version, stored.hash, stored.content
      from unnest($1::uuid[], $2::int[]) as asked (framework_id, version)
      join rungs.framework_version as stored using (framework_id, version)
      join rungs.framework on framework.org_id = stored.org_id and framework.framework_id = stored.framework_id
  ), used as (
    select distinct substring(use from '^[^@]+') as slug, substring(use from '@([0-9]+)/')::int as version
      from wanted, jsonb_array_elements(wanted.content::jsonb -> 'competencies') as competency, lateral (select competency ->> 'use' as use) as named
     where use is not null
  )
  select slug, version, encode(hash, 'hex') as hash, content, true as wanted from wanted
  union all
  select framework.slug, stored.version, encode(stored.hash, 'hex'), stored.content, false
    from used
    join rungs.framework on framework.slug = used.slug
    join rungs.framework_version as stored on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.version = used.version`);

/** Stored text was parsed by the same schema before it was published; what a later schema adds has its default. */
const parsed = (row: ContentRow): Framework => Framework.parse(JSON.parse(row.content));

/**
 * @returns content by hash, whole. One query where some of them have not been read lately, none where all have.
 * @throws ZodError if what is stored is no framework document: a defect, never the reader's doing.
 */
export async function versions(
  tx: Transaction<Tables>,
  orgId: string,
  keys: readonly VersionKey[],
): Promise<ReadonlyMap<string, StoredVersion>> {
  const found = new Map<string, StoredVersion>();
  const missing: VersionKey[] = [];
  for (const key of keys) {
    const stored = recall(`${orgId} ${key.hash}`);
    if (stored) found.set(key.hash, stored);
    else missing.push(key);
  }
  if (missing.length === 0) return found;
  const rows = await contentsOf(
    tx,
    missing.map((key) => key.frameworkId),
    missing.map((key) => key.version),
  );
  const libraries = rows.filter((row) => !row.wanted).map((row): Library => ({ framework: parsed(row), version: row.version }));
  for (const row of rows.filter((each) => each.wanted)) {
    const content = parsed(row);
    const used = libraries.filter(({ framework, version }) => uses(content, `${framework.id}@${version}/`));
    const stored = { content, libraries: used };
    keep(`${orgId} ${row.hash}`, stored, row.content.length);
    found.set(row.hash, stored);
  }
  return found;
}

const uses = (content: Framework, library: string): boolean =>
  content.competencies.some((competency) => "use" in competency && competency.use.startsWith(library));
