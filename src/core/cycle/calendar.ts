import type { CalendarEntry } from "../calendar/ics.ts";
import type { CycleSetup } from "./setup.ts";

type Stage = keyof CycleSetup["stages"];

const titles: Record<Stage, string> = {
  opensOn: "opens",
  selfDue: "own ratings due",
  managerDue: "managers’ ratings due",
  peersDue: "peers’ ratings due",
  calibrationOn: "calibration begins",
  releaseOn: "results are released",
};
const stages = ["opensOn", "selfDue", "managerDue", "peersDue", "calibrationOn", "releaseOn"] as const;

/**
 * The days of a cycle as a calendar shows them, in the order of the stages; a stage without a day has none. A day that moves
 * keeps its id, so that a calendar moves it too.
 *
 * @param url where the cycle is in Rungs, in full.
 */
export const cycleEntries = (
  { cycleId, title, setup }: { cycleId: string; title: string; setup: Pick<CycleSetup, "stages"> },
  url: string,
): CalendarEntry[] =>
  stages.flatMap((stage) => {
    const on = setup.stages[stage];
    return on === null
      ? []
      : [{ uid: `cycle-${cycleId}-${stage}@rungs`, on, until: null, title: `${title}: ${titles[stage]}`, description: null, url }];
  });

/** What somebody is to write, by its last day; the id is the form's, and stays when the day moves. */
export const formEntries = (
  title: string,
  forms: readonly { id: string; about: string; dueOn: string | null; url: string }[],
): CalendarEntry[] =>
  forms.flatMap(({ id, about, dueOn, url }) =>
    dueOn === null
      ? []
      : [{ uid: `form-${id}@rungs`, on: dueOn, until: null, title: `${title}: write about ${about}`, description: null, url }],
  );
