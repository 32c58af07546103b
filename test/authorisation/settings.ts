import type { Rows } from "./matrix.ts";

const changers = { administrator: ["own"], owner: ["own"], stranger: ["own"], adminKey: ["own"] } as const;

export const settings: Rows = {
  expected: {
    "settings.read": { refused: 403, through: { ...changers, auditor: ["own"] } },
    "settings.change": { refused: 403, through: changers },
  },
  addressed: {
    "GET /settings": { of: ["own"] },
    "GET /backups": { of: ["own"] },
    "PATCH /settings": { of: ["own"], input: () => ({ settings: { thresholds: { smallestGroup: 6 } } }) },
  },
};
