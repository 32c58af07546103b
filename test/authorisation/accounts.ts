import { makeKey } from "../../src/features/accounts/store.ts";
import { all, organisations, type Rows } from "./matrix.ts";

export const accounts: Rows = {
  expected: {
    "welcome.read": "everybody",
    "setup.claim": "everybody",
    "session.start": "everybody",
    "session.end": "everybody",
    "me.read": { refused: 404, through: all(["own"]) },
    "key.list": {
      refused: 403,
      through: { administrator: ["own"], owner: ["own"], stranger: ["own"], adminKey: ["own"], auditor: ["own"] },
    },
    "key.manage": { refused: 403, through: { administrator: ["own"], owner: ["own"], stranger: ["own"], adminKey: ["own"] } },
  },
  addressed: {
    "GET /welcome": { of: ["own"] },
    "POST /setup": {
      of: ["own"],
      answers: 404,
      input: () => ({
        token: "no such link",
        organisation: "Elm",
        name: "Elm",
        email: "elm@example.org",
        password: "heather on the slope",
      }),
    },
    "POST /sign-in/email": { of: ["own"], answers: 401, input: () => ({ email: "nobody@example.org", password: "heather on the slope" }) },
    "POST /sign-out": { of: ["own"] },
    "GET /me": { of: ["own"] },
    "GET /api-keys": { of: ["own"] },
    "POST /api-keys": { of: ["own"], input: () => ({ name: "Of the matrix", scopes: ["read"] }) },
    "DELETE /api-keys/:keyId": { of: organisations, input: async ({ thing }, who, of) => ({ keyId: await thing("key", who, of) }) },
  },
  things: {
    key: {
      each: "organisation",
      make: async ({ made, house, administrator }) => {
        await made.cookie(administrator);
        const { user_id } = await made.database.accounts
          .selectFrom("membership")
          .select("user_id")
          .where("person_id", "=", administrator.personId)
          .executeTakeFirstOrThrow();
        const owner = { orgId: house.orgId, personId: administrator.personId, accountId: user_id };
        const wanted = { name: `Key of ${house.name}`, scopes: ["read"] as const, expiresAt: new Date("2027-01-01") };
        return (await makeKey(made.database.accounts, owner, wanted, made.clock.now)).id;
      },
    },
  },
};
