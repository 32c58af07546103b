type Point = { value: number; label: string };

/**
 * What an expectation asks where nobody has said: the point below the highest, which is for those who lead; the highest of
 * two.
 *
 * @param said a scale as it was read, which may have any shape; counts instead of the other where it has points.
 */
export function askedUnlessSaid(scale: readonly Point[], said?: unknown): Point | null {
  const points = Array.isArray(said) ? said.filter(isPoint) : [];
  const known = points.length > 0 ? points : scale;
  return known.at(known.length > 2 ? -2 : -1) ?? null;
}

const isPoint = (point: unknown): point is Point =>
  typeof point === "object" && point !== null && "value" in point && typeof point.value === "number" && "label" in point;
