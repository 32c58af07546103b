import { expect, test } from "vitest";
import { refusal } from "../../../test/authoring.ts";
import { bakery, values } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
await house.publish(values);
await house.publish(bakery);
const helen = await house.person("Helen");
const amara = await house.person("Amara", { manager: helen });
await house.place(amara, "bakery/baker");
const ruth = await house.person("Ruth");
await house.grant(ruth, "people-partner");
const asAmara = await w.as(amara);
const asRuth = await w.as(ruth);
const of = { personId: amara.personId };

/** What a cycle launched now asks Amara about. */
async function askedNow(title: string): Promise<string[]> {
  const setup = { who: { people: [amara.personId], fewestMonths: 0 }, asks: "next" as const };
  const { id } = await asRuth("POST", "/cycles", { title, setup });
  await asRuth("POST", "/cycles/:cycleId/launch", { cycleId: id, ifRevision: 1 });
  const { items } = await asRuth("GET", "/cycles/:cycleId/participants", { cycleId: id });
  return items.flatMap(({ targets }) => targets);
}

test("at a fork one says which way one wants to go, and the next cycle asks about that one; what runs stays", async () => {
  const fork = await asAmara("GET", "/people/:personId/direction", of);
  expect(fork).toMatchObject({ from: { title: "Baker" }, declared: null, can: { "direction.say": true } });
  expect(fork.arms.map(({ value, along }) => [value, along])).toEqual([
    ["bakery/head-baker", "Lead"],
    ["bakery/master", "Master"],
  ]);
  expect(await askedNow("Before")).toEqual(["Head Baker", "Master Baker"]);
  const said = await asAmara("PUT", "/people/:personId/direction", { ...of, to: "bakery/master" });
  expect(said.declared).toEqual({ value: "bakery/master", on: "2026-11-21" });
  expect(await askedNow("After")).toEqual(["Master Baker"]);
  expect((await asAmara("GET", "/people/:personId/gap", of)).target).toMatchObject({ levelTitle: "Master Baker", relation: "next" });
  const { items } = await asRuth("GET", "/cycles", {});
  const before = items.find(({ title }) => title === "Before");
  const { items: pinned } = await asRuth("GET", "/cycles/:cycleId/participants", { cycleId: before?.id ?? "" });
  expect(pinned[0]?.targets).toEqual(["Head Baker", "Master Baker"]);
  expect(await asAmara("PUT", "/people/:personId/direction", { ...of, to: null })).toMatchObject({ declared: null });
  expect(await askedNow("Taken back")).toEqual(["Head Baker", "Master Baker"]);
});

test("only what comes next can be said; whoever answers for them reads it and cannot say it for them", async () => {
  await asAmara("PUT", "/people/:personId/direction", { ...of, to: "bakery/head-baker" });
  const wrong = await refusal(asAmara("PUT", "/people/:personId/direction", { ...of, to: "bakery/baker" }));
  expect([wrong.status, wrong.paths]).toEqual([400, ["/to"]]);
  const asHelen = await w.as(helen);
  const { result, texts } = await statements(() => asHelen("GET", "/people/:personId/direction", of));
  expect(result).toMatchObject({ declared: { value: "bakery/head-baker" }, can: { "direction.say": false } });
  expect(texts.length).toBeLessThanOrEqual(2);
  expect((await refusal(asHelen("PUT", "/people/:personId/direction", { ...of, to: null }))).status).toBe(404);
  const log = await house.within((tx) =>
    tx.selectFrom("audit").select("action").where("actor_id", "=", helen.personId).where("subject_id", "=", amara.personId).execute(),
  );
  expect(log.map(({ action }) => action)).toContain("direction.read");
});

test("whoever has moved on since is asked about every way again", async () => {
  await house.place(amara, "bakery/master", "2026-11-01");
  expect(await asAmara("GET", "/people/:personId/direction", of)).toMatchObject({ arms: [], declared: null });
  expect(await askedNow("At the top")).toEqual(["Master Baker"]);
});
