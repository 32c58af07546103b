import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Incoming, Upload } from "../core/framework/incoming.ts";
import { Problem, type ProblemCode } from "../core/problem.ts";

/** What the worker answers: what it read, or the refusal that it met. */
export type Answer = { incoming: Incoming } | { refused: { code: ProblemCode; message: string } };

export type Bounds = {
  /** Files read at the same time. */
  atOnce: number;
  /** Files that wait for their turn, beyond which no more are taken. */
  waiting: number;
  /** Milliseconds that reading one may take. */
  patience: number;
  /** Megabytes that reading one may take. */
  memory: number;
};

/** A framework of 5 MB in YAML, the hungriest of the formats, takes some 250 MB and two seconds. */
const usual: Bounds = { atOnce: 2, waiting: 8, patience: 15_000, memory: 512 };

// The built server has its files beside it under other names.
const worker = new URL(`./uploads-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url);

/**
 * Reads files that people bring, each in a thread of its own with a bounded memory and for a bounded time: what a file does
 * to its reader, it does to nobody else.
 */
export function uploads(bounds: Bounds = usual): (upload: Upload) => Promise<Incoming> {
  let underWay = 0;
  const queue: (() => void)[] = [];

  return async (upload) => {
    if (underWay >= bounds.atOnce) {
      if (queue.length >= bounds.waiting) throw new Problem("unavailable", "Too many files are being read just now. Try again shortly.");
      await new Promise<void>((resolve) => queue.push(resolve));
    } else underWay += 1;
    try {
      return await readApart(upload, bounds);
    } finally {
      const next = queue.shift();
      if (next === undefined) underWay -= 1;
      else next();
    }
  };
}

function readApart(upload: Upload, { patience, memory }: Bounds): Promise<Incoming> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, {
      workerData: upload,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: Math.max(8, Math.floor(memory / 8)), stackSizeMb: 4 },
    });
    const end = setTimeout(
      () => settle(() => reject(new Problem("too-large", "This file takes longer to read than Rungs waits. Split it, or save it again."))),
      patience,
    );
    const settle = (how: () => void) => {
      clearTimeout(end);
      how();
      void thread.terminate();
    };
    thread.once("message", (answer: Answer) =>
      settle(() => ("incoming" in answer ? resolve(answer.incoming) : reject(new Problem(answer.refused.code, answer.refused.message)))),
    );
    // What stops the thread lies in the file: all else has been answered.
    thread.once("error", (error) => {
      const isFull = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
      const refusal = isFull
        ? new Problem("too-large", "This file takes more memory to read than Rungs gives it.")
        : new Problem("invalid", "This file cannot be read.");
      settle(() => reject(refusal));
    });
    thread.once("exit", () => settle(() => reject(new Problem("invalid", "This file cannot be read to its end."))));
  });
}
