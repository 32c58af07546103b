import { all, type Addressed, type Rows } from "./matrix.ts";

/** Figures are of what the reader may see: everybody is let through, and finds themselves at least. */
const own: Addressed = { of: ["own"] };

export const insights: Rows = {
  expected: {
    "insight.read": { refused: 404, through: all(["own"]) },
    // Never asked by itself: it widens what the routes above count.
    "insight.whole": { refused: 404, through: { partner: ["own"], auditor: ["own"], owner: ["own"] } },
  },
  addressed: {
    "GET /insights/levels": own,
    "GET /insights/time-in-level": own,
    "GET /insights/gaps": own,
    "GET /insights/bench": own,
    "GET /insights/barriers": own,
    "GET /insights/cpd": own,
    "GET /insights/export": { ...own, input: () => ({ figure: "levels" }) },
  },
};
