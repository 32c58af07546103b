import type { ScalePoint } from "../framework/document.ts";
import { Problem } from "../problem.ts";

type Scale = readonly ScalePoint[];

/** The `lo` that attainment is measured from. */
export function lowestValue(scale: Scale): number {
  const [first, ...rest] = scale;
  if (!first) throw new Problem("invalid", "A scale needs at least one point.");
  return rest.reduce((lowest, { value }) => Math.min(lowest, value), first.value);
}

/** Where a screen places a value: 1 for the first point as written, n for the last, null for what is not on the scale. */
export function position(scale: Scale, value: number): number | null {
  const index = scale.findIndex((point) => point.value === value);
  return index < 0 ? null : index + 1;
}

/** How many points apart two values are, whichever way round the scale is written; values off it count by where they would lie. */
export function stepsBetween(scale: Scale, one: number, other: number): number {
  const [low, high] = one < other ? [one, other] : [other, one];
  return scale.filter(({ value }) => value > low && value <= high).length;
}

/** The words of a point, or the bare value where the scale has none. */
export const pointLabel = (scale: Scale, value: number): string => scale.find((point) => point.value === value)?.label ?? String(value);
