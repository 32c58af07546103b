/** What is there of an organisation. People are those at work today. */
export type StartFacts = {
  /** Ladders and standards in force. */
  published: number;
  /** The draft that was changed last. */
  draft: { slug: string; title: string; inReview: boolean } | null;
  people: number;
  /** Of them, who stand on a ladder. */
  placed: number;
  /** Of them, who report to somebody. */
  managed: number;
  invited: number;
  /** Cycles launched and not cancelled. */
  launched: number;
  /** The cycle that is being set up. */
  cycle: { id: string; title: string } | null;
};

export const startSteps = ["ladder", "people", "levels", "invite", "cycle"] as const;
export type StartStep = (typeof startSteps)[number];
/** `begun`: something of it is there, and not all that it takes. */
export type StepState = "done" | "begun" | "open";

const done: Readonly<Record<StartStep, (facts: StartFacts) => boolean>> = {
  ladder: ({ published }) => published > 0,
  // Whoever set it up is there from the start.
  people: ({ people }) => people > 1,
  // Nobody but the first needs nobody above them; who is on no ladder may be meant to be, or not.
  levels: ({ placed, managed }) => placed > 0 && managed > 0,
  invite: ({ invited }) => invited > 0,
  cycle: ({ launched }) => launched > 0,
};
const begun: Readonly<Record<StartStep, (facts: StartFacts) => boolean>> = {
  ladder: ({ draft }) => draft !== null,
  people: () => false,
  levels: ({ placed, managed }) => placed + managed > 0,
  invite: () => false,
  cycle: ({ cycle }) => cycle !== null,
};

/**
 * The way from nothing to a first cycle, read from what is there and from nothing that anybody ticked.
 *
 * @returns the steps in order; `upNext` the first that is not done, null where all are.
 */
export function startOf(facts: StartFacts): { steps: { step: StartStep; state: StepState }[]; upNext: StartStep | null } {
  const steps = startSteps.map((step) => ({
    step,
    state: done[step](facts) ? ("done" as const) : begun[step](facts) ? ("begun" as const) : ("open" as const),
  }));
  return { steps, upNext: steps.find(({ state }) => state !== "done")?.step ?? null };
}
