import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can, type Scope } from "../../core/access/policy.ts";
import { yearFrom, yearOf } from "../../core/cpd/year.ts";
import { toCell } from "../../core/framework/formats/cells.ts";
import { bands, benched, type Band } from "../../core/insight/bench.ts";
import { heatOf, type Edition } from "../../core/insight/heat.ts";
import { isHidden, isTotalHidden } from "../../core/insight/hidden.ts";
import { learningOf } from "../../core/insight/learning.ts";
import { monthsIn, type Quarters } from "../../core/insight/quarters.ts";
import { worthOf } from "../../core/insight/readings.ts";
import type { figures } from "../../core/insight/shown.ts";
import { rowsOf, type Figure } from "../../core/insight/sheet.ts";
import { Problem } from "../../core/problem.ts";
import { levelsOf, placesOf, smallestIn, staysOf, type About, type Stays } from "../../db/insights-people.ts";
import { barriersOf, learningRows } from "../../db/insights-plans.ts";
import { benchOf, heapsOf } from "../../db/insights-ratings.ts";
import { askedIn, laddersIn, named, noLadder, sceneOf } from "../../db/insights-scene.ts";
import { settingsIn } from "../../db/settings.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context } from "../../http/route.ts";

type On<I> = Context<I, null> & { scope: Scope };
type Narrowed = { team?: string | undefined; ladder?: string | undefined };

const wholeFor = (actor: Member) => can(actor, ["insight.whole"], { orgId: actor.orgId })["insight.whole"];
const aboutFor = ({ actor, scope, today, input }: On<{ team?: string | undefined }>): About => ({
  today,
  scope,
  team: input.team ?? null,
  everybody: wholeFor(actor),
});

/** One statement. */
export async function levels(context: On<Narrowed>) {
  const { rows, people, nowhere } = await levelsOf(context.tx, { ...aboutFor(context), everybody: true });
  const wanted = context.input.ladder;
  const ladders = [...Map.groupBy(rows, ({ framework }) => framework)].flatMap(([slug, found]) => {
    const [first] = found;
    if (first === undefined || (wanted !== undefined && slug !== wanted)) return [];
    return {
      slug,
      title: first.title,
      kind: first.kind,
      people: found.reduce((sum, each) => sum + each.people, 0),
      levels: found.map(({ level, levelTitle, rank, track, people: here }) => ({ level, title: levelTitle, rank, track, people: here })),
    };
  });
  return { people, nowhere, ladders };
}

/** Two statements. */
export async function time(context: On<Narrowed>) {
  const about = { ...aboutFor(context), everybody: true };
  const found = await staysOf(context.tx, about, context.input.ladder ?? null);
  if (found === null && context.input.ladder !== undefined) throw noLadder(context.input.ladder);
  const { rows } = await placesOf(context.tx, about);
  const smallest = smallestIn(found?.settings);
  const shown = ({ people, unseen, days }: Stays["now"]) => {
    const hidden = isHidden(unseen, smallest);
    return { people, hidden, months: hidden || days === null ? null : monthsOf(days) };
  };
  return {
    smallest,
    ladder: found === null ? null : { slug: found.framework, title: found.title },
    ladders: laddersIn(rows),
    levels: (found?.rows ?? []).map(({ now, moved, ...level }) => ({ ...level, now: shown(now), moved: shown(moved) })),
  };
}
const monthsOf = ([first, middle, third]: Quarters): [number, number, number] => [monthsIn(first), monthsIn(middle), monthsIn(third)];

type AskedGaps = Narrowed & { against: "own" | "next" };

/** Three statements, one more where some of the versions were not read lately. */
export async function gaps(context: On<AskedGaps>) {
  const { tx, actor, note, input } = context;
  const about = aboutFor(context);
  const scene = await sceneOf(tx, actor.orgId, about, input.ladder, input.against);
  note({ figure: "gaps", ladder: scene.ladder?.slug ?? null, team: about.team });
  const beside = { whole: about.everybody, smallest: scene.smallest, against: input.against };
  if (scene.ladder === null) return { ...beside, people: 0, ladder: null, ladders: [], domains: [], levels: [], rows: [] };
  const crowds = scene.ways.map(({ aim, level, people, unseen }) => ({ aim, level, people, unseen }));
  const heat = heatOf(scene.ladder.inForce, scene.editions, crowds, await heapsOf(tx, about, askedIn(scene)), scene.smallest);
  return { ...beside, people: scene.people, ...named(scene), ...heat };
}

type AskedBench = Narrowed & { level?: string | undefined; band?: Band | undefined; limit: number; cursor?: string | undefined };
const afterKey = z.tuple([z.int(), z.string(), z.uuid(), z.int()]);

/** Three statements, one more where some of the versions were not read lately. */
export async function bench(context: On<AskedBench>) {
  const { tx, actor, note, input, today } = context;
  const about = aboutFor(context);
  const scene = await sceneOf(tx, actor.orgId, about, input.ladder, "next");
  note({ figure: "bench", ladder: scene.ladder?.slug ?? null, team: about.team });
  const beside = { whole: about.everybody, smallest: scene.smallest };
  if (scene.ladder === null) return { ...beside, people: 0, ladder: null, ladders: [], levels: [], items: [], next: null };
  const { editions, ladder, ways, smallest } = scene;
  const asked = { ...askedIn(scene), ways: ways.map((way) => ({ ...way, worth: worthAt(editions.get(way.aim), way.level) })) };
  const filter = {
    bands: input.band === undefined ? (["met", "near"] as const) : [input.band],
    level: input.level ?? null,
    limit: input.limit,
  };
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, afterKey);
  const { counts, rows } = await benchOf(tx, about, asked, filter, after);
  const { items, next } = page(rows, input.limit, (row) => [bands.indexOf(row.band) + 1, row.searchName, row.personId, row.way]);
  const inForce = editions.get(ladder.inForce);
  return {
    ...beside,
    people: scene.people,
    ...named(scene),
    levels: (inForce?.content.levels ?? []).toReversed().flatMap(({ id, title }) => {
      const towards = new Set(ways.flatMap(({ no, level }) => (level === id ? [no] : [])));
      if (towards.size === 0) return [];
      const found = counts.filter(({ way }) => towards.has(way));
      const of = (band: Band) => found.filter((each) => each.band === band);
      const unseen = bands.map((band) => of(band).reduce((sum, each) => sum + each.unseen, 0));
      const sum = (band: Band) => of(band).reduce((total, each) => total + each.people, 0);
      const hidden = unseen.some((each) => isHidden(each, smallest));
      const people = found.reduce((total, each) => total + each.people, 0);
      const shown = { met: sum("met"), near: sum("near"), way: sum("way"), unassessed: sum("unassessed") };
      return [{ level: id, title, people, bands: hidden ? { hidden: true as const } : shown }];
    }),
    items: items.flatMap((row) => {
      const way = ways.find(({ no }) => no === row.way);
      const from = scene.contents.get(`${way?.frameworkId}@${way?.version}`);
      const aimed = way === undefined ? undefined : editions.get(way.aim)?.content;
      if (way === undefined || from === undefined || aimed === undefined) return [];
      return [{ person: { id: row.personId, name: row.name, team: row.team }, band: row.band, ...benched(way, from, aimed, row, today) }];
    }),
    next,
  };
}

const worthAt = (edition: Edition | undefined, level: string) => {
  const found = edition?.content.levels.find(({ id }) => id === level);
  return edition === undefined || found === undefined ? {} : worthOf(found, edition.content.scale);
};

/** A barrier is called old once it has stood for a quarter of a year. */
const OLD_DAYS = 90;
const whole = (days: number | null) => (days === null ? null : Math.round(days));

/** One statement. */
export async function barriers(context: On<{ team?: string | undefined }>) {
  const about = aboutFor(context);
  context.note({ figure: "barriers", team: about.team });
  const { settings, people, kinds, units } = await barriersOf(context.tx, about, OLD_DAYS);
  const smallest = smallestIn(settings);
  const derivable = [kinds, units].some((parts) =>
    isTotalHidden(
      parts.map(({ unseen }) => unseen),
      smallest,
    ),
  );
  return {
    whole: about.everybody,
    smallest,
    people: derivable ? null : people,
    oldDays: OLD_DAYS,
    open: derivable ? null : kinds.reduce((sum, { open }) => sum + open, 0),
    kinds: kinds.map(({ kind, unseen, resolved, resolvedUnseen, resolvedPeople: _, resolvedDays, medianDays, ...rest }) =>
      isHidden(unseen, smallest)
        ? { kind, hidden: true as const }
        : {
            kind,
            ...rest,
            medianDays: whole(medianDays),
            resolved: isHidden(resolvedUnseen, smallest) ? null : { count: resolved, medianDays: whole(resolvedDays) },
          },
    ),
    units: units.map(({ id, name, unseen, ...rest }) =>
      isHidden(unseen, smallest) ? { id, name, hidden: true as const } : { id, name, ...rest },
    ),
  };
}

const hours = (minutes: number) => Math.round((minutes / 60) * 10) / 10;
const hoursOf = ([first, middle, third]: Quarters): [number, number, number] => [hours(first), hours(middle), hours(third)];
const inHours = <L extends { minutes: Quarters }>({ minutes, ...rest }: L) => ({ ...rest, hours: hoursOf(minutes) });

/** Two statements. */
export async function cpd(context: On<{ team?: string | undefined; year?: number | undefined }>) {
  const { tx, input, today, note } = context;
  const about = aboutFor(context);
  note({ figure: "cpd", team: about.team });
  const { cpd: rule, thresholds } = await settingsIn(tx);
  const smallest = thresholds.smallestGroup;
  const year = input.year === undefined ? yearOf(today, rule.startsIn) : yearFrom(input.year, rule.startsIn);
  const { rows, kinds } = await learningRows(tx, about, year, rule.inProportion && rule.hours !== null);
  const { all, units } = learningOf(rows, year, rule, smallest);
  return {
    whole: about.everybody,
    smallest,
    people: rows.length,
    year: { ...year, running: yearOf(today, rule.startsIn).first },
    asked: rule.hours,
    all: all === null ? null : inHours(all),
    units: units.map((unit) => ("hidden" in unit ? unit : inHours(unit))),
    kinds: kinds.map(({ kind, minutes, entries, people, unseen }) =>
      isHidden(unseen, smallest) ? { kind, hidden: true as const } : { kind, hours: hours(minutes), entries, people },
    ),
  };
}

/** People in an exported bench; of more the file would be no list to talk about. */
const MOST_ON_BENCH = 2000;

/** @throws Problem "too-large" where there are more; a list that ends without a word would be taken for whole. */
async function wholeBench(context: On<Narrowed>) {
  const { team, ladder } = context.input;
  const found = await bench({ ...context, input: { team, ladder, limit: MOST_ON_BENCH } });
  if (found.next !== null)
    throw new Problem(
      "too-large",
      `There are more than ${MOST_ON_BENCH.toLocaleString("en-GB")} people on this bench. Take them a unit at a time.`,
    );
  return found;
}

export async function exported(context: On<AskedGaps & { figure: (typeof figures)[number]; year?: number | undefined }>) {
  const { figure, team } = context.input;
  const table: Figure = await {
    levels: async () => ({ figure: "levels" as const, ...(await levels(context)) }),
    "time-in-level": async () => ({ figure: "time-in-level" as const, ...(await time(context)) }),
    gaps: async () => ({ figure: "gaps" as const, ...(await gaps(context)) }),
    bench: async () => ({ figure: "bench" as const, ...(await wholeBench(context)) }),
    barriers: async () => ({ figure: "barriers" as const, ...(await barriers(context)) }),
    cpd: async () => ({ figure: "cpd" as const, ...(await cpd(context)) }),
  }[figure]();
  context.note({ figure, team: team ?? null });
  const cells = rowsOf(table).map((row) => row.map((cell) => (typeof cell === "string" ? toCell(cell) : cell)));
  const content = `\uFEFF${stringify(cells, { record_delimiter: "\r\n", quoted_string: true })}`;
  return { name: `${figure}-${context.today}.csv`, mediaType: "text/csv; charset=utf-8", content };
}
