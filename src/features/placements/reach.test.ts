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

test("what somebody else recorded is not taken back by whom that would show results", async () => {
  const [admin, kit, chief, hr] = [
    await house.person("Ann Admin"),
    await house.person("Kay Moss"),
    await house.person("Cas Chief"),
    await house.person("Hal Partner"),
  ];
  await house.grant(admin, "administrator");
  await house.grant(hr, "people-partner");
  await house.manager(kit, admin);
  const asHr = await w.as(hr);
  const asAdmin = await w.as(admin);
  const { act } = await asHr("POST", "/people/:personId/lines", { personId: kit.personId, manager: chief.personId, from: "2026-11-21" });
  await expect(asAdmin("POST", "/people/:personId/undo", { personId: kit.personId, act: act ?? "" })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("Kay Moss would come under you"),
  });
  await expect(asAdmin("GET", "/people/:personId/gap", { personId: kit.personId })).rejects.toMatchObject({ status: 404 });
  await asHr("POST", "/people/:personId/undo", { personId: kit.personId, act: act ?? "" });
});

test("whose results one sees by a unit brings nobody along of whom one does not", async () => {
  const [north, south] = [await house.team("North Wing"), await house.team("South Wing")];
  const both = await house.person("Bel Both");
  await house.grant(both, "administrator");
  await house.grant(both, "people-partner", { teams: [north] });
  const lead = await house.person("Lin Lead", { team: north });
  await house.person("Sam South", { team: south, manager: lead });
  const api = await w.as(both);
  await expect(
    api("POST", "/people/:personId/lines", { personId: lead.personId, manager: both.personId, from: "2026-11-21" }),
  ).rejects.toMatchObject({ status: 403, message: expect.stringContaining("Sam South would come under you") });
});

test("a team with people in it is not hung below, nor merged into, a unit of whoever does it", async () => {
  const [east, west] = [await house.team("East"), await house.team("West")];
  const both = await house.person("Bob Both");
  await house.grant(both, "administrator");
  await house.grant(both, "people-partner", { teams: [east] });
  await house.person("Wes West", { team: west });
  const api = await w.as(both);
  for (const wanted of [
    () => api("PATCH", "/teams/:teamId", { teamId: west, parent: east }),
    () => api("POST", "/teams/:teamId/merge", { teamId: west, into: east }),
  ])
    await expect(wanted()).rejects.toMatchObject({ status: 403, message: expect.stringContaining("Wes West would come under you") });
  // Nobody is in it, so that it shows nothing.
  const { id } = await api("POST", "/teams", { name: "Empty", parent: null });
  await api("PATCH", "/teams/:teamId", { teamId: id, parent: east });
});
