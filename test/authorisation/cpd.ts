import { v7 } from "uuid";
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
const readers = { ...written(true).through, readKey: reports, auditor: ours };
/** What is changed was logged by the person: theirs alone, whoever else may read it. */
const theirs: Expected = { refused: 404, through: all(["own"]), knows: readers };

const ofPerson = (more: Record<string, unknown> = {}, answers?: number): Addressed => ({
  of: whose,
  input: ({ person }, who, of) => ({ person: person(who, of).personId, ...more }),
  looked: true,
  ...(answers === undefined ? {} : { answers }),
});
const ofEntry = (more: Record<string, unknown> = {}, rest: Partial<Addressed> = {}): Addressed => ({
  of: whose,
  input: async ({ thing }, who, of) => ({ entryId: await thing("cpd entry", who, of), ...more }),
  looked: true,
  ...rest,
});

export const cpd: Rows = {
  expected: {
    "cpd.read": { refused: 404, through: readers },
    "cpd.write": { ...written(true), known: ["auditor"] },
    "cpd.change": theirs,
    "cpd.verify": written(false),
    "cpd.list": { refused: 404, through: all(["own"]) },
  },
  addressed: {
    "GET /cpd": ofPerson(),
    "GET /cpd/choices": ofPerson(),
    "GET /cpd/export": ofPerson(),
    "GET /cpd/team": { of: ["own"] },
    // Let through and then found to be nothing that can be done, so that nothing is changed for the cells that follow.
    "POST /cpd": ofPerson({ kind: "course", title: "First aid", minutes: 60, doneOn: "2099-01-01" }, 400),
    "GET /cpd/:entryId": ofEntry(),
    "PATCH /cpd/:entryId": ofEntry({ doneOn: "2099-01-01" }, { answers: 400 }),
    "DELETE /cpd/:entryId": ofEntry(),
    "POST /cpd/:entryId/restore": ofEntry(),
    "POST /cpd/:entryId/files": ofEntry({ fileName: "a.exe", file: "AAE=" }, { answers: 400 }),
    "DELETE /cpd/:entryId/files/:fileId": ofEntry({ fileId: NOBODYS }, { answers: 404 }),
    "POST /cpd/:entryId/verify": ofEntry(),
    "DELETE /cpd/:entryId/verify": ofEntry({}, { answers: 409 }),
    "GET /cpd/:entryId/files/:fileId": ofEntry({ fileId: NOBODYS }, { answers: 404 }),
  },
  restore: {
    for: (path) => path.startsWith("/cpd/:entryId"),
    site: ({ house }) =>
      house.within(async (tx) => {
        await tx.updateTable("cpd_entry").set({ removed_at: null, verified_at: null, verified_by: null }).execute();
      }),
  },
  things: {
    "cpd entry": {
      each: "person",
      make: async ({ house }, person) => {
        const id = v7();
        await house.within((tx) =>
          tx
            .insertInto("cpd_entry")
            .values({
              org_id: house.orgId,
              cpd_entry_id: id,
              person_id: person.personId,
              kind: "course",
              title: "First aid",
              minutes: 60,
              done_on: "2026-03-01",
              recorded_by: person.personId,
              recorded_at: new Date("2026-03-01T12:00:00Z"),
            })
            .execute(),
        );
        return id;
      },
    },
  },
};
