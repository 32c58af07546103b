import type { ActionKind, ActionState, Funding } from "../../core/plan/action.ts";
import type { BarrierKind } from "../../core/plan/barrier.ts";

/** By employee number. */
const AMARA = 13;
const SIAN = 5;
const PRECIOUS = 55;
const IBRAHIM = 53;

/** Days ago; below 0 still to come. */
type Barrier = { kind: BarrierKind; note: string; would: string | null; ago: number; resolved?: { ago: number; by: number; how: string } };
type Action = {
  kind: ActionKind;
  title: string;
  state: ActionState;
  owner?: number;
  due: number;
  done?: number;
  cost?: number;
  funding?: Funding;
  barrier?: Barrier;
};
type Goal = {
  title: string;
  why?: string;
  on?: readonly ["expectation" | "requirement", string];
  due?: number;
  actions: readonly Action[];
  barrier?: Barrier;
};
export type Plan = {
  who: number;
  by: number;
  title: string;
  begun: number;
  agreed: number | null;
  ends: number;
  at: readonly [framework: string, version: number, level: string];
  goals: readonly Goal[];
  notes: readonly { by: number; ago: number; met: boolean; body: string }[];
};

export const plans: readonly Plan[] = [
  {
    who: AMARA,
    by: SIAN,
    title: "Towards Operations Manager",
    begun: 70,
    agreed: 58,
    ends: -210,
    at: ["operations", 2, "operations-manager"],
    goals: [
      {
        title: "People management",
        on: ["expectation", "operations-manager-people-management"],
        due: -150,
        actions: [
          { kind: "on-the-job", title: "Run the Monday planning meeting for a month", state: "done", due: 20, done: 22 },
          {
            kind: "training",
            title: "Leading a team for the first time",
            state: "planned",
            due: -72,
            cost: 24_000,
            funding: "asked",
            barrier: {
              kind: "funding",
              note: "The unit’s training budget is spent until April.",
              would: "A place paid by the people team, or a start in April",
              ago: 23,
            },
          },
          { kind: "mentoring", title: "An hour a fortnight with Helen Marsh", state: "doing", due: -5 },
        ],
      },
      {
        title: "Goal-setting and alignment",
        on: ["expectation", "operations-manager-goal-setting-and-alignment"],
        actions: [{ kind: "on-the-job", title: "Write the quarter’s goals of the team with Siân", state: "done", due: 40, done: 38 }],
      },
      {
        title: "Level 5 diploma, or equal",
        on: ["requirement", "operations-manager-level-5"],
        due: -300,
        actions: [
          { kind: "qualification", title: "Find out which Level 5 fits beside the job", state: "doing", due: -12, funding: "not-asked" },
        ],
      },
      {
        title: "Speak at the spring open day",
        why: "I want to be heard outside of my own team.",
        due: -140,
        actions: [{ kind: "reading", title: "Read last year’s talks", state: "planned", due: -40 }],
      },
    ],
    notes: [
      { by: SIAN, ago: 58, met: true, body: "We agreed on two things that matter most: leading the meeting, and the course." },
      {
        by: AMARA,
        ago: 22,
        met: false,
        body: "The fourth Monday went without Siân in the room. The agenda sent the day before made the difference.",
      },
      { by: SIAN, ago: 6, met: true, body: "Asked the people team about a paid place on the course. Judith answers next week." },
    ],
  },
  {
    who: PRECIOUS,
    by: IBRAHIM,
    title: "Towards Senior Care Worker",
    begun: 52,
    agreed: null,
    ends: -250,
    at: ["care", 1, "senior-care-worker"],
    goals: [
      {
        title: "Safeguarding adults",
        on: ["requirement", "senior-care-worker-safeguarding"],
        due: -21,
        actions: [
          {
            kind: "training",
            title: "Safeguarding adults, renewed",
            state: "planned",
            due: -14,
            cost: 4_500,
            funding: "refused",
            barrier: {
              kind: "funding",
              note: "The home has no money left for training this year, and agency cover costs more than the course.",
              would: "A funded place, or the course online in working hours",
              ago: 47,
            },
          },
        ],
      },
      {
        title: "Team leadership",
        on: ["expectation", "senior-care-worker-team-leadership"],
        actions: [
          {
            kind: "on-the-job",
            title: "Lead two weekend shifts beside Ibrahim",
            state: "planned",
            due: -35,
            barrier: {
              kind: "shift-pattern",
              note: "Both are never on the same weekend.",
              would: "Two weekends swapped before Christmas",
              ago: 16,
            },
          },
        ],
      },
    ],
    notes: [{ by: PRECIOUS, ago: 47, met: false, body: "Asked for the renewal. There is no money for it before the new year." }],
  },
];

/** Barriers beside any plan, so that the register has something of every age. */
export const loose: readonly (Barrier & { who: number })[] = [
  {
    who: 56,
    kind: "no-mentor",
    note: "Nobody at Larch House has led a dementia unit.",
    would: "An hour a month with a lead of another home",
    ago: 118,
  },
  { who: 59, kind: "access", note: "The e-learning needs a login that carers have not got.", would: "Logins for night staff", ago: 64 },
  {
    who: 60,
    kind: "eligibility",
    note: "The apprenticeship asks for English at Level 2.",
    would: null,
    ago: 95,
    resolved: { ago: 31, by: 47, how: "The provider takes the test as part of the course." },
  },
  { who: 86, kind: "no-vacancy", note: "No senior post is open at Tarrow.", would: "Acting up while Milica is on leave", ago: 131 },
];
