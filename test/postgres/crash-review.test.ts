import { readFileSync } from "node:fs";
import { join } from "node:path";
import { v7 } from "uuid";
import { expect, onTestFinished, test } from "vitest";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { open } from "../../src/db/open.ts";
import { client } from "../../src/http/client.ts";
import type { Api } from "../../src/server/routes.ts";
import { bakery, values } from "../bakery.ts";
import { reviewing } from "../reviewing.ts";
import { rungs, up } from "../setup/running.ts";
import { scratch, until } from "../setup/scratch.ts";
import { world } from "../world.ts";

const SAVE = "/reviews/:reviewId/assessments/:assessmentId";
const RATERS = 4;

/** An organisation in this directory whose raters have a review each to write, with a key to write it by. */
async function asked(directory: string) {
  const embedded = await startEmbedded({ directory });
  await migrate(embedded.address.owner);
  const database = open(embedded.address);
  const w = await world({}, { database, address: embedded.address, superuser: embedded.superuser("rungs") });
  w.clock.now = new Date();
  const house = await w.organisation();
  await house.publish(values);
  await house.publish(bakery);
  const run = reviewing(house);
  const cycle = await run.cycle();
  const raters: { ids: { reviewId: string; assessmentId: string }; key: string }[] = [];
  for (let index = 0; index < RATERS; index += 1) {
    const person = await house.person();
    const { reviewId, assessments } = await run.participant(cycle, person, "bakery/baker", {}, ["head-baker"]);
    raters.push({ ids: { reviewId, assessmentId: assessments.self }, key: await w.key(person, ["read", "write"]) });
  }
  await database.close();
  await embedded.stop();
  return raters;
}

test(
  "killed while raters save, Rungs starts again with every answer that it had acknowledged, each of them once",
  { timeout: 180_000 },
  async () => {
    const directory = scratch();
    const raters = await asked(directory);
    const acknowledged = new Map(raters.map(({ ids }) => [ids.assessmentId, [] as string[]]));
    const standing = new Map<string, string | null>(raters.map(({ ids }) => [ids.assessmentId, null]));
    const count = () => [...acknowledged.values()].flat().length;

    for (const both of [false, true, false]) {
      const run = await up(rungs(["serve", "--port", "0", "--data", directory]));
      const server = { killed: false };
      const writing = raters.map(async ({ ids, key }) => {
        const as = client<Api>((path, init) =>
          fetch(`${run.url()}${path}`, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: key } }),
        );
        // What this rater read last may have been overtaken by an answer that was written and never acknowledged.
        const there = await as("GET", SAVE, ids);
        standing.set(ids.assessmentId, there.answers?.[0]?.id ?? null);
        for (let point = 0; !server.killed; point += 1) {
          const clientId = v7();
          const answer = { clientId, expectation: "head-ovens", answer: "rated" as const, value: 1 + (point % 4), comment: clientId };
          const reply = await as("PATCH", SAVE, {
            ...ids,
            answers: [{ ...answer, basedOn: standing.get(ids.assessmentId) ?? null }],
          }).catch(() => null);
          if (reply === null) break;
          expect(reply.answers).toMatchObject({ applied: [0], conflicts: [] });
          acknowledged.get(ids.assessmentId)?.push(clientId);
          standing.set(ids.assessmentId, clientId);
        }
      });
      const before = count();
      await until("answers to be acknowledged", () => count() >= before + 25, 60_000);
      const postgres = Number(readFileSync(join(directory, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
      server.killed = true;
      run.child.kill("SIGKILL");
      if (both) process.kill(postgres, "SIGKILL");
      await Promise.all(writing);
      await run.ended;
    }

    const embedded = await startEmbedded({ directory });
    onTestFinished(() => embedded.stop());
    const database = open(embedded.address);
    onTestFinished(() => database.close());
    const owner = await database.accounts.selectFrom("membership").select("org_id").executeTakeFirstOrThrow();
    const rows = await database.transaction(owner.org_id, (tx) =>
      tx
        .selectFrom("rating")
        .innerJoin("assessment", "assessment.assessment_id", "rating.assessment_id")
        .select(["rating.assessment_id as assessment", "client_id as client", "comment", "assessment.revision as revision"])
        .execute(),
    );
    expect(count()).toBeGreaterThanOrEqual(3 * 25);
    for (const [assessment, answers] of acknowledged) {
      const kept = rows.filter((row) => row.assessment === assessment);
      const clients = kept.map(({ client }) => client);
      expect(answers.filter((each) => !clients.includes(each))).toEqual([]);
      // Each once and whole: its words with it, and the assessment counted on with it.
      expect(new Set(clients).size).toBe(clients.length);
      expect(kept.every(({ client, comment, revision }) => client === comment && revision === kept.length)).toBe(true);
    }
  },
);
