import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { type Command, UsageError } from "../src/cli/command.ts";

type Answer = { code: number; out: string; err: string };

/** A command with a folder of its own for the files it is given; the folder goes when the tests of the file are done. */
export function tried(command: Command, today: string) {
  const folder = mkdtempSync(join(tmpdir(), `rungs-${command.name}-`));
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (...args: string[]): Promise<Answer> => {
    const said = { out: "", err: "" };
    const code = await command.run(args, {
      out: (content) => {
        said.out += typeof content === "string" ? content : Buffer.from(content).toString("latin1");
      },
      err: (text) => {
        said.err += text;
      },
      env: {},
      today: () => today,
    });
    return { code, ...said };
  };
  return {
    /** Writes a file and returns its path. */
    file: (name: string, content: string | Uint8Array): string => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    run,
    /** The sentence with which the command refuses. */
    refusal: async (...args: string[]): Promise<string> => {
      const error: unknown = await run(...args).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(UsageError);
      return error instanceof Error ? error.message : "";
    },
  };
}
