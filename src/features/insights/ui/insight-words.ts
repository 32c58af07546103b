import { counted } from "../../../web/parts/words.ts";

export type Figure = "levels" | "gaps" | "time-in-level" | "bench" | "barriers" | "cpd";

/** "14 months", "2 years", "3 years 2 months" */
export function monthsInWords(months: number): string {
  if (months < 24) return counted(months, "month");
  const [years, rest] = [Math.floor(months / 12), months % 12];
  return `${years} years${rest === 0 ? "" : ` ${counted(rest, "month")}`}`;
}

/** "1 hour", "6.5 hours" */
export const hoursInWords = (hours: number): string => `${hours} ${hours === 1 ? "hour" : "hours"}`;
