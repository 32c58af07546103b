import { Problem } from "../problem.ts";

/** What a cycle goes through. The columns of rungs.cycle.state. */
export const cycleStates = ["draft", "open", "calibrating", "released", "archived", "cancelled"] as const;
export type CycleState = (typeof cycleStates)[number];

/** The only ways from one state to another. */
export const moves = {
  launch: { from: ["draft"], to: "open" },
  calibrate: { from: ["open"], to: "calibrating" },
  release: { from: ["calibrating"], to: "released" },
  archive: { from: ["released"], to: "archived" },
  cancel: { from: ["draft", "open", "calibrating"], to: "cancelled" },
} as const satisfies Record<string, { from: readonly CycleState[]; to: CycleState }>;
export type Move = keyof typeof moves;

/** What may be done without moving on, and while what lasts. */
export const acts = {
  "set-up": ["draft"],
  /** Of a running cycle: its title, its dates and its reminders. Nothing that is pinned. */
  "put-off": ["draft", "open", "calibrating"],
  join: ["open"],
  withdraw: ["open", "calibrating"],
  "hand-over": ["open"],
  reopen: ["open"],
  extend: ["open"],
  nudge: ["open"],
  "calibrate-value": ["calibrating"],
  session: ["open", "calibrating"],
  schedule: ["calibrating"],
} as const satisfies Record<string, readonly CycleState[]>;
export type Act = keyof typeof acts;

const among = (states: readonly CycleState[], state: CycleState) => states.includes(state);

/** @returns where a move leads from here, or null where there is no such way. */
export const moved = (state: CycleState, move: Move): CycleState | null => (among(moves[move].from, state) ? moves[move].to : null);

export const mayAct = (state: CycleState, act: Act): boolean => among(acts[act], state);

const said: Record<CycleState, string> = {
  draft: "has not been launched yet",
  open: "is open",
  calibrating: "is being calibrated",
  released: "is released",
  archived: "is archived",
  cancelled: "was cancelled",
};

/** @throws Problem "conflict" where there is no such way from here. */
export function move(state: CycleState, wanted: Move): CycleState {
  const to = moved(state, wanted);
  if (to === null) throw new Problem("conflict", `This cannot be done now: the cycle ${said[state]}.`);
  return to;
}

/** @throws Problem "conflict" where this is not the time for it. */
export function act(state: CycleState, wanted: Act): void {
  if (!mayAct(state, wanted)) throw new Problem("conflict", `This cannot be done now: the cycle ${said[state]}.`);
}
