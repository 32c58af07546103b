import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Framework } from "../core/framework/document.ts";
import type { Format, WriteOptions } from "../core/framework/formats/read.ts";
import type { FrozenReport } from "../core/gap/frozen.ts";
import type { Incoming, Upload } from "../core/framework/incoming.ts";
import type { PeopleSheet } from "../core/people/sheet.ts";
import { Problem, type ProblemCode } from "../core/problem.ts";

/** What the thread is asked for: to read a file that somebody brought, or to write one. */
export type Work =
  | { read: Upload }
  | { sheet: { bytes: Uint8Array; wanted: string | null } }
  | { pdf: FrozenReport }
  | { write: { framework: Framework; format: Format; options: WriteOptions } };
/** What it answers: what came of it, or the refusal that it met. */
export type Answer =
  | { read: Incoming }
  | { sheet: PeopleSheet | string }
  | { written: string | Uint8Array }
  | { refused: { code: ProblemCode; message: string } };

export type Bounds = {
  /** Files at the same time. */
  atOnce: number;
  /** Files that wait for their turn, beyond which no more are taken. */
  waiting: number;
  /** Milliseconds that one may take. */
  patience: number;
  /** Megabytes that one may take. */
  memory: number;
};

/** A framework of 5 MB in YAML, the hungriest of the formats, takes some 250 MB and two seconds. */
const usual: Bounds = { atOnce: 2, waiting: 8, patience: 15_000, memory: 512 };

/** A report is written while its request waits and holds a connection to the database: few at a time, and few behind them. */
export const papers: Bounds = { atOnce: 1, waiting: 3, patience: 15_000, memory: 256 };

// The built server has its files beside it under other names.
const thread = new URL(`./uploads-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url);

export type Uploads = {
  read: (upload: Upload) => Promise<Incoming>;
  /** A table of people; a sentence where it is none. */
  sheet: (bytes: Uint8Array, wanted: string | null) => Promise<PeopleSheet | string>;
  write: (framework: Framework, format: Format, options: WriteOptions) => Promise<string | Uint8Array>;
  /** A kept gap report as tagged PDF. */
  pdf: (report: FrozenReport) => Promise<Uint8Array>;
};

/**
 * Reads files that people bring and writes those that they take away, each in a thread of its own with a bounded memory and
 * for a bounded time: what a file does to its reader, it does to nobody else.
 */
export function uploads(bounds: Bounds = usual): Uploads {
  let underWay = 0;
  const queue: (() => void)[] = [];

  const inTurn = async (work: Work): Promise<Answer> => {
    if (underWay >= bounds.atOnce) {
      if (queue.length >= bounds.waiting) throw new Problem("unavailable", "Too many files are being read just now. Try again shortly.");
      await new Promise<void>((resolve) => queue.push(resolve));
    } else underWay += 1;
    try {
      return await apart(work, bounds);
    } finally {
      const next = queue.shift();
      if (next === undefined) underWay -= 1;
      else next();
    }
  };
  return {
    pdf: async (report) => {
      const answer = await inTurn({ pdf: report });
      if ("written" in answer && typeof answer.written !== "string") return answer.written;
      throw refusal(answer);
    },
    read: async (upload) => {
      const answer = await inTurn({ read: upload });
      if ("read" in answer) return answer.read;
      throw refusal(answer);
    },
    sheet: async (bytes, wanted) => {
      const answer = await inTurn({ sheet: { bytes, wanted } });
      if ("sheet" in answer) return answer.sheet;
      throw refusal(answer);
    },
    write: async (framework, format, options) => {
      const answer = await inTurn({ write: { framework, format, options } });
      if ("written" in answer) return answer.written;
      throw refusal(answer);
    },
  };
}

const refusal = (answer: Answer): Problem =>
  "refused" in answer ? new Problem(answer.refused.code, answer.refused.message) : new Problem("internal");

function apart(work: Work, { patience, memory }: Bounds): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(thread, {
      workerData: work,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: Math.max(8, Math.floor(memory / 8)), stackSizeMb: 4 },
    });
    const settle = (how: () => void) => {
      clearTimeout(end);
      how();
      void worker.terminate();
    };
    const fail = (code: ProblemCode, message: string) => settle(() => reject(new Problem(code, message)));
    const end = setTimeout(() => fail("too-large", "This file takes longer than Rungs waits. Split it, or save it again."), patience);
    worker.once("message", (answer: Answer) => settle(() => resolve(answer)));
    // What stops the thread lies in the file: all else has been answered.
    worker.once("error", (error: Error) => {
      const isFull = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
      if (isFull) fail("too-large", "This file takes more memory than Rungs gives it. Split it, or save it again.");
      else fail("invalid", "This file cannot be read.");
    });
    worker.once("exit", () => fail("invalid", "This file cannot be read to its end."));
  });
}
