import { wordsOf, type Said, type Scale } from "./answers.ts";

/** What peers said of one expectation together: how many gave a point, and the middle one; comments in no order that says whose they are. */
export type PeerLine = { expectation: string; raters: number; median: number | null; comments: string[] };

/** A permutation that a seed alone decides (mulberry32, Fisher and Yates), of what was put in order by its own text before. */
function shuffled(texts: readonly string[], seed: number): string[] {
  const result = texts.toSorted();
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    // Both lie within the list.
    [result[last], result[other]] = [result[other] as string, result[last] as string];
  }
  return result;
}

/** A number that a text decides, so that each expectation is shuffled in an order of its own. */
export function seedOf(text: string): number {
  let seed = 2_166_136_261;
  for (const character of text) seed = Math.imul(seed ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return seed >>> 0;
}

/**
 * All peers together. An expectation of which fewer than `least` of them gave a point says nothing, neither point nor
 * comment: what two said is what each of them can work out of the other. Of an even number the lower middle point stands.
 *
 * @param peers one list of answers per peer who submitted; @param least three or more.
 * @param seed decides the order of the comments with the expectation's id; neither who wrote them nor when does.
 * @returns null where fewer than `least` submitted; then not even how many is told.
 */
export function aggregate(
  peers: readonly ReadonlyMap<string, Said>[],
  expectations: readonly string[],
  scale: Scale,
  least: number,
  seed: string,
): PeerLine[] | null {
  const enough = Math.max(3, least);
  if (peers.length < enough) return null;
  const order = new Map(scale.map(({ value }, position) => [value, position]));
  return expectations.flatMap((expectation) => {
    const said = peers.flatMap((answers) => answers.get(expectation) ?? []);
    const points = said
      .flatMap(({ value }) => (value === null ? [] : [value]))
      .toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    if (points.length < enough) return [];
    const comments = said.flatMap(({ comment }) => wordsOf(comment) ?? []);
    return [
      {
        expectation,
        raters: points.length,
        median: points[Math.floor((points.length - 1) / 2)] ?? null,
        comments: shuffled(comments, seedOf(`${seed} ${expectation}`)),
      },
    ];
  });
}
