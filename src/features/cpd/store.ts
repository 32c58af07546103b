import { stringify } from "csv-stringify/sync";
import { v7 } from "uuid";
import { z } from "zod";
import type { CpdSubject, Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { checkedEntry, takesBack, type CpdKind, type Said } from "../../core/cpd/entry.ts";
import { exportRow } from "../../core/cpd/export.ts";
import { targetOf, yearFrom, yearOf } from "../../core/cpd/year.ts";
import { asksOf, type Ask } from "../../core/framework/asks.ts";
import { spoken } from "../../core/gap/wording.ts";
import { nextLevels } from "../../core/pathway/next.ts";
import { Problem } from "../../core/problem.ts";
import { entriesOf, entrySubject, logSums, type Entry, type EntrySubject } from "../../db/cpd.ts";
import { removeEntry, rewriteEntry, verifyEntry, writeEntry, writeServes } from "../../db/cpd-write.ts";
import { personOn, type Row } from "../../db/person-rows.ts";
import { laddersOf } from "../../db/records.ts";
import { settingsIn } from "../../db/settings.ts";
import { versions, type VersionKey } from "../../db/versions.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { FileReply } from "../../http/file.ts";
import type { Context, Tx } from "../../http/route.ts";

type Serves = { framework: string; expectation: string };
const ofEntry = ["cpd.change", "cpd.verify"] as const;
const ofLog = ["cpd.write", "cpd.verify"] as const;

/** Whose log is meant: one's own where nobody is named. */
export const whose = (tx: Tx, input: { person?: string | undefined }, actor: Member, today: string): Promise<Row> =>
  personOn(tx, input.person ?? actor.personId, today);

export const entryOf = (change: boolean) => (tx: Tx, input: { entryId: string }, _actor: Member, today: string) =>
  entrySubject(tx, input.entryId, today, change);

export const matches = {
  tag: ({ entry }: EntrySubject) => String(entry.revision),
  state: ({ tx, actor, subject }: Context<unknown, EntrySubject>) => shownOne(tx, actor, subject),
};

/** What is said of each expectation that entries serve, in the version in force. One query where one was not read lately. */
async function words(tx: Tx, orgId: string, entries: readonly Entry[]): Promise<(hash: string, expectation: string) => Ask | undefined> {
  const keys = new Map<string, VersionKey>();
  for (const { serves } of entries) for (const { key } of serves) if (key !== null) keys.set(key.hash, key);
  const stored = await versions(tx, orgId, [...keys.values()]);
  const asks = new Map([...stored].map(([hash, { content, libraries }]) => [hash, asksOf(content, libraries)]));
  return (hash, expectation) => asks.get(hash)?.find(({ kind, id }) => kind === "expectation" && id === expectation);
}

async function shown(tx: Tx, actor: Member, person: Row, entries: readonly Entry[]) {
  const saying = await words(tx, person.orgId, entries);
  const asked = (recordedBy: string): CpdSubject => ({ ...person, recordedBy });
  return entries.map(({ serves, revision, removedAt, ...entry }) => ({
    ...entry,
    serves: serves.map(({ framework, frameworkTitle, expectation, key }) => {
      const ask = key === null ? undefined : saying(key.hash, expectation);
      return { framework, frameworkTitle, expectation, title: ask?.title ?? spoken(expectation), level: ask?.levelTitle ?? null };
    }),
    removed: removedAt !== null,
    tag: String(revision),
    can: can(actor, ofEntry, asked(entry.recordedBy.id)),
  }));
}

/** @throws Problem "not-found" where it was taken out by now; who may change it can still put it back */
export async function shownOne(tx: Tx, actor: Member, subject: EntrySubject) {
  const [entry] = await shown(tx, actor, subject, [subject.entry]);
  if (entry === undefined || (entry.removed && !entry.can["cpd.change"])) throw new Problem("not-found");
  return entry;
}

/** As it stands after a change. */
const again = async ({ tx, actor, subject, today }: Context<unknown, EntrySubject>) =>
  shownOne(tx, actor, await entrySubject(tx, subject.entry.id, today, false));

type Asking = {
  year?: number | undefined;
  kind?: CpdKind | undefined;
  state: "all" | "verified" | "waiting";
  limit: number;
  cursor?: string | undefined;
};

/** Four queries, one more where what an entry serves was not read lately. */
export async function list({ tx, actor, subject, input, today }: Context<Asking, Row>) {
  const { cpd: rule } = await settingsIn(tx);
  const current = yearOf(today, rule.startsIn).first;
  const year = yearFrom(input.year ?? current, rule.startsIn);
  const { years, last, shares } = await logSums(tx, subject.personId, rule.startsIn);
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, z.tuple([z.iso.date(), z.uuid()]));
  const rows = await entriesOf(tx, subject.personId, { ...year, kind: input.kind ?? null, state: input.state }, after, input.limit);
  const { items, next } = page(rows, input.limit, ({ doneOn, id }) => [doneOn, id]);
  const none = (first: number) => ({ first, entries: 0, minutes: 0, verifiedMinutes: 0, waiting: 0 });
  const sum = years.find(({ first }) => first === year.first) ?? none(year.first);
  const { minutes, proportion } = targetOf(year, rule, { ...subject, shares });
  const listed = [...years, ...[current, year.first].filter((first) => !years.some((each) => each.first === first)).map(none)];
  return {
    person: { id: subject.personId, name: subject.name },
    items: await shown(tx, actor, subject, items),
    next,
    year: { ...sum, ...year, target: minutes === null || rule.hours === null ? null : { minutes, hours: rule.hours, proportion } },
    years: [...new Map(listed.map((each) => [each.first, each])).values()]
      .toSorted((a, b) => b.first - a.first)
      .map((each) => ({ ...yearFrom(each.first, rule.startsIn), entries: each.entries, minutes: each.minutes })),
    last,
    today,
    can: can(actor, ofLog, subject),
  };
}

/** What the person's own ladder expects: of their level, of what comes next, then of the rest. */
export async function choices({ tx, subject, today }: Context<unknown, Row>) {
  const stored = await versions(tx, subject.orgId, await laddersOf(tx, subject.personId, today));
  const here = subject.place;
  const order = ["current", "next", "other"] as const;
  const items = [...stored.values()].flatMap(({ content, libraries }) => {
    const next = new Set(here === null || content.id !== here.framework ? [] : nextLevels(content, here.level));
    const where = (level: string): (typeof order)[number] =>
      here?.level === level ? "current" : next.has(`${content.id}/${level}`) ? "next" : "other";
    return asksOf(content, libraries)
      .filter(({ kind }) => kind === "expectation")
      .map(({ id, title, level, levelTitle }) => ({
        framework: content.id,
        frameworkTitle: content.title,
        expectation: id,
        title,
        level: levelTitle,
        where: where(level),
      }));
  });
  return { items: items.toSorted((a, b) => order.indexOf(a.where) - order.indexOf(b.where)) };
}

/** @returns the entry with its link as it is kept. @throws Problem "invalid" with all that is wrong with it */
function checked(said: Said, before: Said | null, self: boolean, today: string): Said {
  const { faults, entry } = checkedEntry(said, before, self, today);
  if (faults.length > 0) throw new Problem("invalid", faults[0]?.message, faults);
  return entry;
}

/** @throws Problem "invalid" for what was never on the organisation's list; retired ones were */
async function knownResource(tx: Tx, id: string | null): Promise<void> {
  if (id === null) return;
  const found = await tx.selectFrom("resource").select("resource_id").where("resource_id", "=", id).executeTakeFirst();
  const message = "This is nothing on your organisation’s list to learn from.";
  if (found === undefined) throw new Problem("invalid", message, [{ code: "unknown", path: "/resource", message }]);
}

/** @throws Problem "invalid" naming the first that no version ever asked for */
async function serve(tx: Tx, entryId: string, personId: string, serves: readonly Serves[]): Promise<void> {
  const there = await writeServes(tx, entryId, personId, serves);
  const missing = serves.findIndex(
    (each) => !there.some((one) => one.framework === each.framework && one.expectation === each.expectation),
  );
  if (missing === -1) return;
  const message = `${serves[missing]?.framework} expects no “${serves[missing]?.expectation}”.`;
  throw new Problem("invalid", message, [{ code: "unknown", path: `/serves/${missing}`, message }]);
}

type Adding = Said & { serves: Serves[] };

export async function add({ tx, actor, subject, input, today, now, note }: Context<Adding, Row>) {
  const { personId } = subject;
  const { kind, title, minutes, doneOn, reflection, provider, url, resource } = input;
  const entry = checked({ kind, title, minutes, doneOn, reflection, provider, url, resource }, null, actor.personId === personId, today);
  await knownResource(tx, resource);
  const id = v7();
  const verifiedBy = can(actor, ofLog, subject)["cpd.verify"] ? actor.personId : null;
  await writeEntry(tx, entry, { id, personId, by: actor.personId, at: now, verifiedBy });
  await serve(tx, id, personId, input.serves);
  note({ entry: id, kind, minutes });
  return shownOne(tx, actor, await entrySubject(tx, id, today, false));
}

/** @throws Problem "conflict" where it was taken out */
function standing({ entry }: EntrySubject): Entry {
  if (entry.removedAt !== null) throw new Problem("conflict", "This entry was taken out of the log. Put it back first.");
  return entry;
}

type Changing = { [K in keyof Adding]?: Adding[K] | undefined } & { entryId: string };

export async function change(context: Context<Changing, EntrySubject>) {
  const { tx, actor, subject, input, today, now, note } = context;
  const entry = standing(subject);
  const before: Said = { ...entry, resource: entry.resource?.id ?? null };
  const { entryId: _, serves, ...more } = input;
  const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  const after = checked({ ...before, ...given }, before, actor.personId === subject.personId, today);
  if (after.resource !== before.resource) await knownResource(tx, after.resource);
  const taken = takesBack(before, after);
  const verifiedBy = can(actor, ofEntry, subject)["cpd.verify"] ? actor.personId : null;
  await rewriteEntry(tx, entry.id, after, { by: actor.personId, at: now, again: taken, verifiedBy });
  if (serves !== undefined) await serve(tx, entry.id, subject.personId, serves);
  note({
    entry: entry.id,
    changed: Object.keys(given).concat(serves === undefined ? [] : "serves"),
    tookBack: taken && entry.verifiedAt !== null,
  });
  return again(context);
}

export async function remove(context: Context<unknown, EntrySubject>) {
  const { id } = standing(context.subject);
  await removeEntry(context.tx, id, context.actor.personId, context.now);
  context.note({ entry: id });
  return again(context);
}

export async function restore(context: Context<unknown, EntrySubject>) {
  const { entry } = context.subject;
  // A second press of "Put it back" finds it back.
  if (entry.removedAt !== null) await removeEntry(context.tx, entry.id, null, context.now);
  context.note({ entry: entry.id });
  return again(context);
}

export async function verify(context: Context<unknown, EntrySubject>) {
  const { id, verifiedAt, verifiedBy } = standing(context.subject);
  if (verifiedAt !== null) throw new Problem("conflict", `${verifiedBy?.name ?? "Somebody"} has verified this already.`);
  await verifyEntry(context.tx, id, context.actor.personId, context.now);
  context.note({ entry: id });
  return again(context);
}

export async function unverify(context: Context<unknown, EntrySubject>) {
  const { id, verifiedAt } = standing(context.subject);
  if (verifiedAt === null) throw new Problem("conflict", "Nobody has verified this.");
  await verifyEntry(context.tx, id, null, context.now);
  context.note({ entry: id });
  return again(context);
}

/** Entries of one file, beyond which a year is to be chosen. */
const MOST = 5000;

export async function exported({ tx, actor, subject, input, note }: Context<{ year?: number | undefined }, Row>): Promise<FileReply> {
  const { cpd: rule } = await settingsIn(tx);
  const year = input.year === undefined ? null : yearFrom(input.year, rule.startsIn);
  const span = year ?? { from: "0001-01-01", to: "9999-12-31" };
  const entries = await entriesOf(tx, subject.personId, { from: span.from, to: span.to, kind: null, state: "all" }, null, MOST);
  if (entries.length > MOST) throw new Problem("too-large", "These are more than 5,000 entries. Choose one year.");
  note({ entries: entries.length, year: year?.label ?? "all" });
  const rows = (await shown(tx, actor, subject, entries)).map(exportRow);
  return {
    name: `cpd-${subject.name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}-${(year?.label ?? "all").replace("/", "-")}.csv`,
    mediaType: "text/csv; charset=utf-8",
    content: `\uFEFF${stringify(rows, { header: true, quoted_string: true })}`,
  };
}
