import type { Expected, Rows } from "./matrix.ts";
import { all, whose } from "./matrix.ts";

const hosts: Expected = {
  refused: 403,
  through: { administrator: ["own"], owner: ["own"], partner: ["own"], stranger: ["own"], adminKey: ["own"] },
};
/** As of the organisation, for whomever of it. */
const hostsOfAnybody: Expected = {
  refused: 403,
  through: Object.fromEntries(
    (["administrator", "owner", "partner", "stranger", "adminKey"] as const).map((who) => [who, whose.filter((of) => of !== "foreign")]),
  ),
};
const noLink = { of: ["own"], answers: 404, input: () => ({ token: "no such link", password: "heather on the slope" }) } as const;

export const invitations: Rows = {
  expected: {
    "invitation.list": hosts,
    "invitation.manage": hosts,
    "invitation.read": "everybody",
    "invitation.accept": "everybody",
    "invitation.join": { refused: 403, through: Object.fromEntries(Object.entries(all(["own"])).filter(([who]) => !who.endsWith("Key"))) },
  },
  addressed: {
    "GET /invitations": { of: ["own"] },
    "POST /invitations": { of: ["own"], input: ({ person }, who) => ({ people: [person(who, "other").personId] }) },
    "DELETE /people/:personId/invitation": {
      of: whose,
      input: ({ person }, who, of) => ({ personId: person(who, of).personId }),
      expected: hostsOfAnybody,
      looked: true,
    },
    "GET /join": { of: ["own"], answers: 404, input: () => ({ token: "no such link" }) },
    "POST /join": noLink,
    "POST /me/join": { of: ["own"], answers: 404, input: () => ({ token: "no such link" }) },
  },
};
