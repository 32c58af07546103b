import { expect, test } from "vitest";
import { asked } from "../../../test/setup/backups.ts";
import { totp } from "../../../test/totp.ts";
import { answer, register, type Answering } from "../../../test/passkey.ts";
import { world, type Person } from "../../../test/world.ts";
import { makeFeed } from "../../db/calendar.ts";

const PASSWORD = "heather on the north slope";
const site: Answering = { origin: "https://rungs.example.org", rpId: "rungs.example.org" };
const given = await world({ publicUrl: site.origin });
const { app, clock } = given;

type Body = {
  code?: string;
  secret: string;
  step: string;
  owesSecondFactor: boolean;
  options: { challenge: string };
  items: { id: string; by?: { name: string }; about?: { name: string } }[];
};

/** A browser: it keeps its cookies. */
function browser() {
  let cookie = "";
  return async (method: string, path: string, body?: object) => {
    const reply = await app.request(path, {
      method,
      headers: { "content-type": "application/json", origin: site.origin, host: "rungs.example.org", cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = reply.headers.getSetCookie().map((each) => each.split(";")[0]);
    if (set.length > 0) cookie = set.join("; ");
    return { status: reply.status, body: (await reply.json()) as Body };
  };
}
type Browser = ReturnType<typeof browser>;
const signedIn = async (person: Person) => {
  const ask = browser();
  expect((await ask("POST", "/api/auth/sign-in/email", { email: person.email, password: PASSWORD })).status).toBe(200);
  return ask;
};
const places = ["/people", "/frameworks", "/me/notifications", "/settings", "/audit", "/api-keys"];
const met = async (ask: Browser) => {
  const found = new Set<string>();
  for (const path of places) {
    const { status, body } = await ask("GET", `/api/v1${path}`);
    found.add(status === 200 ? "open" : (body.code ?? String(status)));
  }
  return [...found];
};

async function organisationAsking(rule: "administrators" | "everybody") {
  const alder = await given.organisation(`Alder ${rule}`);
  const [rowan, sam] = [await alder.person("Rowan Ash"), await alder.person("Sam Birch")];
  await alder.grant(rowan, "administrator");
  await given.password(rowan, PASSWORD);
  await given.password(sam, PASSWORD);
  const early = await signedIn(rowan);
  expect((await early("PATCH", "/api/v1/settings", { settings: { secondFactor: rule } })).status).toBe(200);
  return { rowan, sam, early };
}

test("where a second factor is asked of administrators, one without is let to their own account alone until they set it up", async () => {
  const { rowan, sam, early } = await organisationAsking("administrators");
  // Whoever decided it is asked at once, in the session they have.
  expect(await met(early)).toEqual(["second-factor"]);
  expect((await early("POST", "/api/v1/api-keys", { name: "A way around", scopes: ["read"] })).body.code).toBe("second-factor");
  expect((await early("PATCH", "/api/v1/settings", { settings: { secondFactor: "none" } })).body.code).toBe("second-factor");
  expect((await early("GET", "/api/v1/account")).body.owesSecondFactor).toBe(true);
  expect((await early("GET", "/api/v1/me")).status).toBe(200);
  expect((await early("POST", "/api/auth/sign-out", {})).status).toBe(200);

  const ask = await signedIn(rowan);
  expect(await met(ask)).toEqual(["second-factor"]);
  const begun = await ask("POST", "/api/v1/account/second-factor", { proof: { password: PASSWORD } });
  const code = () => totp(begun.body.secret, clock.now.getTime());
  expect((await ask("POST", "/api/v1/account/second-factor/confirm", { code: code() })).status).toBe(200);
  expect(await met(ask)).toEqual(["open"]);
  expect((await ask("GET", "/api/v1/account")).body.owesSecondFactor).toBe(false);

  clock.now = new Date(clock.now.getTime() + 60_000);
  const again = browser();
  const { step } = (await again("POST", "/api/auth/sign-in/email", { email: rowan.email, password: PASSWORD })).body;
  expect((await again("POST", "/api/auth/sign-in/code", { step, code: code() })).status).toBe(200);
  expect(await met(again)).toEqual(["open"]);
  // Without the app it is owed again.
  expect((await again("POST", "/api/v1/account/second-factor/remove", { proof: { password: PASSWORD } })).status).toBe(200);
  expect(await met(again)).toEqual(["second-factor"]);
  // Of others nothing is asked.
  expect((await (await signedIn(sam))("GET", "/api/v1/people")).status).toBe(200);
});

test("a passkey is a second factor, from the moment it is made and at every sign-in with it; a key for programs goes on working", async () => {
  const { sam } = await organisationAsking("everybody");
  const ask = await signedIn(sam);
  expect((await ask("GET", "/api/v1/people")).body.code).toBe("second-factor");
  const { challenge } = (await ask("POST", "/api/v1/account/passkeys/begin", { proof: { password: PASSWORD } })).body.options;
  const { credential, response } = register(challenge, site);
  expect((await ask("POST", "/api/v1/account/passkeys", { name: "Phone", response })).status).toBe(201);
  expect((await ask("GET", "/api/v1/people")).status).toBe(200);

  const other = browser();
  const asked = (await other("POST", "/api/auth/sign-in/passkey/begin", {})).body.options.challenge;
  expect((await other("POST", "/api/auth/sign-in/passkey", { response: answer(credential, asked, site) })).status).toBe(200);
  expect((await other("GET", "/api/v1/people")).status).toBe(200);
  // A password alone does not make a second factor beside the one that is there.
  const thief = await signedIn(sam);
  const proof = { password: PASSWORD };
  expect((await thief("GET", "/api/v1/people")).body.code).toBe("second-factor");
  expect((await thief("POST", "/api/v1/account/second-factor", { proof })).body.code).toBe("second-factor");
  expect((await thief("POST", "/api/v1/account/passkeys/begin", { proof })).body.code).toBe("second-factor");
  const { items } = (await thief("GET", "/api/v1/account/passkeys")).body;
  expect((await thief("DELETE", `/api/v1/account/passkeys/${items[0]?.id}`)).body.code).toBe("second-factor");
  expect((await other("POST", "/api/v1/account/second-factor", { proof })).status).toBe(200);
  const program = given.through({ authorization: await given.key(sam) });
  expect((await program("GET", "/people", {})).items.length).toBeGreaterThan(0);
});

test("whoever lost every key is let in again by an owner, who proves who they are; they are told, and it is on record", async () => {
  const house = await given.organisation("Elm Yard");
  const [olu, ada, sam] = [await house.person("Olu Owner"), await house.person("Ada Admin"), await house.person("Sam Birch")];
  await house.grant(olu, "owner");
  await house.grant(ada, "administrator");
  for (const person of [olu, ada, sam]) await given.password(person, PASSWORD);
  const ask = await signedIn(sam);
  const begun = await ask("POST", "/api/v1/account/second-factor", { proof: { password: PASSWORD } });
  await ask("POST", "/api/v1/account/second-factor/confirm", { code: totp(begun.body.secret, clock.now.getTime()) });
  expect((await (await signedIn(sam))("GET", "/api/v1/people")).status).toBe(401);

  const [asOlu, asAda] = [await signedIn(olu), await signedIn(ada)];
  const lift = async (as: Browser, proof?: object, of = sam) =>
    (await as("POST", `/api/v1/people/${of.personId}/second-factor/lift`, proof === undefined ? {} : { proof })).status;
  const proof = { password: PASSWORD };
  expect([await lift(asAda, proof), await lift(asOlu), await lift(asOlu, { password: "a guess" }), await lift(asOlu, proof, ada)]).toEqual([
    403, 400, 400, 409,
  ]);
  expect((await ask("GET", "/api/v1/people")).status).toBe(200);
  expect([await lift(asOlu, proof), await lift(asOlu, proof)]).toEqual([200, 409]);

  expect((await ask("GET", "/api/v1/people")).status).toBe(401);
  expect((await (await signedIn(sam))("GET", "/api/v1/people")).status).toBe(200);
  const messages = await house.within((tx) =>
    tx.selectFrom("message").select(["to_address", "data"]).where("template", "=", "sign-in-changed").orderBy("created_at").execute(),
  );
  expect(messages.at(-1)).toMatchObject({
    to_address: sam.email,
    data: { what: expect.stringContaining("Olu Owner has taken away your passkeys") },
  });
  const { items } = (await asOlu("GET", "/api/v1/audit?action=account.recover")).body;
  expect(items.map(({ by, about }) => [by?.name, about?.name])).toEqual([["Olu Owner", "Sam Birch"]]);
});

test("keys are taken away together with the letter and the entry that tell of it, or not at all; addresses of calendars go too", async () => {
  const house = await given.organisation("Oak Yard");
  const [olu, sam] = [await house.person("Olu Owner"), await house.person("Sam Birch")];
  await house.grant(olu, "owner");
  for (const person of [olu, sam]) await given.password(person, PASSWORD);
  const ask = await signedIn(sam);
  const begun = await ask("POST", "/api/v1/account/second-factor", { proof: { password: PASSWORD } });
  await ask("POST", "/api/v1/account/second-factor/confirm", { code: totp(begun.body.secret, clock.now.getTime()) });
  const { accounts } = given.database;
  const { user_id: accountId } = await accounts
    .selectFrom("membership")
    .select("user_id")
    .where("person_id", "=", sam.personId)
    .executeTakeFirstOrThrow();
  await makeFeed(accounts, { orgId: house.orgId, personId: sam.personId, accountId }, "a calendar of Sam's", clock.now);
  const left = async () => ({
    app: (await accounts.selectFrom("totp").select("user_id").where("user_id", "=", accountId).execute()).length,
    feeds: (await accounts.selectFrom("calendar_feed").select("user_id").where("user_id", "=", accountId).execute()).length,
    signedIn: (await ask("GET", "/api/v1/people")).status === 200,
  });

  const asOlu = await signedIn(olu);
  const lift = () => asOlu("POST", `/api/v1/people/${sam.personId}/second-factor/lift`, { proof: { password: PASSWORD } });
  for (const [table, refused] of [
    ["rungs.audit", "action <> 'account.recover'"],
    ["rungs.message", "template <> 'sign-in-changed'"],
  ]) {
    await asked(given.superuser, `alter table ${table} add constraint out_of_order check (${refused}) not valid`);
    expect((await lift()).status).toBeGreaterThanOrEqual(400);
    expect(await left()).toEqual({ app: 1, feeds: 1, signedIn: true });
    await asked(given.superuser, `alter table ${table} drop constraint out_of_order`);
  }
  expect((await lift()).status).toBe(200);
  expect(await left()).toEqual({ app: 0, feeds: 0, signedIn: false });
  expect((await asOlu("GET", "/api/v1/audit?action=account.recover")).body.items).toHaveLength(1);
});

test("an account that opens another organisation too keeps its keys, whoever asks for them to go", async () => {
  const [here, there] = [await given.organisation("Fir Yard"), await given.organisation("Ash Yard")];
  const [olu, sam, other] = [await here.person("Olu Owner"), await here.person("Sam Birch"), await there.person("Sam Birch")];
  await here.grant(olu, "owner");
  for (const person of [olu, sam]) await given.password(person, PASSWORD);
  const account = await given.database.accounts
    .selectFrom("membership")
    .select("user_id")
    .where("person_id", "=", sam.personId)
    .executeTakeFirstOrThrow();
  await given.database.accounts
    .insertInto("membership")
    .values({ ...account, org_id: there.orgId, person_id: other.personId })
    .execute();
  const reply = await (await signedIn(olu))("POST", `/api/v1/people/${sam.personId}/second-factor/lift`, { proof: { password: PASSWORD } });
  expect(reply.status).toBe(409);
});
