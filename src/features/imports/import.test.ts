import { randomBytes } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { writeWorkbook } from "../../core/framework/formats/workbook.ts";
import { ApiError } from "../../http/client.ts";
import { bakery } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Client, type Organisation, type Person, type World } from "../../../test/world.ts";

let made: World;
beforeAll(async () => {
  made = await world();
});

/** An empty organisation with its founder, who imports. */
async function founded(): Promise<{ house: Organisation; founder: Person; api: Client }> {
  const house = await made.organisation(`House ${randomBytes(4).toString("hex")}`);
  const founder = await house.person("Rowan Ash");
  await house.grant(founder, "owner");
  return { house, founder, api: await made.as(founder) };
}

const file = (text: string | Uint8Array, fileName = "people.csv") => ({ file: Buffer.from(text).toString("base64"), fileName });
const refused = (work: Promise<unknown>): Promise<ApiError> =>
  work.then(
    () => Promise.reject(new Error("It was not refused.")),
    (error: unknown) => {
      if (error instanceof ApiError) return error;
      throw error;
    },
  );

const csv = [
  "\uFEFFEmployee number;Name;E-mail;Manager;Team;Level;Start date;FTE;Location",
  `0007;Ann Lee;ann@example.org;;Bakehouse;;03/04/2020;100%;Leeds`,
  `0008;Bob Ray;bob@example.org;0007;Bakehouse > Night shift;;13/05/2021;0,8;Leeds`,
  "",
].join("\r\n");

describe("an import", () => {
  test("is shown first and changes nothing, then made as it was shown, and made again changes nothing", async () => {
    const { api } = await founded();
    const shown = await api("POST", "/people/import", { ...file(csv), dryRun: "true" });
    expect([shown.importId, shown.counts, shown.teams, shown.problems]).toEqual([
      null,
      { added: 2, changed: 0, unchanged: 0, left: 0, problems: 0 },
      ["Bakehouse", "Night shift"],
      [],
    ]);
    expect(shown.file.columns.map(({ field }) => field)).toEqual([
      "employeeNumber",
      "name",
      "email",
      "manager",
      "team",
      "level",
      "startedOn",
      "share",
      "location",
    ]);
    expect(shown.file.dates).toEqual({ order: "day-first", open: null, example: { written: "03/04/2020", read: "2020-04-03" } });
    expect((await api("GET", "/people", {})).items.map(({ name }) => name)).toEqual(["Rowan Ash"]);

    const done = await api("POST", "/people/import", { ...file(csv), expect: shown.fingerprint });
    expect(done.importId).not.toBeNull();
    const { items } = await api("GET", "/people", {});
    expect(items.map(({ name, team, manager }) => [name, team, manager?.name])).toEqual([
      ["Ann Lee", "Bakehouse", undefined],
      ["Bob Ray", "Night shift", "Ann Lee"],
      ["Rowan Ash", null, undefined],
    ]);
    const again = await api("POST", "/people/import", file(csv));
    expect([again.importId, again.counts.unchanged]).toEqual([null, 2]);
  });

  test("places people on the ladders of the organisation, and a change is listed with what was before", async () => {
    const { house, api } = await founded();
    await house.publish(bakery);
    const [first, second] = bakery.levels ?? [];
    if (!first || !second) throw new Error("The bakery has two levels.");
    const head = "Employee number,Name,Level,Location\n";
    await api("POST", "/people/import", file(`${head}01,Ann Lee,${first.title},Leeds\n`));
    const moved = await api("POST", "/people/import", file(`${head}01,Ann Lee,${bakery.id}/${second.id},York\n`));
    expect(moved.changed.map(({ row, name, changes }) => ({ row, name, changes }))).toEqual([
      {
        row: 2,
        name: "Ann Lee",
        changes: [
          { field: "location", before: "Leeds", after: "York" },
          { field: "level", before: first.title, after: second.title },
        ],
      },
    ]);
    const ann = (await api("GET", "/people", { q: "Ann" })).items[0];
    expect(ann?.place).toMatchObject({ framework: bakery.id, level: second.id, from: "2026-11-21" });
  });

  test("reads a workbook as it reads CSV, leading zeros and dates included", async () => {
    const { api } = await founded();
    const rows = [
      ["Number", "Name", "Start date"],
      ["0042", "Cy Dale", "1 March 2024"],
    ];
    const book = await writeWorkbook("People", [
      { name: "Staff", columns: [{ width: 12 }, { width: 12 }, { width: 12 }], rows: rows.map((row) => row.map((value) => ({ value }))) },
    ]);
    const shown = await api("POST", "/people/import", { ...file(book, "people.xlsx"), dryRun: "true" });
    expect([shown.file.sheet, shown.added.map(({ employeeNumber }) => employeeNumber), shown.file.dates.example?.read]).toEqual([
      "Staff",
      ["0042"],
      "2024-03-01",
    ]);
  });

  test("with anything wrong in it is refused whole, each problem by its row and cell, a loop spelled out", async () => {
    const { api } = await founded();
    const wrong = file("Number,Name,Manager\n1x,Ann,2x\n2x,Bob,1x\n3x,,9x\n");
    const shown = await api("POST", "/people/import", { ...wrong, dryRun: "true" });
    expect(shown.problems.map(({ row, cell, code }) => [row, cell, code])).toEqual([
      [2, "C2", "loop"],
      [4, "B4", "missing"],
    ]);
    expect(shown.problems[0]?.message).toContain("1x Ann → 2x Bob → 1x Ann");
    const refusal = await refused(api("POST", "/people/import", wrong));
    expect([refusal.status, refusal.problems.length]).toEqual([400, 2]);
    expect((await api("GET", "/people", {})).items).toHaveLength(1);
  });

  test("takes the columns and the order of dates that one says", async () => {
    const { api } = await founded();
    const odd = file("A,B,C\n01,Ann,03/04/2020\n");
    const shown = await api("POST", "/people/import", {
      ...odd,
      dryRun: "true",
      columns: { "0": "employeeNumber", "1": "name", "2": "startedOn" },
      dates: "month-first",
    });
    expect([shown.added.length, shown.file.dates.example?.read]).toEqual([1, "2020-03-04"]);
    const undecided = await api("POST", "/people/import", {
      ...odd,
      dryRun: "true",
      columns: { "0": "employeeNumber", "1": "name", "2": "startedOn" },
    });
    expect(undecided.file.dates.open).toBe("03/04/2020");
    expect((await refused(api("POST", "/people/import", { ...odd, columns: { "0": "name", "1": "name" } }))).status).toBe(400);
  });

  test("ends who is not in a file of the whole organisation, but for its owner", async () => {
    const { api } = await founded();
    await api("POST", "/people/import", file(csv));
    const one = file("Employee number,Name,Manager\n0008,Bob Ray,\n");
    expect((await api("POST", "/people/import", { ...one, dryRun: "true" })).left).toEqual([]);
    const done = await api("POST", "/people/import", { ...one, whole: true });
    expect(done.left.map(({ name }) => name)).toEqual(["Ann Lee"]);
    expect(done.notes.join()).toContain("Rowan Ash");
    expect((await api("GET", "/people", {})).items.map(({ name }) => name)).toEqual(["Bob Ray", "Rowan Ash"]);
    const back = await api("POST", "/people/import", file(csv));
    expect(back.changed.find(({ name }) => name === "Ann Lee")?.changes).toEqual([{ field: "leftOn", before: "2026-11-21", after: null }]);
  });

  test("gives no results to whoever imports, by a line or by a unit: said before, by row, and refused", async () => {
    const { house, founder, api } = await founded();
    await house.within((tx) => tx.updateTable("person").set({ employee_number: "1" }).where("person_id", "=", founder.personId).execute());
    await api("POST", "/people/import", file("Employee number,Name,Manager,Team\n7,Ann Lee,,South\n8,Bob Ray,7,\n9,Cy Dale,1,North\n"));
    const north = (await api("GET", "/teams", {})).items.find(({ name }) => name === "North")?.id ?? "";
    await house.grant(founder, "people-partner", { teams: [north] });
    for (const [rows, column, told] of [
      ["Manager\n7,Ann Lee,1", "Manager", "Ann Lee and 1 more would report to you"],
      ["Manager\n8,Bob Ray,9", "Manager", "Bob Ray would report to you"],
      ["Team\n8,Bob Ray,North > Night", "Team", "Bob Ray would come under you"],
    ] as const) {
      const brought = file(`Employee number,Name,${rows}\n`);
      expect((await api("POST", "/people/import", { ...brought, dryRun: "true" })).problems).toEqual([
        { code: "own-report", row: 2, column, cell: "C2", message: expect.stringContaining(told) },
      ]);
      const own = await refused(api("POST", "/people/import", brought));
      expect([own.code, own.problems[0]?.message]).toEqual(["invalid", expect.stringContaining(told)]);
    }
    expect((await api("GET", "/people", { manager: founder.personId, depth: "all" })).items.map(({ name }) => name)).toEqual(["Cy Dale"]);
    await house.grant(founder, "people-partner");
    await api("POST", "/people/import", file("Employee number,Name,Manager\n8,Bob Ray,9\n"));
  });

  test("that took somebody away from whoever answers for them is not taken back by those", async () => {
    const { house, founder, api } = await founded();
    await house.within((tx) => tx.updateTable("person").set({ employee_number: "1" }).where("person_id", "=", founder.personId).execute());
    await api("POST", "/people/import", file("Employee number,Name,Manager\n7,Ann Lee,1\n9,Cy Dale,\n"));
    const partner = await house.person("Pia Partner");
    await house.grant(partner, "people-partner");
    const asPartner = await made.as(partner);
    const { importId } = await asPartner("POST", "/people/import", file("Employee number,Name,Manager\n7,Ann Lee,9\n"));
    const undo = { importId: importId ?? "" };
    await expect(api("POST", "/people/imports/:importId/undo", undo)).rejects.toMatchObject({ status: 403 });
    await asPartner("POST", "/people/imports/:importId/undo", undo);
  });

  test("is refused where something else would be done than was shown", async () => {
    const { api } = await founded();
    const { fingerprint } = await api("POST", "/people/import", { ...file(csv), dryRun: "true" });
    await api("POST", "/people/import", file("Employee number,Name\n0007,Ann Lee-Marsh\n"));
    expect((await refused(api("POST", "/people/import", { ...file(csv), expect: fingerprint }))).code).toBe("conflict");
  });

  test("of what is no table says so", async () => {
    const { api } = await founded();
    for (const broken of [new Uint8Array(), new Uint8Array([0x50, 0x4b, 3, 4, 9, 9]), randomBytes(2000)])
      expect((await refused(api("POST", "/people/import", { ...file(broken), dryRun: "true" }))).code).toBe("invalid");
  });

  test("is on record with what it did", async () => {
    const { api } = await founded();
    const { importId } = await api("POST", "/people/import", file(csv));
    const { items } = await api("GET", "/audit", {});
    expect(items.find(({ action }) => action === "people.import")?.details).toMatchObject({
      import: importId,
      added: 2,
      dryRun: false,
    });
  });
});

test("an employment share that an import changes has its day, and goes with the import", async () => {
  const { api } = await founded();
  const bring = (share: string) => api("POST", "/people/import", file(`Employee number,Name,FTE\n01,Ann Lee,${share}\n`));
  await bring("1");
  const id = (await api("GET", "/people", { q: "Ann" })).items[0]?.id ?? "";
  const told = async () => (await api("GET", "/people/:personId", { personId: id })).employment;
  await api("POST", "/people/:personId/shares", { personId: id, share: 0.9, from: "2026-01-01" });
  const { importId } = await bring("0.6");
  expect(await told()).toMatchObject({ share: 0.6, firstShare: 1, shares: [{ share: 0.6, from: "2026-11-21" }, { share: 0.9 }] });
  expect((await bring("60%")).counts.unchanged).toBe(1);
  await api("POST", "/people/imports/:importId/undo", { importId: importId ?? "" });
  expect(await told()).toMatchObject({ share: 0.9, shares: [{ share: 0.9 }] });
});

describe("taking an import back", () => {
  test("leaves everything as it was before", async () => {
    const { house, api } = await founded();
    await house.publish(bakery);
    const level = bakery.levels?.[0]?.title ?? "";
    await api(
      "POST",
      "/people/import",
      file(`Employee number,Name,Level,Manager,Location\n01,Ann Lee,${level},,Leeds\n02,Bob Ray,${level},01,Leeds\n`),
    );
    const everything = () =>
      house.within(async (tx) => ({
        people: await tx.selectFrom("person").selectAll().orderBy("person_id").execute(),
        teams: await tx.selectFrom("team").selectAll().execute(),
        lines: await tx.selectFrom("reporting_line").selectAll().orderBy("reporting_line_id").execute(),
        placements: await tx.selectFrom("placement").selectAll().orderBy("placement_id").execute(),
      }));
    const before = await everything();
    const { importId } = await api("POST", "/people/import", {
      ...file("Employee number,Name,Manager,Team,Location\n02,Bob Raymond,,Night,York\n03,Cy Dale,02,Night,York\n"),
      whole: true,
    });
    expect(await everything()).not.toEqual(before);
    expect(
      (await api("GET", "/people/imports", {})).items.map(({ can, added, changed, left }) => [can.undo, added, changed, left]),
    ).toEqual([
      [true, 1, 1, 1],
      [false, 2, 0, 0],
    ]);
    expect(await api("POST", "/people/imports/:importId/undo", { importId: importId ?? "" })).toEqual({ removed: 1, restored: 2 });
    expect(await everything()).toEqual(before);
    const { items } = await api("GET", "/people/imports", {});
    expect(items.map(({ can, undoneAt }) => [can.undo, undoneAt !== null])).toEqual([
      [false, true],
      [true, false],
    ]);
    expect((await refused(api("POST", "/people/imports/:importId/undo", { importId: importId ?? "" }))).code).toBe("conflict");
  });

  test("is refused once something rests on it: a record, a role, an account, a later change", async () => {
    const rest: ((house: Organisation, ann: Person) => Promise<unknown>)[] = [
      (house, ann) => house.hold(ann, "training", "First aid", "2026-11-01"),
      (house, ann) => house.grant(ann, "auditor"),
      (_, ann) => made.cookie(ann),
      (house, ann) => house.manager(ann, null, "2026-11-22"),
    ];
    for (const happens of rest) {
      const { house, api } = await founded();
      const { importId } = await api("POST", "/people/import", file(csv));
      const ann = (await api("GET", "/people", { q: "Ann" })).items[0];
      await happens(house, { orgId: house.orgId, personId: ann?.id ?? "", name: "Ann Lee", email: `ann.${importId}@example.org` });
      expect((await refused(api("POST", "/people/imports/:importId/undo", { importId: importId ?? "" }))).code).toBe("conflict");
      expect((await api("GET", "/people", {})).items).toHaveLength(3);
    }
    const { api } = await founded();
    const first = await api("POST", "/people/import", file(csv));
    await api("POST", "/people/import", file("Employee number,Name\n0007,Ann Lee-Marsh\n"));
    expect((await refused(api("POST", "/people/imports/:importId/undo", { importId: first.importId ?? "" }))).code).toBe("conflict");
  });
});

/** A pyramid: everybody reports to somebody of a tenth of the rows above. */
const crowd = (count: number) =>
  [
    "Employee number,Name,E-mail,Manager,Team,Start date,FTE,Location",
    ...Array.from({ length: count }, (_, at) =>
      [
        `E${String(at).padStart(6, "0")}`,
        `Person Number ${at}`,
        `person.${at}@example.org`,
        at === 0 ? "" : `E${String(Math.floor((at - 1) / 10)).padStart(6, "0")}`,
        `Team ${at % 200}`,
        `${(at % 28) + 1}/0${(at % 9) + 1}/2020`,
        at % 5 ? "1" : "0.8",
        `Site ${at % 12}`,
      ].join(","),
    ),
  ].join("\n");

test("two thousand people take no more statements than two, and come and go whole", async () => {
  const { api } = await founded();
  // A session that has not been seen for a while is noted as seen, once.
  await api("GET", "/me", {});
  const few = await statements(() => api("POST", "/people/import", file(crowd(2))));
  const { house, api: other } = await founded();
  const dry = await other("POST", "/people/import", { ...file(crowd(2_000)), dryRun: "true" });
  const many = await statements(() => other("POST", "/people/import", { ...file(crowd(2_000)), expect: dry.fingerprint }));
  expect(many.result.counts.added).toBe(2_000);
  expect(many.texts.length).toBe(few.texts.length);
  expect(many.texts.length).toBeLessThanOrEqual(11);

  expect((await other("POST", "/people/import", { ...file(crowd(2_000)), dryRun: "true" })).counts.unchanged).toBe(2_000);
  expect(await other("POST", "/people/imports/:importId/undo", { importId: many.result.importId ?? "" })).toEqual({
    removed: 2_000,
    restored: 0,
  });
  expect(await house.within((tx) => tx.selectFrom("person").select("name").execute())).toEqual([{ name: "Rowan Ash" }]);
});

test("what an import wrote can be taken away by nobody but the undo of that import", async () => {
  const { house, api } = await founded();
  await api("POST", "/people/import", file(csv));
  await expect(house.within((tx) => tx.deleteFrom("reporting_line").execute())).rejects.toThrow(/permission denied/);
  const client = new pg.Client(made.superuser);
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::int as kept from rungs.reporting_line where org_id = $1 and people_import_id is not null",
    [house.orgId],
  );
  await client.end();
  expect(rows).toEqual([{ kept: 1 }]);
});
