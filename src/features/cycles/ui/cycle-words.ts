import type { Reply } from "../../../web/api.ts";
import { longDate, shortDate } from "../../../web/parts/words.ts";

export type Cycle = Reply<"/cycles/:cycleId">;
export type Setup = Cycle["setup"];
export type Participant = Reply<"/cycles/:cycleId/participants">["items"][number];
export type Progress = Reply<"/cycles/:cycleId/progress">;

export const stateWords: Record<Cycle["state"], string> = {
  draft: "Being set up",
  open: "Open",
  calibrating: "Being calibrated",
  released: "Released",
  archived: "Archived",
  cancelled: "Cancelled",
};

/** When it happens or happened, as far as it is known. */
export function span({ state, openedOn, closesOn, releasedAt }: Pick<Cycle, "state" | "openedOn" | "closesOn" | "releasedAt">): string {
  if (releasedAt !== null) return `on ${shortDate(releasedAt)}`;
  if (state === "open" && closesOn !== null) return `until ${shortDate(closesOn)}`;
  return openedOn === null ? "" : `since ${shortDate(openedOn)}`;
}

export const kindWords = { self: "Own", manager: "Manager", assessor: "Assessor", peer: "Peers" } as const;
export const partWords = { "not-started": "not begun", "in-progress": "begun", submitted: "sent in", reopened: "opened again" } as const;
export const reviewWords = { "not-started": "Not begun", "under-way": "Under way", in: "All in", withdrawn: "Taken out" } as const;
export const dateOr = (date: string | null, none: string) => (date === null ? none : longDate(date));
