import type { Framework } from "../core/framework/document.ts";
import { waysOf, type Way } from "../core/insight/bench.ts";
import type { Edition } from "../core/insight/heat.ts";
import { readingOf, type Reading } from "../core/insight/readings.ts";
import { Problem } from "../core/problem.ts";
import { spanOf } from "./chain.ts";
import { placesOf, smallestIn, type About, type StoodAt, type Tx } from "./insights-people.ts";
import { ladderNamed, type Asked, type Ladder } from "./insights-ratings.ts";
import { versions } from "./versions.ts";

export const noLadder = (slug: string) =>
  new Problem("invalid", `There is no ladder “${slug}” in force.`, [
    { code: "unknown-reference", path: "/ladder", message: "No ladder in force is called so." },
  ]);

/** The ladders that people in view are on, the most first. */
export const laddersIn = (rows: readonly StoodAt[]) =>
  [...Map.groupBy(rows, ({ framework }) => framework)]
    .map(([slug, found]) => ({ slug, title: found[0]?.title ?? slug, people: found.reduce((sum, { people }) => sum + people, 0) }))
    .toSorted((a, b) => b.people - a.people || (a.title < b.title ? -1 : 1));

/** Everything but the ratings that a figure of them needs: whom, against what, and how answers of other versions read. */
export type Scene = {
  smallest: number;
  ladder: Ladder;
  ladders: ReturnType<typeof laddersIn>;
  editions: ReadonlyMap<number, Edition>;
  contents: ReadonlyMap<string, Framework>;
  ways: readonly (Way & { no: number })[];
  readings: readonly Reading[];
  people: number;
};

/** Two statements, and one where some of the versions were not read lately. */
export async function sceneOf(
  tx: Tx,
  orgId: string,
  about: About,
  asked: string | undefined,
  against: "own" | "next",
): Promise<Scene | { smallest: number; ladder: null; ladders: [] }> {
  const { settings, rows } = await placesOf(tx, about);
  const smallest = smallestIn(settings);
  const ladders = laddersIn(rows);
  const slug = asked ?? ladders[0]?.slug;
  const ladder = slug === undefined ? undefined : await ladderNamed(tx, slug, about.today);
  if (ladder === undefined) {
    if (asked !== undefined) throw noLadder(asked);
    return { smallest, ladder: null, ladders: [] };
  }
  const held = rows.filter(({ frameworkId }) => frameworkId === ladder.frameworkId).map(({ version }) => version);
  const aims = [...new Set([ladder.inForce, ...held])];
  const spanned = [...aims, ...ladder.rated];
  const leading = rows.filter((row) =>
    ladder.feeders.some(({ frameworkId, version }) => frameworkId === row.frameworkId && version === row.version),
  );
  // All at once, so that it is one query at most; what follows finds them kept.
  const links = ladder.chain.filter(({ version }) => version >= Math.min(...spanned) && version <= Math.max(...spanned));
  const stored = await versions(tx, orgId, [...links, ...leading]);
  const { contents: own, steps } = await spanOf(tx, orgId, ladder.chain, Math.min(...spanned), Math.max(...spanned));
  const contents = new Map([
    ...[...own].map(([version, { content }]) => [`${ladder.frameworkId}@${version}`, content] as const),
    ...leading.flatMap(({ frameworkId, version, hash }) => {
      const found = stored.get(hash);
      return found === undefined ? [] : [[`${frameworkId}@${version}`, found.content] as const];
    }),
  ]);
  const editions = new Map(aims.flatMap((version) => ofVersion(own, version)).map((edition) => [edition.version, edition]));
  const ways = waysOf(against, ladder, rows, contents).map((way, no) => ({ ...way, no }));
  const expectations = [
    ...new Set(
      ways.flatMap(
        ({ aim, level }) =>
          editions
            .get(aim)
            ?.content.levels.find(({ id }) => id === level)
            ?.expectations.map(({ id }) => id) ?? [],
      ),
    ),
  ];
  const readings = ladder.rated.flatMap((rated) =>
    ofVersion(own, rated).flatMap((given) => [...editions.values()].map((aim) => readingOf(given, aim, steps, expectations))),
  );
  return { smallest, ladder, ladders, editions, contents, ways, readings, people: ways.reduce((sum, { people }) => sum + people, 0) };
}

const ofVersion = (stored: ReadonlyMap<number, Omit<Edition, "version">>, version: number): Edition[] => {
  const found = stored.get(version);
  return found === undefined ? [] : [{ version, content: found.content, libraries: found.libraries }];
};
export const askedIn = ({ ladder: { frameworkId }, ways, readings, people }: Scene): Asked => ({ frameworkId, ways, readings, people });
export const named = ({ ladder, ladders }: Pick<Scene, "ladder" | "ladders">) => ({
  ladder: { slug: ladder.slug, title: ladder.title },
  ladders: [...ladders],
});
