import { all, type Rows } from "./matrix.ts";

/** Home and the search are everybody's, and hold what is theirs to see. */
export const home: Rows = {
  expected: {
    "home.read": { refused: 404, through: all(["own"]) },
    "search.find": { refused: 404, through: all(["own"]) },
    "start.read": {
      refused: 403,
      through: { administrator: ["own"], owner: ["own"], stranger: ["own"], adminKey: ["own"] },
    },
  },
  addressed: {
    "GET /home": { of: ["own"] },
    "GET /home/people": { of: ["own"] },
    "GET /start": { of: ["own"] },
    "PUT /start": { of: ["own"], input: () => ({ putAway: true }) },
    "GET /search": { of: ["own"], input: () => ({ q: "self" }) },
  },
};
