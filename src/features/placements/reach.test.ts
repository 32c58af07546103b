import { expect, test } from "vitest";
import { world } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();

test("an administrator who sees no results gives themselves none by a reporting line, and others to whom they belong all the same", async () => {
  const [admin, boss, kit] = [await house.person("Ada Admin"), await house.person("Bo Boss"), await house.person("Kit Moss")];
  await house.grant(admin, "administrator");
  await house.manager(boss, admin);
  const api = await w.as(admin);
  const of = { personId: kit.personId, from: "2026-11-21" };
  // Neither directly, nor through somebody who reports to them, nor from a later day on.
  for (const wanted of [{ manager: admin.personId }, { manager: boss.personId }, { manager: admin.personId, from: "2027-01-01" }])
    await expect(api("POST", "/people/:personId/lines", { ...of, ...wanted })).rejects.toMatchObject({ status: 403 });
  await expect(api("GET", "/people/:personId/gap", { personId: kit.personId })).rejects.toMatchObject({ status: 404 });
  const chief = await house.person("Cy Chief");
  await api("POST", "/people/:personId/lines", { ...of, manager: chief.personId });
  const partner = await house.person("Pat Partner");
  await house.grant(partner, "people-partner");
  await (
    await w.as(partner)
  )("POST", "/people/:personId/lines", { ...of, manager: boss.personId, from: "2026-11-20" });
});

test("nobody brings others into the units whose results they see", async () => {
  const [north, south] = [await house.team("North"), await house.team("South")];
  const [both, kit] = [await house.person("Bea Both"), await house.person("Kim South", { team: south })];
  await house.grant(both, "administrator");
  await house.grant(both, "people-partner", { teams: [north] });
  const api = await w.as(both);
  await expect(api("PATCH", "/people/:personId", { personId: kit.personId, team: north })).rejects.toMatchObject({ status: 403 });
  await api("PATCH", "/people/:personId", { personId: kit.personId, team: null });
});
