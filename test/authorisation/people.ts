import { all, ours, personId, whose, type Addressed, type Expected, type Rows } from "./matrix.ts";

/** Of people whom everybody knows of: partners of their units, administrators, and their keys that may write. */
const keepers: Expected = {
  refused: 403,
  through: {
    partner: ours,
    unitPartner: ["unit"],
    administrator: ours,
    owner: ours,
    stranger: ours,
    writeKey: ours,
    adminKey: ours,
  },
};
/** Somebody by their id, whatever else is sent; another organisation's is not there. */
const ofPerson = (more: Record<string, unknown>, answers?: number): Addressed => ({
  of: whose,
  input: ({ person }, who, of) => ({ personId: person(who, of).personId, ...more }),
  looked: true,
  ...(answers === undefined ? {} : { answers }),
});
const NOBODYS = "019a0000-0000-7000-8000-000000000000";

export const people: Rows = {
  expected: {
    "person.list": { refused: 404, through: all(["own"]) },
    "person.read": { refused: 404, through: all(ours) },
    "person.edit": keepers,
    "person.place": keepers,
    "person.create": {
      refused: 403,
      through: {
        partner: ["own"],
        administrator: ["own"],
        owner: ["own"],
        stranger: ["own"],
        writeKey: ["own"],
        adminKey: ["own"],
      },
    },
  },
  addressed: {
    "GET /people": { of: ["own"] },
    "GET /people/chart": { of: ["own"] },
    "GET /people/ladders": { of: ["own"] },
    "GET /people/:personId": personId,
    // Into no team: a partner of one unit adds people to that alone.
    "POST /people": { of: ["own"], input: (_subjects, who) => ({ employeeNumber: `by ${who}`, name: "Added Here" }) },
    "PATCH /people/:personId": ofPerson({ location: "Leeds" }),
    // Each of these is let through and then found to be nothing that can be done: nobody is changed for the cells that follow.
    "POST /people/:personId/placements": ofPerson({ level: { framework: "none", level: "none" }, from: "2030-01-01" }, 400),
    "POST /people/:personId/lines": ofPerson({ manager: NOBODYS, from: "2030-01-01" }, 400),
    "POST /people/:personId/leave": ofPerson({ kind: "study", from: "2030-01-02", to: "2030-01-01" }, 400),
    "POST /people/:personId/shares": ofPerson({ share: 0.5, from: "2030-01-01", corrects: NOBODYS }, 409),
    "POST /people/:personId/retractions": ofPerson({ kind: "leave", id: NOBODYS, reason: "Never was." }, 409),
    "POST /people/:personId/departure": {
      of: ["direct", "indirect", "peer", "above", "unit", "other", "foreign"],
      input: ({ person }, who, of) => ({ personId: person(who, of).personId, on: "2099-01-01" }),
      looked: true,
    },
    "POST /people/:personId/return": {
      // Nobody leaves in these cells but those above.
      of: ["own", "foreign"],
      input: ({ person }, who, of) => ({ personId: person(who, of).personId, on: "2026-11-21" }),
      looked: true,
      answers: 409,
    },
    "POST /people/:personId/undo": ofPerson({ act: NOBODYS }, 404),
  },
};
