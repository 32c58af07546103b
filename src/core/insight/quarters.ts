/** What a quarter, half and three quarters of a number of values lie at or below, between neighbours in proportion. */
export type Quarters = readonly [first: number, middle: number, third: number];

/** @param values at least one, in any order. */
export function quarters(values: readonly number[]): Quarters {
  const ordered = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (ordered.length - 1);
    const [low = 0, high = 0] = [ordered[Math.floor(place)], ordered[Math.ceil(place)]];
    return low + (high - low) * (place - Math.floor(place));
  };
  return [at(0.25), at(0.5), at(0.75)];
}

/** Days as whole months, as experience counts them. */
export const monthsIn = (days: number): number => Math.floor((days * 12) / 365);
