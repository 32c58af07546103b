import { v7 } from "uuid";
import { record } from "../../src/features/audit/store.ts";
import { all, organisations, type Rows } from "./matrix.ts";

const readers = { administrator: ["own"], owner: ["own"], stranger: ["own"], adminKey: ["own"], auditor: ["own"] } as const;

export const audit: Rows = {
  expected: {
    "audit.list": { refused: 404, through: all(["own"]) },
    "audit.read": { refused: 403, through: readers },
  },
  addressed: {
    "GET /audit": { of: ["own"] },
    "GET /audit/actions": { of: ["own"] },
    "GET /audit/verification": { of: ["own"] },
    "GET /audit/export": { of: ["own"] },
    // One that tells of nobody, so that only who reads the whole log may open it.
    "GET /audit/:auditId": {
      of: organisations,
      input: async ({ thing }, who, of) => ({ auditId: await thing("audit entry", who, of) }),
      expected: { refused: 404, through: readers },
    },
  },
  things: {
    "audit entry": {
      each: "organisation",
      make: ({ house }) =>
        house.within(async (tx) => {
          const action = `matrix.${v7()}`;
          await record(tx, { actor: "system", action, subjectId: null, details: {}, requestId: v7(), address: "" });
          return (await tx.selectFrom("audit").select("audit_id").where("action", "=", action).executeTakeFirstOrThrow()).audit_id;
        }),
    },
  },
};
