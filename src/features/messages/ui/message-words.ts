import type { Reply } from "../../../web/api.ts";

export type State = Reply<"/messages">["items"][number]["state"];

export const stateWords: Readonly<Record<State, string>> = {
  waiting: "On its way",
  sending: "Being handed over",
  sent: "Sent",
  failed: "Not sent",
  unsure: "May have been sent",
  held: "Held here",
  gathered: "Waits for the day’s digest",
  digested: "Sent in a digest",
  withdrawn: "Withdrawn",
};

/** What an administrator looks for, each with the states it takes in. */
export const views = [
  { value: "all", label: "All", states: [] },
  { value: "waiting", label: "On the way", states: ["waiting", "sending", "gathered"] },
  { value: "held", label: "Held", states: ["held"] },
  { value: "sent", label: "Sent", states: ["sent", "digested"] },
  { value: "failed", label: "Not sent, or perhaps", states: ["failed", "unsure"] },
] as const satisfies readonly { value: string; label: string; states: readonly State[] }[];

const moment = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
/** "9 Mar, 14:32", by the reader's own clock. */
export const when = (instant: string): string => moment.format(new Date(instant));
