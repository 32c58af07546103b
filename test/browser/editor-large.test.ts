import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { FrameworkDocument } from "../../src/core/framework/document.ts";
import { visitor } from "./visitor.ts";
import { cell, open, saved, small, written } from "./writing.ts";

/**
 * How long the page's main thread worked at each of its tasks, in ms of the processor's time: what other programs of a busy
 * machine take does not count. A task is the most that can come between two frames.
 */
async function tasksWhile(page: Page, act: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("This page has no browser of its own.");
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"] });
  await act();
  const trace = (await browser.stopTracing()).toString();
  type Event = { name: string; pid: number; tid: number; tdur?: number; args?: { name?: string } }; // as Chromium writes them
  const { traceEvents } = JSON.parse(trace) as { traceEvents: Event[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents
    .filter(({ name, pid, tid, tdur }) => name.endsWith("RunTask") && tdur !== undefined && mains.has(`${pid} ${tid}`))
    .map(({ tdur = 0 }) => tdur / 1000);
}

/** 40 levels on four tracks, 120 competencies in ten domains, a statement in every cell. */
function large(id: string): FrameworkDocument {
  const competencies = Array.from({ length: 120 }, (_, index) => ({
    id: `c${index}`,
    domain: `d${index % 10}`,
    title: `Competency ${index}`,
  }));
  return {
    ...small(id),
    title: "Large",
    domains: Array.from({ length: 10 }, (_, index) => ({ id: `d${index}`, title: `Domain ${index}` })),
    competencies,
    tracks: ["a", "b", "c", "d"].map((track) => ({ id: track, title: `Track ${track}` })),
    levels: Array.from({ length: 40 }, (_, index) => ({
      id: `l${index}`,
      rank: Math.floor(index / 4) + 1,
      track: "abcd".charAt(index % 4),
      title: `Level ${index}`,
      expectations: competencies.map((one) => ({
        id: `l${index}-${one.id}`,
        competency: one.id,
        target: 3,
        markers: [`Brings lot ${index} of ${one.title.toLowerCase()} to the quay on the agreed day.`],
      })),
    })),
  };
}

test("a ladder of 40 levels and 120 competencies opens within a second, and typing in it never holds up a frame", async () => {
  const page = await visitor("judith");
  await written(page, large("harbour-large"));
  await written(page, small("harbour-small"));
  // As somebody comes to it who is already here: its code is there, its draft is not.
  await open(page, "harbour-small");
  const took = await page.evaluate(async () => {
    const began = performance.now();
    history.pushState(null, "", "/ladders/harbour-large/edit");
    dispatchEvent(new PopStateEvent("popstate"));
    while (document.querySelector('[data-level="l0"][data-row="c0"]') === null) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
  expect(took).toBeLessThan(1_000);
  await cell(page, "l0", "c10").click();
  await page.keyboard.press("Enter");
  const tasks = await tasksWhile(page, async () => {
    await page.keyboard.type(" Reads the tide table aloud before every lift, and says who holds which line.", { delay: 20 });
    await saved(page);
  });
  expect(tasks.length).toBeGreaterThan(100);
  expect(Math.max(...tasks)).toBeLessThan(50);
  // The far corner is drawn when somebody goes there.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+End");
  await page.waitForFunction(() => document.activeElement?.id === "cell-l39-c119");
  expect(await page.getByRole("gridcell").count()).toBeLessThan(1_000);
});
