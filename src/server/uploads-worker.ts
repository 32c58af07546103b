import { parentPort, workerData } from "node:worker_threads";
import { incoming, type Upload } from "../core/framework/incoming.ts";
import { Problem } from "../core/problem.ts";
import type { Answer } from "./uploads.ts";

// Handed over by `uploads`, which alone starts this thread.
const upload = workerData as Upload;

async function answer(): Promise<Answer> {
  try {
    return { incoming: await incoming(upload) };
  } catch (error) {
    if (error instanceof Problem) return { refused: { code: error.code, message: error.message } };
    throw error;
  }
}

const found = await answer();
parentPort?.postMessage(found);
