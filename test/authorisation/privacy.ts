import { ours, personId, signedIn, whose, type Expected, type Rows } from "./matrix.ts";

const administrators = ["administrator", "owner", "adminKey", "stranger"] as const;
const own: Expected = {
  refused: 403,
  through: {
    ...Object.fromEntries(signedIn.map((who) => [who, ["own"] as const])),
    partner: ours,
    unitPartner: ["own", "unit"],
    ...Object.fromEntries(administrators.map((who) => [who, ours])),
  },
};
const erasers: Expected = { refused: 403, through: Object.fromEntries(administrators.map((who) => [who, ours])) };

export const privacy: Rows = {
  expected: { "person.export": own, "person.erase": erasers },
  addressed: {
    "GET /people/:personId/data": { ...personId, looked: true },
    "GET /people/:personId/erasure": { ...personId, looked: true },
    // They are at work, so that nobody of the matrix is erased; whoever is let through is told.
    "POST /people/:personId/erasure": {
      of: whose,
      looked: true,
      answers: 409,
      input: ({ person }, who, of) => ({ personId: person(who, of).personId, confirm: person(who, of).name }),
    },
    "GET /retention": { of: ["own"] },
  },
};
