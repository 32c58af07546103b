import { beforeAll, describe, expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Client, type Organisation, type Person, type World } from "../../../test/world.ts";

let made: World;
let house: Organisation;
let partner: Person;
let api: Client;
let north: string;
let below: string;
let chief: Person;
let head: Person;
let kit: Person;

beforeAll(async () => {
  made = await world();
  house = await made.organisation();
  await house.publish(ladder("care", "Care"));
  north = await house.team("North");
  below = await house.team("North night", north);
  chief = await house.person("Zoë Chief");
  await house.grant(chief, "owner");
  head = await house.person("Bram Head", { manager: chief, team: north });
  kit = await house.person("Kit Moss", { manager: head, team: below });
  await house.place(kit, "care/first", "2024-01-01");
  partner = await house.person("Judith Partner");
  await house.grant(partner, "people-partner");
  api = await made.as(partner);
});

const page = (who: Person | string, through: Client = api) =>
  through("GET", "/people/:personId", { personId: typeof who === "string" ? who : who.personId });
const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => "it was done",
    (error: Error) => error.message,
  );

describe("placements", () => {
  test("hold from their day on, one that is ahead too, and everybody who asks is told the same", async () => {
    const who = await house.person("Ahead Ash", { manager: head });
    await house.place(who, "care/first", "2024-01-01");
    const { act } = await api("POST", "/people/:personId/placements", {
      personId: who.personId,
      level: { framework: "care", level: "second" },
      from: "2027-01-01",
      reason: "Promoted by the panel of November.",
    });
    expect(act).not.toBeNull();
    const told = await page(who);
    expect(told.person.place?.level).toBe("first");
    expect(told.history?.map(({ level, from, to, by, reason }) => [level, from, to, by, reason])).toEqual([
      ["second", "2027-01-01", null, "Judith Partner", "Promoted by the panel of November."],
      ["first", "2024-01-01", "2027-01-01", null, null],
    ]);
    const seen = async (on: string) => {
      made.clock.now = new Date(`${on}T12:00:00Z`);
      const then = await made.as(partner);
      const [listed] = (await then("GET", "/people", { q: "Ahead" })).items;
      const gap = await then("GET", "/people/:personId/gap", { personId: who.personId });
      made.clock.now = new Date("2026-11-21T12:00:00Z");
      return [listed?.place?.level, gap.current?.level];
    };
    expect([await seen("2026-12-31"), await seen("2027-01-01")]).toEqual([
      ["first", "first"],
      ["second", "second"],
    ]);
  });

  test("are put right without being rewritten: what stood there stays on record, with who said so and why", async () => {
    const who = await house.person("Corrected Cole", { manager: head });
    await house.place(who, "care/first", "2024-01-01");
    await house.place(who, "care/second", "2025-01-01");
    const before = (await page(who)).history ?? [];
    const wrong = before.find(({ level }) => level === "second");
    const right = { personId: who.personId, level: { framework: "care", level: "second" }, from: "2025-06-01", corrects: wrong?.id ?? "" };
    expect(await refusal(api("POST", "/people/:personId/placements", right))).toMatch(/Say why/);
    await api("POST", "/people/:personId/placements", { ...right, reason: "The letter says June." });
    const told = await page(who);
    expect(told.history?.map(({ level, from, to }) => [level, from, to])).toEqual([
      ["second", "2025-06-01", null],
      ["first", "2024-01-01", "2025-06-01"],
    ]);
    expect(told.corrections).toMatchObject([
      {
        kind: "placement",
        was: "Second of Care, version 1",
        from: "2025-01-01",
        by: "Judith Partner",
        reason: "The letter says June.",
        retracted: false,
      },
    ]);
    expect(await refusal(api("POST", "/people/:personId/placements", { ...right, reason: "Once more." }))).toMatch(/put right already/);

    const [newest] = told.history ?? [];
    await api("POST", "/people/:personId/retractions", {
      personId: who.personId,
      kind: "placement",
      id: newest?.id ?? "",
      reason: "It was somebody else.",
    });
    const after = await page(who);
    expect([after.person.place?.level, after.history?.length, after.corrections?.length]).toEqual(["first", 1, 2]);
    // The facts themselves: nothing was updated, and nothing deleted.
    const stored = await house.within((tx) =>
      tx.selectFrom("placement").select(["level_id", "retracts"]).where("person_id", "=", who.personId).orderBy("recorded_at").execute(),
    );
    expect(stored.map(({ level_id, retracts }) => [level_id, retracts])).toEqual([
      ["first", false],
      ["second", false],
      ["second", false],
      ["second", true],
    ]);
  });

  test("end, begin again, and are refused where they say nothing new or name no level", async () => {
    const who = await house.person("Ended Elm", { manager: head });
    await house.place(who, "care/first", "2024-01-01");
    const at = (level: object | null, from: string) =>
      api("POST", "/people/:personId/placements", { personId: who.personId, level: level as { framework: string; level: string }, from });
    await at(null, "2026-11-01");
    expect((await page(who)).person.place).toBeNull();
    expect(await refusal(at(null, "2026-11-10"))).toMatch(/on no ladder/);
    expect(await refusal(at({ framework: "care", level: "ninth" }, "2026-11-10"))).toMatch(/no published level care\/ninth/);
    await at({ framework: "care", level: "second" }, "2026-11-10");
    expect(await refusal(at({ framework: "care", level: "second" }, "2026-11-12"))).toMatch(/already/);
    expect((await page(who)).history?.map(({ level, from, to }) => [level, from, to])).toEqual([
      ["second", "2026-11-10", null],
      ["first", "2024-01-01", "2026-11-01"],
    ]);
  });
});

describe("reporting lines", () => {
  test("change from their day on, and a loop is refused with the way round, today or on the day it would come", async () => {
    const line = (who: Person, manager: Person | null, from: string) =>
      api("POST", "/people/:personId/lines", { personId: who.personId, manager: manager?.personId ?? null, from });
    expect(await refusal(line(chief, kit, "2026-11-21"))).toBe(
      "This reporting line would come back to where it began on 2026-11-21: Zoë Chief → Kit Moss → Bram Head → Zoë Chief.",
    );
    const late = await house.person("Late Lark", { manager: chief });
    await line(head, late, "2027-03-01");
    expect(await refusal(line(late, kit, "2026-12-01"))).toBe(
      "This reporting line would come back to where it began on 2027-03-01: Late Lark → Kit Moss → Bram Head → Late Lark.",
    );
    expect((await page(head)).person.manager?.name).toBe("Zoë Chief");
    expect((await page(head)).lines?.map(({ manager, from }) => [manager?.name, from])).toEqual([
      ["Late Lark", "2027-03-01"],
      ["Zoë Chief", "2020-01-01"],
    ]);
    const [ahead] = (await page(head)).lines ?? [];
    await api("POST", "/people/:personId/retractions", {
      personId: head.personId,
      kind: "line",
      id: ahead?.id ?? "",
      reason: "It was called off.",
    });
    await line(late, kit, "2026-12-01");
    expect((await page(head)).lines).toHaveLength(1);
  });

  test("never lead to somebody who has left by then, to oneself, or to nobody known", async () => {
    const gone = await house.person("Gone Gale", { leftOn: "2026-11-01" });
    const line = (manager: string) => api("POST", "/people/:personId/lines", { personId: kit.personId, manager, from: "2026-11-21" });
    expect(await refusal(line(gone.personId))).toMatch(/Gone Gale has left/);
    expect(await refusal(line(kit.personId))).toMatch(/themselves/);
    expect(await refusal(line("019a0000-0000-7000-8000-000000000000"))).toMatch(/nobody here/);
    expect(await refusal(line(head.personId))).toMatch(/as it is/);
  });
});

test("leave and employment share have their days; leave does not overlap", async () => {
  const who = await house.person("Leave Lane", { manager: head });
  const { personId } = who;
  await api("POST", "/people/:personId/leave", { personId, kind: "parental", from: "2026-12-01", to: "2027-05-31" });
  expect(await refusal(api("POST", "/people/:personId/leave", { personId, kind: "study", from: "2027-05-31", to: null }))).toMatch(
    /on leave from 2026-12-01 to 2027-05-31 already/,
  );
  expect(await refusal(api("POST", "/people/:personId/leave", { personId, kind: "study", from: "2027-06-02", to: "2027-06-01" }))).toMatch(
    /before the first/,
  );
  await api("POST", "/people/:personId/shares", { personId, share: 0.6, from: "2026-11-01" });
  await api("POST", "/people/:personId/shares", { personId, share: 0.8, from: "2027-06-01" });
  const { employment } = await page(who);
  expect(employment).toMatchObject({
    firstShare: 1,
    share: 0.6,
    shares: [
      { share: 0.8, from: "2027-06-01", to: null },
      { share: 0.6, from: "2026-11-01", to: "2027-06-01" },
    ],
    leave: [{ kind: "parental", from: "2026-12-01", to: "2027-05-31" }],
  });
  expect((await page(who, await made.as(kit))).employment).toBeNull();
});

describe("who leaves", () => {
  test("has no access from that day on, keeps all that is recorded, and has it back on returning, without the time between", async () => {
    const who = await house.person("Rowan Leaver", { manager: head });
    await house.place(who, "care/first", "2024-01-01");
    const theirs = await made.as(who);
    await api("POST", "/people/:personId/departure", { personId: who.personId, on: "2026-11-25", reason: "Moves away." });
    expect((await theirs("GET", "/me", {})).person.name).toBe("Rowan Leaver");
    made.clock.now = new Date("2026-11-25T12:00:00Z");
    const later = await made.as(partner);
    await expect(theirs("GET", "/me", {})).rejects.toMatchObject({ code: "unauthenticated" });
    expect((await later("GET", "/people", { q: "Rowan Leaver" })).items).toEqual([]);
    expect((await later("GET", "/people", { q: "Rowan Leaver", standing: "left" })).items).toMatchObject([{ leftOn: "2026-11-25" }]);
    expect((await page(who, later)).history).toHaveLength(1);
    made.clock.now = new Date("2026-12-10T12:00:00Z");
    const again = await made.as(partner);
    await again("POST", "/people/:personId/return", { personId: who.personId, on: "2026-12-05" });
    expect((await (await made.as(who))("GET", "/me", {})).person.place?.from).toBe("2026-12-05");
    expect((await page(who, again)).history?.map(({ from, to }) => [from, to])).toEqual([
      ["2026-12-05", null],
      ["2024-01-01", "2026-11-25"],
    ]);
    made.clock.now = new Date("2026-11-21T12:00:00Z");
  });

  test("is never the last owner, nor oneself; and those who may not are not shown who left", async () => {
    expect(await refusal(api("POST", "/people/:personId/departure", { personId: chief.personId, on: "2026-12-01" }))).toMatch(/last owner/);
    expect(await refusal(api("POST", "/people/:personId/departure", { personId: partner.personId, on: "2026-12-01" }))).toMatch(
      /Somebody else has to record/,
    );
    await expect((await made.as(kit))("GET", "/people", { standing: "left" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("one person by hand", () => {
  const added = { employeeNumber: "0801", name: "Nia Added", email: "nia@example.org", startedOn: "2026-10-01" };

  test("is added once however often the request comes, with manager, team and level; number and address are nobody else's", async () => {
    const level = { framework: "care", level: "first" };
    const more = { ...added, team: below, manager: head.personId, level, share: 0.5 };
    const once = { headers: { "idempotency-key": "add-nia" } };
    const first = await api("POST", "/people", more, once);
    expect(await api("POST", "/people", more, once)).toEqual(first);
    const told = await page(first.id);
    expect(told).toMatchObject({
      person: { name: "Nia Added", manager: { name: "Bram Head" }, place: { level: "first", from: "2026-10-01" } },
      teams: [{ name: "North" }, { name: "North night" }],
      employment: { employeeNumber: "0801", share: 0.5, startedOn: "2026-10-01" },
      lastAct: { kind: "add", by: "Judith Partner" },
    });
    expect(await refusal(api("POST", "/people", { ...added, email: null }))).toBe("0801 is the employee number of Nia Added already.");
    expect(await refusal(api("POST", "/people", { ...added, employeeNumber: "0802", email: "NIA@example.org" }))).toMatch(
      /the e-mail address of Nia Added/,
    );
  });

  test("is changed by whoever read them last: a stale write is told how it stands, and nothing of it is done", async () => {
    const { tag } = await page(kit);
    const edit = (location: string, match: string) =>
      api("PATCH", "/people/:personId", { personId: kit.personId, location }, { headers: { "if-match": `"${match}"` } });
    const { tag: next } = await edit("Leeds", tag);
    await expect(edit("York", tag)).rejects.toMatchObject({ status: 412, current: { location: "Leeds", tag: next } });
    expect(await edit("Leeds", next)).toEqual({ act: null, tag: next });
    expect((await page(kit)).location).toBe("Leeds");
  });

  test("in a unit is kept by its partner, who reaches nobody beyond it", async () => {
    const unit = await house.person("Unit Partner");
    await house.grant(unit, "people-partner", { teams: [north] });
    const theirs = await made.as(unit);
    expect((await page(kit, theirs)).can).toMatchObject({ "person.edit": true, "person.place": true });
    await theirs("POST", "/people", { employeeNumber: "0900", name: "In Unit", team: below });
    await expect(theirs("POST", "/people", { employeeNumber: "0901", name: "Beyond" })).rejects.toMatchObject({ status: 403 });
    await expect(theirs("PATCH", "/people/:personId", { personId: chief.personId, name: "X" })).rejects.toMatchObject({ status: 403 });
    // A manager reads all of it and changes none.
    const manages = await made.as(head);
    const told = await page(kit, manages);
    expect([told.history?.length, told.can["person.edit"], told.lastAct]).toEqual([1, false, null]);
    await expect(manages("PATCH", "/people/:personId", { personId: kit.personId, name: "X" })).rejects.toMatchObject({ status: 403 });
  });
});

describe("the last that was done", () => {
  const undo = async (personId: string) => {
    const { lastAct } = await page(personId);
    return api("POST", "/people/:personId/undo", { personId, act: lastAct?.id ?? "" });
  };

  test("is taken back one act after the other, until the person is as they were, and then gone", async () => {
    const { id: personId } = await api("POST", "/people", { employeeNumber: "0700", name: "Una Undone", manager: head.personId });
    const states: unknown[] = [];
    const state = async () => {
      const { person, employment, lines, location } = await page(personId);
      const { shares, leave } = employment ?? {};
      return {
        name: person.name,
        place: person.place?.level,
        manager: person.manager?.name,
        leftOn: person.leftOn,
        location,
        shares: shares?.length,
        leave: leave?.length,
        lines: lines?.length,
      };
    };
    const steps = [
      () => api("PATCH", "/people/:personId", { personId, name: "Una Renamed", location: "Hull" }),
      () => api("POST", "/people/:personId/placements", { personId, level: { framework: "care", level: "first" }, from: "2026-11-21" }),
      () => api("POST", "/people/:personId/lines", { personId, manager: chief.personId, from: "2026-11-22" }),
      () => api("POST", "/people/:personId/leave", { personId, kind: "unpaid", from: "2026-12-01", to: null }),
      () => api("POST", "/people/:personId/shares", { personId, share: 0.4, from: "2026-11-01" }),
      async () => {
        const [leave] = (await page(personId)).employment?.leave ?? [];
        return api("POST", "/people/:personId/leave", {
          personId,
          kind: "study",
          from: "2026-12-02",
          to: null,
          corrects: leave?.id ?? "",
          reason: "One day later.",
        });
      },
      () => api("POST", "/people/:personId/departure", { personId, on: "2027-01-01" }),
      () => api("POST", "/people/:personId/return", { personId, on: "2026-11-21" }),
    ];
    for (const step of steps) {
      states.push(await state());
      await step();
    }
    for (const before of states.toReversed()) {
      expect(await undo(personId)).toEqual({ gone: false });
      expect(await state()).toEqual(before);
    }
    expect(await undo(personId)).toEqual({ gone: true });
    await expect(page(personId)).rejects.toMatchObject({ status: 404 });
  });

  test("stays where something rests on it: a later act, an import, an account, somebody who reports to them", async () => {
    const { id: personId, act } = await api("POST", "/people", { employeeNumber: "0701", name: "Rested Upon" });
    const back = () => refusal(api("POST", "/people/:personId/undo", { personId, act }));
    const other = await house.person("Reports There");
    await api("POST", "/people/:personId/lines", { personId: other.personId, manager: personId, from: "2026-11-21" });
    expect(await back()).toMatch(/something else names Rested Upon/);
    await api("PATCH", "/people/:personId", { personId, location: "Hull" });
    expect(await back()).toMatch(/Take that back first/);
    const { lastAct } = await page(personId);
    await house.place({ orgId: house.orgId, personId, name: "", email: "" }, "care/first");
    expect(await refusal(api("POST", "/people/:personId/undo", { personId, act: lastAct?.id ?? "" }))).toMatch(/an import or a move/);
  });
});

test("an act takes the same number of statements however much is recorded, and the audit says who did what to whom", async () => {
  const who = await house.person("Counted Clay", { manager: head });
  const { personId } = who;
  const count = async (month: number) => {
    const from = `2025-${String(month).padStart(2, "0")}-01`;
    return (await statements(() => api("POST", "/people/:personId/shares", { personId, share: month / 20, from }))).texts.length;
  };
  const first = await count(1);
  for (const month of [2, 3, 4, 5, 6, 7, 8]) await count(month);
  expect(await count(9)).toBe(first);
  expect((await statements(() => page(who))).texts.length).toBeLessThanOrEqual(4);
  const owner = await made.as(chief);
  const { items } = await owner("GET", "/audit", { limit: 10 });
  expect(items.filter(({ action, about }) => action === "person.share" && about?.name === "Counted Clay").length).toBe(9);
});
