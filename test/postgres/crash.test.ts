import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startEmbedded } from "../../src/db/embedded.ts";
import { open } from "../../src/db/open.ts";
import { scratch, until } from "../setup/scratch.ts";

type Line = { word: string; number: number; postgres: number };

/** A Rungs that writes without pause. `lines` grows as it acknowledges. */
function writer(directory: string, organisation: string): { child: ChildProcess; lines: Line[]; gone: Promise<void> } {
  const child = spawn(process.execPath, [fileURLToPath(new URL("writer.ts", import.meta.url)), directory, organisation], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [word = "", number, postgres] = line.split(" ");
    lines.push({ word, number: Number(number), postgres: Number(postgres) });
  });
  return { child, lines, gone: new Promise((resolve) => child.once("exit", () => resolve())) };
}

const kept = (lines: readonly Line[]) => lines.filter(({ word }) => word === "kept").map(({ number }) => number);

test(
  "whatever is killed while it writes, the next start needs no hand and finds every write that was acknowledged",
  { timeout: 120_000 },
  async () => {
    const [directory, organisation] = [scratch(), randomUUID()];
    const acknowledged: number[] = [];
    for (const [round, what] of (
      ["server", "database", "both", "server", "both", "database", "both", "server", "both"] as const
    ).entries()) {
      const { child, lines, gone } = writer(directory, organisation);
      await until(`round ${round} to write`, () => kept(lines).length >= 20 + 7 * round, 30_000);
      const postgres = lines.at(-1)?.postgres ?? 0;
      if (what === "database") {
        const before = kept(lines).length;
        process.kill(postgres, "SIGKILL");
        await until("writing to go on by itself", () => kept(lines).length > before + 20 && lines.at(-1)?.postgres !== postgres, 30_000);
        child.kill("SIGKILL");
      } else {
        child.kill("SIGKILL");
        if (what === "both") process.kill(postgres, "SIGKILL");
      }
      await gone;
      await until("the end of its lines", () => child.stdout?.readableEnded === true);
      acknowledged.push(...kept(lines));
    }

    const embedded = await startEmbedded({ directory });
    onTestFinished(() => embedded.stop());
    const database = open(embedded.address);
    onTestFinished(() => database.close());
    const found = await database.transaction(organisation, async (tx) => ({
      audit: (await tx.selectFrom("audit").select("action").execute()).map(({ action }) => Number(action)),
      teams: (await tx.selectFrom("team").select("name").execute()).map(({ name }) => Number(name)),
    }));
    const numbers = new Set(found.audit);
    expect(acknowledged.length).toBeGreaterThan(9 * 20);
    expect(acknowledged.filter((number) => !numbers.has(number))).toEqual([]);
    expect(found.teams.toSorted((a, b) => a - b)).toEqual(found.audit.toSorted((a, b) => a - b));
    expect(numbers.size).toBe(found.audit.length);
  },
);
