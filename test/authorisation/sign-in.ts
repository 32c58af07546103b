import { createHash } from "node:crypto";
import { v7 } from "uuid";
import { all, organisations, ours, personId, signedIn, type Rows, type Site } from "./matrix.ts";
import type { Person } from "../world.ts";

const accountOf = async ({ made }: Site, person: Person): Promise<string> => {
  await made.cookie(person);
  const { user_id } = await made.database.accounts
    .selectFrom("membership")
    .select("user_id")
    .where("person_id", "=", person.personId)
    .executeTakeFirstOrThrow();
  return user_id;
};
const people = signedIn.filter((who) => !who.endsWith("Key"));
/** Nobody in the matrix has a password or an app, so whoever is let through is told that the proof is wrong. */
const proof = { code: "000 000" };
const response = {
  id: "bm9uZQ",
  rawId: "bm9uZQ",
  type: "public-key",
  clientExtensionResults: {},
};
const registration = { ...response, response: { clientDataJSON: "e30", attestationObject: "oA" } };
const authentication = { ...response, response: { clientDataJSON: "e30", authenticatorData: "AA", signature: "AA" } };

/** How people sign in, and what of it they see and change: their own, and no key's. */
export const signIn: Rows = {
  expected: {
    "account.recover": { refused: 403, through: { owner: ours, stranger: ours } },
    "account.manage": { refused: 403, through: Object.fromEntries(people.map((who) => [who, all(["own"])[who] ?? []])) },
  },
  addressed: {
    "GET /account": { of: ["own"] },
    "POST /account/password": {
      of: ["own"],
      answers: 400,
      input: () => ({ proof: { password: "heather on the slope" }, password: "gorse on the slope" }),
    },
    "POST /account/email": { of: ["own"], answers: 400, input: () => ({ proof, email: "another@example.org" }) },
    "DELETE /account/email": { of: ["own"] },
    "GET /account/passkeys": { of: ["own"] },
    // The matrix asks at no address that browsers take passkeys of.
    "POST /account/passkeys/begin": { of: ["own"], answers: 409, input: () => ({ proof }) },
    "POST /account/passkeys": { of: ["own"], answers: 409, input: () => ({ name: "Of the matrix", response: registration }) },
    "PATCH /account/passkeys/:passkeyId": {
      of: organisations,
      input: async ({ thing }, who, of) => ({ passkeyId: await thing("passkey", who, of), name: "Another name" }),
    },
    "DELETE /account/passkeys/:passkeyId": {
      of: organisations,
      input: async ({ thing }, who, of) => ({ passkeyId: await thing("passkey", who, of) }),
    },
    "GET /account/keys": { of: ["own"] },
    "DELETE /account/keys/:keyId": {
      of: organisations,
      input: async ({ thing }, who, of) => ({ keyId: await thing("ownKey", who, of) }),
    },
    // Without the password of whoever asks.
    "POST /people/:personId/second-factor/lift": { ...personId, answers: 400, looked: true },
    "POST /account/second-factor": { of: ["own"], answers: 400, input: () => ({ proof }) },
    "POST /account/second-factor/confirm": { of: ["own"], answers: 400, input: () => ({ code: "000000" }) },
    "POST /account/second-factor/recovery-codes": { of: ["own"], answers: 400, input: () => ({ proof }) },
    "POST /account/second-factor/remove": { of: ["own"], answers: 400, input: () => ({ proof }) },
    "GET /account/sessions": { of: ["own"] },
    "DELETE /account/sessions/:sessionId": {
      of: organisations,
      input: async ({ thing }, who, of) => ({ sessionId: await thing("session", who, of) }),
    },
    "DELETE /account/sessions": { of: ["own"] },
    "POST /sign-in/code": { of: ["own"], answers: 401, input: () => ({ step: "no.step", code: "000000" }) },
    "POST /sign-in/passkey/begin": { of: ["own"], answers: 409 },
    "POST /sign-in/passkey": { of: ["own"], answers: 409, input: () => ({ response: authentication }) },
    "POST /reset/ask": { of: ["own"], input: () => ({ email: "nobody@example.org" }) },
    "POST /reset": { of: ["own"], answers: 404, input: () => ({ token: "no such link", password: "heather on the slope" }) },
    "POST /email/confirm": { of: ["own"], answers: 404, input: () => ({ token: "no such link" }) },
  },
  things: {
    passkey: {
      each: "person",
      make: async (site, person) => {
        const passkey_id = v7();
        const user_id = await accountOf(site, person);
        await site.made.database.accounts
          .insertInto("passkey")
          .values({
            passkey_id,
            user_id,
            credential_id: passkey_id,
            public_key: Buffer.from("key"),
            counter: 0,
            transports: [],
            name: `Passkey of ${person.name}`,
            synced: false,
            created_at: site.made.clock.now,
          })
          .execute();
        return passkey_id;
      },
    },
    ownKey: {
      each: "person",
      make: async (site, person) => {
        const user_id = await accountOf(site, person);
        const key_id = v7();
        await site.made.database.accounts
          .insertInto("api_key")
          .values({
            key_id,
            hash: createHash("sha256").update(key_id).digest(),
            prefix: "rungs_",
            name: `Key of ${person.name}`,
            org_id: person.orgId,
            person_id: person.personId,
            user_id,
            scopes: ["read"],
            expires_at: new Date(site.made.clock.now.getTime() + 86_400_000),
          })
          .execute();
        return key_id;
      },
    },
    session: {
      each: "person",
      make: async (site, person) => {
        const id = v7();
        const user_id = await accountOf(site, person);
        const expires_at = new Date(site.made.clock.now.getTime() + 86_400_000);
        await site.made.database.accounts.insertInto("session").values({ id, token: v7(), user_id, expires_at }).execute();
        return id;
      },
    },
  },
};
