import type { Interval } from "./readiness.ts";

/** A piece of a sentence; strong where the figure that was asked for stands. */
export type Run = { text: string; strong?: boolean };

export const plain = (runs: readonly Run[]): string => runs.map(({ text }) => text).join("");

/** A sentence written with its strong parts between asterisks: `You are *66%* there.` Nothing else may hold an asterisk. */
export function sentence(parts: TemplateStringsArray, ...values: (string | number)[]): Run[] {
  const runs: Run[] = [];
  let strong = false;
  const push = (text: string) => {
    if (text === "") return;
    const last = runs.at(-1);
    if (last && (last.strong ?? false) === strong) last.text += text;
    else runs.push(strong ? { text, strong } : { text });
  };
  parts.forEach((part, index) => {
    part.split("*").forEach((piece, nth) => {
      if (nth > 0) strong = !strong;
      push(piece);
    });
    push(String(values[index] ?? ""));
  });
  return runs;
}

/** Sentences set one after the other; empty ones leave no gap. */
export function joined(...sentences: readonly (readonly Run[])[]): Run[] {
  const kept = sentences.filter((runs) => runs.length > 0);
  return kept
    .flatMap((runs, index) => (index === 0 ? runs : [{ text: " " }, ...runs]))
    .reduce<Run[]>((all, run) => {
      const last = all.at(-1);
      if (last && (last.strong ?? false) === (run.strong ?? false)) all[all.length - 1] = { ...last, text: last.text + run.text };
      else all.push(run);
      return all;
    }, []);
}

const numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"] as const;

/** In words up to twelve, "no" for none. */
export const numberWord = (count: number): string => numbers[count] ?? figure(count);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "one gap", "four gaps". */
export const counted = (count: number, one: string, many: string): string => `${numberWord(count)} ${count === 1 ? one : many}`;

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[], last = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

const decimals = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const significant = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 2 });
const figure = (value: number): string => decimals.format(value);

/** A weight or a sum of weights, to two decimals and rounded down, as readiness is: 13.999 of 14 is not 14. */
export function amount(value: number): string {
  const cut = Math.floor(value * 100 + 1e-7) / 100;
  return cut === 0 && value > 0 ? significant.format(value) : figure(cut);
}

/** Whole per cent of a share, rounded down: 99.6 is not 100. What only a floating point holds below a whole counts as the whole. */
export const wholePercent = (share: number): number => Math.floor(share * 100 + 1e-9);

/** Whether rounding down took anything. */
export const isRounded = (share: number): boolean => share * 100 - wholePercent(share) > 1e-9;

const range = ({ low, high }: Interval, between: string): string => {
  const [from, to] = [wholePercent(low), wholePercent(high)];
  return from === to ? `${from}%` : `${from}${between}${to}%`;
};

/** "66 to 80%", for sentences. */
export const rangeInProse = (interval: Interval): string => range(interval, " to ");

/** "66–80%", for figures and tables. */
export const rangeInFigures = (interval: Interval): string => range(interval, "–");

/** What a gain wins, in points of readiness, to the nearest: "7", "<1" for what is too little to show. */
export const points = (gain: number): string => {
  const nearest = Math.round(gain * 100);
  return nearest === 0 && gain > 0 ? "<1" : String(nearest);
};

/** "7 points", "less than 1 point". */
export const pointsInProse = (gain: number): string => {
  const shown = points(gain);
  return shown === "<1" ? "less than 1 point" : `${shown} point${shown === "1" ? "" : "s"}`;
};

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const dateParts = (date: string): { year: string; month: string; day: number } => {
  const [year = "", month = "", day = ""] = date.split("-");
  return { year, month: monthNames[Number(month) - 1] ?? "", day: Number(day) };
};

/** "9 March 2026". */
export const dateInProse = (date: string): string => {
  const { year, month, day } = dateParts(date);
  return `${day} ${month} ${year}`;
};

/** "9 Mar 2026", where there is little room. */
export const dateInFigures = (date: string): string => {
  const { year, month, day } = dateParts(date);
  return `${day} ${month.slice(0, 3)} ${year}`;
};

/** "in 47 days", "tomorrow", "today", "yesterday", "11 days ago", by the days from now. */
export function daysAway(days: number): string {
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}
