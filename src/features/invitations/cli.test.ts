import { expect, test } from "vitest";
import { world } from "../../../test/world.ts";
import { user } from "./cli.ts";

const w = await world();
const house = await w.organisation();
const [rowan, kit] = [await house.person("Rowan Ash"), await house.person("Kit Cedar")];
await house.grant(rowan, "owner");
const authorization = await w.key(rowan, ["read", "write", "admin"]);

/** The command as somebody types it, against the application itself. */
async function rungs(...args: string[]) {
  let [out, err] = ["", ""];
  const command = user(async () => ({
    send: async (path, init) =>
      w.app.request(path, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), authorization } }),
    stop: async () => {},
  }));
  const io = {
    out: (text: string | Uint8Array) => void (out += String(text)),
    err: (text: string) => void (err += text),
    env: {},
    today: () => "2026-11-21",
  };
  const code = await command.run(args, io).catch((error: unknown) => {
    err += String(error);
    return 2;
  });
  return { code, out, err };
}

test("people are listed, invited by address, and given and relieved of a role", async () => {
  expect((await rungs("list")).out).toMatch(new RegExp(`^${kit.personId} {2}none +${kit.email} {2}Kit Cedar$`, "m"));
  expect(await rungs("invite", kit.email)).toMatchObject({ code: 0, out: "1 invited.\n" });
  expect((await rungs("list")).out).toMatch(/invited +\S+ {2}Kit Cedar/);
  expect(await rungs("grant", kit.email, "auditor", "--until", "2027-01-01")).toMatchObject({ code: 0 });
  expect((await rungs("roles", kit.email)).out).toBe("auditor         Kit Cedar  until 2027-01-01\n");
  expect(await rungs("revoke", kit.email, "auditor")).toMatchObject({ code: 0 });
  expect((await rungs("roles", kit.email)).out).toBe("");
});

test("who lost every key is let in again, and whoever has none to lose is told so", async () => {
  await w.password(kit, "heather on the north slope");
  expect((await rungs("recover", kit.email)).err).toContain("neither a passkey nor an app");
  const { user_id } = await w.database.accounts
    .selectFrom("membership")
    .select("user_id")
    .where("person_id", "=", kit.personId)
    .executeTakeFirstOrThrow();
  await w.database.accounts
    .insertInto("totp")
    .values({ user_id, secret: Buffer.from("sealed"), created_at: w.clock.now, confirmed_at: w.clock.now })
    .execute();
  expect(await rungs("recover", kit.email)).toEqual({ code: 0, out: "Their keys are gone; they are told.\n", err: "" });
  expect(await w.database.accounts.selectFrom("totp").select("user_id").execute()).toEqual([]);
});

test("who cannot be invited is named, and the exit code says so", async () => {
  expect(await rungs("invite", rowan.email)).toEqual({ code: 1, out: "0 invited.\nRowan Ash was not: has-account.\n", err: "" });
});

test("wrong usage and strangers are told in a sentence", async () => {
  expect((await rungs("invite", "nobody@example.org")).err).toContain("Nobody here is “nobody@example.org”");
  expect((await rungs("grant", kit.email)).err).toContain("Say what to do");
  expect((await rungs("grant", kit.email, "king")).err).toContain("--role can be");
  expect((await rungs("revoke", rowan.email, "owner")).err).toContain("This needs a role");
});
