import type { Rows } from "./matrix.ts";

export const imports: Rows = {
  expected: {
    "people.import": {
      refused: 403,
      through: {
        partner: ["own"],
        administrator: ["own"],
        owner: ["own"],
        stranger: ["own"],
        writeKey: ["own"],
        adminKey: ["own"],
        // Only to see what was imported: a key that may read brings nothing in.
        readKey: ["own"],
      },
    },
  },
  addressed: {
    "GET /people/imports": { of: ["own"] },
    "POST /people/import": {
      of: ["own"],
      input: () => ({
        dryRun: "true",
        fileName: "people.csv",
        file: Buffer.from("Employee number,Name\n9000,Mara Lunt\n").toString("base64"),
      }),
    },
    // There is nothing to take back.
    "POST /people/imports/:importId/undo": {
      of: ["own"],
      answers: 404,
      input: () => ({ importId: "019a0000-0000-7000-8000-000000000000" }),
    },
  },
};
