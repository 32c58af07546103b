import { expect, test } from "vitest";
import { v7 } from "uuid";
import { world } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";
import { record } from "./store.ts";

const { as, organisation } = await world();
const alder = await organisation();
const [rowan, sam, kit, lee] = [
  await alder.person("Rowan Ash"),
  await alder.person("Sam Birch"),
  await alder.person("Kit Cedar"),
  await alder.person("Lee Elder"),
];
await alder.grant(rowan, "administrator");
await alder.grant(lee, "auditor");

const entry = (by: typeof rowan, action: string, about: typeof rowan | null = null) =>
  alder.within((tx) =>
    record(tx, {
      actor: { kind: "person", personId: by.personId },
      action,
      subjectId: about?.personId ?? null,
      details: { of: "a test" },
      requestId: v7(),
      address: "203.0.113.7",
    }),
  );
await entry(sam, "gap.read", kit);
await entry(sam, "key.make");
await entry(kit, "session.start", kit);
await alder.within((tx) =>
  record(tx, { actor: "system", action: "cycle.release", subjectId: null, details: {}, requestId: v7(), address: "" }),
);

test("administrators and auditors read everybody's entries, the newest first, with names", async () => {
  for (const reader of [rowan, lee]) {
    const { items, next } = await (await as(reader))("GET", "/audit", {});
    expect(next).toBeNull();
    expect(items.map(({ action, kind, by, about }) => [action, kind, by?.name ?? null, about?.name ?? null])).toEqual([
      ["cycle.release", "system", null, null],
      ["session.start", "person", "Kit Cedar", "Kit Cedar"],
      ["key.make", "person", "Sam Birch", null],
      ["gap.read", "person", "Sam Birch", "Kit Cedar"],
    ]);
    expect(items[3]).toMatchObject({ details: { of: "a test" }, address: "203.0.113.7", at: expect.stringMatching(/Z$/) });
  }
});

test("everybody else reads what they did and what was done about them", async () => {
  const actions = async (reader: typeof rowan) => (await (await as(reader))("GET", "/audit", {})).items.map(({ action }) => action);
  expect(await actions(sam)).toEqual(["key.make", "gap.read"]);
  expect(await actions(kit)).toEqual(["session.start", "gap.read"]);
  expect(await actions(await alder.person())).toEqual([]);
});

test("from where others did something is told to whoever reads the whole log, and to nobody else by any way round", async () => {
  const of = async (reader: typeof rowan) => {
    const api = await as(reader);
    const { items } = await api("GET", "/audit", {});
    const narrowed = await api("GET", "/audit", { address: "203.0.113.7" });
    const single = await Promise.all(items.map(({ id }) => api("GET", "/audit/:auditId", { auditId: id })));
    const said = new Map(items.map(({ action, address }) => [action, address]));
    expect(single.map(({ address }) => address)).toEqual(items.map(({ address }) => address));
    return { said, narrowed: narrowed.items.map(({ action }) => action) };
  };
  const own = await of(kit);
  expect([own.said.get("session.start"), own.said.get("gap.read"), own.narrowed]).toEqual(["203.0.113.7", null, ["session.start"]]);
  expect((await of(lee)).said.get("gap.read")).toBe("203.0.113.7");
});

test("it can be narrowed to an action or a person, but never past what one may read", async () => {
  const list = async (reader: typeof rowan, narrowed: { action?: string; person?: string }) =>
    (await (await as(reader))("GET", "/audit", narrowed)).items.map(({ action }) => action);
  expect(await list(rowan, { action: "gap.read" })).toEqual(["gap.read"]);
  expect(await list(rowan, { person: kit.personId })).toEqual(["session.start", "gap.read"]);
  expect(await list(sam, { person: kit.personId })).toEqual(["gap.read"]);
});

test("page by page every entry comes once, those of one moment included", async () => {
  const beech = await organisation("Beech Court");
  const kim = await beech.person();
  await beech.grant(kim, "owner");
  // One transaction has one time: only the ids tell these apart.
  await beech.within(async (tx) => {
    for (let at = 0; at < 7; at++)
      await record(tx, {
        actor: { kind: "person", personId: kim.personId },
        action: `step.${at}`,
        subjectId: null,
        details: {},
        requestId: v7(),
        address: "",
      });
  });
  const api = await as(kim);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await api("GET", "/audit", { limit: 3, cursor });
    seen.push(...items.map(({ action }) => action));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(["step.6", "step.5", "step.4", "step.3", "step.2", "step.1", "step.0"]);
  await expect(api("GET", "/audit", { cursor: "bm90IG9uZQ" })).rejects.toBeInstanceOf(ApiError);
});

test("an entry can be neither changed nor taken away by the server", async () => {
  await expect(alder.within((tx) => tx.updateTable("audit").set({ action: "nothing" }).execute())).rejects.toThrow("permission denied");
  await expect(alder.within((tx) => tx.deleteFrom("audit").execute())).rejects.toThrow("permission denied");
});
