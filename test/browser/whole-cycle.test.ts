import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { joined } from "./joining.ts";
import { arrive, personId, phone, sideways, visitor } from "./visitor.ts";
import { call, small, written } from "./writing.ts";

const NAME = "Moana Tautahi";
const CYCLE = "Harbour, the whole of it";
const LADDER = "harbour-cycle";
const PEERS = { grace: "Grace Tembo", agnieszka: "Agnieszka Sobczak", xavier: "Xavier Thornbury" };
const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).click();
const comment = (page: Page) => page.getByRole("textbox", { name: /What did you see/ });
const status = (page: Page, words: string | RegExp) => page.getByRole("status").filter({ hasText: words });
const today = () => new Date().toISOString().slice(0, 10);

/** A ladder of the test's own, in force: at Deckhand two things are asked, at Mate one. */
async function published(judith: Page): Promise<void> {
  const draft = `/frameworks/${LADDER}`;
  await written(judith, { ...small(LADDER), title: "Whole harbour" });
  const nobody = { owner: null, authors: [], reviewers: [], publishers: [], public: false, ownWork: "allowed" };
  await call(judith, "PUT", `${draft}/stewards`, nobody);
  const { revision } = (await call(judith, "GET", `${draft}/draft`)) as { revision: number }; // as the route declares it
  await call(judith, "POST", `${draft}/draft/publish`, { reason: "The first.", effectiveOn: today(), choices: {}, ifRevision: revision });
}

/** Another version of it, in force from today, in which one thing asks something else. */
async function publishedAnew(judith: Page): Promise<void> {
  const draft = `/frameworks/${LADDER}/draft`;
  const ladder = small(LADDER);
  const levels = (ladder.levels ?? []).map((level) => ({
    ...level,
    expectations: level.expectations.map((each) => (each.id === "deckhand-mooring" ? { ...each, markers: ["Splices the line."] } : each)),
  }));
  const { revision } = (await call(judith, "PUT", draft, { content: { ...ladder, title: "Whole harbour", levels } })) as {
    revision: number;
  }; // as the route declares it
  await call(judith, "POST", `${draft}/publish`, { reason: "Splicing.", effectiveOn: today(), choices: {}, ifRevision: revision });
}

/** Rates the competency in view at each of its levels. */
async function rate(page: Page, competency: string, given: Record<string, string>): Promise<void> {
  await title(page, competency).waitFor();
  for (const [level, point] of Object.entries(given)) {
    const stops = page.getByRole("group", { name: `${level}: your rating` });
    // On a phone one level at a time lies under the thumb.
    if (page.viewportSize()?.width === phone.width && (await stops.count()) === 0)
      await page.getByRole("region", { name: "Your rating" }).getByRole("button", { name: "Next level" }).click();
    await stops.locator("label", { hasText: point }).click();
  }
}
const goOn = (page: Page) => press(page, /^On to /);

/** The whole form, from its first page until it is in. */
async function write(page: Page, mate: string, words?: string): Promise<void> {
  await rate(page, "Mooring", { Deckhand: "Performing", Mate: mate });
  if (words) await comment(page).fill(words);
  await goOn(page);
  await rate(page, "Watch", { Deckhand: "Developing" });
  await goOn(page);
  await press(page, /^Submit your /);
  await title(page, "You have submitted this").waitFor();
}

/** What is asked and who rates are set up by hand, and what is in the way is mended where it stands. Where the board is. */
async function launched(judith: Page): Promise<string> {
  await judith.goto("/cycles");
  await judith.getByRole("link", { name: "Set up a cycle" }).click();
  await judith.getByLabel("What it is called").fill(CYCLE);
  await press(judith, "Go on to the set-up");
  await title(judith, CYCLE).waitFor();
  await judith.getByText("People: everybody").click();
  await judith.getByLabel("Only these", { exact: true }).fill("Moana");
  await press(judith, `Add ${NAME}`);
  await judith.getByLabel("Peers write too, put together from three on").check();
  await judith.getByText("2 things are in the way.").waitFor();
  await press(judith, `Place at a level: ${NAME}`);
  await judith.getByLabel("Ladder", { exact: true }).selectOption(LADDER);
  await judith.getByLabel("Level", { exact: true }).selectOption({ label: "Deckhand" });
  await press(judith, `Place ${NAME} there from today on`);
  await judith.getByText("1 thing is in the way.").waitFor();
  await press(judith, `Name a manager: ${NAME}`);
  await judith.getByRole("searchbox", { name: `Who manages ${NAME} from today on` }).fill("Duarte");
  await press(judith, "Name Inês Duarte");
  await judith.getByText("Nothing is in the way.").waitFor();
  await judith.getByText(/^Saved at/).waitFor();
  await press(judith, `Launch ${CYCLE}`);
  await title(judith, "0 of 1 review is in").waitFor();
  return judith.url();
}

test("one cycle goes its whole way: mended, launched, rated on a phone and at a desk, calibrated, released, acknowledged and read as gaps", async () => {
  const judith = await visitor("judith", { expected: /409|400/ });
  await arrive(judith, "/");
  await published(judith);
  const { items } = (await call(judith, "GET", "/people?q=Moana")) as { items: { id: string; name: string }[] }; // as the route declares it
  const person = items.find(({ name }) => name === NAME)?.id ?? "";
  const { person: was } = (await call(judith, "GET", `/people/${person}`)) as {
    person: { place: { framework: string; level: string }; manager: { id: string } };
  }; // likewise
  const place = (level: object | null) => call(judith, "POST", `/people/${person}/placements`, { level, from: today() });
  const report = (manager: string | null) => call(judith, "POST", `/people/${person}/lines`, { manager, from: today() });
  let moana = await joined(judith, { id: person, name: NAME }, { viewport: phone, expected: /404|Failed to (load|fetch)|net::ERR/ });
  await place(null);
  await report(null);
  try {
    const board = await launched(judith);

    // The employee asks three peers, and rates while the line breaks and the page goes.
    await moana.goto("/reviews");
    await moana.getByRole("link", { name: new RegExp(`^Read it ?: ${CYCLE}`) }).click();
    await title(moana, `Your review: ${CYCLE}`).waitFor();
    const review = moana.url();
    for (const peer of Object.values(PEERS)) {
      await moana.getByLabel("Ask somebody").fill(peer.slice(0, 5));
      await press(moana, peer);
      await moana
        .getByRole("listitem")
        .filter({ hasText: `${peer} asked` })
        .waitFor();
    }
    await moana.getByRole("link", { name: "Begin your ratings" }).click();
    await rate(moana, "Mooring", { Deckhand: "Performing" });
    await status(moana, /Saved at/).waitFor();
    expect(await sideways(moana)).toBeLessThanOrEqual(0);
    await moana.context().setOffline(true);
    await rate(moana, "Mooring", { Mate: "Performing" });
    await comment(moana).fill("I named who takes which line.");
    await status(moana, "Kept on this device, sends when you are back on line").waitFor();
    const form = moana.url();
    const again = await moana.context().newPage();
    await moana.close({ runBeforeUnload: false });
    await again.context().setOffline(false);
    moana = again;
    await moana.setViewportSize(phone);
    await moana.goto(form);
    await status(moana, /Saved at/).waitFor();
    await moana.getByRole("region", { name: "Your rating" }).getByRole("button", { name: "Next level Performing" }).click();
    expect(await comment(moana).inputValue()).toBe("I named who takes which line.");
    await goOn(moana);
    await rate(moana, "Watch", { Deckhand: "Performing" });
    await goOn(moana);
    await press(moana, "Submit your own ratings");
    await title(moana, "You have submitted this").waitFor();

    // The ladder is published anew meanwhile: the manager and each of the peers still rate by the words of the launch.
    await publishedAnew(judith);
    const ines = await visitor("ines");
    await ines.goto("/reviews");
    await ines.getByRole("link", { name: new RegExp(`^(Begin|Go on with) it ?: .*${NAME}`) }).click();
    await ines.getByText("Makes the line fast on the first call.").first().waitFor();
    expect(await ines.getByRole("main").innerText()).not.toContain("Splices the line.");
    await write(ines, "Developing");
    for (const name of Object.keys(PEERS)) {
      const peer = await visitor(name);
      await peer.goto("/reviews");
      await press(peer, `Accept to write of ${NAME}`);
      await write(peer, "Performing", "Calm when it blows.");
    }

    // One value is changed, with a reason, and everything released.
    await judith.goto(board);
    await title(judith, `Everything is in for ${CYCLE}`).waitFor();
    await press(judith, "Close the forms");
    await press(judith, "Close them and begin calibration");
    await title(judith, `${CYCLE} is being calibrated`).waitFor();
    await judith.getByRole("link", { name: "Calibration" }).click();
    await judith.getByLabel("Towards", { exact: true }).selectOption("mate");
    await judith.getByRole("button", { name: new RegExp(`^${NAME}, Mooring`) }).click();
    const editor = judith.getByRole("group", { name: `${NAME}, Mooring` });
    await editor.locator("label", { hasText: "Performing" }).click();
    await editor.getByLabel(/^Why\?/).fill("Three who were there saw it done.");
    await editor.getByRole("button", { name: "Change to Performing" }).click();
    await title(judith, `1 rating changed in ${CYCLE}`).waitFor();
    await judith.getByRole("link", { name: "Board" }).click();
    await press(judith, "Release the results");
    await press(judith, "Release to 1 person now");
    await title(judith, `${CYCLE} is released`).waitFor();

    // The person reads what counts and what peers said together, and none of their names beside it.
    await moana.goto(review);
    const counts = moana.getByRole("region", { name: "What counts" }).getByRole("listitem").filter({ hasText: "Mate" });
    expect(await counts.innerText()).toMatch(/Performing.*brought into line by Judith Blakemore/);
    const peers = await moana.getByRole("region", { name: "What peers said together" }).innerText();
    expect(peers).toMatch(/Mooring Mate\s+Performing 3 peers/);
    expect(peers).toContain("Calm when it blows.");
    const told = JSON.stringify(await call(moana, "GET", new URL(review).pathname));
    expect(told).toContain(personId("ines"));
    for (const [name, peer] of Object.entries(PEERS)) {
      expect(peers).not.toContain(peer);
      expect(told).not.toContain(peer);
      expect(told).not.toContain(personId(name));
    }
    await moana.getByLabel(/^Would you like to say something/).fill("That is how I see it too.");
    await press(moana, "I have read my result");
    await moana.getByRole("region", { name: "Acknowledged" }).getByText("“That is how I see it too.”").waitFor();

    await moana.goto("/");
    await moana.getByRole("link", { name: "Read your gap report" }).click();
    await title(moana, "Your way to Mate").waitFor();
    await moana.getByRole("img", { name: /^Asked: Performing\. Rated Performing\. Own rating Performing\./ }).waitFor();
    expect(await moana.getByRole("main").innerText()).toContain(CYCLE);
    expect(await sideways(moana)).toBeLessThanOrEqual(0);
  } finally {
    await place({ framework: was.place.framework, level: was.place.level });
    await report(was.manager.id);
  }
});
