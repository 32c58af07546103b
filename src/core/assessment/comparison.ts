import { distance, type Asked, type Said, type Scale } from "./answers.ts";

/** One expectation as both sides see it. `apart`: positions of the scale between the two points, 0 where they agree, null where not both gave one. */
export type Compared = Asked & { self: Said | null; manager: Said | null; apart: number | null };

/** How much there is to talk about: points far apart first, then where only one side gave a point, then agreement, then what neither rated. */
const weight = ({ apart, self, manager }: Compared): number => {
  if (apart !== null && apart > 0) return 100 + apart;
  const points = [self, manager].filter((said) => said !== null && said.value !== null).length;
  return points === 1 ? 50 : points === 2 ? 10 : 0;
};

/** Both sides of everything asked, the largest difference first; equals in the order in which they are asked. */
export function compare(
  asked: readonly Asked[],
  self: ReadonlyMap<string, Said>,
  manager: ReadonlyMap<string, Said>,
  scale: Scale,
): Compared[] {
  return asked
    .map((one): Compared => {
      const sides = { self: self.get(one.expectation) ?? null, manager: manager.get(one.expectation) ?? null };
      const [own, theirs] = [sides.self?.value ?? null, sides.manager?.value ?? null];
      return { ...one, ...sides, apart: own === null || theirs === null ? null : distance(scale, own, theirs) };
    })
    .sort((a, b) => weight(b) - weight(a));
}
