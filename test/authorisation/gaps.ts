import { personId, results, type Rows } from "./matrix.ts";

export const gaps: Rows = {
  expected: { "gap.read": results },
  addressed: { "GET /people/:personId/gap": personId },
};
