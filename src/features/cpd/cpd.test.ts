import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Client, type Organisation, type Person, type World } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";
import { vaultIn } from "../../server/vault.ts";

const directory = mkdtempSync(join(tmpdir(), "rungs-cpd-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let made: World;
let house: Organisation;
let north: string;
let head: Person;
let kit: Person;
let own: Client;
let byHead: Client;
let byAdministrator: Client;

beforeAll(async () => {
  made = await world({ vault: vaultIn(directory) });
  house = await made.organisation();
  await house.publish(ladder("care", "Care"));
  north = await house.team("North");
  head = await house.person("Bram Head", { team: north });
  kit = await house.person("Kit Moss", { manager: head, team: north });
  await house.place(kit, "care/first", "2024-01-01");
  const administrator = await house.person("Ada Office");
  await house.grant(administrator, "administrator");
  [own, byHead, byAdministrator] = await Promise.all([made.as(kit), made.as(head), made.as(administrator)]);
});

const caught = async (work: Promise<unknown>): Promise<ApiError> => {
  const error = await work.then(
    () => new Error("It was done."),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw error;
};
const firstAid = { kind: "course" as const, title: "First aid", minutes: 90, doneOn: "2026-03-01" };
const log = (through: Client, more: object = {}) => through("GET", "/cpd", { person: kit.personId, ...more });

describe("one's own learning", () => {
  test("is logged with what it was, how long, and what it serves, and the next entry begins where the last left off", async () => {
    expect(await own("GET", "/cpd", {})).toMatchObject({ items: [], last: null, year: { label: "2026", minutes: 0, target: null } });
    const { items: choices } = await own("GET", "/cpd/choices", {});
    expect(choices.map(({ expectation, where, level }) => [expectation, where, level])).toEqual([
      ["making-first", "current", "First of Care"],
      ["making-second", "next", "Second of Care"],
    ]);
    const entry = await own("POST", "/cpd", {
      ...firstAid,
      provider: "Red Cross",
      reflection: "Call for help before anything else.",
      url: "https://example.org",
      serves: [{ framework: "care", expectation: "making-first" }],
    });
    expect(entry).toMatchObject({
      minutes: 90,
      url: "https://example.org/",
      serves: [{ framework: "care", expectation: "making-first", title: "Making in Care", level: "First of Care" }],
      verifiedBy: null,
      recordedBy: { name: "Kit Moss" },
      can: { "cpd.change": true, "cpd.verify": false },
    });
    const { items, last, year } = await log(own);
    expect(items).toEqual([entry]);
    expect(last).toEqual({ kind: "course", minutes: 90, provider: "Red Cross" });
    expect(year).toMatchObject({ entries: 1, minutes: 90, verifiedMinutes: 0, waiting: 1 });
  });

  test("is refused with every reason at once, and nothing half is kept", async () => {
    const before = (await log(own)).year.entries;
    const wrong = await caught(own("POST", "/cpd", { ...firstAid, doneOn: "2027-01-01", url: "http://example.org" }));
    expect(wrong.problems.map(({ path }) => path)).toEqual(["/doneOn", "/url"]);
    const unknown = { framework: "care", expectation: "no-such-thing" };
    expect((await caught(own("POST", "/cpd", { ...firstAid, serves: [unknown] }))).problems[0]?.path).toBe("/serves/0");
    expect((await caught(own("POST", "/cpd", { ...firstAid, resource: kit.personId }))).problems[0]?.path).toBe("/resource");
    expect((await log(own)).year.entries).toBe(before);
  });

  test("is verified by whom they report to; a change of what happened takes that back and says so, words of one's own do not", async () => {
    const { id, tag } = await own("POST", "/cpd", { ...firstAid, title: "Moving and handling" });
    expect((await caught(own("POST", "/cpd/:entryId/verify", { entryId: id }))).status).toBe(404);
    const verified = await byHead("POST", "/cpd/:entryId/verify", { entryId: id }, { headers: { "if-match": `"${tag}"` } });
    expect(verified).toMatchObject({ verifiedBy: { name: "Bram Head" }, verifiedAt: made.clock.now.toISOString() });
    expect((await caught(byHead("POST", "/cpd/:entryId/verify", { entryId: id }))).message).toMatch(/Bram Head has verified this already/);
    expect((await log(own)).year).toMatchObject({ verifiedMinutes: 90 });

    const stale = await caught(own("PATCH", "/cpd/:entryId", { entryId: id, minutes: 120 }, { headers: { "if-match": `"${tag}"` } }));
    expect([stale.status, (stale.current as { tag: string }).tag]).toEqual([412, verified.tag]); // the entry, as every reply has it
    const reflected = await own("PATCH", "/cpd/:entryId", {
      entryId: id,
      reflection: "Two people, always.",
      serves: [{ framework: "care", expectation: "making-second" }],
    });
    expect(reflected).toMatchObject({ verifiedBy: { name: "Bram Head" }, wasVerified: null, reflection: "Two people, always." });
    const changed = await own("PATCH", "/cpd/:entryId", { entryId: id, minutes: 120 });
    expect(changed).toMatchObject({
      minutes: 120,
      reflection: "Two people, always.",
      serves: [{ expectation: "making-second" }],
      verifiedBy: null,
      wasVerified: { by: "Bram Head", at: made.clock.now.toISOString() },
    });
    expect((await log(byHead, { state: "waiting" })).items.map(({ id: each }) => each)).toContain(id);
    expect(await byHead("POST", "/cpd/:entryId/verify", { entryId: id })).toMatchObject({ wasVerified: null });
    expect(await byHead("DELETE", "/cpd/:entryId/verify", { entryId: id })).toMatchObject({ verifiedBy: null, verifiedAt: null });
  });

  test("is taken out, and put back as it was", async () => {
    const { id } = await own("POST", "/cpd", { ...firstAid, title: "Fire safety" });
    const { minutes } = (await log(own)).year;
    expect(await own("DELETE", "/cpd/:entryId", { entryId: id })).toMatchObject({ removed: true });
    expect((await log(own)).year.minutes).toBe(minutes - 90);
    // Whoever could only read it finds nothing there.
    expect((await caught(byHead("GET", "/cpd/:entryId", { entryId: id }))).status).toBe(404);
    expect((await caught(own("PATCH", "/cpd/:entryId", { entryId: id, minutes: 5 }))).code).toBe("conflict");
    expect(await own("POST", "/cpd/:entryId/restore", { entryId: id })).toMatchObject({ removed: false, title: "Fire safety" });
    expect((await log(own)).year.minutes).toBe(minutes);
  });

  test("has files to show for it; one that is taken away was part of what was verified", async () => {
    const { id } = await own("POST", "/cpd", { ...firstAid, title: "Safeguarding adults" });
    const file = { entryId: id, fileName: "certificate.txt", file: Buffer.from("Kit was here").toString("base64") };
    const { files } = await own("POST", "/cpd/:entryId/files", file);
    const [first] = files;
    expect(first).toMatchObject({ name: "certificate.txt", size: 12 });
    const fileId = first?.id ?? "";
    const read = await byHead("GET", "/cpd/:entryId/files/:fileId", { entryId: id, fileId });
    expect(Buffer.from(read.content).toString()).toBe("Kit was here");
    expect((await caught(byAdministrator("GET", "/cpd/:entryId/files/:fileId", { entryId: id, fileId }))).status).toBe(404);
    await byHead("POST", "/cpd/:entryId/verify", { entryId: id });
    await own("POST", "/cpd/:entryId/files", { ...file, fileName: "more.txt" });
    expect(await own("GET", "/cpd/:entryId", { entryId: id })).toMatchObject({ verifiedBy: { name: "Bram Head" } });
    expect((await own("DELETE", "/cpd/:entryId/files/:fileId", { entryId: id, fileId })).files.length).toBe(1);
    expect(await own("GET", "/cpd/:entryId", { entryId: id })).toMatchObject({ verifiedBy: null, wasVerified: { by: "Bram Head" } });
  });
});

describe("somebody else's learning", () => {
  test("is logged by their manager for them, verified by that, and its reflection stays theirs to write", async () => {
    const ren = await house.person("Ren Birch", { manager: head });
    const theirs = { ...firstAid, person: ren.personId, title: "Induction" };
    expect((await caught(byHead("POST", "/cpd", { ...theirs, reflection: "They liked it." }))).problems[0]?.path).toBe("/reflection");
    const entry = await byHead("POST", "/cpd", theirs);
    expect(entry).toMatchObject({ recordedBy: { name: "Bram Head" }, verifiedBy: { name: "Bram Head" }, can: { "cpd.change": true } });
    const byRen = await made.as(ren);
    expect(await byRen("PATCH", "/cpd/:entryId", { entryId: entry.id, reflection: "I did like it." })).toMatchObject({
      verifiedBy: { name: "Bram Head" },
    });
    // What they logged themselves is theirs: whoever manages them reads and verifies it, and changes nothing of it.
    const { id } = await byRen("POST", "/cpd", { ...firstAid, title: "A book" });
    expect((await caught(byHead("PATCH", "/cpd/:entryId", { entryId: id, minutes: 5 }))).status).toBe(403);
    expect((await caught(byHead("DELETE", "/cpd/:entryId", { entryId: id }))).status).toBe(403);
  });

  test("is read by their managers, which is on record, and not by colleagues or administrators", async () => {
    const sky = await house.person("Sky Elm", { manager: head });
    await byHead("POST", "/cpd", { ...firstAid, person: sky.personId });
    await byHead("GET", "/cpd", { person: sky.personId });
    expect((await caught(own("GET", "/cpd", { person: sky.personId }))).status).toBe(404);
    expect((await caught(byAdministrator("GET", "/cpd", { person: sky.personId }))).status).toBe(404);
    const entries = await house.within((tx) =>
      tx.selectFrom("audit").select("action").where("subject_id", "=", sky.personId).where("actor_id", "=", head.personId).execute(),
    );
    expect(entries.map(({ action }) => action).toSorted()).toEqual(["cpd.add", "cpd.read"]);
  });
});

describe("a year", () => {
  test("begins in the month that the organisation says, and asks for hours in proportion to the time worked", async () => {
    const other = await made.organisation("Beech Court");
    const lee = await other.person("Lee Lime");
    const owner = await other.person("Oda Owner");
    await other.grant(owner, "owner");
    const [byLee, byOwner] = [await made.as(lee), await made.as(owner)];
    await other.within(async (tx) => {
      await tx.updateTable("person").set({ employment_share: 0.5 }).where("person_id", "=", lee.personId).execute();
    });
    for (const [doneOn, minutes] of [
      ["2026-03-31", 60],
      ["2026-04-01", 120],
      ["2025-04-01", 30],
    ] as const)
      await byLee("POST", "/cpd", { ...firstAid, doneOn, minutes });
    expect((await byLee("GET", "/cpd", {})).years.map(({ label, minutes }) => [label, minutes])).toEqual([
      ["2026", 180],
      ["2025", 30],
    ]);
    await byOwner("PATCH", "/settings", { settings: { cpd: { hours: 30, startsIn: 4 } } });
    const { year, years, items } = await byLee("GET", "/cpd", {});
    expect(year).toMatchObject({
      label: "2026/27",
      from: "2026-04-01",
      to: "2027-03-31",
      minutes: 120,
      target: { minutes: 1800, proportion: 1 },
    });
    expect(years.map(({ label, minutes }) => [label, minutes])).toEqual([
      ["2026/27", 120],
      ["2025/26", 90],
    ]);
    expect(items.map(({ doneOn }) => doneOn)).toEqual(["2026-04-01"]);
    await byOwner("PATCH", "/settings", { settings: { cpd: { inProportion: true } } });
    expect((await byLee("GET", "/cpd", {})).year.target).toEqual({ minutes: 900, hours: 30, proportion: 0.5 });
    expect((await byLee("GET", "/cpd", { year: 2025 })).items.map(({ doneOn }) => doneOn)).toEqual(["2026-03-31", "2025-04-01"]);
  });

  test("is listed page by page, by kind too, with as many queries for many entries as for few", async () => {
    const val = await house.person("Val Ash", { manager: head });
    const byVal = await made.as(val);
    const serves = [{ framework: "care", expectation: "making-first" }];
    for (let day = 1; day <= 7; day += 1)
      await byVal("POST", "/cpd", {
        ...firstAid,
        kind: day === 3 ? "reading" : "course",
        title: `Day ${day}`,
        doneOn: `2026-05-0${Math.ceil(day / 2)}`,
        serves,
      });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof log>> = await byVal("GET", "/cpd", { limit: 3, ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.items.map(({ title }) => title));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(["Day 7", "Day 6", "Day 5", "Day 4", "Day 3", "Day 2", "Day 1"]);
    expect((await byVal("GET", "/cpd", { kind: "reading" })).items.map(({ title }) => title)).toEqual(["Day 3"]);
    const { texts } = await statements(() => byVal("GET", "/cpd", {}));
    expect(texts.length).toBeLessThanOrEqual(5);
    expect((await statements(() => byVal("GET", "/cpd", { limit: 1 }))).texts.length).toBe(texts.length);
  });

  test("is taken away as a file that no spreadsheet runs", async () => {
    const ida = await house.person("Ida =Oak", { manager: head });
    const byIda = await made.as(ida);
    await byIda("POST", "/cpd", { ...firstAid, title: "=1+1", provider: "@provider", reflection: "Line one\nline two" });
    await byIda("POST", "/cpd", { ...firstAid, doneOn: "2020-01-01", title: "Long ago" });
    const { name, content } = await byIda("GET", "/cpd/export", {});
    const text = Buffer.from(content).toString("utf8");
    expect([name, text.charCodeAt(0)]).toEqual(["cpd-ida-oak-all.csv", 0xfeff]);
    const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[]; // a line of titles, then texts
    expect(rows.map((row) => [row["Date"], row["Title"], row["Hours"], row["Provider"]])).toEqual([
      ["2026-03-01", "'=1+1", "1.5", "'@provider"],
      ["2020-01-01", "Long ago", "1.5", ""],
    ]);
    expect(parse(Buffer.from((await byIda("GET", "/cpd/export", { year: 2026 })).content).toString(), { bom: true }).length).toBe(2);
  });
});

test("a manager sees the hours of their people and what waits for them, page by page, least first where they ask so", async () => {
  const cedar = await made.organisation("Cedar Lodge");
  const boss = await cedar.person("Bo Cedar");
  const team = await cedar.team("Days");
  const people: Person[] = [];
  for (const [index, name] of ["Ann", "Ben", "Cas", "Dot"].entries())
    people.push(await cedar.person(`${name} Cedar`, { manager: boss, ...(index < 2 ? { team } : {}) }));
  const stranger = await cedar.person("Zed Elsewhere");
  const byBoss = await made.as(boss);
  for (const [index, who] of [...people, stranger].entries())
    if (index > 0) await (await made.as(who))("POST", "/cpd", { ...firstAid, minutes: 60 * index });
  const first = await byBoss("GET", "/cpd/team", { limit: 3 });
  expect(first.items.map(({ person, minutes, waiting }) => [person.name, minutes, waiting])).toEqual([
    ["Ann Cedar", 0, 0],
    ["Ben Cedar", 60, 1],
    ["Bo Cedar", 0, 0],
  ]);
  expect(first.total).toEqual({ people: 5, minutes: 360, entries: 3, waiting: 3, nothing: 2 });
  const second = await byBoss("GET", "/cpd/team", { limit: 3, cursor: first.next ?? "" });
  expect([second.items.map(({ person }) => person.name), second.total, second.next]).toEqual([["Cas Cedar", "Dot Cedar"], null, null]);

  const names = async (more: object) => (await byBoss("GET", "/cpd/team", more)).items.map(({ person }) => person.name);
  expect(await names({ sort: "hours" })).toEqual(["Ann Cedar", "Bo Cedar", "Ben Cedar", "Cas Cedar", "Dot Cedar"]);
  const least = await byBoss("GET", "/cpd/team", { sort: "hours", limit: 2 });
  expect(await names({ sort: "hours", limit: 2, cursor: least.next ?? "" })).toEqual(["Ben Cedar", "Cas Cedar"]);
  expect(await names({ show: "nothing" })).toEqual(["Ann Cedar", "Bo Cedar"]);
  expect(await names({ show: "waiting", team })).toEqual(["Ben Cedar"]);
  expect(await names({ year: 2025, show: "waiting" })).toEqual([]);
  // Whom nobody reports to sees themselves.
  expect((await (await made.as(stranger))("GET", "/cpd/team", {})).items.map(({ person }) => person.name)).toEqual(["Zed Elsewhere"]);
  expect((await statements(() => byBoss("GET", "/cpd/team", {}))).texts.length).toBe(3);
});
