import type { FrameworkSubject, Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { blank } from "../../core/framework/begin.ts";
import { contentHash } from "../../core/framework/canonical.ts";
import type { Change } from "../../core/framework/diff.ts";
import { difference } from "../../core/framework/difference.ts";
import type { Framework } from "../../core/framework/document.ts";
import { formatOf, formats, looksLike, type Format } from "../../core/framework/formats/read.ts";
import type { TableLayout, TableOptions } from "../../core/framework/formats/table-options.ts";
import { libraryOffers, originOffer } from "../../core/framework/offers.ts";
import { inheritedWordings } from "../../core/gap/wording.ts";
import { Problem } from "../../core/problem.ts";
import { lookedThrough, originAt, publishedContent } from "../../db/beginnings.ts";
import { contentOf, openDraft } from "../../db/drafts.ts";
import { librariesOf, othersOf } from "../../db/publishing.ts";
import { stewarded } from "../../db/stewards.ts";
import type { FileReply } from "../../http/file.ts";
import type { Context, Installation, Tx } from "../../http/route.ts";

const rowOf = ({ id, title, kind, description, levels, competencies }: Framework) => ({
  id,
  title,
  kind,
  description: description ?? null,
  levels: levels.length,
  tracks: new Set(levels.map(({ track }) => track)).size,
  competencies: competencies.length,
  statements:
    levels.flatMap(({ expectations }) => expectations.flatMap(({ markers }) => markers)).length +
    competencies.flatMap((competency) => ("use" in competency ? [] : competency.markers)).length,
});

export async function templates(actor: Member, { templates: all }: Installation) {
  const items = Array.from((await all()).values(), rowOf).toSorted((a, b) => a.title.localeCompare(b.title, "en"));
  return { items, can: { create: can(actor, ["framework.create"], { orgId: actor.orgId })["framework.create"] } };
}

/** @throws Problem "not-found" */
export async function template({ templates: all }: Installation, id: string) {
  const known = await all();
  const content = known.get(id);
  if (content === undefined) throw new Problem("not-found");
  // Each ships in one state, which is what its first version will be wherever it is taken over.
  const libraries = Array.from(known.values(), (framework) => ({ framework, version: 1 }));
  return { ...rowOf(content), content, inherited: inheritedWordings(content, libraries) };
}

type Wanted = { format: Format; layout?: TableLayout | undefined };

export async function templateFile(
  installation: Installation,
  { template: id, ...wanted }: Wanted & { template: string },
): Promise<FileReply> {
  const content = id === "blank" ? blank("ladder", { id: "new-ladder", title: "New ladder" }) : (await template(installation, id)).content;
  return file(installation, content, id === "blank" ? "new-ladder" : id, wanted);
}

async function file({ files }: Installation, content: Framework, name: string, { format, layout }: Wanted): Promise<FileReply> {
  const { extensions, mediaType } = formats[format];
  return {
    name: `${name}.${extensions[0]}`,
    mediaType,
    content: await files.write(content, format, layout === undefined ? {} : { layout }),
  };
}

/** A version, or the draft, with what it says. */
type Edition = FrameworkSubject & { content: Framework; name: string };

/** @throws Problem "not-found" */
export async function edition(tx: Tx, orgId: string, slug: string, version: number | "latest" | "draft"): Promise<Edition> {
  if (version === "draft") {
    const draft = await openDraft(tx, slug);
    if (draft === null) throw new Problem("not-found");
    return { ...draft, content: (await contentOf(tx, draft)).content, name: `${slug}-draft` };
  }
  const found = await publishedContent(tx, orgId, slug, version === "latest" ? null : version);
  if (found === null) throw new Problem("not-found");
  return { orgId, framework: slug, state: "published", content: found.content, name: `${slug}-${found.version}` };
}

export const exported = (installation: Installation, { content, name }: Edition, wanted: Wanted): Promise<FileReply> =>
  file(installation, content, name, wanted);

/** @throws Problem "not-found" */
export async function known(tx: Tx, slug: string): Promise<FrameworkSubject> {
  const found = (await openDraft(tx, slug)) ?? (await stewarded(tx, slug));
  if (found === null) throw new Problem("not-found");
  return found;
}

type Brought = {
  file: string;
  fileName: string;
  format?: Format | undefined;
  table: { [K in keyof TableOptions]?: TableOptions[K] | undefined };
};
type Base = { slug: string; title: string; revision: number | null; version: number | null; content: Framework };

/** What a framework says now: its draft, else the version in force; null where there is neither. */
async function baseOf(tx: Tx, orgId: string, slug: string): Promise<Base | null> {
  const draft = await openDraft(tx, slug);
  if (draft !== null) {
    const { content } = await contentOf(tx, draft);
    return { slug, title: draft.title, revision: draft.revision, version: draft.currentVersion, content };
  }
  const found = await publishedContent(tx, orgId, slug, null);
  return found === null ? null : { slug, title: found.content.title, revision: null, version: found.version, content: found.content };
}

/**
 * What a file would make of a framework; nothing is written.
 *
 * @param slug of the framework that it is to change; null takes that of the id in the file, if there is one.
 * @throws Problem "invalid" where the format is only written, "not-found" where there is no such framework.
 */
export async function preview(tx: Tx, actor: Member, { files }: Installation, brought: Brought, slug: string | null) {
  const bytes = new Uint8Array(Buffer.from(brought.file, "base64"));
  const format = brought.format ?? formatOf(brought.fileName) ?? looksLike(bytes);
  const table: TableOptions = Object.fromEntries(Object.entries(brought.table).filter(([, value]) => value !== undefined));
  const given = { bytes, format, fileName: brought.fileName, table };
  const named = slug === null ? null : await baseOf(tx, actor.orgId, slug);
  if (slug !== null && named === null) throw new Problem("not-found");

  const first = await files.read({ ...given, base: named?.content ?? null });
  // A file that names a framework which is here already is held against that: or it would be made twice.
  const base = named ?? (first.content === null ? null : await baseOf(tx, actor.orgId, first.content.id));
  // Where it leads into other frameworks of the organisation, its references are held against those.
  const others = await othersOf(tx, actor.orgId, first.content);
  const found = base === named && others.size === 0 ? first : await files.read({ ...given, base: base?.content ?? null, others });
  return {
    ...found,
    ...difference(base?.content, found.content, found.changes),
    format,
    base: base === null ? null : { slug: base.slug, title: base.title, revision: base.revision, version: base.version },
  };
}

/** What a framework is made of, as it stands now; null where it was begun from nothing, or from what is no more. */
async function originNow(tx: Tx, orgId: string, { templates: all }: Installation, name: string) {
  const [kind, rest = ""] = name.split(" ");
  if (kind === "template") {
    const content = (await all()).get(rest);
    return content === undefined ? null : { kind: "template" as const, name: rest, version: null, content };
  }
  const slug = rest.slice(0, rest.lastIndexOf("@"));
  const found = await publishedContent(tx, orgId, slug, null);
  return found && { kind: "framework" as const, name: slug, version: found.version, content: found.content };
}

/** What is in force or, where there is a draft, what that says: newer versions of its libraries, and what its origin has changed. */
export async function offers(tx: Tx, actor: Member, installation: Installation, subject: FrameworkSubject) {
  const mine = await baseOf(tx, actor.orgId, subject.framework);
  if (mine === null) throw new Problem("not-found");
  const libraries = libraryOffers(mine.content, await librariesOf(tx, actor.orgId, mine.content));
  const base = await originAt(tx, subject.framework);
  const now = base && (await originNow(tx, actor.orgId, installation, base.name));
  const { free, against } = base && now ? originOffer(base.content, now.content, mine.content) : { free: [], against: [] };
  const shown = (changes: readonly Change[]) => difference(mine.content, now?.content, changes);
  return {
    revision: mine.revision,
    libraries,
    origin:
      now === null || free.length + against.length === 0
        ? null
        : {
            kind: now.kind,
            name: now.name,
            title: now.content.title,
            version: now.version,
            hash: contentHash(now.content),
            free: shown(free),
            against: shown(against),
          },
  };
}

export async function leaveOffer({ tx, actor, installation, subject, input: { hash }, note }: Context<{ hash: string }, FrameworkSubject>) {
  const base = await originAt(tx, subject.framework);
  const now = base && (await originNow(tx, actor.orgId, installation, base.name));
  if (now === null) throw new Problem("conflict", "What this was begun from is here no more, so it offers nothing.");
  if (contentHash(now.content) !== hash)
    throw new Problem("conflict", "It has changed again since you read this. Look at what it offers now.");
  const basedOn = now.kind === "template" ? `template ${now.name}` : `framework ${now.name}@${now.version}`;
  await lookedThrough(tx, subject.framework, { name: basedOn, content: now.content });
  note({ framework: subject.framework, basedOn });
  return { slug: subject.framework, basedOn };
}
