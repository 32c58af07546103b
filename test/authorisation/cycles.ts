import { all, organisations, type Addressed, type Expected, type Rows, type Site } from "./matrix.ts";

const runs: Expected = { refused: 404, known: ["auditor"], through: { partner: ["own"], stranger: ["own"] } };
const reads: Expected = { refused: 404, through: { partner: ["own"], auditor: ["own"], stranger: ["own"] } };

type Made = { draft: string; open: string; review: string; assessment: string; person: string };
const madeIn = new WeakMap<Site["house"], Promise<Made>>();

/** A cycle that is being set up, and one that runs with one participant, both about the organisation as a whole. */
async function make({ made, house, slug, partner, author }: Site): Promise<Made> {
  const client = await made.as(partner);
  const person = await house.person(`Participant of ${house.name}`, { manager: author });
  await house.place(person, `${slug}/first`);
  const setup = { who: { people: [person.personId], fewestMonths: 0 } };
  const draft = await client("POST", "/cycles", { title: `Draft of ${house.name}`, setup });
  const open = await client("POST", "/cycles", { title: `Cycle of ${house.name}`, setup });
  await client("POST", "/cycles/:cycleId/launch", { cycleId: open.id, ifRevision: 1 });
  const { items } = await client("GET", "/cycles/:cycleId/participants", { cycleId: open.id });
  const [first] = items;
  return { draft: draft.id, open: open.id, review: first?.reviewId ?? "", assessment: first?.parts[0]?.id ?? "", person: person.personId };
}
const of = (site: Site): Promise<Made> => {
  const known = madeIn.get(site.house) ?? make(site);
  madeIn.set(site.house, known);
  return known;
};

const on = (thing: "cycle" | "openCycle", more: Record<string, unknown> = {}, rest: Partial<Addressed> = {}): Addressed => ({
  of: organisations,
  looked: true,
  input: async (subjects, who, whose) => ({ cycleId: await subjects.thing(thing, who, whose), ...more }),
  ...rest,
});
const onOne = (more: Record<string, unknown>, rest: Partial<Addressed> = {}): Addressed => ({
  of: organisations,
  looked: true,
  input: async ({ thing }, who, whose) => ({
    cycleId: await thing("openCycle", who, whose),
    reviewId: await thing("cycleReview", who, whose),
    ...more,
  }),
  ...rest,
});
const NOBODY = "019a0000-0000-7000-8000-000000000000";
const LATER = "2027-01-31";

export const cycles: Rows = {
  expected: {
    "cycle.list": { refused: 404, through: all(["own"]) },
    "cycle.create": { refused: 403, through: { partner: ["own"], stranger: ["own"] } },
    "cycle.read": reads,
    "cycle.results": reads,
    "cycle.manage": runs,
    "cycle.calibrate": runs,
    "cycle.release": runs,
  },
  addressed: {
    "GET /cycles": { of: ["own"] },
    "POST /cycles": { of: ["own"], input: () => ({ title: "Made here" }) },
    "GET /cycles/:cycleId": on("cycle"),
    "GET /cycles/:cycleId/calendar": on("cycle"),
    "PATCH /cycles/:cycleId": on("cycle", { title: "Called otherwise" }),
    "POST /cycles/:cycleId/copy": on("cycle", { title: "Copied" }),
    "GET /cycles/:cycleId/preflight": on("cycle"),
    "GET /cycles/:cycleId/preview": on("cycle"),
    // What would end them for those who come after is asked where it is not the time for it.
    "POST /cycles/:cycleId/launch": on("openCycle", { ifRevision: 1 }, { answers: 409 }),
    "POST /cycles/:cycleId/calibrate": on("cycle", {}, { answers: 409 }),
    "POST /cycles/:cycleId/archive": on("openCycle", {}, { answers: 409 }),
    "POST /cycles/:cycleId/cancel": {
      of: organisations,
      looked: true,
      answers: 409,
      input: async ({ thing }, who, whose) => ({ cycleId: await thing("cancelledCycle", who, whose), reason: "Not this year." }),
    },
    "GET /cycles/:cycleId/progress": on("openCycle"),
    "GET /cycles/:cycleId/participants": on("openCycle"),
    "GET /cycles/:cycleId/board": on("openCycle"),
    "POST /cycles/:cycleId/handover": on("openCycle", { reviews: [NOBODY], to: null }),
    "GET /cycles/:cycleId/participants/:reviewId": onOne({}),
    "POST /cycles/:cycleId/participants": on("openCycle", { people: [NOBODY] }, { answers: 400 }),
    "POST /cycles/:cycleId/participants/:reviewId/withdraw": {
      ...onOne({}),
      answers: 409,
      input: async ({ thing }, who, whose) => ({
        cycleId: await thing("openCycle", who, whose),
        reviewId: await thing("withdrawnReview", who, whose),
        reason: "Left.",
      }),
    },
    "POST /cycles/:cycleId/participants/:reviewId/restore": onOne({}, { answers: 409 }),
    "POST /cycles/:cycleId/participants/:reviewId/handover": onOne({ to: NOBODY }, { answers: 400 }),
    "POST /cycles/:cycleId/participants/:reviewId/reopen": onOne({ assessment: NOBODY, reason: "Look again." }, { answers: 404 }),
    "POST /cycles/:cycleId/participants/:reviewId/extend": onOne({ until: LATER }),
    "POST /cycles/:cycleId/nudge": on("openCycle"),
    "GET /cycles/:cycleId/calibration": on("openCycle"),
    "GET /cycles/:cycleId/calibration/cases": {
      ...on("openCycle"),
      input: async ({ slug, thing }, who, whose) => ({
        cycleId: await thing("openCycle", who, whose),
        ladder: `${slug(who, whose)}@1`,
        level: "first",
      }),
    },
    "POST /cycles/:cycleId/calibration/:reviewId": onOne(
      { expectation: "anything", value: 1, was: null, reason: "It is so." },
      { answers: 409 },
    ),
    "GET /cycles/:cycleId/sessions": on("openCycle"),
    "POST /cycles/:cycleId/sessions": on("openCycle", { title: "In the library" }),
    "PUT /cycles/:cycleId/sessions/:sessionId": on("openCycle", { sessionId: NOBODY, title: "In the hall" }, { answers: 404 }),
    "POST /cycles/:cycleId/sessions/:sessionId/lock": on("openCycle", { sessionId: NOBODY }, { answers: 404 }),
    "GET /cycles/:cycleId/release": on("openCycle"),
    "POST /cycles/:cycleId/release": on("openCycle", {}, { answers: 409 }),
    "DELETE /cycles/:cycleId/release": on("openCycle", {}, { answers: 409 }),
  },
  things: {
    cycle: { each: "organisation", make: async (site) => (await of(site)).draft },
    openCycle: { each: "organisation", make: async (site) => (await of(site)).open },
    cycleReview: { each: "organisation", make: async (site) => (await of(site)).review },
    withdrawnReview: {
      each: "organisation",
      make: async (site) => {
        const { open } = await of(site);
        const client = await site.made.as(site.partner);
        const person = await site.house.person(`Withdrawn of ${site.house.name}`, { manager: site.author });
        await site.house.place(person, `${site.slug}/first`);
        await client("POST", "/cycles/:cycleId/participants", { cycleId: open, people: [person.personId] });
        const { items } = await client("GET", "/cycles/:cycleId/participants", { cycleId: open, q: "withdrawn" });
        const reviewId = items[0]?.reviewId ?? "";
        await client("POST", "/cycles/:cycleId/participants/:reviewId/withdraw", { cycleId: open, reviewId, reason: "Left." });
        return reviewId;
      },
    },
    cancelledCycle: {
      each: "organisation",
      make: async (site) => {
        const client = await site.made.as(site.partner);
        const { id } = await client("POST", "/cycles", { title: `Cancelled of ${site.house.name}` });
        await client("POST", "/cycles/:cycleId/cancel", { cycleId: id, reason: "Not this year." });
        return id;
      },
    },
  },
};
