import { whose, type Rows } from "./matrix.ts";

export const pathways: Rows = {
  expected: {},
  addressed: {
    "GET /pathways": { of: ["own"] },
    "GET /pathways/routes": {
      of: whose,
      input: ({ person, slug }, who, of) => {
        const ladder = slug(who, of === "foreign" ? "foreign" : "own");
        return { from: `${ladder}/first`, to: `${ladder}/second`, person: person(who, of).personId };
      },
    },
  },
};
