import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { world, type World } from "../../../test/world.ts";
import { run } from "../../cli/main.ts";

let made: World;
let url: string;
let folder: string;
const ends: (() => void)[] = [];
beforeAll(async () => {
  made = await world();
  folder = await mkdtemp(join(tmpdir(), "rungs-import-"));
  const listener = getRequestListener(made.app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => server.close());
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
});
afterAll(() => ends.forEach((end) => end()));

async function rungs(args: readonly string[], key?: string) {
  let [out, err] = ["", ""];
  const code = await run(args, {
    out: (text) => void (out += String(text)),
    err: (text) => void (err += text),
    env: key === undefined ? {} : { RUNGS_API_KEY: key.replace("Bearer ", "") },
    today: () => "2026-11-21",
  });
  return { code, out, err };
}
const fileOf = async (text: string) => {
  const path = join(folder, `people-${text.length}.csv`);
  await writeFile(path, text);
  return path;
};

test("rungs import people says what it would do, does it, and does nothing twice", async () => {
  const house = await made.organisation("Ash House");
  const rowan = await house.person("Rowan Ash");
  await house.grant(rowan, "administrator");
  const key = await made.key(rowan, ["read", "write"]);
  const file = await fileOf("Employee number;Name;Manager;Start date\n007;Ann Lee;;03/04/2020\n008;Bob Ray;007;\n");
  const dry = await rungs(["import", "people", file, "--url", url, "--dry-run"], key);
  expect(dry).toEqual({
    code: 0,
    out: "add      row 2: 007 Ann Lee\nadd      row 3: 008 Bob Ray\n",
    err: expect.stringMatching(
      /03\/04\/2020 is read as 2020-04-03\. Nothing in the file decides it; --dates does\.\n2 added, .* Nothing was written\.\n$/,
    ),
  });
  const done = await rungs(["import", "people", file, "--url", url, "--dates", "month-first", "--format", "json"], key);
  expect([done.code, JSON.parse(done.out)]).toMatchObject([
    0,
    { counts: { added: 2 }, file: { dates: { example: { read: "2020-03-04" } } } },
  ]);
  const again = await rungs(["import", "people", file, "--url", url, "--dates", "month-first"], key);
  expect([again.code, again.out, again.err.includes("0 added, 0 changed, 0 left, 2 unchanged")]).toEqual([0, "", true]);
  const wrong = await rungs(["import", "people", await fileOf("Number,Name,Manager\n1x,Ann,1x\n"), "--url", url], key);
  expect(wrong).toMatchObject({
    code: 1,
    out: expect.stringContaining("problem  row 2, Manager (C2): A reporting line that comes back to where it began: 1x Ann → 1x Ann.\n"),
  });
});

test("what is missing is said in a sentence: the address, the key, the right, the file", async () => {
  const house = await made.organisation("Elm House");
  const kit = await house.person("Kit Moss");
  const file = await fileOf("Number,Name\n1,Kit Moss\n");
  const [noWhat, noKey, noRight, noFile, unreached] = [
    await rungs(["import", "cats", file], "rungs_x"),
    await rungs(["import", "people", file, "--url", url]),
    await rungs(["import", "people", file, "--url", url], await made.key(kit, ["read", "write"])),
    await rungs(["import", "people", join(folder, "nothing.csv"), "--url", url], "rungs_x"),
    await rungs(["import", "people", file, "--url", "http://127.0.0.1:9"], "rungs_x"),
  ];
  expect([noWhat, noKey, noRight, noFile, unreached].map(({ code, out }) => [code, out])).toEqual(Array.from({ length: 5 }, () => [2, ""]));
  expect(noWhat.err).toContain("rungs import people FILE");
  expect(noKey.err).toContain("RUNGS_API_KEY");
  expect(noRight.err).toContain("role");
  expect(noFile.err).toContain("there is no such file");
  expect(unreached.err).toContain("cannot be reached");
});

test("without an address the database is opened, and what is done there is done by an owner, with a key that is gone afterwards", async () => {
  const direct = await world();
  // What runs within the command has the clock of this machine.
  direct.clock.now = new Date();
  const house = await direct.organisation("Oak House");
  const owner = await house.person("Olive Oak");
  await house.grant(owner, "owner");
  await direct.password(owner, "a long enough password of hers");
  const { host, database } = direct.superuser;
  const into = ["--database-url", `postgres://postgres@/${String(database)}?host=${String(host)}`];
  const file = await fileOf("Employee number;Name;Manager\n100;Ann Ash;\n101;Bob Birch;Ann Ash\n");
  const done = await rungs(["import", "people", file, ...into]);
  expect([done.code, done.err.includes("2 added")]).toEqual([0, true]);
  const api = await direct.as(owner);
  expect((await api("GET", "/people", { q: "Birch" })).items[0]?.manager?.name).toBe("Ann Ash");
  const { items } = await api("GET", "/audit", {});
  expect(items[0]).toMatchObject({ action: "people.import", by: { name: "Olive Oak" } });
  const keys = await direct.database.accounts.selectFrom("api_key").select("revoked_at").execute();
  expect(keys.map(({ revoked_at }) => revoked_at !== null)).toEqual([true]);
  const elsewhere = await rungs(["import", "people", file, ...into, "--organisation", "elm-house"]);
  expect([elsewhere.code, elsewhere.err]).toEqual([2, expect.stringContaining("no organisation “elm-house”")]);
});
