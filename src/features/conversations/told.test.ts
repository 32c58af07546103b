import { expect, test } from "vitest";
import { v7 } from "uuid";
import { bakery, values } from "../../../test/bakery.ts";
import { refusal } from "../../../test/authoring.ts";
import { answerAll, reviewing } from "../../../test/reviewing.ts";
import { keepReleased } from "../../db/released.ts";
import { world, type Person } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
await house.publish(values);
await house.publish(bakery);
const ruth = await house.person("Ruth Partner");
await house.grant(ruth, "people-partner");
const other = await house.person("Partner of other units");
await house.grant(other, "people-partner", { teams: [await house.team("Elsewhere")] });
const helen = await house.person("Helen");
const run = reviewing(house);

/** What waits for somebody: the template, and what it says. */
const toldTo = async ({ personId }: Person) =>
  (
    await house.within((tx) =>
      tx.selectFrom("message").select(["template", "data"]).where("person_id", "=", personId).orderBy("message_id").execute(),
    )
  ).map(({ template, data }) => ({ template, ...(data as Record<string, unknown>) })); // an object always
const templatesTo = async (person: Person) => (await toldTo(person)).map(({ template }) => template);

test("whoever rates beside one is told when one is in, and nothing of what one said", async () => {
  const amara = await house.person("Amara", { manager: helen });
  const { reviewId, assessments } = await run.participant(await run.cycle(), amara, "bakery/baker", { manager: helen });
  await answerAll(await w.as(amara), reviewId, assessments.self, 2, "Words of Amara");
  expect(await toldTo(helen)).toEqual([
    {
      template: "other-side-in",
      cycle: "Spring",
      by: "Amara",
      about: "Amara",
      path: `/reviews/${reviewId}/assessments/${assessments.manager}`,
    },
  ]);
  await answerAll(await w.as(helen), reviewId, assessments.manager, 3);
  expect(await toldTo(amara)).toMatchObject([{ template: "both-sides-in", by: "Helen", path: `/reviews/${reviewId}/compare` }]);
  expect(await templatesTo(helen)).toHaveLength(1);

  // Where the two sides meet on release alone, that is when they hear of it.
  const late = await house.person("Late", { manager: helen });
  const cycle = await run.cycle({ visibility: { compare: "release" } });
  const quiet = await run.participant(cycle, late, "bakery/baker", { manager: helen });
  await answerAll(await w.as(helen), quiet.reviewId, quiet.assessments.manager, 3);
  await answerAll(await w.as(late), quiet.reviewId, quiet.assessments.self, 3);
  expect(await templatesTo(late)).toEqual(["other-side-in"]);
  expect(await templatesTo(helen)).toHaveLength(1);
});

test("peers are told once that they are asked, whoever chooses them that somebody suggests one", async () => {
  const cora = await house.person("Cora", { manager: helen });
  const cycle = await run.cycle({ ratings: { peers: { from: 3, chosenBy: "manager" } } });
  const { reviewId } = await run.participant(cycle, cora, "bakery/baker", { manager: helen });
  const [one, two] = [await house.person(), await house.person()];
  const ids = [one.personId, two.personId];
  const before = (await templatesTo(helen)).length;
  await (
    await w.as(cora)
  )("POST", "/reviews/:reviewId/peers", { reviewId, people: ids });
  expect((await toldTo(helen)).slice(before)).toMatchObject([{ template: "peers-suggested", by: "Cora", count: 2 }]);
  expect(await templatesTo(one)).toEqual([]);
  const asHelen = await w.as(helen);
  await asHelen("POST", "/reviews/:reviewId/peers", { reviewId, people: ids });
  await asHelen("POST", "/reviews/:reviewId/peers", { reviewId, people: ids });
  expect(await templatesTo(one)).toEqual(["peer-asked"]);
  expect(await templatesTo(two)).toEqual(["peer-asked"]);
});

test("a second look is told to the people partners who answer it, and its answer to who asked", async () => {
  const dora = await house.person("Dora", { manager: helen });
  const { reviewId, cycleId, assessments } = await run.participant(await run.cycle(), dora, "bakery/baker", { manager: helen });
  await answerAll(await w.as(helen), reviewId, assessments.manager, 3);
  await run.state(cycleId, "released");
  const { id } = await (await w.as(dora))("POST", "/reviews/:reviewId/second-look", { reviewId, body: "Look at my bread." });
  expect(await toldTo(ruth)).toEqual([{ template: "second-look-asked", about: "Dora", cycle: "Spring", path: `/reviews/${reviewId}` }]);
  expect(await templatesTo(other)).toEqual([]);
  const answer = { reviewId, lookId: id, body: "It stands.", outcome: "stands" as const };
  await (
    await w.as(ruth)
  )("POST", "/reviews/:reviewId/second-look/:lookId/answer", answer);
  expect(await templatesTo(dora)).toEqual(["other-side-in", "second-look-answered"]);
});

test("whoever is to write in a check-in that another begins is told", async () => {
  const finn = await house.person("Finn", { manager: helen });
  const begun = { personId: finn.personId, framework: "bakery", level: "baker", title: "Spring trial" };
  await (
    await w.as(helen)
  )("POST", "/check-ins", begun);
  expect(await toldTo(finn)).toMatchObject([{ template: "check-in-begun", title: "Spring trial", by: "Helen", about: "yourself" }]);
});

test("a second look that corrects keeps both values and both reports, byte for byte the one that was released", async () => {
  const gwen = await house.person("Gwen", { manager: helen });
  await house.place(gwen, "bakery/baker");
  const { reviewId, cycleId, assessments } = await run.participant(await run.cycle(), gwen, "bakery/baker", { manager: helen }, [
    "head-baker",
  ]);
  await answerAll(await w.as(helen), reviewId, assessments.manager, 2);
  await run.state(cycleId, "released", "2026-11-20T12:00:00Z");
  await house.within((tx) => keepReleased(tx, house.orgId, cycleId, "2026-11-20", () => v7()));
  const kept = () =>
    house.within((tx) =>
      tx
        .selectFrom("released_report")
        .select(["document", "second_look_id"])
        .where("review_id", "=", reviewId)
        .orderBy("released_report_id")
        .execute(),
    );
  const [before] = await kept();
  const { id } = await (await w.as(gwen))("POST", "/reviews/:reviewId/second-look", { reviewId, body: "Ovens were better." });
  const asRuth = await w.as(ruth);
  const answer = (corrections: { expectation: string; value: number; was: number | null }[]) =>
    asRuth("POST", "/reviews/:reviewId/second-look/:lookId/answer", {
      reviewId,
      lookId: id,
      body: "The log shows it.",
      outcome: "corrected",
      corrections,
    });
  expect(await refusal(answer([]))).toMatchObject({ status: 400, paths: ["/corrections"] });
  expect(await refusal(answer([{ expectation: "head-ovens", value: 9, was: 2 }]))).toMatchObject({ status: 400 });
  expect(await refusal(answer([{ expectation: "head-ovens", value: 4, was: 3 }]))).toMatchObject({ status: 409 });
  await answer([{ expectation: "head-ovens", value: 4, was: 2 }]);
  const read = await asRuth("GET", "/reviews/:reviewId", { reviewId });
  expect(read.results?.find(({ expectation }) => expectation === "head-ovens")).toMatchObject({
    value: 4,
    comment: "The log shows it.",
    calibrated: { by: "Ruth Partner" },
  });
  const said = read.sides.find(({ kind }) => kind === "manager")?.answers;
  expect(said?.find(({ expectation }) => expectation === "head-ovens")?.value).toBe(2);
  const gap = await asRuth("GET", "/people/:personId/gap", { personId: gwen.personId, target: "bakery/head-baker" });
  expect(gap.report?.expectations.find((each) => each.id === "head-ovens")?.attained).toBe(4);
  const after = await kept();
  expect(after.map(({ second_look_id }) => second_look_id)).toEqual([null, id]);
  expect(after[0]?.document).toBe(before?.document);
  expect(after[1]?.document).toContain("The log shows it.");
});
