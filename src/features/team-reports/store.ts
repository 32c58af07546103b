import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import type { Scope } from "../../core/access/policy.ts";
import { toCell } from "../../core/framework/formats/cells.ts";
import { carriedInto } from "../../core/framework/carry.ts";
import { competencyId } from "../../core/framework/document.ts";
import { statusWord } from "../../core/gap/explain.ts";
import { lacks, standing, type Standing } from "../../core/gap/team.ts";
import { competencyWording } from "../../core/gap/wording.ts";
import { rangeInFigures } from "../../core/gap/words.ts";
import { nextOf } from "../../core/pathway/direction.ts";
import { Problem } from "../../core/problem.ts";
import { spanOf } from "../../db/chain.ts";
import { laddersOf, peopleOf, settledOf, type Ladder, type Placed, type Whom } from "../../db/gap-team.ts";
import { versions, type StoredVersion } from "../../db/versions.ts";
import { decodeCursor, encodeCursor } from "../../http/cursor.ts";
import type { Context } from "../../http/route.ts";

/** People in one report: each is measured anew, and more could not be read anyway. */
export const MOST = 1000;
/** Of what many lack, how many competencies are named. */
const NAMED = 12;
/** Milliseconds of computing before others get their turn. */
const TURN = 20;

export const sorts = ["name", "readiness", "gaps"] as const;
export type Asked = { [K in keyof Whom]?: Whom[K] | undefined } & {
  sort: (typeof sorts)[number];
  competency?: string | undefined;
  descending: boolean;
  limit: number;
  cursor?: string | undefined;
};
type On = Context<Asked, null> & { scope: Scope };

type Aim = { ladder: Ladder; version: number; level: string; relation: "next" | "current" };
type Row = Placed & Standing & { ladder: Ladder; levelTitle: string; aim: Aim; aimTitle: string };
type Found = { rows: Row[]; documents: Map<string, StoredVersion> };

const keyOf = (frameworkId: string, version: number) => `${frameworkId} ${version}`;

/** Everybody whose results the reader may see and who is asked about: five statements, however many they are. @throws Problem "too-large" */
async function measured({ tx, actor, scope, today, input }: On): Promise<Found> {
  const { manager = null, team = null, framework = null, level = null } = input;
  const people = await peopleOf(tx, scope, today, { manager, team, framework, level }, MOST + 1);
  if (people.length > MOST)
    throw new Problem(
      "invalid",
      `These are more than ${MOST.toLocaleString("en-GB")} people. Choose a unit, a ladder or a level among them.`,
      [{ code: "too-many", path: "/framework", message: "Narrow the choice." }],
    );
  const ladders = await laddersOf(tx, [...new Set(people.map((each) => each.frameworkId))], today);
  const links = ladders.flatMap(({ chain }) => chain);
  const stored = await versions(tx, actor.orgId, links);
  const documents = new Map(
    links.flatMap((link) => {
      const found = stored.get(link.hash);
      return found === undefined ? [] : [[keyOf(link.frameworkId, link.version), found] as const];
    }),
  );
  const byId = new Map(ladders.map((ladder) => [ladder.frameworkId, ladder]));
  const bySlug = new Map(ladders.map((ladder) => [ladder.slug, ladder]));
  const titleOf = (ladder: Ladder, version: number, id: string) =>
    documents.get(keyOf(ladder.frameworkId, version))?.content.levels.find((each) => each.id === id)?.title;

  const placed = people.flatMap((person) => {
    const ladder = byId.get(person.frameworkId);
    const aim = ladder === undefined ? null : aimOf(person, ladder, documents, bySlug);
    return ladder === undefined || aim === null ? [] : [{ person, ladder, aim }];
  });
  const settled = await settledOf(
    tx,
    placed.map(({ person, aim }) => ({ person: person.person, frameworkId: aim.ladder.frameworkId, level: aim.level })),
    today,
  );
  const spans = new Map<string, Awaited<ReturnType<typeof spanOf>>>();
  const rows: Row[] = [];
  let since = performance.now();
  for (const { person, ladder, aim } of placed) {
    const document = documents.get(keyOf(aim.ladder.frameworkId, aim.version))?.content;
    const level = document?.levels.find(({ id }) => id === aim.level);
    if (document === undefined || level === undefined) continue;
    let span = spans.get(aim.ladder.frameworkId);
    // Every version has just been read, so this asks the database nothing.
    if (span === undefined)
      spans.set(aim.ladder.frameworkId, (span = await spanOf(tx, actor.orgId, aim.ladder.chain, 1, Number.MAX_SAFE_INTEGER)));
    const ratings = carriedInto(document, aim.version, span.steps, settled(person.person));
    rows.push({
      ...person,
      ...standing(document, level, ratings, today),
      ladder,
      levelTitle: titleOf(ladder, person.version, person.level) ?? person.level,
      aim,
      aimTitle: level.title,
    });
    if (performance.now() - since < TURN) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return { rows, documents };
}

/** The level that they said they want next, else the first that there is, or the person's own where none follows. */
function aimOf(person: Placed, ladder: Ladder, documents: Found["documents"], bySlug: ReadonlyMap<string, Ladder>): Aim | null {
  const content = documents.get(keyOf(person.frameworkId, person.version))?.content;
  if (content === undefined || !content.levels.some(({ id }) => id === person.level)) return null;
  for (const reference of nextOf(content, person.level, person.declared)) {
    const [slug = "", level = ""] = reference.split("/");
    const other = bySlug.get(slug);
    const version = slug === ladder.slug ? person.version : (other?.inForce ?? null);
    if (other === undefined || version === null) continue;
    if (documents.get(keyOf(other.frameworkId, version))?.content.levels.some(({ id }) => id === level))
      return { ladder: other, version, level, relation: "next" };
  }
  return { ladder, version: person.version, level: person.level, relation: "current" };
}

const badness = (row: Row, competency: string): number => {
  const cell = row.cells[competency];
  if (cell === undefined) return -3;
  return cell.status === "gap" ? 1 + cell.steps : cell.status === "exceeds" ? -1 - cell.steps / 10 : cell.status === "met" ? -1 : 0;
};

/** In the order asked for; equals by name. What is sorted by a figure begins with who is furthest back. */
function ordered(rows: readonly Row[], { sort, competency, descending }: Asked): Row[] {
  const byName = (a: Row, b: Row) =>
    a.searchName < b.searchName ? -1 : a.searchName > b.searchName ? 1 : a.person < b.person ? -1 : a.person > b.person ? 1 : 0;
  const by = (a: Row, b: Row): number => {
    if (competency !== undefined) return badness(b, competency) - badness(a, competency);
    if (sort === "readiness") return a.readiness.low - b.readiness.low || a.readiness.high - b.readiness.high;
    if (sort === "gaps") return b.short - a.short || b.open - a.open;
    return byName(a, b);
  };
  return rows.toSorted((a, b) => (descending ? -1 : 1) * by(a, b) || byName(a, b));
}

const Key = z.tuple([z.uuid()]);

/** A page of people with what all of them lack. */
export async function report(context: On) {
  const { input, note } = context;
  const { rows, documents } = await measured(context);
  const sorted = ordered(rows, input);
  const [after] = input.cursor === undefined ? [null] : decodeCursor(input.cursor, Key);
  const from = after === null ? 0 : sorted.findIndex(({ person }) => person === after) + 1;
  const items = sorted.slice(from, from + input.limit);
  const last = items.at(-1);
  note({ people: rows.length, shown: items.map(({ person }) => person) });
  return {
    total: rows.length,
    items: items.map(({ person, name, team, version, level, levelTitle, ladder, aim, aimTitle, readiness, met, short, open, cells }) => ({
      person: { id: person, name, team },
      current: { framework: ladder.slug, version, level, levelTitle },
      target: {
        framework: aim.ladder.slug,
        frameworkTitle: aim.ladder.title,
        version: aim.version,
        level: aim.level,
        levelTitle: aimTitle,
        relation: aim.relation,
      },
      readiness,
      met,
      short,
      open,
      cells,
    })),
    ladders: laddersIn(rows, documents),
    lacks: lacks(rows.map(({ aim, cells }) => ({ framework: aim.ladder.slug, cells })))
      .filter(({ short, open }) => short + open > 0)
      .slice(0, NAMED),
    next: last !== undefined && from + items.length < sorted.length ? encodeCursor([last.person]) : null,
  };
}

/** Of each ladder that somebody is measured against: its scale, and the competencies asked of anybody, in the order of its newest version among them. */
function laddersIn(rows: readonly Row[], documents: Found["documents"]) {
  return [...Map.groupBy(rows, ({ aim }) => aim.ladder)].map(([ladder, of]) => {
    const asked = new Set(of.flatMap(({ cells }) => Object.keys(cells)));
    const used = [...new Set(of.map(({ aim }) => aim.version))].sort((a, b) => b - a);
    const stored = used.flatMap((version) => documents.get(keyOf(ladder.frameworkId, version)) ?? []);
    const competencies = new Map<string, { id: string; title: string; domain: string }>();
    for (const { content, libraries } of stored)
      for (const competency of content.competencies) {
        const id = competencyId(competency);
        if (!asked.has(id) || competencies.has(id)) continue;
        const { title, domain } = competencyWording(competency, libraries);
        competencies.set(id, { id, title, domain: content.domains.find((each) => each.id === domain)?.title ?? domain });
      }
    return {
      framework: ladder.slug,
      title: ladder.title,
      people: of.length,
      scale: stored[0]?.content.scale ?? [],
      competencies: [...competencies.values()],
    };
  });
}

/** One row per person and competency, in the order of the ladders, for a spreadsheet. */
export async function exported(context: On) {
  const { today, note, input } = context;
  const { rows, documents } = await measured(context);
  note({ people: rows.length });
  const ladders = laddersIn(rows, documents);
  const cells = ordered(rows, input).flatMap((row) => {
    const ladder = ladders.find(({ framework }) => framework === row.aim.ladder.slug);
    const point = (value: number | null) =>
      value === null ? "" : (ladder?.scale.find((each) => each.value === value)?.label ?? String(value));
    return (ladder?.competencies ?? []).flatMap(({ id, title, domain }) => {
      const cell = row.cells[id];
      if (cell === undefined) return [];
      return [
        {
          person: toCell(row.name),
          team: toCell(row.team ?? ""),
          level: toCell(row.levelTitle),
          against: toCell(row.aimTitle),
          ladder: toCell(row.aim.ladder.title),
          version: row.aim.version,
          readiness: rangeInFigures(row.readiness),
          domain: toCell(domain),
          competency: toCell(title),
          critical: cell.critical ? "critical" : "",
          asked: point(cell.required),
          rated: point(cell.attained),
          status: statusWord(cell, { scale: ladder?.scale ?? [] }),
        },
      ];
    });
  });
  return {
    name: `Gaps ${today}.csv`,
    mediaType: "text/csv; charset=utf-8",
    content: `\uFEFF${stringify(cells, { header: true, quoted_string: true })}`,
  };
}
