import type { Transaction } from "kysely";
import { canonicalJson, contentHash } from "../core/framework/canonical.ts";
import type { Framework } from "../core/framework/document.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;

export type DraftRow = {
  slug: string;
  title: string;
  kind: Framework["kind"];
  revision: number;
  state: "draft" | "in-review";
  baseVersion: number | null;
  updatedBy: Named | null;
  updatedAt: string;
  notes: number;
  id: string;
};

// $1 slugs (null: all), $2 state, $3 limit, $4 and $5 where the page before ended.
const listOf = statement<DraftRow>(`
  select framework.slug, framework.title, framework.kind, draft.revision, draft.state, draft.base_version as "baseVersion",
         ${personNamed("draft.updated_by")} as "updatedBy", ${instant("draft.updated_at")} as "updatedAt",
         (select count(*) from rungs.draft_note as note where note.org_id = draft.org_id and note.framework_id = draft.framework_id
             and note.revision >= draft.first_revision and note.resolved_at is null) as notes, framework.framework_id as id
    from rungs.draft
    join rungs.framework on framework.org_id = draft.org_id and framework.framework_id = draft.framework_id
   where ($1::text[] is null or framework.slug = any($1)) and ($2::text is null or draft.state = $2)
     and ($4::timestamptz is null or (date_trunc('milliseconds', draft.updated_at), framework.framework_id) < ($4::timestamptz, $5::uuid))
   order by date_trunc('milliseconds', draft.updated_at) desc, framework.framework_id desc limit $3`);

/** Open drafts, the one changed last first. @param slugs of these frameworks only; null for all. */
export const draftsOf = (
  tx: Tx,
  slugs: readonly string[] | null,
  state: string | null,
  limit: number,
  after: readonly [string, string] | null,
): Promise<DraftRow[]> => listOf(tx, slugs === null ? null : [...slugs], state, limit, after?.[0] ?? null, after?.[1] ?? null);

// A name is free where no version and no draft bears it: of what was begun and given up, only the name is left.
const takeSlug = statement<{ frameworkId: string }>(`
  insert into rungs.framework as own (org_id, framework_id, slug, kind, title, owner_id, created_at, based_on, based_on_hash, based_on_content)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, decode($8, 'hex'), $9)
      on conflict (org_id, slug) do update
         set kind = excluded.kind, title = excluded.title, owner_id = excluded.owner_id, based_on = excluded.based_on, based_on_hash = excluded.based_on_hash,
             based_on_content = excluded.based_on_content
       where not exists (select from rungs.framework_version as stored where stored.org_id = own.org_id and stored.framework_id = own.framework_id)
         and not exists (select from rungs.draft where draft.org_id = own.org_id and draft.framework_id = own.framework_id)
  returning framework_id as "frameworkId"`);

export type Beginning = {
  slug: string;
  kind: Framework["kind"];
  title: string;
  owner: string;
  now: Date;
  id: string;
  origin: Origin | null;
};

/** What a framework was begun from: "template operations" or "framework operations@2", and what that said then. */
export type Origin = { name: string; content: Framework };

/** @returns the id of a framework that has nothing yet, or null if the name is taken. */
export async function takeName(tx: Tx, { slug, kind, title, owner, now, id, origin }: Beginning): Promise<string | null> {
  const [taken] = await takeSlug(tx, id, slug, kind, title, owner, now, ...stored(origin));
  return taken?.frameworkId ?? null;
}

const stored = (origin: Origin | null) =>
  origin === null ? [null, null, null] : [origin.name, contentHash(origin.content), canonicalJson(origin.content)];

const originOf = statement<{ name: string | null; content: string | null }>(`
  select based_on as name, based_on_content as content from rungs.framework where slug = $1`);

/** What a framework was begun from, as it was taken over or last looked through; null where it was begun from nothing. */
export async function originAt(tx: Tx, slug: string): Promise<Origin | null> {
  const [found] = await originOf(tx, slug);
  // Stored by this module, of a framework that had been read.
  if (found === undefined || found.name === null || found.content === null) return null;
  return { name: found.name, content: JSON.parse(found.content) as Framework };
}

const setOrigin = statement(
  `update rungs.framework set based_on = $2, based_on_hash = decode($3, 'hex'), based_on_content = $4 where slug = $1`,
);

/** From now on this is what the framework is held against: whatever changed up to it has been looked through. */
export const lookedThrough = async (tx: Tx, slug: string, origin: Origin): Promise<void> =>
  void (await setOrigin(tx, slug, ...stored(origin)));

const versionOf = statement<VersionKey>(`
  select stored.framework_id as "frameworkId", stored.version, encode(stored.hash, 'hex') as hash
    from rungs.framework
    join rungs.framework_version as stored on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
   where framework.slug = $1 and case when $2::int is null then stored.state = 'published' else stored.version = $2 end`);

/** A published version by name and number, the one in force where no number is given; null where there is none. */
export async function publishedContent(
  tx: Tx,
  orgId: string,
  slug: string,
  version: number | null,
): Promise<(VersionKey & { content: Framework }) | null> {
  const [found] = await versionOf(tx, slug, version);
  const content = found && (await versions(tx, orgId, [found])).get(found.hash)?.content;
  return found === undefined || content === undefined ? null : { ...found, content };
}

const retitle = statement(`update rungs.framework set title = $2 where framework_id = $1`);
/** Until something is published, a framework is called as its draft is. */
export const callIt = async (tx: Tx, frameworkId: string, title: string): Promise<void> => void (await retitle(tx, frameworkId, title));

const setState = statement(`
  update rungs.draft set state = $2, submitted_by = $3, submitted_at = $4, reopened_by = null, reopened_at = null where framework_id = $1`);
/** @param by null takes the draft back from review. */
export const submitted = async (tx: Tx, frameworkId: string, by: string | null, now: Date): Promise<void> =>
  void (await setState(tx, frameworkId, by === null ? "draft" : "in-review", by, by === null ? null : now));

const judge = statement(`
  insert into rungs.approval (org_id, approval_id, framework_id, revision, decision, reason, by, at) values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7)`);
export const judged = async (
  tx: Tx,
  {
    id,
    frameworkId,
    revision,
    decision,
    reason,
    by,
    now,
  }: {
    id: string;
    frameworkId: string;
    revision: number;
    decision: "approved" | "sent-back";
    reason: string | null;
    by: string;
    now: Date;
  },
): Promise<void> => void (await judge(tx, id, frameworkId, revision, decision, reason, by, now));
