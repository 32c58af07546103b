import { writeSync } from "node:fs";
import type { Io } from "./command.ts";

/** The world as this process sees it. Whoever stops reading our output (`rungs … | head`) has seen enough: that is no error. */
export function theProcess(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") writeSync(2, `The output cannot be written: ${error.message}\n`);
      process.exit(error.code === "EPIPE" ? (process.exitCode ?? 0) : 2);
    });
  }
  return {
    out: (content) => void process.stdout.write(content),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    input: () => process.stdin,
    today: () => {
      const now = new Date();
      return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
    },
  };
}
