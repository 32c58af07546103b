import type { Rows } from "./matrix.ts";

export const calendar: Rows = {
  expected: {},
  addressed: {
    "GET /me/calendar": { of: ["own"] },
    "POST /me/calendar": { of: ["own"] },
    "DELETE /me/calendar": { of: ["own"] },
  },
};
