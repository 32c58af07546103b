import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startEmbedded } from "../../src/db/embedded.ts";
import { open } from "../../src/db/open.ts";
import { scratch, until } from "../setup/scratch.ts";

const PEOPLE = 150;
type Line = { word: string; id: string; postgres: number };

/** A Rungs that launches and releases without pause. `lines` grows as it goes. */
function writer(directory: string, organisation: string): { child: ChildProcess; lines: Line[]; gone: Promise<void> } {
  const file = fileURLToPath(new URL("cycle-writer.ts", import.meta.url));
  const child = spawn(process.execPath, [file, directory, organisation, String(PEOPLE)], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [word = "", id = "", postgres] = line.split(" ");
    lines.push({ word, id, postgres: Number(postgres) });
  });
  return { child, lines, gone: new Promise((resolve) => child.once("exit", () => resolve())) };
}

test(
  "killed in the middle of launching or releasing, a cycle is wholly launched or not at all, wholly released or not at all",
  { timeout: 180_000 },
  async () => {
    const [directory, organisation] = [scratch(), randomUUID()];
    const done = { launched: [] as string[], released: [] as string[] };
    for (const [round, [at, both]] of (
      [
        ["launching", false],
        ["releasing", true],
        ["launching", true],
        ["releasing", false],
      ] as const
    ).entries()) {
      const { child, lines, gone } = writer(directory, organisation);
      await until(`round ${round} to come to ${at}`, () => lines.filter(({ word }) => word === at).length >= 2, 60_000);
      const postgres = lines.at(-1)?.postgres ?? 0;
      child.kill("SIGKILL");
      if (both) process.kill(postgres, "SIGKILL");
      await gone;
      await until("the end of its lines", () => child.stdout?.readableEnded === true);
      for (const { word, id } of lines) if (word === "launched" || word === "released") done[word].push(id);
    }

    const embedded = await startEmbedded({ directory });
    onTestFinished(() => embedded.stop());
    const database = open(embedded.address);
    onTestFinished(() => database.close());
    const cycles = await database.transaction(organisation, (tx) =>
      tx
        .selectFrom("cycle")
        .select((row) => [
          "cycle_id as id",
          "state",
          row
            .selectFrom("review")
            .whereRef("review.cycle_id", "=", "cycle.cycle_id")
            .select(({ fn }) => fn.countAll<number>().as("n"))
            .as("reviews"),
          row
            .selectFrom("assessment")
            .innerJoin("review", "review.review_id", "assessment.review_id")
            .whereRef("review.cycle_id", "=", "cycle.cycle_id")
            .select(({ fn }) => fn.countAll<number>().as("n"))
            .as("forms"),
          row
            .selectFrom("released_report")
            .innerJoin("review", "review.review_id", "released_report.review_id")
            .whereRef("review.cycle_id", "=", "cycle.cycle_id")
            .select(({ fn }) => fn.countAll<number>().as("n"))
            .as("reports"),
        ])
        .execute(),
    );
    for (const { state, reviews, forms, reports } of cycles)
      expect([state, reviews, forms, reports]).toEqual(
        state === "draft" ? ["draft", 0, 0, 0] : [state, PEOPLE, 2 * PEOPLE, state === "released" ? PEOPLE : 0],
      );
    const stateOf = new Map(cycles.map(({ id, state }) => [id, state]));
    expect(done.launched.length).toBeGreaterThanOrEqual(4);
    for (const id of done.launched) expect(["open", "calibrating", "released"]).toContain(stateOf.get(id));
    for (const id of done.released) expect(stateOf.get(id)).toBe("released");
    // Something was under way each time: not everything that was begun has come to its end.
    expect(cycles.filter(({ state }) => state !== "released").length).toBeGreaterThan(0);
  },
);
