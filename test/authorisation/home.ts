import { all, type Rows } from "./matrix.ts";

/** Home and the search are everybody's, and hold what is theirs to see. */
export const home: Rows = {
  expected: {
    "home.read": { refused: 404, through: all(["own"]) },
    "search.find": { refused: 404, through: all(["own"]) },
  },
  addressed: {
    "GET /search": { of: ["own"], input: () => ({ q: "self" }) },
  },
};
