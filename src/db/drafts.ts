import type { Transaction } from "kysely";
import type { FrameworkSubject } from "../core/access/actor.ts";
import { allowsOwnWork, waitsFor, type Judgement } from "../core/framework/approval.ts";
import type { Change } from "../core/framework/diff.ts";
import type { Framework } from "../core/framework/document.ts";
import { rebase, type Rebased } from "../core/framework/merge.ts";
import { settingsOf } from "../core/organisation/settings.ts";
import { Problem } from "../core/problem.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;
export type Named = { id: string; name: string };

/** An open draft without its content, as the policy sees it and as every page about it shows it. Instants are RFC 3339. */
export type Draft = FrameworkSubject & {
  frameworkId: string;
  title: string;
  kind: "ladder" | "library" | "standard";
  state: "draft" | "in-review";
  revision: number;
  firstRevision: number;
  stamp: string;
  contentRevision: number;
  baseVersion: number | null;
  currentVersion: number | null;
  basedOn: string | null;
  startedBy: Named | null;
  startedAt: string;
  updatedBy: Named | null;
  updatedAt: string;
  submittedBy: Named | null;
  submittedAt: string | null;
  /** Who changed it while it was in review, since it was submitted last. */
  reopened: { by: Named | null; at: string } | null;
  notes: number;
  reviewers: Named[];
  approvals: { by: Named; decision: Judgement["decision"]; reason: string | null; revision: number; at: string }[];
  authors: Named[];
  ownWork: boolean;
};

/** An instant of a column as RFC 3339, to milliseconds. */
export const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** Somebody by id and name, null for nobody. */
export const personNamed = (id: string): string => `(
  select json_build_object('id', named.person_id, 'name', named.name) from rungs.person as named where named.org_id = rungs.current_org() and named.person_id = ${id})`;
/** Those who hold a role on a framework, by name. */
export const holding = (role: string, framework: string): string => `(
  select coalesce(json_agg(json_build_object('id', holder.person_id, 'name', holder.name) order by holder.search_name, holder.person_id), '[]')
    from rungs.person as holder
   where holder.org_id = rungs.current_org() and exists (
           select from rungs.role_grant as held
            where held.org_id = holder.org_id and held.person_id = holder.person_id and held.role = '${role}' and held.framework_id = ${framework}))`;

type Stored = Omit<Draft, "ownWork"> & { ownWorkHere: boolean | null; settings: unknown };

const openOf = (lock: string) =>
  statement<Stored>(`
  select framework.org_id as "orgId", framework.slug as framework, draft.state, framework.framework_id as "frameworkId", framework.title, framework.kind,
         draft.revision, draft.first_revision as "firstRevision", draft.stamp, draft.content_revision as "contentRevision", draft.base_version as "baseVersion",
         (select stored.version from rungs.framework_version as stored
           where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.state = 'published') as "currentVersion",
         framework.based_on as "basedOn",
         ${personNamed("draft.started_by")} as "startedBy", ${instant("draft.started_at")} as "startedAt",
         ${personNamed("draft.updated_by")} as "updatedBy", ${instant("draft.updated_at")} as "updatedAt",
         ${personNamed("draft.submitted_by")} as "submittedBy", ${instant("draft.submitted_at")} as "submittedAt",
         case when draft.reopened_at is not null then json_build_object('by', ${personNamed("draft.reopened_by")}, 'at', ${instant("draft.reopened_at")}) end as reopened,
         (select count(*) from rungs.draft_note as note where note.org_id = draft.org_id and note.framework_id = draft.framework_id
             and note.revision >= draft.first_revision and note.resolved_at is null) as notes,
         ${holding("reviewer", "draft.framework_id")} as reviewers,
         (select coalesce(json_agg(json_build_object('by', ${personNamed("judged.by")}, 'decision', judged.decision, 'reason', judged.reason,
                   'revision', judged.revision, 'at', ${instant("judged.at")}) order by judged.at desc, judged.approval_id desc), '[]')
            from rungs.approval as judged
           where judged.org_id = draft.org_id and judged.framework_id = draft.framework_id and judged.revision >= draft.first_revision) as approvals,
         (select coalesce(json_agg(json_build_object('id', author.person_id, 'name', author.name) order by author.search_name, author.person_id), '[]')
            from rungs.person as author
           where author.org_id = draft.org_id and (author.person_id = draft.started_by or author.person_id in (
                   select edit.by from rungs.draft_edit as edit
                    where edit.org_id = draft.org_id and edit.framework_id = draft.framework_id and edit.revision >= draft.first_revision))) as authors,
         framework.own_work as "ownWorkHere", organisation.settings
    from rungs.draft
    join rungs.organisation on organisation.org_id = draft.org_id
    join rungs.framework on framework.org_id = draft.org_id and framework.framework_id = draft.framework_id
   where framework.slug = $1${lock}`);
const read = openOf("");
const readLocked = openOf(" for update of draft");

/** @param locked whoever else wants to change the draft waits until this transaction is over. */
export async function openDraft(tx: Tx, slug: string, locked = false): Promise<Draft | null> {
  const [found] = await (locked ? readLocked : read)(tx, slug);
  if (found === undefined) return null;
  const { ownWorkHere, settings, ...rest } = found;
  return { ...rest, ownWork: allowsOwnWork(ownWorkHere, settingsOf(settings)) };
}

/** @throws Problem "not-found" if the framework has no open draft. */
export async function draft(tx: Tx, slug: string): Promise<Draft> {
  return (await openDraft(tx, slug)) ?? Promise.reject(new Problem("not-found"));
}

/** As `draft`, for who is about to change it: nobody else does until the request is over. */
export async function lockedDraft(tx: Tx, slug: string): Promise<Draft> {
  return (await openDraft(tx, slug, true)) ?? Promise.reject(new Problem("not-found"));
}

/** Why it cannot be published yet; null if it can. */
export const draftWaitsFor = ({ authors, approvals, revision, ownWork }: Draft): string | null =>
  waitsFor(
    authors.map(({ id }) => id),
    approvals.map(({ by, ...judgement }) => ({ ...judgement, by: by.id })),
    revision,
    ownWork,
  );

/** Parsed drafts by the stamp of their state, the one used last at the end: a stamp never stands for two states. */
const kept = new Map<string, { content: Framework; characters: number }>();
const MOST_CHARACTERS = 8_000_000;

function keep(stamp: string, content: Framework, characters: number): void {
  kept.delete(stamp);
  kept.set(stamp, { content, characters });
  let sum = [...kept.values()].reduce((total, each) => total + each.characters, 0);
  for (const [oldest, each] of kept) {
    if (sum <= MOST_CHARACTERS || oldest === stamp) break;
    kept.delete(oldest);
    sum -= each.characters;
  }
}

const writtenOf = statement<{ content: string; edits: Change[][] | null }>(`
  select draft.content, (select json_agg(edit.changes order by edit.revision) from rungs.draft_edit as edit
           where edit.org_id = draft.org_id and edit.framework_id = draft.framework_id and edit.revision > draft.content_revision) as edits
    from rungs.draft where draft.framework_id = $1`);

/** What the draft says, and how many characters that is about. One query where this server has not seen this state, else none. */
export async function contentOf(tx: Tx, draft: Draft): Promise<{ content: Framework; characters: number }> {
  const known = kept.get(draft.stamp);
  if (known !== undefined) {
    keep(draft.stamp, known.content, known.characters);
    return known;
  }
  const [written] = await writtenOf(tx, draft.frameworkId);
  if (written === undefined) throw new Problem("not-found");
  // Stored by this module, and only after it had the shape of a draft.
  const stored = JSON.parse(written.content) as Framework;
  const content = (written.edits ?? []).reduce((so, changes) => rebase(changes, so).content, stored);
  const made = { content, characters: written.content.length };
  keep(draft.stamp, content, made.characters);
  return made;
}

/** Edits in the journal before the whole is written anew. */
const MOST_EDITS = 64;

// What is in review is what reviewers read: the first change takes it back from them, and says whose it was.
const writeEdit = statement(`
  with journal as (
    insert into rungs.draft_edit (org_id, framework_id, revision, changes, by, at) values (rungs.current_org(), $1, $2, $3, $4, $5))
  update rungs.draft
     set revision = $2, stamp = $6, updated_by = $4, updated_at = $5, state = 'draft', submitted_by = null, submitted_at = null,
         reopened_by = case when state = 'in-review' then $4 else reopened_by end,
         reopened_at = case when state = 'in-review' then $5 else reopened_at end
   where framework_id = $1`);

const writeWhole = statement(`update rungs.draft set content = $2, content_revision = revision where framework_id = $1`);

type By = { personId: string; now: Date; id: () => string };

/**
 * Saves what can be saved of somebody's changes, as the next revision of a draft that is locked.
 *
 * @throws Problem "invalid" if a change could not be part of any draft; nothing is saved then.
 */
export async function saveChanges(
  tx: Tx,
  draft: Draft,
  changes: readonly Change[],
  { personId, now, id }: By,
): Promise<Rebased & { draft: Draft; characters: number }> {
  const { content: before, characters } = await contentOf(tx, draft);
  const rebased = rebase(changes, before);
  if (rebased.effect.length === 0) return { ...rebased, draft, characters };
  const next: Draft = { ...draft, state: "draft", revision: draft.revision + 1, stamp: id() };
  await writeEdit(tx, draft.frameworkId, next.revision, JSON.stringify(rebased.effect), personId, now, next.stamp);
  const text = next.revision - draft.contentRevision >= MOST_EDITS ? JSON.stringify(rebased.content) : null;
  if (text !== null) {
    await writeWhole(tx, draft.frameworkId, text);
    next.contentRevision = next.revision;
  }
  keep(next.stamp, rebased.content, text?.length ?? characters);
  return { ...rebased, draft: next, characters: text?.length ?? characters };
}

/** Puts another content in the place of the draft's, as its next revision. @param effect what leads from the one to the other. */
export async function replaceContent(
  tx: Tx,
  draft: Draft,
  content: Framework,
  effect: readonly Change[],
  { personId, now, id }: By,
): Promise<void> {
  const stamp = id();
  const text = JSON.stringify(content);
  await writeEdit(tx, draft.frameworkId, draft.revision + 1, JSON.stringify(effect), personId, now, stamp);
  await writeWhole(tx, draft.frameworkId, text);
  await rebaseOn(tx, draft.frameworkId);
  keep(stamp, content, text.length);
}

const rebaseOn = statement(`
  update rungs.draft set base_version = (select version from rungs.framework_version as stored where stored.framework_id = $1 and stored.state = 'published')
   where framework_id = $1`);

const insertDraft = statement<{ revision: number }>(`
  insert into rungs.draft (org_id, framework_id, revision, first_revision, base_version, content, content_revision, stamp, started_by, started_at, updated_by, updated_at)
  select org_id, framework_id, draft_revision + 1, draft_revision + 1, $2, $3, draft_revision + 1, $4, $5, $6, $5, $6
    from rungs.framework where framework_id = $1
  returning revision`);

/** Opens a draft of a framework that has none. @returns its revision. */
export async function startDraft(
  tx: Tx,
  frameworkId: string,
  baseVersion: number | null,
  content: Framework,
  { personId, now, id }: By,
): Promise<number> {
  const [started] = await insertDraft(tx, frameworkId, baseVersion, JSON.stringify(content), id(), personId, now);
  if (started === undefined) throw new Problem("not-found");
  return started.revision;
}

const removeDraft = statement(`
  with gone as (delete from rungs.draft where framework_id = $1 returning revision)
  update rungs.framework set draft_revision = gone.revision from gone where framework_id = $1`);

/** Ends a draft, because it was published or is given up. Its journal, notes and approvals stay. */
export const endDraft = async (tx: Tx, frameworkId: string): Promise<void> => void (await removeDraft(tx, frameworkId));

const editsOf = statement<{ revision: number; changes: Change[]; by: Named | null; at: string }>(`
  select edit.revision, edit.changes, ${personNamed("edit.by")} as by, ${instant("edit.at")} as at
    from rungs.draft_edit as edit where edit.framework_id = $1 and edit.revision > $2 and edit.revision >= $3
   order by edit.revision limit $4`);

/** The journal of an open draft after a revision, the oldest first. */
export const edits = (tx: Tx, draft: Draft, after: number, limit: number) =>
  editsOf(tx, draft.frameworkId, after, draft.firstRevision, limit);
