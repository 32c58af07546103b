import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import { contentHash } from "../../core/framework/canonical.ts";
import { bakery, values } from "../../../test/bakery.ts";
import { refusal } from "../../../test/authoring.ts";
import { ApiError } from "../../http/client.ts";
import { answerAll, reviewing } from "../../../test/reviewing.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Client } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
await house.publish(values);
await house.publish(bakery);
const helen = await house.person("Helen");
const run = reviewing(house);
const SAVE = "/reviews/:reviewId/assessments/:assessmentId";
const SUBMIT = "/reviews/:reviewId/assessments/:assessmentId/submit";
/** Of four things that are asked of who is to be a head baker. */
const [one, two] = ["head-bread", "head-ovens"];

let count = 0;
async function opened(setup: Parameters<typeof run.cycle>[0] = {}) {
  count += 1;
  const amara = await house.person(`Amara ${count}`, { manager: helen });
  await house.place(amara, "bakery/baker");
  const review = await run.participant(await run.cycle(setup), amara, "bakery/baker", { manager: helen }, ["head-baker"]);
  const ids = { reviewId: review.reviewId, assessmentId: review.assessments.self };
  return { amara, as: await w.as(amara), asHelen: await w.as(helen), review, ids };
}
const rated = (expectation: string, value: number, basedOn: string | null = null, comment: string | null = null) => ({
  clientId: v7(),
  expectation,
  answer: "rated" as const,
  value,
  comment,
  basedOn,
});
const standing = async (as: Client, ids: { reviewId: string; assessmentId: string }) =>
  (await as("GET", SAVE, ids)).answers?.map(({ id, expectation, value, comment }) => ({ id, expectation, value, comment })) ?? [];

test("a form is read in a handful of questions, whatever stands beside it", async () => {
  const { as, ids } = await opened();
  await as("GET", SAVE, ids);
  const { texts } = await statements(() => as("GET", SAVE, ids));
  expect(texts.length).toBeLessThanOrEqual(5);
});

describe("answers that are saved", () => {
  test("stand as they were sent, with words that have no point yet", async () => {
    const { as, ids } = await opened();
    const words = { clientId: v7(), expectation: two, answer: "none" as const, value: null, comment: "She said it first.", basedOn: null };
    const rating = rated(one, 2, null, "Seen in May.");
    const reply = await as("PATCH", SAVE, { ...ids, answers: [rating, words] });
    expect(reply).toMatchObject({ state: "in-progress", answers: { applied: [0, 1], conflicts: [] } });
    expect((await standing(as, ids)).toSorted((a, b) => a.expectation.localeCompare(b.expectation))).toEqual(
      [
        { id: rating.clientId, expectation: one, value: 2, comment: "Seen in May." },
        { id: words.clientId, expectation: two, value: null, comment: "She said it first." },
      ].toSorted((a, b) => a.expectation.localeCompare(b.expectation)),
    );
  });

  test("are taken once, however often they come, even after something newer and after submitting", async () => {
    const { as, ids } = await opened();
    const before = rated(one, 2);
    const after = rated(one, 3, before.clientId);
    await as("PATCH", SAVE, { ...ids, answers: [before] });
    await as("PATCH", SAVE, { ...ids, answers: [after] });
    const again = await as("PATCH", SAVE, { ...ids, answers: [before, after] });
    expect(again.answers).toEqual({ applied: [0, 1], stands: [after.clientId, after.clientId], conflicts: [] });
    expect(await standing(as, ids)).toMatchObject([{ value: 3 }]);
    await answerAll(as, ids.reviewId, ids.assessmentId, 3);
    expect((await as("PATCH", SAVE, { ...ids, answers: [after] })).answers.applied).toEqual([0]);
    expect(await refusal(as("PATCH", SAVE, { ...ids, answers: [rated(one, 1, after.clientId)] }))).toMatchObject({ status: 409 });
    const rows = await house.within((tx) =>
      tx.selectFrom("rating").select("client_id").where("assessment_id", "=", ids.assessmentId).where("expectation_id", "=", one).execute(),
    );
    expect(new Set(rows.map(({ client_id }) => client_id)).size).toBe(rows.length);
  });

  test("stand against each other where two windows wrote the same, and nothing is overwritten", async () => {
    const { as, ids } = await opened();
    const there = rated(one, 2, null, "From the first window.");
    await as("PATCH", SAVE, { ...ids, answers: [there] });
    const late = rated(one, 4, null, "From the second window.");
    const other = rated(two, 3);
    const reply = await as("PATCH", SAVE, { ...ids, answers: [late, other] });
    expect(reply.answers).toEqual({
      applied: [1],
      stands: [other.clientId],
      conflicts: [{ index: 0, theirs: { id: there.clientId, answer: "rated", value: 2, comment: "From the first window." } }],
    });
    expect((await standing(as, ids)).find(({ expectation }) => expectation === one)?.value).toBe(2);
    // Whoever has seen both decides.
    await as("PATCH", SAVE, { ...ids, answers: [{ ...late, clientId: v7(), basedOn: there.clientId }] });
    expect((await standing(as, ids)).find(({ expectation }) => expectation === one)?.value).toBe(4);
  });

  test("are refused whole and by place where they cannot be answers", async () => {
    const { as, ids } = await opened();
    const wrong = [rated(one, 2), rated(two, 9), rated("nothing-asked", 2), { ...rated(one, 2), answer: "not-observed" as const }];
    expect(await refusal(as("PATCH", SAVE, { ...ids, answers: wrong }))).toMatchObject({
      status: 400,
      paths: ["/answers/1/value", "/answers/2/expectation", "/answers/3/value"],
    });
    expect(await standing(as, ids)).toEqual([]);
  });

  test("are nobody's but the rater's to write", async () => {
    const { asHelen, ids } = await opened();
    expect(await refusal(asHelen("PATCH", SAVE, { ...ids, answers: [rated(one, 2)] }))).toMatchObject({ status: 404 });
    const stranger = await w.as(await house.person());
    expect(await refusal(stranger("PATCH", SAVE, { ...ids, answers: [rated(one, 2)] }))).toMatchObject({ status: 404 });
  });

  test("stop when the cycle goes on without them, and what was saved stays", async () => {
    const { as, ids, review } = await opened();
    await as("PATCH", SAVE, { ...ids, answers: [rated(one, 2)] });
    await run.state(review.cycleId, "calibrating");
    expect(await refusal(as("PATCH", SAVE, { ...ids, answers: [rated(two, 2)] }))).toMatchObject({ status: 409 });
    expect(await standing(as, ids)).toHaveLength(1);
    expect((await as("GET", SAVE, ids)).assessment.shut).toContain("calibrated");
  });
});

test("two hundred raters who save at once lose nothing and double nothing", async () => {
  const cycle = await run.cycle();
  const raters: { as: Client; ids: { reviewId: string; assessmentId: string } }[] = [];
  for (let index = 0; index < 200; index += 1) {
    const person = await house.person(`Rater ${index}`, { manager: helen });
    const review = await run.participant(cycle, person, "bakery/baker", { manager: helen }, ["head-baker"]);
    raters.push({ as: await w.as(person), ids: { reviewId: review.reviewId, assessmentId: review.assessments.self } });
  }
  // Every answer comes twice, as it does over a line that breaks before the reply.
  const acknowledged = await Promise.all(
    raters.flatMap(({ as, ids }, index) => {
      const answers = [rated(one, 1 + (index % 4), null, `Words of ${index}`), rated(two, 1 + ((index + 1) % 4))];
      // A server that has more to do than it can says so, and the form sends again.
      const send = (left: number): ReturnType<typeof sent> =>
        sent().catch((error: unknown) => {
          if (!(error instanceof ApiError) || error.status !== 503 || left === 0) throw error;
          return send(left - 1);
        });
      const sent = () => as("PATCH", SAVE, { ...ids, answers });
      return [send(20), send(20)];
    }),
  );
  expect(acknowledged.every(({ answers }) => answers.applied.length === 2)).toBe(true);
  const rows = await house.within((tx) =>
    tx
      .selectFrom("rating")
      .innerJoin("assessment", "assessment.assessment_id", "rating.assessment_id")
      .innerJoin("review", "review.review_id", "assessment.review_id")
      .select(["rating.assessment_id as assessment", "expectation_id as expectation", "value", "comment"])
      .where("review.cycle_id", "=", cycle)
      .execute(),
  );
  expect(rows).toHaveLength(400);
  for (const [index, { ids }] of raters.entries())
    expect(rows.filter(({ assessment, expectation }) => assessment === ids.assessmentId && expectation === one)).toMatchObject([
      { value: 1 + (index % 4), comment: `Words of ${index}` },
    ]);
}, 60_000);

describe("submitting", () => {
  test("names everything that is missing, and does nothing", async () => {
    const { as, ids } = await opened({ questions: [{ id: "proud", text: "What are you proud of?", required: true }] });
    await as("PATCH", SAVE, {
      ...ids,
      answers: [
        rated(one, 4),
        { clientId: v7(), expectation: two, answer: "no-opportunity" as const, value: null, comment: null, basedOn: null },
      ],
    });
    const told = await refusal(as("POST", SUBMIT, ids));
    expect(told).toMatchObject({
      status: 400,
      paths: [`/reason/${two}`, "/answer/head-team", "/answer/head-honesty", "/question/proud"],
    });
    expect((await as("GET", SAVE, ids)).assessment.state).toBe("in-progress");
  });

  test("signs the very words that were read, and closes it", async () => {
    const { as, ids, amara } = await opened();
    const reply = await answerAll(as, ids.reviewId, ids.assessmentId, 2, "As every day.");
    const [stored] = await house.within((tx) =>
      tx.selectFrom("assessment").select(["document", "hash", "state"]).where("assessment_id", "=", ids.assessmentId).execute(),
    );
    expect(stored).toMatchObject({ state: "submitted" });
    expect(stored?.hash?.toString("hex")).toBe(reply.hash);
    const signed: unknown = JSON.parse(stored?.document ?? "");
    expect(contentHash(signed)).toBe(reply.hash);
    expect(signed).toMatchObject({
      rungs: "assessment@1",
      person: { id: amara.personId },
      kind: "self",
      framework: { id: "bakery", version: 1 },
    });
    expect(stored?.document).toContain("Fires three ovens.");
    expect(await refusal(as("POST", SUBMIT, ids))).toMatchObject({ status: 409 });
    const kept = await house.within((tx) =>
      tx.selectFrom("signed_assessment").select("document").where("assessment_id", "=", ids.assessmentId).execute(),
    );
    expect(kept.map(({ document }) => document)).toEqual([stored?.document]);
  });

  test("of one opened again signs it anew beside what was signed", async () => {
    const { as, ids } = await opened();
    await answerAll(as, ids.reviewId, ids.assessmentId, 2);
    await house.within((tx) =>
      tx
        .updateTable("assessment")
        .set({ state: "reopened", reopened_reason: "A misunderstanding." })
        .where("assessment_id", "=", ids.assessmentId)
        .execute(),
    );
    expect((await as("GET", SAVE, ids)).assessment).toMatchObject({ state: "reopened", reopenedReason: "A misunderstanding." });
    await answerAll(as, ids.reviewId, ids.assessmentId, 3);
    const kept = await house.within((tx) =>
      tx.selectFrom("signed_assessment").select("hash").where("assessment_id", "=", ids.assessmentId).execute(),
    );
    expect(new Set(kept.map(({ hash }) => hash.toString("hex"))).size).toBe(2);
  });
});

test("publishing meanwhile changes nothing that a rater sees", async () => {
  const { as, ids } = await opened();
  const before = await as("GET", SAVE, ids);
  await house.publish({
    ...bakery,
    competencies: bakery.competencies.map((each) =>
      "use" in each ? each : { ...each, title: `New ${each.title}`, definition: "Other words." },
    ),
    levels: bakery.levels.map((level) => ({ ...level, title: `New ${level.title}`, expectations: level.expectations.toReversed() })),
  });
  expect(await as("GET", SAVE, ids)).toEqual(before);
});

test("reading and saving take the same few queries however much is asked", async () => {
  const { as, ids } = await opened();
  const read = await statements(() => as("GET", SAVE, ids));
  const saved = await statements(() => as("PATCH", SAVE, { ...ids, answers: [rated(one, 2), rated(two, 2)] }));
  expect(read.texts.length).toBeLessThanOrEqual(8);
  expect(saved.texts.length).toBeLessThanOrEqual(5);
});
