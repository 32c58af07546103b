import { describe, expect, test } from "vitest";
import { bakery, values } from "../../../test/bakery.ts";
import { world } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";

const w = await world();

/** A bakery where everybody reports to Head but the chief, who reports to nobody. */
async function bakeries() {
  const house = await w.organisation();
  const shop = await house.team("Shop");
  const chief = await house.person("Chief", { team: shop });
  const head = await house.person("Head", { manager: chief, team: shop });
  const ida = await house.person("Ida", { manager: head, team: shop });
  const otto = await house.person("Otto", { manager: head });
  const ruth = await house.person("Ruth", { manager: chief });
  await house.grant(ruth, "people-partner");
  await house.publish(values);
  await house.publish(bakery);
  await house.place(ida, "bakery/baker");
  await house.place(head, "bakery/head-baker");
  const partner = await w.as(ruth);
  return { ...house, shop, chief, head, ida, otto, ruth, partner };
}

const fails = async (work: Promise<unknown>): Promise<ApiError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("It was done.");
};

describe("setting a cycle up", () => {
  test("saves what is said, refuses what cannot be, and keeps what another changed from being overwritten", async () => {
    const { partner } = await bakeries();
    const made = await partner("POST", "/cycles", { title: "Spring 2027" });
    expect(made).toMatchObject({ state: "draft", revision: 1, can: { manage: true, release: true } });
    const changed = await partner(
      "PATCH",
      "/cycles/:cycleId",
      { cycleId: made.id, setup: { asks: "current", stages: { selfDue: "2026-12-10", managerDue: "2026-12-20" } } },
      { headers: { "if-match": '"1"' } },
    );
    expect(changed).toMatchObject({ revision: 2, setup: { asks: "current" } });
    const stale = await fails(
      partner("PATCH", "/cycles/:cycleId", { cycleId: made.id, title: "Autumn" }, { headers: { "if-match": '"1"' } }),
    );
    expect([stale.status, stale.current]).toMatchObject([412, { revision: 2, title: "Spring 2027" }]);
    const wrong = await fails(
      partner("PATCH", "/cycles/:cycleId", {
        cycleId: made.id,
        setup: { who: { units: [crypto.randomUUID()] }, stages: { selfDue: "2026-12-10", releaseOn: "2026-12-01" } },
      }),
    );
    expect(wrong.problems.map(({ path }) => path)).toEqual(["/setup/stages/releaseOn", "/setup/who/units"]);
  });

  test("takes the organisation's rule of comments, and puts peers together from as many as it wants", async () => {
    const { partner, person, grant } = await bakeries();
    const owner = await person("Owner");
    await grant(owner, "owner");
    await (
      await w.as(owner)
    )("PATCH", "/settings", { settings: { commentRule: "always", thresholds: { fewestPeers: 4 } } });
    const peers = { from: 3, chosenBy: "employee" } as const;
    const made = await partner("POST", "/cycles", { title: "Spring 2027", setup: { ratings: { peers } } });
    expect(made.setup).toMatchObject({ commentRule: "always", ratings: { peers: { from: 4 } } });
    const named = await partner("POST", "/cycles", { title: "Summer 2027", setup: { commentRule: "never" } });
    expect(named.setup).toMatchObject({ commentRule: "never", ratings: { peers: null } });
    const changed = await partner("PATCH", "/cycles/:cycleId", { cycleId: named.id, setup: { ...named.setup, ratings: { peers } } });
    expect(changed.setup.ratings.peers).toMatchObject({ from: 4 });
  });

  test("preflight finds who has no level and who has no manager; mended, everybody is there, and the preview is their form", async () => {
    const { partner, shop, head, ida, otto, chief, place } = await bakeries();
    const { id: cycleId } = await partner("POST", "/cycles", { title: "Spring 2027", setup: { who: { fewestMonths: 0 } } });
    const before = await partner("GET", "/cycles/:cycleId/preflight", { cycleId });
    expect(before.faults.map(({ code, person }) => `${person.name} ${code}`)).toEqual([
      "Chief no-level",
      "Chief no-manager",
      "Otto no-level",
      "Ruth no-level",
    ]);
    expect(before).toMatchObject({ considered: 5, ready: 2, stopping: 4 });
    const refused = await fails(partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 }));
    expect([refused.status, refused.problems[0]?.path]).toEqual([400, `/people/${chief.personId}`]);

    await place(otto, "bakery/baker");
    const setup = { who: { units: [], except: [], fewestMonths: 0, people: [ida.personId, head.personId, otto.personId] } };
    await partner("PATCH", "/cycles/:cycleId", { cycleId, setup });
    const after = await partner("GET", "/cycles/:cycleId/preflight", { cycleId });
    expect(after).toMatchObject({
      considered: 3,
      ready: 3,
      stopping: 0,
      assessments: 6,
      raters: 4,
      ladders: [{ framework: "bakery", people: 3 }],
    });
    const form = await partner("GET", "/cycles/:cycleId/preview", { cycleId, person: ida.personId });
    expect(form.levels.map(({ id, expectations }) => [id, expectations.length])).toEqual([
      ["baker", 1],
      ["head-baker", 4],
      ["master", 1],
    ]);
    expect(form.levels[1]?.expectations[3]).toMatchObject({ competency: "Honesty", asked: "Developing", markers: ["Weighs fairly."] });
    expect(form.raters).toEqual([
      { kind: "self", name: "Ida" },
      { kind: "manager", name: "Head" },
    ]);
    expect(shop).not.toBe("");
  });

  test("a partner of one unit runs cycles of that unit, and knows of no other", async () => {
    const { partner, shop, otto, ida, grant, team, person } = await bakeries();
    const north = await team("North");
    const una = await person("Una", { team: north });
    await grant(una, "people-partner", { teams: [shop] });
    const hers = await w.as(una);
    const elsewhere = await fails(hers("POST", "/cycles", { title: "Everybody" }));
    expect(elsewhere.status).toBe(403);
    const made = await hers("POST", "/cycles", {
      title: "The shop",
      setup: { who: { units: [shop], people: [ida.personId], fewestMonths: 0 } },
    });
    expect(made.can.manage).toBe(true);
    await hers("POST", "/cycles/:cycleId/launch", { cycleId: made.id, ifRevision: 1 });
    const other = await fails(hers("POST", "/cycles/:cycleId/participants", { cycleId: made.id, people: [otto.personId] }));
    expect(other.status).toBe(400);
    const all = await partner("POST", "/cycles", { title: "All of us" });
    expect((await fails(hers("GET", "/cycles/:cycleId", { cycleId: all.id }))).status).toBe(404);
    expect((await hers("GET", "/cycles", {})).items.map(({ title }) => title)).toEqual(["The shop"]);
    const employee = await w.as(ida);
    expect((await employee("GET", "/cycles", {})).items).toMatchObject([
      { title: "The shop", people: null, mine: { asked: 1, done: 0 }, can: { read: false } },
    ]);
    expect((await fails(employee("GET", "/cycles/:cycleId", { cycleId: made.id }))).status).toBe(404);
  });
});

describe("launch", () => {
  test("pins everybody once, whoever asks again, and a version published or a move made later changes nothing of it", async () => {
    const { partner, ida, head, publish, place, within } = await bakeries();
    const { id: cycleId } = await partner("POST", "/cycles", {
      title: "Spring 2027",
      setup: { who: { people: [ida.personId, head.personId], fewestMonths: 0 }, stages: { selfDue: "2026-12-10" } },
    });
    const headers = { "idempotency-key": "once" };
    const first = await partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 }, { headers });
    const again = await partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 }, { headers });
    expect(again).toEqual(first);
    expect(first).toMatchObject({
      state: "open",
      participants: 2,
      reviews: 2,
      assessments: 4,
      openedOn: "2026-11-21",
      closesOn: "2026-12-10",
    });
    expect((await fails(partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 2 }))).status).toBe(409);

    await publish({ ...bakery, title: "Bakery anew" });
    await place(ida, "bakery/head-baker", "2026-11-20");
    const { items } = await partner("GET", "/cycles/:cycleId/participants", { cycleId });
    expect(items.map(({ person, version, level, targets }) => [person.name, version, level, targets])).toEqual([
      ["Head", 1, "head-baker", ["Head Baker"]],
      ["Ida", 1, "baker", ["Baker", "Head Baker", "Master Baker"]],
    ]);
    const form = await partner("GET", "/cycles/:cycleId/preview", { cycleId, person: ida.personId });
    expect(form).toMatchObject({ version: 1, frameworkTitle: "Bakery", level: "baker" });
    const told = await within((tx) => tx.selectFrom("message").select(["template", "person_id"]).execute());
    expect(told.filter(({ template }) => template === "review-asked")).toHaveLength(4);
    const kept = await fails(partner("PATCH", "/cycles/:cycleId", { cycleId, setup: { asks: "current" } }));
    expect(kept.problems).toMatchObject([{ code: "pinned" }]);
  });

  test("of a draft that changed since it was looked at is refused with how it stands", async () => {
    const { partner, ida } = await bakeries();
    const { id: cycleId } = await partner("POST", "/cycles", { title: "Spring", setup: { who: { people: [ida.personId] } } });
    await partner("PATCH", "/cycles/:cycleId", { cycleId, title: "Summer" });
    const stale = await fails(partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 }));
    expect([stale.status, stale.current]).toMatchObject([412, { title: "Summer", state: "draft" }]);
  });

  test("a cycle can be cancelled until it is released, and copied without its dates", async () => {
    const { partner, ida, within } = await bakeries();
    const setup = { who: { people: [ida.personId], fewestMonths: 0 }, stages: { selfDue: "2026-12-10" }, asks: "next" as const };
    const { id: cycleId } = await partner("POST", "/cycles", { title: "Spring", setup });
    await partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 });
    const cancelled = await partner("POST", "/cycles/:cycleId/cancel", { cycleId, reason: "We moved house." });
    expect(cancelled).toMatchObject({ state: "cancelled", cancelledReason: "We moved house." });
    expect((await fails(partner("POST", "/cycles/:cycleId/calibrate", { cycleId }))).message).toMatch(/was cancelled/);
    const told = await within((tx) => tx.selectFrom("message").select("template").where("template", "=", "cycle-cancelled").execute());
    expect(told).toHaveLength(2);
    const copied = await partner("POST", "/cycles/:cycleId/copy", { cycleId, title: "Summer" });
    expect(copied).toMatchObject({ title: "Summer", state: "draft", setup: { asks: "next", stages: { selfDue: null } } });
  });
});
