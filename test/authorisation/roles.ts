import { v7 } from "uuid";
import type { Organisation } from "../world.ts";
import { whose, type Expected, type Rows, type Whose } from "./matrix.ts";

const others: readonly Whose[] = whose.filter((of) => of !== "own" && of !== "foreign");
const givers = (of: readonly Whose[]): Expected => ({
  refused: 403,
  through: { administrator: of, owner: of, stranger: of, adminKey: of },
});
let day = 0;
/** Of each organisation one person, and of each of them the role that is to be taken back. */
const spares = new Map<string, string>();
const grants = new Map<string, string>();
async function give(house: Organisation, personId: string): Promise<void> {
  const id = v7();
  await house.within((tx) =>
    tx.insertInto("role_grant").values({ org_id: house.orgId, role_grant_id: id, person_id: personId, role: "auditor" }).execute(),
  );
  grants.set(personId, id);
}

export const roles: Rows = {
  expected: {
    "role.list": {
      refused: 403,
      through: { administrator: ["own"], owner: ["own"], auditor: ["own"], stranger: ["own"], adminKey: ["own"] },
    },
    "role.grant": givers(others),
    "role.revoke": givers(["own"]),
  },
  addressed: {
    "GET /roles": { of: ["own"] },
    "GET /roles/past": { of: ["own"] },
    "POST /people/:personId/roles": {
      of: whose,
      // Nobody has the same role twice: each asks for it until another day.
      input: ({ person }, who, of) => ({
        personId: person(who, of).personId,
        role: "auditor",
        expiresOn: new Date(Date.UTC(2030, 0, 1 + day++)).toISOString().slice(0, 10),
      }),
      looked: true,
    },
    "DELETE /roles/:grantId": {
      of: ["own", "foreign"],
      input: async ({ thing }, who, of) => ({ grantId: grants.get(await thing("spare", who, of)) ?? "" }),
      looked: true,
    },
  },
  // A role that is taken back is gone: before each request somebody has a new one.
  things: {
    spare: {
      each: "organisation",
      make: async ({ house }) => {
        const { personId } = await house.person();
        spares.set(house.orgId, personId);
        await give(house, personId);
        return personId;
      },
    },
  },
  restore: {
    for: (path) => path === "/roles/:grantId",
    site: async ({ house }) => {
      const spare = spares.get(house.orgId);
      if (spare !== undefined) await give(house, spare);
    },
  },
};
