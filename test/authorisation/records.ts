import { all, ours, reports, whose, type Addressed, type Expected, type Rows, type Who, type Whose } from "./matrix.ts";

const NOBODYS = "019a0000-0000-7000-8000-000000000000";

/** Whoever answers for somebody; an auditor only looks on, and a key that may only read writes nothing. */
const written = (own: boolean): Exclude<Expected, "everybody"> => {
  const mine = (of: readonly Whose[]) => of.filter((each) => own || each !== "own");
  const below: readonly Who[] = ["manager", "administrator", "owner", "author", "lapsed", "auditor", "writeKey", "adminKey"];
  return {
    refused: 404,
    through: {
      ...(own ? { employee: ["own"] as const } : {}),
      ...Object.fromEntries(below.map((who) => [who, mine(reports)])),
      partner: mine(ours),
      unitPartner: mine([...reports, "unit"]),
      stranger: mine(ours),
    },
  };
};
const ofPerson = (more: Record<string, unknown>, answers?: number): Addressed => ({
  of: whose,
  input: ({ person }, who, of) => ({ personId: person(who, of).personId, ...more }),
  looked: true,
  ...(answers === undefined ? {} : { answers }),
});

export const records: Rows = {
  expected: {
    "person.records": {
      refused: 404,
      through: { ...written(true).through, readKey: reports, auditor: ours },
    },
    "person.records.write": { ...written(true), known: ["auditor"] },
    "person.records.verify": written(false),
    "person.records.list": { refused: 404, through: all(["own"]) },
  },
  addressed: {
    "GET /people/:personId/records": ofPerson({}),
    // Let through and then found to be nothing that can be done, so that nobody is changed for the cells that follow.
    "POST /people/:personId/records": ofPerson({ kind: "training", title: "First aid", on: "2099-01-01" }, 400),
    "POST /people/:personId/records/:recordId/withdrawal": ofPerson({ recordId: NOBODYS, reason: "Never was." }, 404),
    "POST /people/:personId/records/:recordId/verification": ofPerson({ recordId: NOBODYS }, 404),
    "POST /people/:personId/records/:recordId/files": ofPerson({ recordId: NOBODYS, fileName: "a.txt", file: "YQ==" }, 404),
    "GET /people/:personId/records/:recordId/files/:fileId": ofPerson({ recordId: NOBODYS, fileId: NOBODYS }, 404),
    "DELETE /people/:personId/records/:recordId/files/:fileId": ofPerson({ recordId: NOBODYS, fileId: NOBODYS }, 404),
    "GET /records/expiring": { of: ["own"] },
    "GET /records/expiring/export": { of: ["own"] },
  },
};
