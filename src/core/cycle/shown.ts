import { z } from "zod";
import { faultCodes, repairs } from "./preflight.ts";
import { CycleSetup } from "./setup.ts";
import { cycleStates } from "./state.ts";

/** What the API shows of cycles. Instants are RFC 3339, dates days of the organisation's time zone. */
const Named = z.object({ id: z.uuid(), name: z.string() });
const when = z.iso.datetime().nullable();
const day = z.iso.date().nullable();
const count = z.int().min(0);

export const CycleShown = z.object({
  id: z.uuid(),
  title: z.string(),
  state: z.enum(cycleStates),
  revision: z.int(),
  setup: CycleSetup,
  participants: count,
  createdAt: z.iso.datetime(),
  createdBy: Named.nullable(),
  launchedAt: when,
  launchedBy: Named.nullable(),
  openedOn: day,
  closesOn: day,
  releaseAt: when,
  releasedAt: when,
  cancelledAt: when,
  cancelledReason: z.string().nullable(),
  can: z.object({ manage: z.boolean(), calibrate: z.boolean(), release: z.boolean(), results: z.boolean() }),
});

export const CycleListed = z.object({
  id: z.uuid(),
  title: z.string(),
  state: z.enum(cycleStates),
  openedOn: day,
  closesOn: day,
  releaseAt: when,
  releasedAt: when,
  /** How many take part and how many are in; null where these are not yours to read. */
  people: z.object({ all: count, in: count }).nullable(),
  /** What you have in it: how much you are asked for, how much of it you sent in, and the review about you. */
  mine: z.object({ asked: count, done: count, review: z.uuid().nullable() }).nullable(),
  can: z.object({ read: z.boolean(), manage: z.boolean() }),
});

export const FaultShown = z.object({
  code: z.enum(faultCodes),
  stops: z.boolean(),
  person: Named,
  message: z.string(),
  repairs: z.array(z.enum(repairs)),
});

export const PreflightShown = z.object({
  revision: z.int(),
  /** Whom the set-up takes in, and how many of them could be launched as it stands. */
  considered: count,
  ready: count,
  assessments: count,
  raters: count,
  ladders: z.array(z.object({ framework: z.string(), title: z.string(), version: z.int(), people: count })),
  /** Of the set-up itself, by pointer. */
  problems: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })),
  stopping: count,
  asking: count,
  /** The first 200, those that stop first. */
  faults: z.array(FaultShown),
});

export const PreviewShown = z.object({
  person: Named,
  framework: z.string(),
  frameworkTitle: z.string(),
  version: z.int(),
  level: z.string(),
  levelTitle: z.string(),
  raters: z.array(z.object({ kind: z.enum(["self", "manager", "assessor"]), name: z.string() })),
  scale: z.array(z.object({ value: z.int(), label: z.string() })),
  levels: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      expectations: z.array(
        z.object({ id: z.string(), competency: z.string(), asked: z.string(), critical: z.boolean(), markers: z.array(z.string()) }),
      ),
    }),
  ),
  questions: CycleSetup.shape.questions.unwrap(),
});

const Counts = { people: count, notStarted: count, underWay: count, in: count, late: count };
const Group = z.object({ id: z.string().nullable(), title: z.string().nullable(), ...Counts });
export const ProgressShown = z.object({
  ...Counts,
  withdrawn: count,
  kinds: z.array(
    z.object({
      kind: z.enum(["self", "manager", "peer", "assessor"]),
      asked: count,
      notStarted: count,
      inProgress: count,
      submitted: count,
      reopened: count,
      late: count,
    }),
  ),
  units: z.array(Group),
  managers: z.array(Group),
  ladders: z.array(Group),
});

export const ParticipantShown = z.object({
  reviewId: z.uuid(),
  person: Named,
  unit: z.string().nullable(),
  manager: Named.nullable(),
  /** Whom they report to now, and whether that is no longer who rates them as their manager. */
  reportsTo: Named.nullable(),
  moved: z.boolean(),
  framework: z.string(),
  frameworkTitle: z.string(),
  version: z.int(),
  level: z.string(),
  levelTitle: z.string(),
  targets: z.array(z.string()),
  state: z.enum(["not-started", "under-way", "in", "withdrawn"]),
  late: z.boolean(),
  parts: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(["self", "manager", "assessor", "peer"]),
      rater: Named,
      state: z.enum(["not-started", "in-progress", "submitted", "reopened"]),
      dueOn: day,
      submittedAt: when,
    }),
  ),
  peers: z.object({ asked: count, done: count }),
  withdrawnReason: z.string().nullable(),
  acknowledged: z.boolean(),
  nudgedAt: when,
});

export const EventShown = z.object({
  kind: z.string(),
  at: z.iso.datetime(),
  by: Named.nullable(),
  details: z.record(z.string(), z.unknown()),
});

const byValue = z.record(z.string(), count);
export const CalibrationShown = z.object({
  by: z.enum(["manager", "level", "ladder", "unit"]),
  /** `framework@version` of which the rows are; null where they are of all ladders. */
  ladder: z.string().nullable(),
  ladders: z.array(
    z.object({
      key: z.string(),
      framework: z.string(),
      title: z.string(),
      version: z.int(),
      people: count,
      scale: z.array(z.object({ value: z.int(), label: z.string() })),
      levels: z.array(z.object({ id: z.string(), title: z.string(), people: count })),
    }),
  ),
  rows: z.array(
    z.object({
      id: z.string().nullable(),
      title: z.string().nullable(),
      people: count,
      ratings: count,
      said: byValue,
      now: byValue,
      none: count,
      changed: count,
    }),
  ),
  /** The newest first, at most 50. */
  changes: z.array(
    z.object({
      review: z.uuid(),
      person: Named,
      expectation: z.string(),
      /** The competency's title, as in the version that the person is pinned to. */
      title: z.string(),
      was: z.string().nullable(),
      value: z.string(),
      reason: z.string(),
      by: Named,
      at: z.iso.datetime(),
    }),
  ),
});

export const CasesShown = z.object({
  level: z.object({ id: z.string(), title: z.string() }),
  scale: z.array(z.object({ value: z.int(), label: z.string() })),
  expectations: z.array(
    z.object({ id: z.string(), title: z.string(), target: z.int(), critical: z.boolean(), markers: z.array(z.string()) }),
  ),
  items: z.array(
    z.object({
      reviewId: z.uuid(),
      person: Named,
      manager: Named.nullable(),
      rated: z.array(
        z.object({
          expectation: z.string(),
          answer: z.string(),
          value: z.int().nullable(),
          comment: z.string().nullable(),
          rater: z.string(),
        }),
      ),
      own: z.array(z.object({ expectation: z.string(), value: z.int().nullable() })),
      calibrated: z.array(z.object({ expectation: z.string(), value: z.int(), reason: z.string(), by: z.string(), at: z.iso.datetime() })),
      evidence: z.array(z.object({ expectation: z.string(), pieces: count })),
      can: z.object({ calibrate: z.boolean() }),
    }),
  ),
  next: z.string().nullable(),
});

export const SessionShown = z.object({
  id: z.uuid(),
  title: z.string(),
  agenda: z.string(),
  heldOn: day,
  participants: z.array(Named),
  record: z.string(),
  changes: count,
  lockedAt: when,
  lockedBy: Named.nullable(),
  /** What If-Match is to hold when it is written again or locked. */
  tag: z.string(),
});

export const ReleaseShown = z.object({
  people: count,
  /** For whom nobody has sent in a rating that counts, and the first twenty of them. */
  without: count,
  who: z.array(Named),
  changes: count,
  openSessions: count,
  releaseAt: when,
});
