import { ApiError } from "../src/http/client.ts";
import type { Client, Person } from "./world.ts";

/**
 * A whole cycle through the door: everybody at where they stand, rated by one rater, one form opened again and signed anew,
 * one value calibrated, and released. Where somebody cannot take part as they stand, it is given up before it begins.
 */
export async function wholeCycle(partner: Client, people: readonly Person[], rater: Person, pick: number): Promise<void> {
  const setup = {
    who: {
      people: people.map(({ personId }) => personId),
      ratedBy: Object.fromEntries(people.map(({ personId }) => [personId, rater.personId])),
      fewestMonths: 0,
    },
    ratings: { self: false },
    asks: "current" as const,
    commentRule: "never" as const,
  };
  const { id: cycleId } = await partner("POST", "/cycles", { title: `Of a history ${pick}`, setup });
  try {
    await partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 400)) throw error;
    await partner("POST", "/cycles/:cycleId/cancel", { cycleId, reason: "Somebody is asked for nothing." });
    return;
  }

  const { items } = await partner("GET", "/cycles/:cycleId/participants", { cycleId });
  let calibrated: { reviewId: string; expectation: string; was: number; value: number } | null = null;
  for (const [index, { reviewId, person, parts }] of items.entries()) {
    const form = { reviewId, assessmentId: parts[0]?.id ?? "" };
    const { levels, scale } = await partner("GET", "/cycles/:cycleId/preview", { cycleId, person: person.id });
    const points = scale.map(({ value }) => value);
    const asked = levels.flatMap(({ expectations }) => expectations.map(({ id }) => id));
    const valued = (at: number) => points[(pick + index + at) % points.length] ?? 1;
    const answers = asked.map((expectation, at) => ({
      clientId: crypto.randomUUID(),
      expectation,
      answer: "rated" as const,
      value: valued(at),
      basedOn: null as string | null,
    }));
    const send = (changed: typeof answers) =>
      partner("PATCH", "/reviews/:reviewId/assessments/:assessmentId", { ...form, answers: changed });
    await send(answers);
    await partner("POST", "/reviews/:reviewId/assessments/:assessmentId/submit", form);
    if (index > 0) continue;

    await partner("POST", "/cycles/:cycleId/participants/:reviewId/reopen", {
      cycleId,
      reviewId,
      assessment: form.assessmentId,
      reason: "Something was forgotten.",
    });
    const [first] = answers;
    if (first === undefined) continue;
    const again = valued(1);
    await send([{ ...first, clientId: crypto.randomUUID(), value: again, basedOn: first.clientId }]);
    await partner("POST", "/reviews/:reviewId/assessments/:assessmentId/submit", form);
    const value = points.find((point) => point !== again);
    if (value !== undefined) calibrated = { reviewId, expectation: first.expectation, was: again, value };
  }
  await partner("POST", "/cycles/:cycleId/calibrate", { cycleId });
  if (calibrated !== null)
    await partner("POST", "/cycles/:cycleId/calibration/:reviewId", { cycleId, ...calibrated, reason: "Brought into line." });
  await partner("POST", "/cycles/:cycleId/release", { cycleId });
}
