import { z } from "zod";
import type { Fault } from "../problem.ts";

const slug = z.string().min(1).max(100);
const day = z.iso.date().nullable().default(null);
const line = (most: number) => z.string().trim().min(1).max(most);

/** A question beside the competencies; answered in words. `to`: whose form it stands in. */
export const Question = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  text: line(1000),
  to: z.enum(["self", "manager", "both"]).default("both"),
  required: z.boolean().default(false),
});

/** From how many peers on their answers are put together for anybody but people partners. */
export const FEWEST_PEERS = 3;

/** When a rating wants words: on any, on none, or where it lies this many positions of the scale from what is asked. */
export const CommentRule = z.union([z.literal("never"), z.literal("always"), z.strictObject({ differsBy: z.int().min(1).max(9) })]);

/**
 * What a cycle is to be. Lists that are empty leave nobody out; several that are not have all to hold. Dates are whole days
 * of the organisation's time zone, the last on which something is due; null where nothing is set.
 */
export const CycleSetup = z.strictObject({
  who: z
    .strictObject({
      units: z.array(z.uuid()).max(500).default([]),
      frameworks: z.array(slug).max(200).default([]),
      people: z.array(z.uuid()).max(10_000).default([]),
      except: z.array(z.uuid()).max(10_000).default([]),
      /** Only who had joined by this day. */
      joinedBefore: day,
      /** Months at work below which preflight asks whether somebody should take part. */
      fewestMonths: z.int().min(0).max(60).default(3),
      /** Who rates as the manager, by person, where it is not the one they report to. */
      ratedBy: z.record(z.uuid(), z.uuid()).default({}),
    })
    .prefault({}),
  ratings: z
    .strictObject({
      self: z.boolean().default(true),
      manager: z.boolean().default(true),
      peers: z
        .strictObject({
          from: z.int().min(FEWEST_PEERS).max(20).default(FEWEST_PEERS),
          chosenBy: z.enum(["employee", "manager", "partner"]).default("employee"),
        })
        .nullable()
        .default(null),
      /** Somebody from outside the line who rates everybody on these ladders, or on all where there are none. */
      assessor: z
        .strictObject({ person: z.uuid(), frameworks: z.array(slug).max(200).default([]) })
        .nullable()
        .default(null),
    })
    .prefault({}),
  asks: z.enum(["current", "next", "both"]).default("both"),
  questions: z.array(Question).max(20).default([]),
  stages: z.strictObject({ opensOn: day, selfDue: day, managerDue: day, peersDue: day, calibrationOn: day, releaseOn: day }).prefault({}),
  reminders: z
    .strictObject({ daysBefore: z.array(z.int().min(0).max(60)).max(5).default([7, 2]), overdue: z.boolean().default(true) })
    .prefault({}),
  commentRule: CommentRule.default({ differsBy: 2 }),
  visibility: z
    .strictObject({
      /** When the two sides read each other: as soon as both are in, or only once everything is released. */
      compare: z.enum(["both-in", "release"]).default("both-in"),
      /** Who reads what peers said, put together. */
      peers: z.enum(["employee-and-manager", "manager"]).default("employee-and-manager"),
    })
    .prefault({}),
});
export type CycleSetup = z.output<typeof CycleSetup>;

/** As a cycle is begun: what the organisation has a rule for need not be said. */
export const NewSetup = z.strictObject({ ...CycleSetup.shape, commentRule: CommentRule.optional() });

/** What an organisation says of all its cycles. */
type House = { commentRule: z.output<typeof CommentRule>; thresholds: { fewestPeers: number } };

/** With the organisation's rule where none was named, and peers put together from no fewer than it wants. */
export function underHouseRules({ commentRule, ratings, ...setup }: z.output<typeof NewSetup>, house: House): CycleSetup {
  const { peers } = ratings;
  return {
    ...setup,
    commentRule: commentRule ?? house.commentRule,
    ratings: { ...ratings, peers: peers && { ...peers, from: Math.max(peers.from, house.thresholds.fewestPeers) } },
  };
}

/** The stages in the order in which they have to come. Peers may be asked for longer than the others or less long. */
const order = [
  ["opensOn", "selfDue"],
  ["opensOn", "managerDue"],
  ["opensOn", "peersDue"],
  ["selfDue", "calibrationOn"],
  ["managerDue", "calibrationOn"],
  ["peersDue", "calibrationOn"],
  ["calibrationOn", "releaseOn"],
  ["selfDue", "releaseOn"],
  ["managerDue", "releaseOn"],
  ["peersDue", "releaseOn"],
  ["opensOn", "calibrationOn"],
  ["opensOn", "releaseOn"],
] as const;

const called = {
  opensOn: "opening",
  selfDue: "the last day for one’s own ratings",
  managerDue: "the last day for managers",
  peersDue: "the last day for peers",
  calibrationOn: "calibration",
  releaseOn: "release",
} as const;

/** What the schema alone cannot see: @returns each with a pointer into the set-up, none where it can be launched by itself. */
export function setupFaults(setup: CycleSetup): Fault[] {
  const { ratings, questions, stages } = setup;
  const faults: Fault[] = [];
  if (!ratings.manager && ratings.assessor === null)
    faults.push({ code: "nobody-rates", path: "/ratings", message: "Somebody has to rate: managers, an assessor, or both." });
  const seen = new Set<string>();
  for (const [index, { id }] of questions.entries()) {
    if (seen.has(id)) faults.push({ code: "duplicate-id", path: `/questions/${index}/id`, message: "Two questions have this id." });
    seen.add(id);
  }
  const late = new Set<string>();
  for (const [before, after] of order) {
    const [first, second] = [stages[before], stages[after]];
    if (first === null || second === null || first <= second || late.has(after)) continue;
    late.add(after);
    faults.push({
      code: "date-order",
      path: `/stages/${after}`,
      message: `This comes before ${called[before]}.`,
    });
  }
  return faults;
}

/** A set-up to begin another cycle with. */
export const copied = (setup: CycleSetup): CycleSetup => ({
  ...setup,
  // Last year's days and exceptions are nobody's wish for this year.
  who: { ...setup.who, except: [], ratedBy: {}, joinedBefore: null },
  stages: { opensOn: null, selfDue: null, managerDue: null, peersDue: null, calibrationOn: null, releaseOn: null },
});
