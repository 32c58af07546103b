/**
 * What becomes of something at an erasure: it goes; its words go and its numbers stay under nobody's name; or it stays.
 */
export type Fate = "goes" | "nameless" | "stays";

/** Who is given it in a copy of somebody's data: whoever may take one, who may read their results too, or they alone. */
export type Sees = "anyone" | "results" | "self";

/** A kind of what is kept about a person, in words for them. */
export type Kind = { name: string; title: string; sees: Sees };

/** One kind with its rows, as they go into the archive. */
export type Part = { name: string; title: string; rows: readonly Readonly<Record<string, unknown>>[] };

/** What a kind of data comes to at an erasure; `because` says why it stays where it does. */
export type Consequence = { what: string; count: number; fate: Fate; because: string | null };

/** What is taken away by age: the end of the period that is kept. @returns YYYY-MM-DD, the same day so many months earlier, or the month's last where it has no such day. */
export function cutOff(today: string, months: number): string {
  const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return `${first.toISOString().slice(0, 8)}${String(Math.min(day, last)).padStart(2, "0")}`;
}
