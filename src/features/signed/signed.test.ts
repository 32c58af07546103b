import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { refusal } from "../../../test/authoring.ts";
import { bakery, reworded, values } from "../../../test/bakery.ts";
import { answerAll, reviewing } from "../../../test/reviewing.ts";
import { statements } from "../../../test/queries.ts";
import { keepReleased } from "../../db/released.ts";
import { v7 } from "uuid";
import { world } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
await house.publish(values);
await house.publish(bakery);
const helen = await house.person("Helen");
const amara = await house.person("Amara", { manager: helen });
await house.place(amara, "bakery/baker");
const peer = await house.person("Otto");
const run = reviewing(house);
const [asAmara, asHelen] = [await w.as(amara), await w.as(helen)];

test("what was signed and released is read as it was kept, once it may be read, whatever becomes of the ladder", async () => {
  const cycle = await run.cycle();
  const { reviewId, assessments } = await run.participant(cycle, amara, "bakery/baker", { manager: helen }, ["head-baker"]);
  await answerAll(asHelen, reviewId, assessments.manager, 2, "Fires two ovens.");
  // The other side is not in yet: Amara finds nothing, Helen her own.
  expect(await asAmara("GET", "/reviews/:reviewId/signed", { reviewId })).toMatchObject({ signed: [], released: [] });
  const { signed: own } = await asHelen("GET", "/reviews/:reviewId/signed", { reviewId });
  expect(own).toMatchObject([{ kind: "manager", rater: { name: "Helen" }, says: { asked: [{ level: { title: "Head Baker" } }] } }]);
  const hers = { reviewId, documentId: own[0]?.id ?? "" };
  expect((await refusal(asAmara("GET", "/reviews/:reviewId/signed/:documentId", hers))).status).toBe(404);

  await answerAll(asAmara, reviewId, assessments.self, 3);
  await run.state(cycle, "released");
  await house.within((tx) => keepReleased(tx, house.orgId, cycle, "2026-11-21", () => v7()));
  const { result: before, texts } = await statements(() => asAmara("GET", "/reviews/:reviewId/signed", { reviewId }));
  expect(texts.length).toBeLessThanOrEqual(3);
  expect(new Set(before.signed.map(({ kind }) => kind))).toEqual(new Set(["manager", "self"]));
  expect(before.released).toMatchObject([{ level: "Head Baker", corrected: false, says: { cycle: "Spring", own: { "head-bread": 3 } } }]);
  await house.publish(reworded("head-ovens", ["Fires five ovens."]));
  expect(await asAmara("GET", "/reviews/:reviewId/signed", { reviewId })).toEqual(before);

  for (const { id, hash } of [...before.signed, ...before.released]) {
    const { content } = await asAmara("GET", "/reviews/:reviewId/signed/:documentId", { reviewId, documentId: id });
    expect(createHash("sha256").update(content).digest("hex")).toBe(hash);
  }
  expect((await refusal((await w.as(peer))("GET", "/reviews/:reviewId/signed", { reviewId }))).status).toBe(404);
});

test("a check-in sent in too soon is opened again with a reason until the other side is in, and each signature is kept", async () => {
  const { review: reviewId, assessments } = await asHelen("POST", "/check-ins", {
    personId: amara.personId,
    framework: "bakery",
    level: "baker",
    title: "Half-way",
  });
  const of = (kind: string) => assessments.find((each) => each.kind === kind)?.id ?? "";
  await answerAll(asAmara, reviewId, of("self"), 1);
  const again = { reviewId, assessmentId: of("self"), reason: "You meant another day." };
  // Nobody opens their own.
  expect((await refusal(asAmara("POST", "/reviews/:reviewId/assessments/:assessmentId/reopen", again))).status).toBe(404);
  expect((await asHelen("GET", "/reviews/:reviewId", { reviewId })).can.reopen).toBe(true);
  await asHelen("POST", "/reviews/:reviewId/assessments/:assessmentId/reopen", again);
  const form = await asAmara("GET", "/reviews/:reviewId/assessments/:assessmentId", { reviewId, assessmentId: of("self") });
  expect(form).toMatchObject({ assessment: { state: "reopened", reopenedReason: "You meant another day." }, can: { write: true } });
  await answerAll(asAmara, reviewId, of("self"), 2);
  const { signed } = await asAmara("GET", "/reviews/:reviewId/signed", { reviewId });
  expect(new Set(signed.map(({ says }) => says?.answers[0]?.value))).toEqual(new Set([1, 2]));
  await answerAll(asHelen, reviewId, of("manager"), 2);
  expect((await refusal(asHelen("POST", "/reviews/:reviewId/assessments/:assessmentId/reopen", again))).status).toBe(409);
});
