import { expect, test } from "vitest";
import { world } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";
import { settingsIn } from "../../db/settings.ts";

const { as, organisation } = await world();
const alder = await organisation();
const [rowan, sam, lee] = [await alder.person("Rowan Ash"), await alder.person("Sam Birch"), await alder.person("Lee Elder")];
await alder.grant(rowan, "administrator");
await alder.grant(sam, "owner");
await alder.grant(lee, "auditor");

test("an administrator changes one thing, all else stays, every reader sees it, and the log says from what to what", async () => {
  const api = await as(rowan);
  const before = await api("GET", "/settings", {});
  expect(before).toMatchObject({ organisation: { name: "Alder House", timeZone: "Europe/London" }, can: { "settings.change": true } });
  const after = await api("PATCH", "/settings", {
    name: "Alder Homes",
    settings: { thresholds: { fewestPeers: 5 }, retention: { leavers: 24 }, ownWork: true },
  });
  expect(after.settings).toEqual({
    ...before.settings,
    ownWork: true,
    thresholds: { smallestGroup: 5, fewestPeers: 5 },
    retention: { ...before.settings.retention, leavers: 24 },
  });
  expect(await alder.within(settingsIn)).toEqual(after.settings);
  const { items } = await api("GET", "/audit", { action: "settings.change" });
  expect(items[0]?.details).toEqual({
    name: "“Alder House” to “Alder Homes”",
    "thresholds.fewestPeers": "3 to 5",
    "retention.leavers": "nothing to 24",
    ownWork: "false to true",
  });
  await api("PATCH", "/settings", { settings: { retention: { leavers: null } } });
  expect(await api("GET", "/settings", {})).toMatchObject({ settings: { retention: { leavers: null }, thresholds: { fewestPeers: 5 } } });
});

test("of two who change at once, the second is shown what the first did and loses nothing", async () => {
  const [one, two] = [await as(rowan), await as(sam)];
  const { tag } = await one("GET", "/settings", {});
  await one("PATCH", "/settings", { settings: { ownWork: false } }, { headers: { "if-match": `"${tag}"` } });
  const stale = await two("PATCH", "/settings", { name: "Elm" }, { headers: { "if-match": `"${tag}"` } }).catch((error: unknown) => error);
  expect(stale).toBeInstanceOf(ApiError);
  expect(stale).toMatchObject({ status: 412, current: { settings: { ownWork: false } } });
  expect((await one("GET", "/settings", {})).organisation.name).toBe("Alder Homes");
});

test("what would harm somebody is refused by its place, and nothing of the rest is done", async () => {
  const api = await as(rowan);
  const before = await api("GET", "/settings", {});
  const asked = (input: Parameters<typeof api<"PATCH", "/settings">>[2]) =>
    api("PATCH", "/settings", input).then(
      () => [],
      (error: unknown) => (error instanceof ApiError ? error.problems.map(({ path }) => path) : [String(error)]),
    );
  expect(await asked({ name: "Elm", settings: { thresholds: { fewestPeers: 2 } } })).toEqual(["/settings/thresholds/fewestPeers"]);
  expect(await asked({ name: "Elm", timeZone: "Europe/Atlantis" })).toEqual(["/timeZone"]);
  expect(await asked({ settings: { retention: { leavers: 1, auditEntries: 6 } } })).toEqual([
    "/settings/retention/auditEntries",
    "/settings/retention/leavers",
  ]);
  expect(await api("GET", "/settings", {})).toEqual(before);
});

test("an auditor reads them and changes nothing; nobody else sees them", async () => {
  const api = await as(lee);
  expect(await api("GET", "/settings", {})).toMatchObject({ can: { "settings.change": false } });
  await expect(api("PATCH", "/settings", { name: "Elm" })).rejects.toMatchObject({ status: 403 });
  await expect((await as(await alder.person()))("GET", "/settings", {})).rejects.toMatchObject({ status: 403 });
});
