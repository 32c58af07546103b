// Run by cycle-crash.test.ts as a process of its own: starts PostgreSQL on the directory given, launches and releases one cycle
// after the other through the server's own pool, and prints a line before and after each: "launching", "launched", "releasing",
// "released", with the cycle's id and the number of PostgreSQL's process.
import { v7 } from "uuid";
import { CycleSetup } from "../../src/core/cycle/setup.ts";
import { preflightOn } from "../../src/db/cycle-candidates.ts";
import { pin } from "../../src/db/cycle-launch.ts";
import { releaseCycle } from "../../src/db/cycle-release.ts";
import { enter, lockedCycle, writeCycle } from "../../src/db/cycles.ts";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { open } from "../../src/db/open.ts";
import { publish } from "../../src/db/publishing.ts";
import { statement } from "../../src/db/statement.ts";
import { bakery, values } from "../bakery.ts";

const [directory = "", organisation = "", many = "0"] = process.argv.slice(2);
const ON = "2026-11-21";
const now = new Date(`${ON}T12:00:00Z`);
const embedded = await startEmbedded({ directory });
await migrate(embedded.address.owner);
const database = open(embedded.address);
const say = (word: string, id: string) => process.stdout.write(`${word} ${id} ${embedded.pid()}\n`);

const crowd = [
  `insert into rungs.person (org_id, person_id, employee_number, name)
   select rungs.current_org(), gen_random_uuid(), n::text, 'Person ' || n from generate_series(0, ${Number(many)}) as n`,
  `insert into rungs.reporting_line (org_id, reporting_line_id, person_id, manager_id, from_on)
   select rungs.current_org(), gen_random_uuid(), person_id, (select person_id from rungs.person where employee_number = '0'), '2020-01-01'
     from rungs.person where employee_number <> '0'`,
  `insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on)
   select rungs.current_org(), gen_random_uuid(), person_id, framework_id, 1, 'baker', '2020-01-01'
     from rungs.person, rungs.framework where employee_number <> '0' and slug = 'bakery'`,
];
await database.transaction(organisation, async (tx) => {
  const there = await tx.selectFrom("organisation").select("org_id").execute();
  if (there.length > 0) return;
  await tx.insertInto("organisation").values({ org_id: organisation, slug: "kept", name: "Kept" }).execute();
  for (const content of [values, bakery])
    await publish(tx, organisation, { content, by: null, reason: null, effectiveOn: "2020-01-01", now, id: v7 });
  for (const text of crowd) await statement(text)(tx);
});
say("ready", "-");

const setup = CycleSetup.parse({ who: { frameworks: ["bakery"] }, asks: "current" });
for (;;) {
  const id = v7();
  const by = await database.transaction(organisation, async (tx) => {
    const boss = await tx.selectFrom("person").select("person_id").where("employee_number", "=", "0").executeTakeFirstOrThrow();
    await writeCycle(tx, { id, title: id, setup, by: boss.person_id, now });
    return boss.person_id;
  });
  say("launching", id);
  await database.transaction(organisation, async (tx) => {
    await lockedCycle(tx, id);
    const { pins } = await preflightOn(tx, organisation, setup, ON);
    await pin(tx, id, setup, pins, "launched", { by, now, id: v7 });
    await enter(tx, id, "open", { now, by, on: ON });
  });
  say("launched", id);
  await database.transaction(organisation, (tx) => enter(tx, id, "calibrating", { now, by }));
  say("releasing", id);
  await database.transaction(organisation, async (tx) => {
    await lockedCycle(tx, id);
    await releaseCycle(tx, organisation, id, { by, now, on: ON, id: () => v7() });
  });
  say("released", id);
}
