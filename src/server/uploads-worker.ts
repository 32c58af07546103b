import { parentPort, workerData } from "node:worker_threads";
import { Problem } from "../core/problem.ts";
import type { Answer, Work } from "./uploads.ts";

// Handed over by `uploads`, which alone starts this thread.
const work = workerData as Work;

async function answer(): Promise<Answer> {
  try {
    // Each loads what it needs and no more: most of the time that a small file takes is spent here.
    if ("sheet" in work) return { sheet: await (await import("../core/people/sheet.ts")).readSheet(work.sheet.bytes, work.sheet.wanted) };
    if ("read" in work) return { read: await (await import("../core/framework/incoming.ts")).incoming(work.read) };
    if ("pdf" in work) return { written: await (await import("./report-pdf.ts")).reportPdf(work.pdf) };
    const { writeAs } = await import("../core/framework/formats/read.ts");
    const { framework, format, options } = work.write;
    return { written: (await writeAs(format, framework, options)).content };
  } catch (error) {
    if (error instanceof Problem) return { refused: { code: error.code, message: error.message } };
    throw error;
  }
}

parentPort?.postMessage(await answer(), []);
