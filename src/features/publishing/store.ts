import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can, scope } from "../../core/access/policy.ts";
import { contentHash } from "../../core/framework/canonical.ts";
import { classify } from "../../core/framework/carry.ts";
import { check } from "../../core/framework/check.ts";
import { decide, type Decisions } from "../../core/framework/decisions.ts";
import { diff } from "../../core/framework/diff.ts";
import { difference } from "../../core/framework/difference.ts";
import { placedProblems } from "../../core/framework/findings.ts";
import { size } from "../../core/framework/impact.ts";
import { successorsOf } from "../../core/framework/succession.ts";
import { inheritedWordings } from "../../core/gap/wording.ts";
import { Problem, type Fault } from "../../core/problem.ts";
import { publishedContent } from "../../db/beginnings.ts";
import { shown } from "../../db/draft-state.ts";
import { contentOf, draftWaitsFor, endDraft, type Draft } from "../../db/drafts.ts";
import { impactOf, type Touched } from "../../db/impact.ts";
import { dueFor, moveOf, movesOn, moveToChange, setOverlap, undo, writeMove, type Due, type PastMove } from "../../db/moves.ts";
import { librariesOf, othersOf, publish as publication } from "../../db/publishing.ts";
import { stewarded, writeStewards, type Naming, type Stewarded } from "../../db/stewards.ts";
import { decodeCursor, encodeCursor, page } from "../../http/cursor.ts";
import { Stale } from "../../http/problem.ts";
import type { Context, Tx } from "../../http/route.ts";

type On<I, S = Draft> = Context<I, S>;
const by = ({ actor, now }: Pick<On<unknown>, "actor" | "now">) => ({ personId: actor.personId, now, id: v7 });
const refused = (code: string, path: string, message: string) => new Problem("invalid", message, [{ code, path, message }]);

export const draftMatches = {
  tag: ({ revision }: Draft) => String(revision),
  state: async ({ actor, subject }: On<unknown>) => shown(actor, subject),
};

type Asked = Decisions & { limit: number; cursor?: string | undefined };

/** What publishing the draft as it stands would change. Readiness is left out while errors stand in the way: nobody could be measured. */
export async function impact({ tx, actor, today, now, subject, input, note }: On<Asked>) {
  note({ framework: subject.framework });
  const { content } = await contentOf(tx, subject);
  const current = await publishedContent(tx, actor.orgId, subject.framework, null);
  const before = current?.content ?? null;
  const problems = placedProblems(content, check(content, await othersOf(tx, actor.orgId, content)).problems);
  const decided = decide(before, content, input);
  // A reason is asked for on publishing; until then somebody may still be writing it.
  const faults = decided.faults.filter(({ code }) => code !== "reason");
  if (faults.length > 0) throw new Problem("invalid", "What is said about the changes does not fit them.", faults);

  const version = (current?.version ?? 0) + 1;
  const about = { frameworkId: subject.frameworkId, slug: subject.framework, today, now, scope: scope(actor), orgId: actor.orgId };
  const step = decided.step ?? classify(content, content);
  const found = await impactOf(tx, about, { content, version }, step, problems.length === 0 && before !== null);
  const inherited = Object.entries(inheritedWordings(content, await librariesOf(tx, actor.orgId, content)));
  const told = difference(
    before ?? content,
    content,
    before === null ? [] : diff(before, content),
    new Map(inherited.map(([id, { title }]) => [id, title])),
  );
  const titles = new Map([...content.levels, ...(before?.levels ?? [])].toReversed().map(({ id, title }) => [id, title]));
  const mine = found.touched.filter((each) => each.mine);
  const from = input.cursor === undefined ? 0 : after(mine, decodeCursor(input.cursor, Key));
  const shownNow = mine.slice(from, from + input.limit);
  const last = shownNow.at(-1);
  return {
    revision: subject.revision,
    version,
    currentVersion: current?.version ?? null,
    ...told,
    lineage: decided.lineage,
    classes: Object.fromEntries(
      [...(decided.step?.meanings ?? [])].flatMap(([id, meaning]) => (meaning === "unchanged" ? [] : [[id, meaning]])),
    ),
    problems,
    considered: found.considered,
    total: found.touched.length,
    people: shownNow.map(({ mine: _mine, ...each }) => ({ ...each, levelTitle: titles.get(each.level) ?? each.level })),
    next:
      last !== undefined && from + shownNow.length < mine.length
        ? encodeCursor([size(last), last.person.id, last.level, last.relation])
        : null,
    ratingsOf: found.ratingsOf,
    cycles: found.cycles,
  };
}

const Key = z.tuple([z.number(), z.string(), z.string(), z.string()]);

/** Where a list goes on after a row, also if that row has gone from it meanwhile. */
function after(rows: readonly Touched[], [least, person, level, relation]: z.output<typeof Key>): number {
  const at = rows.findIndex((row) => row.person.id === person && row.level === level && row.relation === relation);
  if (at !== -1) return at + 1;
  const smaller = rows.findIndex((row) => size(row) < least);
  return smaller === -1 ? rows.length : smaller;
}

type Publishing = Decisions & { reason: string; effectiveOn: string; ifRevision: number };

export async function publish({ tx, actor, now, today, subject, input, note }: On<Publishing>) {
  if (input.ifRevision !== subject.revision) throw new Stale(shown(actor, subject), `"${subject.revision}"`);
  const waits = draftWaitsFor(subject);
  if (waits !== null) throw new Problem("conflict", waits);
  if (subject.baseVersion !== subject.currentVersion)
    throw new Problem(
      "conflict",
      `Version ${subject.currentVersion} was published since this draft was begun. Bring its changes in, or discard the draft.`,
    );
  if (subject.currentVersion !== null && input.effectiveOn < today)
    throw refused("effective-on", "/effectiveOn", "A new version cannot hold from a day that is over: reports of that day would change.");
  const { content } = await contentOf(tx, subject);
  const { choices, lineage, scaleMap, reason, effectiveOn } = input;
  const { version, hash } = await publication(tx, actor.orgId, {
    content,
    by: actor.personId,
    reason,
    effectiveOn,
    now,
    id: v7,
    classes: choices,
    lineage,
    scaleMap,
    draftRevision: subject.revision,
  });
  await endDraft(tx, subject.frameworkId);
  note({ framework: subject.framework, version, hash });
  return { slug: subject.framework, version, hash };
}

export function stewards(
  actor: Member,
  { framework: slug, owner, authors, reviewers, publishers, public: shownToAll, ownWork, organisationAllowsOwnWork, ...rest }: Stewarded,
) {
  const { "framework.steward": steward } = can(actor, ["framework.steward"], { framework: slug, ...rest });
  const rule = ownWork === null ? ("organisation" as const) : ownWork ? ("allowed" as const) : ("refused" as const);
  return { slug, owner, authors, reviewers, publishers, public: shownToAll, ownWork: rule, organisationAllowsOwnWork, can: { steward } };
}

export const stewardsMatches = {
  tag: ({ owner, authors, reviewers, publishers, public: shownToAll, ownWork }: Stewarded) =>
    contentHash({ owner, authors, reviewers, publishers, shownToAll, ownWork }).slice(0, 16),
  state: async ({ actor, subject }: On<unknown, Stewarded>) => stewards(actor, subject),
};

export async function setStewards(context: On<Omit<Naming, "ownWork"> & { ownWork: "organisation" | "allowed" | "refused" }, Stewarded>) {
  const { tx, actor, subject, input, note } = context;
  const { owner, authors, reviewers, publishers, public: shownToAll, ownWork } = input;
  const naming = {
    owner,
    authors,
    reviewers,
    publishers,
    public: shownToAll,
    ownWork: ownWork === "organisation" ? null : ownWork === "allowed",
  };
  await writeStewards(tx, subject.frameworkId, naming, by(context));
  note({ framework: subject.framework, owner, authors, reviewers, publishers, public: shownToAll, ownWork });
  return stewards(actor, await stewarded(tx, subject.framework));
}

type Moving = {
  dryRun: boolean;
  toVersion: number;
  on: string;
  overlapUntil?: string | undefined;
  mapping: Record<string, string>;
  people?: string[] | undefined;
  limit: number;
};

export async function move({ tx, actor, now, today, subject, input, note }: On<Moving, Stewarded>) {
  const { dryRun, toVersion, on, mapping, people, limit, overlapUntil = null } = input;
  const target = await publishedContent(tx, actor.orgId, subject.framework, toVersion);
  if (target === null) throw refused("unknown-reference", "/toVersion", `${subject.title} has no version ${toVersion}.`);
  if (on < today) throw refused("past", "/on", "Nobody is moved from a day that is over: reports of that day would change.");
  if (overlapUntil !== null && overlapUntil < on)
    throw refused("overlap", "/overlapUntil", "Both versions count from the day of the move on, so until that day at least.");
  const levels = new Map(target.content.levels.map(({ id, title }) => [id, title]));
  const due = await dueFor(tx, subject.frameworkId, toVersion, on, scope(actor), people ?? null);
  const placed = due.map((each) => {
    const following = successorsOf(each.level, target.content).map((level) => ({
      version: toVersion,
      level,
      title: levels.get(level) ?? level,
    }));
    const asked = Object.hasOwn(mapping, each.level) ? mapping[each.level] : undefined;
    const title = levels.get(asked ?? "");
    const [follows = null, ...others] = following;
    const to = asked === undefined ? follows : title === undefined ? null : { version: toVersion, level: asked, title };
    return { ...each, to, others: asked === undefined ? others : following.filter(({ level }) => level !== asked) };
  });
  const faults = mappingFaults(mapping, due, levels);
  if (faults.length > 0) throw new Problem("invalid", "Some levels are mapped to none.", faults);
  const moveId = dryRun ? null : v7();
  if (moveId !== null) {
    const lost = [...new Set(placed.flatMap(({ level, to }) => (to === null ? [level] : [])))];
    if (lost.length > 0)
      throw new Problem(
        "invalid",
        "Say what follows each level that is gone.",
        lost.map((level) => ({
          code: "unmapped",
          path: `/mapping/${level}`,
          message: "This level is gone; name the one that follows it.",
        })),
      );
    if (placed.length === 0) throw new Problem("conflict", `Nobody is on an older version of ${subject.title}.`);
    const rows = placed.flatMap(({ person, on: from, to }) =>
      to === null ? [] : [{ id: v7(), person: person.id, level: to.level, from }],
    );
    const done = Object.fromEntries(placed.flatMap(({ level, to }) => (to === null ? [] : [[level, to.level]])));
    const written = { id: moveId, frameworkId: subject.frameworkId, toVersion, on, mapping: done, by: actor.personId, now, overlapUntil };
    await writeMove(tx, written, rows);
  }
  note({
    framework: subject.framework,
    version: toVersion,
    on,
    overlapUntil,
    people: new Set(placed.map(({ person }) => person.id)).size,
    dryRun,
  });
  return {
    moveId,
    toVersion,
    on,
    overlapUntil,
    total: new Set(placed.map(({ person }) => person.id)).size,
    levels: counted(placed),
    people: placed
      .slice(0, limit)
      .map(({ person, version, level, title, on: from, to }) => ({ person, from: { version, level, title }, to, on: from })),
  };
}

function mappingFaults(mapping: Readonly<Record<string, string>>, due: readonly Due[], levels: ReadonlyMap<string, string>): Fault[] {
  const held = new Set(due.map(({ level }) => level));
  return Object.entries(mapping).flatMap(([from, to]) => [
    ...(levels.has(to) ? [] : [{ code: "unknown-reference", path: `/mapping/${from}`, message: `The version has no level “${to}”.` }]),
    ...(held.has(from) ? [] : [{ code: "nobody", path: `/mapping/${from}`, message: "Nobody who would be moved is at this level." }]),
  ]);
}

type Rung = { version: number; level: string; title: string };
type Placed = Due & { to: Rung | null; others: Rung[] };

/** How many placements go from where to where, in the order of versions and titles. */
function counted(placed: readonly Placed[]) {
  const groups = Map.groupBy(placed, ({ version, level, to }) => `${String(version).padStart(6, "0")} ${level} ${to?.level ?? ""}`);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...others]]) =>
      first === undefined
        ? []
        : [
            {
              from: { version: first.version, level: first.level, title: first.title },
              to: first.to,
              people: 1 + others.length,
              others: first.others,
            },
          ],
    );
}

export async function moves(tx: Tx, subject: Stewarded, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  return page(await movesOn(tx, subject.frameworkId, limit + 1, after), limit, ({ at, id }) => [at, id]);
}

/** A move of a framework, null where it has none of this id; nobody else changes it until the transaction ends. */
export const moveIn = (tx: Tx, { frameworkId }: Stewarded, moveId: string) => moveToChange(tx, frameworkId, moveId);

export async function overlap({
  tx,
  subject,
  today,
  input: { moveId, until },
  note,
}: On<{ moveId: string; until: string | null }, Stewarded & { move: PastMove | null }>) {
  const { move: found } = subject;
  if (found === null) throw new Problem("not-found");
  if (until !== null && (until < today || until < found.on))
    throw refused("past", "/until", "Both versions count until today or a later day, and no earlier than the day of the move.");
  if (!(await setOverlap(tx, moveId, until))) throw new Problem("conflict", "This move was undone, and its overlap with it.");
  note({ framework: subject.framework, version: found.toVersion, until });
  return { moveId, overlapUntil: until };
}

export async function undoMove(context: On<{ moveId: string }, Stewarded>) {
  const {
    tx,
    subject,
    today,
    input: { moveId },
    note,
  } = context;
  const found = await moveOf(tx, subject.frameworkId, moveId);
  if (found === null) throw new Problem("not-found");
  const done = await undo(tx, found, today, by(context));
  if (done === null) throw new Problem("conflict", "This move was undone before.");
  note({ framework: subject.framework, version: found.toVersion, ...done });
  return { moveId, ...done };
}
