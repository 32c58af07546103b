import { all, type Rows } from "./matrix.ts";

export const audit: Rows = {
  expected: { "audit.list": { refused: 404, through: all(["own"]) } },
  addressed: { "GET /audit": { of: ["own"] } },
};
