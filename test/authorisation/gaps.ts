import { all, ours, personId, reports, results, whose, type Addressed, type Expected, type Rows, type Who } from "./matrix.ts";

/** Whoever answers for somebody; an auditor only looks on, and a key that may only read writes nothing. */
const below: readonly Who[] = ["manager", "administrator", "owner", "author", "lapsed", "auditor", "writeKey", "adminKey"];
const answering: Exclude<Expected, "everybody"> = {
  refused: 404,
  through: {
    employee: ["own"],
    ...Object.fromEntries(below.map((who) => [who, reports])),
    partner: ours,
    unitPartner: [...reports, "unit"],
    stranger: ours,
  },
};
const ofCopy = (answers?: number): Addressed => ({
  of: whose,
  input: async ({ thing }, who, of) => ({ copyId: await thing("copy", who, of) }),
  looked: true,
  ...(answers === undefined ? {} : { answers }),
});

export const gaps: Rows = {
  expected: {
    "gap.read": results,
    "gap.team": { refused: 404, through: all(["own"]) },
    "gap.share": answering,
    "copy.list": { refused: 404, through: all(["own"]) },
    // As the report itself; whom a copy was handed to is nobody of the roster.
    "copy.read": results,
    "copy.open": results,
    "copy.revoke": answering,
  },
  addressed: {
    "GET /people/:personId/gap": personId,
    // Handed to nobody who is there, so that nobody of the roster comes to read anything.
    "POST /people/:personId/gap/copies": {
      of: whose,
      input: ({ person }, who, of) => ({ personId: person(who, of).personId, with: "019a0000-0000-7000-8000-000000000000" }),
      looked: true,
      answers: 400,
    },
    "GET /gaps/team": { of: ["own"] },
    "GET /gaps/team/export": { of: ["own"] },
    "GET /reports/shared": { of: ["own"] },
    "GET /reports/shared/:copyId": ofCopy(),
    "GET /reports/shared/:copyId/document": ofCopy(),
    // A copy of nothing: whoever is let through is told that it cannot be written.
    "GET /reports/shared/:copyId/pdf": ofCopy(400),
    // Against a level that there is not, so that no pages are made for every cell.
    "GET /people/:personId/gap/pdf": {
      of: whose,
      input: ({ person }, who, of) => ({ personId: person(who, of).personId, target: "nowhere/nothing" }),
      answers: 400,
    },
    "POST /reports/shared/:copyId/revocation": ofCopy(),
  },
  things: {
    copy: {
      each: "person",
      make: async ({ house }, person) => {
        const reader = await house.person("Reader");
        const id = crypto.randomUUID();
        const report = {
          rungs: "gap-report@1",
          person: { id: person.personId, name: "Somebody", team: null },
          current: null,
          overlap: null,
          target: null,
          cycle: null,
          scale: [],
          domains: [],
          ladder: [],
          report: null,
          lines: {},
          requirements: [],
          trend: [],
          assessor: null,
          levels: {},
        };
        await house.within((tx) =>
          tx
            .insertInto("shared_report")
            .values({
              org_id: house.orgId,
              shared_report_id: id,
              person_id: person.personId,
              shared_by: person.personId,
              shared_with: reader.personId,
              title: "Head Baker",
              framework_title: "Bakery",
              version: 1,
              on_date: "2026-11-01",
              document: JSON.stringify(report),
              hash: Buffer.alloc(32),
              shared_at: "2026-11-01T12:00:00Z",
            })
            .execute(),
        );
        return id;
      },
    },
  },
};
