import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { textAt } from "../../core/framework/address.ts";
import { blank, copyOf } from "../../core/framework/begin.ts";
import { check } from "../../core/framework/check.ts";
import { diff, type Change } from "../../core/framework/diff.ts";
import type { Framework } from "../../core/framework/document.ts";
import { fittingDraft } from "../../core/framework/draft.ts";
import { excerpt, placedProblems, placedWording, type PlacedWording } from "../../core/framework/findings.ts";
import { reservedSlugs } from "../../core/framework/slug.ts";
import { inheritedWordings } from "../../core/gap/wording.ts";
import { Problem } from "../../core/problem.ts";
import * as beginnings from "../../db/beginnings.ts";
import { shown } from "../../db/draft-state.ts";
import {
  contentOf,
  draft,
  edits as journal,
  endDraft,
  openDraft,
  replaceContent,
  saveChanges,
  startDraft,
  type Draft,
} from "../../db/drafts.ts";
import { closeNote, noteOf, notesOn, writeNote, type Note } from "../../db/notes.ts";
import { librariesOf, othersOf } from "../../db/publishing.ts";
import { lockFramework, stewarded, type Stewarded } from "../../db/stewards.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import { Stale } from "../../http/problem.ts";
import type { Context, Tx } from "../../http/route.ts";

type On<I, S = Draft> = Context<I, S>;
const by = ({ actor, now }: Pick<On<unknown>, "actor" | "now">) => ({ personId: actor.personId, now, id: v7 });
const missing = () => new Problem("not-found");
const refused = (code: string, path: string, message: string) => new Problem("invalid", message, [{ code, path, message }]);

/** The draft, or what one could be started of. */
export async function draftOrFramework(tx: Tx, slug: string): Promise<Draft | Stewarded> {
  const open = await openDraft(tx, slug, true);
  if (open !== null) return open;
  const found = await stewarded(tx, slug);
  // Of two who start at once, the second finds the first one's.
  await lockFramework(tx, found.frameworkId);
  return (await openDraft(tx, slug, true)) ?? found;
}

const isDraft = (subject: Draft | Stewarded): subject is Draft => "revision" in subject;

export const draftMatches = {
  tag: ({ revision }: Draft) => String(revision),
  state: async ({ actor, subject }: On<unknown>) => shown(actor, subject),
};
export const putMatches = {
  tag: (subject: Draft | Stewarded) => (isDraft(subject) ? String(subject.revision) : "none"),
  state: async ({ actor, subject }: On<unknown, Draft | Stewarded>) => (isDraft(subject) ? shown(actor, subject) : null),
};

const again = async ({ tx, actor, subject }: On<unknown>) => shown(actor, await draft(tx, subject.framework));

/** Those of the whole organisation for people partners and auditors, else those of frameworks that one is named for. */
export async function list(
  tx: Tx,
  actor: Member,
  filter: { limit: number; cursor?: string | undefined; state?: "draft" | "in-review" | undefined },
) {
  const all = actor.grants.some(({ role }) => role === "people-partner" || role === "auditor");
  const named = actor.grants.flatMap(({ role, framework: slug }) =>
    slug !== null && (role === "author" || role === "reviewer" || role === "publisher") ? [slug] : [],
  );
  const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await beginnings.draftsOf(tx, all ? null : named, filter.state ?? null, filter.limit + 1, after);
  return {
    ...page(rows, filter.limit, (row) => [row.updatedAt, row.id]),
    can: { create: can(actor, ["framework.create"], { orgId: actor.orgId })["framework.create"] },
  };
}

type Origin = { template: string } | { framework: string; version?: number | undefined } | { blank: { kind: Framework["kind"] } };

async function originOf({ tx, actor, installation }: On<unknown, null>, from: Origin, name: { id: string; title: string }) {
  if ("blank" in from) return { content: blank(from.blank.kind, name), origin: null };
  if ("template" in from) {
    const original = (await installation.templates()).get(from.template);
    if (original === undefined) throw refused("unknown-reference", "/from/template", "There is no such template.");
    return { content: copyOf(original, name), origin: { name: `template ${original.id}`, content: original } };
  }
  const original = await beginnings.publishedContent(tx, actor.orgId, from.framework, from.version ?? null);
  if (original === null) throw refused("unknown-reference", "/from/framework", "There is no such version of a framework.");
  return {
    content: copyOf(original.content, name),
    origin: { name: `framework ${from.framework}@${original.version}`, content: original.content },
  };
}

export async function create(context: On<{ from: Origin; title: string; slug: string }, null>) {
  const {
    tx,
    actor,
    now,
    input: { from, title, slug },
    note,
  } = context;
  if (reservedSlugs.has(slug)) throw refused("reserved", "/slug", `“${slug}” is an address of Rungs itself. Take another one.`);
  const { content, origin } = await originOf(context, from, { id: slug, title });
  const frameworkId = await beginnings.takeName(tx, {
    slug,
    kind: content.kind,
    title,
    owner: actor.personId,
    now,
    id: v7(),
    origin,
  });
  if (frameworkId === null) throw refused("taken", "/slug", `There is a framework called “${slug}” already.`);
  note({ framework: slug, basedOn: origin?.name ?? null });
  return { slug, revision: await startDraft(tx, frameworkId, null, content, by(context)) };
}

/** Characters of a draft beyond which it is looked through when somebody asks for it, and not at every key that is pressed. */
const LARGE = 200_000;

export async function read({ tx, actor, subject }: On<unknown>) {
  const { content, characters } = await contentOf(tx, subject);
  const inherited = inheritedWordings(content, await librariesOf(tx, actor.orgId, content));
  const found = characters > LARGE ? { problems: null, wording: null } : await problems({ tx, actor, subject });
  return { ...shown(actor, subject), content, inherited, ...found };
}

/** Milliseconds of looking before others get their turn. */
const TURN = 12;

/** Everything that is wrong in a draft or badly worded. */
export async function problems({ tx, actor, subject }: Pick<On<unknown>, "tx" | "actor" | "subject">) {
  const { content } = await contentOf(tx, subject);
  const wording: PlacedWording[] = [];
  let since = performance.now();
  for (const found of placedWording(content)) {
    wording.push(...found);
    if (performance.now() - since < TURN) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return { revision: subject.revision, problems: await faultsOf(tx, actor, content), wording };
}

const faultsOf = async (tx: Tx, actor: Member, content: Framework) =>
  placedProblems(content, check(content, await othersOf(tx, actor.orgId, content)).problems);

export async function put(
  context: On<{ content?: Record<string, unknown> | undefined; ifRevision?: number | undefined }, Draft | Stewarded>,
) {
  const {
    tx,
    actor,
    subject,
    input: { content: sent, ifRevision },
    note,
  } = context;
  note({ framework: subject.framework });
  const fitted = sent === undefined ? null : fittingDraft(sent);
  if (fitted?.ok === false)
    throw new Problem(
      "invalid",
      "This is not a framework document.",
      fitted.faults.map((fault) => ({ ...fault, path: `/content${fault.path}` })),
    );
  const content = fitted?.value ?? null;
  if (content !== null && content.id !== subject.framework)
    throw refused("id", "/content/id", `This document is called “${content.id}”, not “${subject.framework}”.`);
  if (content !== null && content.kind !== subject.kind) throw refused("kind", "/content/kind", `This is a ${subject.kind} and stays one.`);
  if (isDraft(subject)) {
    if (content === null) return shown(actor, subject);
    if (ifRevision === undefined) throw refused("required", "/ifRevision", "Say which revision this replaces.");
    if (ifRevision !== subject.revision) throw new Stale(shown(actor, subject), `"${subject.revision}"`);
    const { content: before } = await contentOf(tx, subject);
    await replaceContent(tx, subject, content, diff(before, content), by(context));
  } else {
    const current = await beginnings.publishedContent(tx, actor.orgId, subject.framework, null);
    const start = content ?? current?.content;
    if (start === undefined) throw missing();
    await startDraft(tx, subject.frameworkId, current?.version ?? null, start, by(context));
  }
  return shown(actor, await draft(tx, subject.framework));
}

export async function patch(context: On<{ baseRevision: number; changes: Change[] }>) {
  const {
    tx,
    actor,
    subject,
    input: { baseRevision, changes },
  } = context;
  if (baseRevision > subject.revision) throw new Stale(shown(actor, subject), `"${subject.revision}"`);
  const saved = await saveChanges(tx, subject, changes, by(context));
  await retitled(tx, subject, saved.effect);
  const nodes = new Set(changes.map(({ entity, id }) => `${entity}/${id}`));
  const wording = [...placedWording(excerpt(saved.content, nodes))].flat();
  const {
    applied,
    conflicts,
    draft: { revision, state },
    characters,
  } = saved;
  return { revision, state, applied, conflicts, wording, problems: characters > LARGE ? null : await faultsOf(tx, actor, saved.content) };
}

async function retitled(tx: Tx, subject: Draft, effect: readonly Change[]): Promise<void> {
  const title = effect.find(({ entity, field }) => entity === "framework" && field === "title")?.after;
  if (subject.currentVersion === null && typeof title === "string" && title.trim() !== "")
    await beginnings.callIt(tx, subject.frameworkId, title);
}

export const edits = async (tx: Tx, subject: Draft, after: number, limit: number) => ({
  revision: subject.revision,
  state: subject.state,
  edits: await journal(tx, subject, after, limit),
});

export async function discard({ tx, subject, note }: On<unknown>) {
  note({ framework: subject.framework, revision: subject.revision });
  await endDraft(tx, subject.frameworkId);
  return { slug: subject.framework, discarded: subject.revision };
}

/** Submitting what is under review already, or taking back what is not, changes nothing. */
export async function review(context: On<unknown>, submit: boolean) {
  const { tx, actor, subject, now, note } = context;
  note({ framework: subject.framework, revision: subject.revision });
  if (submit !== (subject.state === "in-review")) await beginnings.submitted(tx, subject.frameworkId, submit ? actor.personId : null, now);
  return again(context);
}

export async function decide(context: On<{ ifRevision?: number; reason?: string | undefined }>, decision: "approved" | "sent-back") {
  const { tx, actor, subject, now, input, note } = context;
  if (input.ifRevision !== undefined && input.ifRevision !== subject.revision)
    throw new Stale(shown(actor, subject), `"${subject.revision}"`);
  if (subject.state !== "in-review") throw new Problem("conflict", "It has not been submitted for review, or was taken back.");
  note({ framework: subject.framework, revision: subject.revision, decision });
  await beginnings.judged(tx, {
    id: v7(),
    frameworkId: subject.frameworkId,
    revision: subject.revision,
    decision,
    reason: input.reason ?? null,
    by: actor.personId,
    now,
  });
  if (decision === "sent-back") await beginnings.submitted(tx, subject.frameworkId, null, now);
  return again(context);
}

export async function notes(
  tx: Tx,
  actor: Member,
  subject: Draft,
  { open, limit, cursor }: { open?: boolean | undefined; limit: number; cursor?: string | undefined },
) {
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await notesOn(tx, subject.frameworkId, subject.firstRevision, open ?? null, limit + 1, after);
  const may = can(actor, ["framework.comment", "framework.edit"], subject);
  return { ...page(rows, limit, ({ at, id }) => [at, id]), can: { comment: may["framework.comment"], accept: may["framework.edit"] } };
}

const written = async (tx: Tx, noteId: string, subject: Draft): Promise<Note> =>
  (await noteOf(tx, noteId, subject.frameworkId)) ?? Promise.reject(missing());

export async function addNote({
  tx,
  actor,
  now,
  subject,
  input: { node, body, suggestion },
  note,
}: On<{ node: string; body: string; suggestion?: string | undefined }>) {
  note({ framework: subject.framework });
  if (body === "" && suggestion === undefined) throw refused("required", "/body", "Write a comment, or suggest a wording.");
  const text = suggestion === undefined ? null : textAt((await contentOf(tx, subject)).content, node);
  if (suggestion !== undefined && text === null) throw refused("no-text", "/node", "There is no text here that another could stand for.");
  const id = v7();
  await writeNote(tx, {
    id,
    frameworkId: subject.frameworkId,
    revision: subject.revision,
    node,
    body,
    suggestion: suggestion ?? null,
    wording: text?.text ?? null,
    by: actor.personId,
    at: now,
  });
  return written(tx, id, subject);
}

export async function resolveNote(context: On<{ noteId: string; accept: boolean }>) {
  const {
    tx,
    actor,
    subject,
    now,
    input: { noteId, accept },
  } = context;
  context.note({ framework: subject.framework, accept });
  const found = await written(tx, noteId, subject);
  if (found.resolved !== null) return { note: found, revision: subject.revision, conflict: null };
  let revision = subject.revision;
  if (accept) {
    if (!can(actor, ["framework.edit"], subject)["framework.edit"]) throw new Problem("forbidden");
    const { content } = await contentOf(tx, subject);
    const place = textAt(content, found.node);
    if (found.suggestion === null) throw refused("no-suggestion", "/accept", "This comment suggests no wording.");
    if (place === null || (place.text !== found.wording && place.text !== found.suggestion))
      return { note: found, revision, conflict: { yours: found.suggestion, ...(place === null ? {} : { theirs: place.text }) } };
    revision = (await saveChanges(tx, subject, [place.changedTo(found.suggestion)], by(context))).draft.revision;
  }
  await closeNote(tx, noteId, actor.personId, now, accept);
  return { note: await written(tx, noteId, subject), revision, conflict: null };
}
