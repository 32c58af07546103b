import { all, personId, type Rows } from "./matrix.ts";

export const directions: Rows = {
  expected: { "direction.say": { refused: 404, through: { ...all(["own"]), readKey: [] } } },
  addressed: {
    "GET /people/:personId/direction": personId,
    "PUT /people/:personId/direction": {
      ...personId,
      input: async (subjects, who, of) => ({ ...(await personId.input?.(subjects, who, of)), to: null }),
    },
  },
};
