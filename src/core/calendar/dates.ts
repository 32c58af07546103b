import type { CalendarEntry } from "./ics.ts";

/**
 * A date that concerns somebody. `id` names the thing that it is of; `of` what it is called, in the words of whoever wrote it. No
 * other person is named: a calendar is shown on lock screens, shared with families and kept by other companies.
 */
export type Dated = { id: string; on: string; until: string | null; of: string } & (
  | { kind: "goal" | "plan" | "record" | "check-in" | "opens" | "results" }
  /** `own` where it is in one's own plan. */
  | { kind: "action"; own: boolean }
  /** So many forms, of one kind, due on this day. */
  | { kind: "self" | "manager" | "assessor" | "peer"; count: number }
);

const forms = (count: number) => (count === 1 ? "A review" : `${count} reviews`);

function titleOf(date: Dated): string {
  switch (date.kind) {
    case "action":
      return date.own ? `Due: ${date.of}` : `Due: ${date.of} (in a colleague’s plan)`;
    case "goal":
      return `Goal: ${date.of}`;
    case "plan":
      return `Ends: ${date.of}`;
    case "record":
      return `Runs out: ${date.of}`;
    case "check-in":
      return `Check-in: ${date.of}`;
    case "opens":
      return `Opens: ${date.of}`;
    case "results":
      return `Results: ${date.of}`;
    case "self":
      return `Your own review is due: ${date.of}`;
    case "peer":
      return `What you say as a peer is due: ${date.of}`;
    case "manager":
    case "assessor":
      return `${forms(date.count)} to write, due: ${date.of}`;
  }
}

/** @param home the address of Rungs, without a slash at the end. @returns in the order of their days, each once. */
export function entriesFrom(dates: readonly Dated[], { home, personId }: { home: string; personId: string }): CalendarEntry[] {
  const path = ({ kind }: Dated): string =>
    kind === "action" || kind === "goal" || kind === "plan" || kind === "check-in"
      ? "/plan"
      : kind === "record"
        ? `/people/${personId}`
        : "/reviews";
  const entries = dates.map((date): CalendarEntry => ({
    uid: `${date.kind}-${date.id}@rungs`,
    on: date.on,
    until: date.until,
    title: titleOf(date),
    description: null,
    url: `${home}${path(date)}`,
  }));
  const byUid = new Map(entries.toReversed().map((entry) => [entry.uid, entry]));
  return [...byUid.values()].toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.uid < b.uid ? -1 : 1));
}
