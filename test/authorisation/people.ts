import { all, ours, personId, type Rows } from "./matrix.ts";

export const people: Rows = {
  expected: {
    "person.list": { refused: 404, through: all(["own"]) },
    "person.read": { refused: 404, through: all(ours) },
  },
  addressed: {
    "GET /people": { of: ["own"] },
    "GET /people/chart": { of: ["own"] },
    "GET /people/ladders": { of: ["own"] },
    "GET /people/:personId": personId,
  },
};
