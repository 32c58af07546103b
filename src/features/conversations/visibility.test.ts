import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import { bakery, values } from "../../../test/bakery.ts";
import { refusal } from "../../../test/authoring.ts";
import { answerAll, reviewing } from "../../../test/reviewing.ts";
import { world, type Client, type Person } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
await house.publish(values);
await house.publish(bakery);
const ruth = await house.person("Ruth Partner");
await house.grant(ruth, "people-partner");
const chief = await house.person("Chief");
const helen = await house.person("Helen", { manager: chief });
const auditor = await house.person("Auditor");
await house.grant(auditor, "auditor");
const run = reviewing(house);
const asHelen = await w.as(helen);
const asRuth = await w.as(ruth);

let count = 0;
async function opened(setup: Parameters<typeof run.cycle>[0] = {}) {
  count += 1;
  const amara = await house.person(`Amara ${count}`, { manager: helen });
  await house.place(amara, "bakery/baker");
  const cycle = await run.cycle(setup);
  const review = await run.participant(cycle, amara, "bakery/baker", { manager: helen }, ["head-baker"]);
  return { amara, as: await w.as(amara), review, cycle };
}
/** Everything that somebody can read of a review, as one text: where a secret turns up in it, they were told. */
async function everything(as: Client, reviewId: string, assessments: readonly string[], person: Person): Promise<string> {
  const read = (work: Promise<unknown>) => work.catch((error: unknown) => String(error));
  return JSON.stringify(
    await Promise.all([
      read(as("GET", "/reviews/:reviewId", { reviewId })),
      read(as("GET", "/reviews/:reviewId/compare", { reviewId })),
      read(as("GET", "/reviews/:reviewId/peers", { reviewId })),
      read(as("GET", "/reviews/:reviewId/signed", { reviewId })),
      ...assessments.map((assessmentId) => read(as("GET", "/reviews/:reviewId/assessments/:assessmentId", { reviewId, assessmentId }))),
      ...(["write", "written", "about", "invited"] as const).map((part) => read(as("GET", "/reviews", { part }))),
      read(as("GET", "/people/:personId/gap", { personId: person.personId, target: "bakery/head-baker" })),
      read(as("GET", "/audit", {})),
    ]),
  );
}

describe("each side", () => {
  test("stays hidden from the other until both are in, by whatever way one asks", async () => {
    const { amara, as, review } = await opened();
    const { self, manager } = review.assessments;
    await answerAll(asHelen, review.reviewId, manager, 4, "Secret of Helen");
    expect(await everything(as, review.reviewId, [self, manager], amara)).not.toContain("Secret of Helen");
    expect(await refusal(as("GET", "/reviews/:reviewId/compare", { reviewId: review.reviewId }))).toMatchObject({ status: 409 });
    const [own] = (await as("GET", "/reviews/:reviewId/assessments/:assessmentId", { reviewId: review.reviewId, assessmentId: self }))
      .review.competencies;
    await as("PATCH", "/reviews/:reviewId/assessments/:assessmentId", {
      reviewId: review.reviewId,
      assessmentId: self,
      answers: [
        { clientId: v7(), expectation: own?.statements[0]?.expectation ?? "", answer: "rated", value: 1, comment: "Secret of Amara" },
      ],
    });
    // Half written is read by nobody else, whoever they are.
    for (const person of [helen, chief, ruth, auditor])
      expect(await everything(await w.as(person), review.reviewId, [self, manager], amara)).not.toContain("Secret of Amara");
    await answerAll(as, review.reviewId, self, 1, "Secret of Amara");
    expect(await everything(as, review.reviewId, [self, manager], amara)).toContain("Secret of Helen");
    expect(await everything(asHelen, review.reviewId, [self, manager], amara)).toContain("Secret of Amara");
    const { lines } = await as("GET", "/reviews/:reviewId/compare", { reviewId: review.reviewId });
    expect(lines.map(({ apart }) => apart)).toEqual([3, 3, 3, 3]);
  });

  test("waits for release where the cycle says so, and results always do", async () => {
    const { amara, as, review, cycle } = await opened({ visibility: { compare: "release" } });
    await answerAll(asHelen, review.reviewId, review.assessments.manager, 4, "Secret of Helen");
    await answerAll(as, review.reviewId, review.assessments.self, 2);
    const before = await as("GET", "/reviews/:reviewId", { reviewId: review.reviewId });
    expect([before.results, before.compared, before.can.acknowledge]).toEqual([null, false, false]);
    expect(await everything(as, review.reviewId, Object.values(review.assessments).filter(Boolean), amara)).not.toContain(
      "Secret of Helen",
    );
    await run.state(cycle, "released");
    const after = await as("GET", "/reviews/:reviewId", { reviewId: review.reviewId });
    expect(after.results?.map(({ value }) => value)).toEqual([4, 4, 4, 4]);
    expect(after.can.acknowledge).toBe(true);
  });

  test("somebody else's reading is on record, one's own is not", async () => {
    const { amara, as, review } = await opened();
    await asHelen("GET", "/reviews/:reviewId", { reviewId: review.reviewId });
    await as("GET", "/reviews/:reviewId", { reviewId: review.reviewId });
    const rows = await house.within((tx) =>
      tx.selectFrom("audit").select("actor_id").where("subject_id", "=", amara.personId).where("action", "=", "review.read").execute(),
    );
    expect(rows.map(({ actor_id }) => actor_id)).toEqual([helen.personId]);
  });
});

describe("peers", () => {
  async function withPeers(howMany: number) {
    const made = await opened({ ratings: { peers: { from: 3, chosenBy: "partner" } } });
    const peers: { person: Person; as: Client; assessment: string }[] = [];
    for (let index = 0; index < howMany; index += 1) {
      const person = await house.person(`Peer ${count} ${index}`);
      const as = await w.as(person);
      await asRuth("POST", "/reviews/:reviewId/peers", { reviewId: made.review.reviewId, people: [person.personId] });
      const invitation = (await as("GET", "/reviews", { part: "invited" })).items[0]?.invitation ?? "";
      const { assessment } = await as("POST", "/peer-invitations/:invitationId/accept", { invitationId: invitation });
      await answerAll(as, made.review.reviewId, assessment ?? "", 1 + index, `Peer word ${count} ${index}`);
      peers.push({ person, as, assessment: assessment ?? "" });
    }
    await answerAll(asHelen, made.review.reviewId, made.review.assessments.manager, 3, "Far.");
    await answerAll(made.as, made.review.reviewId, made.review.assessments.self, 3, "Far.");
    return { ...made, peers };
  }

  test("are shown together from three on, once nothing can be added, and never by name, time or order", async () => {
    const { amara, as, review, cycle, peers } = await withPeers(3);
    const ids = [...Object.values(review.assessments).filter(Boolean), ...peers.map(({ assessment }) => assessment)];
    const nothing = async (reader: Client) => {
      const text = await everything(reader, review.reviewId, ids, amara);
      expect(text).not.toContain("Peer word");
      for (const { person, assessment } of peers)
        for (const trace of [person.name, person.personId, assessment]) expect(text).not.toContain(trace);
    };
    await nothing(as);
    await run.state(cycle, "calibrating");
    await nothing(as);
    const early = await asHelen("GET", "/reviews/:reviewId", { reviewId: review.reviewId });
    expect(early.peers?.map(({ raters, median, comments }) => [raters, median, comments.length])).toEqual(
      Array.from({ length: 4 }, () => [3, 2, 3]),
    );
    await run.state(cycle, "released");
    const late = await as("GET", "/reviews/:reviewId", { reviewId: review.reviewId });
    expect(late.peers).toEqual(early.peers);
    const text = await everything(as, review.reviewId, ids, amara);
    for (const { person, assessment } of peers)
      for (const trace of [person.name, person.personId, assessment]) expect(text).not.toContain(trace);
    // The order of the comments is not the same everywhere, so that nobody is followed from one to the next.
    expect(new Set(late.peers?.map(({ comments }) => comments.join())).size).toBeGreaterThan(1);
    // People partners read each by name.
    expect(JSON.stringify(await asRuth("GET", "/reviews/:reviewId", { reviewId: review.reviewId }))).toContain(peers[0]?.person.name);
  });

  test("below three tell nobody anything but people partners, not even how many they are", async () => {
    const { amara, as, review, cycle, peers } = await withPeers(2);
    await run.state(cycle, "released");
    for (const reader of [as, asHelen, await w.as(chief)]) {
      const shown = await reader("GET", "/reviews/:reviewId", { reviewId: review.reviewId });
      expect(shown.peers).toBeNull();
      expect(shown.sides.map(({ kind }) => kind).toSorted()).toEqual(["manager", "self"]);
      expect(
        await everything(
          reader,
          review.reviewId,
          peers.map(({ assessment }) => assessment),
          amara,
        ),
      ).not.toContain("Peer word");
    }
  });

  test("read nothing of a review but what they write themselves, and can decline", async () => {
    const { amara, review, peers } = await withPeers(1);
    const [peer] = peers;
    if (peer === undefined) throw new Error("There is a peer.");
    const text = await everything(peer.as, review.reviewId, [review.assessments.self, review.assessments.manager], amara);
    expect(text).not.toContain("Far.");
    const other = await house.person();
    await asRuth("POST", "/reviews/:reviewId/peers", { reviewId: review.reviewId, people: [other.personId] });
    const asOther = await w.as(other);
    const invitationId = (await asOther("GET", "/reviews", { part: "invited" })).items[0]?.invitation ?? "";
    await asOther("POST", "/peer-invitations/:invitationId/decline", { invitationId, reason: "I hardly know them." });
    expect((await asOther("GET", "/reviews", { part: "invited" })).items).toEqual([]);
    expect(await refusal(asOther("GET", "/reviews/:reviewId", { reviewId: review.reviewId }))).toMatchObject({ status: 404 });
    expect(
      await refusal(asRuth("POST", "/reviews/:reviewId/peers", { reviewId: review.reviewId, people: [helen.personId] })),
    ).toMatchObject({ status: 400 });
  });

  test("are suggested by whoever does not choose them, and asked by whoever does", async () => {
    const { as, review } = await opened({ ratings: { peers: { chosenBy: "manager" } } });
    const friend = await house.person();
    const ids = { reviewId: review.reviewId, people: [friend.personId] };
    expect((await as("POST", "/reviews/:reviewId/peers", ids)).items).toMatchObject([{ state: "suggested" }]);
    expect((await (await w.as(friend))("GET", "/reviews", { part: "invited" })).items).toEqual([]);
    expect((await asHelen("POST", "/reviews/:reviewId/peers", ids)).items).toMatchObject([{ state: "invited" }]);
    expect((await (await w.as(friend))("GET", "/reviews", { part: "invited" })).items).toHaveLength(1);
  });
});

describe("the conversation", () => {
  test("ends in a note that neither writes over the other's, an acknowledgement, and a second look that is answered", async () => {
    const { as, review, cycle } = await opened();
    const { reviewId } = review;
    expect(await refusal(as("PUT", "/reviews/:reviewId/note", { reviewId, text: "Too early.", basedOn: null }))).toMatchObject({
      status: 409,
    });
    await answerAll(asHelen, reviewId, review.assessments.manager, 3);
    await answerAll(as, reviewId, review.assessments.self, 3);
    const first = await asHelen("PUT", "/reviews/:reviewId/note", { reviewId, text: "We agree on ovens.", basedOn: null });
    expect(first).toMatchObject({ note: { text: "We agree on ovens." }, conflict: null });
    const late = await as("PUT", "/reviews/:reviewId/note", { reviewId, text: "And on bread.", basedOn: null });
    expect(late).toMatchObject({ note: { text: "We agree on ovens." }, conflict: { text: "We agree on ovens.", by: { name: "Helen" } } });
    await as("PUT", "/reviews/:reviewId/note", { reviewId, text: "On ovens and on bread.", basedOn: first.note?.at ?? null });
    expect(await refusal(as("POST", "/reviews/:reviewId/acknowledge", { reviewId }))).toMatchObject({ status: 409 });
    await run.state(cycle, "released");
    await as("POST", "/reviews/:reviewId/acknowledge", { reviewId, comment: "Read with thanks." });
    await as("POST", "/reviews/:reviewId/acknowledge", { reviewId, comment: "Something else." });
    const { id } = await as("POST", "/reviews/:reviewId/second-look", { reviewId, body: "Bread was better than that." });
    expect(
      await refusal(
        as("POST", "/reviews/:reviewId/second-look/:lookId/answer", { reviewId, lookId: id, body: "Yes.", outcome: "corrected" }),
      ),
    ).toMatchObject({ status: 404 });
    await asRuth("POST", "/reviews/:reviewId/second-look/:lookId/answer", {
      reviewId,
      lookId: id,
      body: "We have talked.",
      outcome: "talked-over",
    });
    expect(await as("GET", "/reviews/:reviewId", { reviewId })).toMatchObject({
      note: { text: "On ovens and on bread." },
      acknowledged: { comment: "Read with thanks." },
      secondLooks: [
        { body: "Bread was better than that.", answer: { body: "We have talked.", outcome: "talked-over", by: { name: "Ruth Partner" } } },
      ],
    });
  });

  test("off cycle is a check-in: signed by both, it counts in the gap report from then on and is kept", async () => {
    count += 1;
    const amara = await house.person(`Amara ${count}`, { manager: helen });
    await house.place(amara, "bakery/baker");
    const as = await w.as(amara);
    const { review, assessments } = await asHelen("POST", "/check-ins", {
      personId: amara.personId,
      framework: "bakery",
      level: "head-baker",
      title: "Half-way",
    });
    const of = (kind: string) => assessments.find((each) => each.kind === kind)?.id ?? "";
    await answerAll(asHelen, review, of("manager"), 3, "Held two shifts.");
    const gap = () => as("GET", "/people/:personId/gap", { personId: amara.personId, target: "bakery/head-baker" });
    expect((await gap()).cycle).toBeNull();
    await answerAll(as, review, of("self"), 2);
    expect((await gap()).cycle).toMatchObject({ title: "Half-way" });
    expect((await gap()).report?.expectations.map(({ attained }) => attained)).toEqual([3, 3, 3, 3]);
    const kept = await house.within((tx) => tx.selectFrom("released_report").select("document").where("review_id", "=", review).execute());
    expect(kept).toHaveLength(1);
    expect(kept[0]?.document).toContain("Held two shifts.");
    expect(
      await refusal(asHelen("POST", "/check-ins", { personId: amara.personId, framework: "bakery", level: "no-level", title: "?" })),
    ).toMatchObject({
      status: 400,
      paths: ["/level"],
    });
  });
});

test("what raters call unclear becomes a note on the ladder's draft, without their names", async () => {
  const { as, review, amara } = await opened();
  const ids = { reviewId: review.reviewId, assessmentId: review.assessments.self };
  await as("POST", "/reviews/:reviewId/assessments/:assessmentId/flags", { ...ids, expectation: "head-ovens", body: "All three at once?" });
  await asHelen("POST", "/reviews/:reviewId/assessments/:assessmentId/flags", {
    ...ids,
    assessmentId: review.assessments.manager,
    expectation: "head-team",
    body: "",
  });
  await asHelen("POST", "/reviews/:reviewId/assessments/:assessmentId/flags", {
    ...ids,
    assessmentId: review.assessments.manager,
    expectation: "head-team",
    body: null,
  });
  await asRuth("PUT", "/frameworks/:slug/draft", { slug: "bakery" });
  const { items } = await asRuth("GET", "/frameworks/:slug/draft/findings", { slug: "bakery" });
  expect(items.filter(({ flags }) => flags > 0)).toMatchObject([
    {
      expectation: "head-ovens",
      flags: 1,
      words: ["All three at once?"],
      place: { markers: ["Fires three ovens."] },
      own: true,
      noted: false,
    },
  ]);
  await asRuth("POST", "/frameworks/:slug/draft/findings/:expectation", {
    slug: "bakery",
    expectation: "head-ovens",
    suggestion: "Fires three ovens in one shift.",
  });
  const notes = await asRuth("GET", "/frameworks/:slug/draft/notes", { slug: "bakery" });
  expect(notes.items).toMatchObject([{ suggestion: "Fires three ovens in one shift.", wording: "Fires three ovens." }]);
  expect(JSON.stringify(notes.items)).not.toContain(amara.name);
  const after = await asRuth("GET", "/frameworks/:slug/draft/findings", { slug: "bakery" });
  expect(after.items.find(({ expectation }) => expectation === "head-ovens")?.noted).toBe(true);
});

test("evidence is attached to what is said, of one's own, on record, or written down, and signed with it", async () => {
  const { amara, as, review } = await opened();
  await house.hold(amara, "training", "Food hygiene", "2026-05-04");
  const ids = { reviewId: review.reviewId, assessmentId: review.assessments.self };
  const add = (what: Parameters<typeof as<"POST", "/reviews/:reviewId/assessments/:assessmentId/evidence">>[2]["add"]) =>
    as("POST", "/reviews/:reviewId/assessments/:assessmentId/evidence", { ...ids, expectation: "head-ovens", add: what });
  const { records } = await as("GET", "/reviews/:reviewId/assessments/:assessmentId", ids);
  await add({ kind: "record", id: records[0]?.id ?? "" });
  const { attached } = await add({ kind: "link", title: "The log", url: "https://example.org/log" });
  expect(attached.map(({ title }) => title)).toEqual(["Food hygiene", "The log"]);
  expect(await refusal(add({ kind: "collected", id: v7() }))).toMatchObject({ status: 404 });
  await as("DELETE", "/reviews/:reviewId/assessments/:assessmentId/evidence/:evidenceId", {
    ...ids,
    evidenceId: attached[0]?.id ?? "",
    expectation: "head-ovens",
  });
  await answerAll(as, review.reviewId, review.assessments.self, 3);
  const [stored] = await house.within((tx) =>
    tx.selectFrom("assessment").select("document").where("assessment_id", "=", ids.assessmentId).execute(),
  );
  expect(stored?.document).toContain("https://example.org/log");
  expect(stored?.document).not.toContain("Food hygiene");
});
