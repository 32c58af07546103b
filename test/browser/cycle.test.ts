import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { demo, desk, expectAccessibleEverywhere, phone, settled, sideways, visitor } from "./visitor.ts";

const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const look = async (page: Page) => {
  await settled(page);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize(desk);
};

type Form = { levels: { id: string; expectations: { id: string; asked: string }[] }[]; scale: { value: number; label: string }[] };

/** Whoever is signed in on this page, asking the API as the page does. */
async function ask<T>(page: Page, method: "GET" | "PATCH" | "POST", path: string, data?: object): Promise<T> {
  const reply = await page
    .context()
    .request.fetch(`${demo.url}/api/v1${path}`, { method, headers: { origin: demo.url }, ...(data ? { data } : {}) });
  expect(reply.ok(), await reply.text()).toBe(true);
  return (await reply.json()) as T; // what the route says it replies
}

/** A manager gives everybody what is asked, and one thing the highest point, and sends it in. */
async function rate(partner: Page, manager: Page, cycleId: string): Promise<void> {
  const { items } = await ask<{ items: { reviewId: string; parts: { id: string; kind: string }[] }[] }>(
    partner,
    "GET",
    `/cycles/${cycleId}/participants`,
  );
  const form = await ask<Form>(partner, "GET", `/cycles/${cycleId}/preview`);
  for (const { reviewId, parts } of items)
    for (const part of parts.filter(({ kind }) => kind === "manager")) {
      const asked = form.levels.flatMap(({ expectations }) => expectations);
      const answers = asked.map(({ id, asked: label }) => ({
        clientId: randomUUID(),
        expectation: id,
        answer: "rated",
        value: form.scale.find((point) => point.label === label)?.value ?? 1,
      }));
      await ask(manager, "PATCH", `/reviews/${reviewId}/assessments/${part.id}`, { answers });
      await ask(manager, "POST", `/reviews/${reviewId}/assessments/${part.id}/submit`, {});
    }
}

test(
  "a cycle is set up, what is in the way is mended, and it is launched, followed, calibrated with a reason and released",
  { timeout: 180_000 },
  async () => {
    const page = await visitor("judith", { expected: /409|400/ });
    await page.goto("/cycles");
    await page.getByRole("link", { name: "Set up a cycle" }).click();
    await page.getByLabel("What it is called").fill("Systems, by hand");
    await page.getByRole("button", { name: "Go on to the set-up" }).click();
    await title(page, "Systems, by hand").waitFor();

    // Only two people: one who runs the organisation and stands on no ladder, and one whom a persona manages.
    await page.getByText("People: everybody").click();
    const found = page.getByLabel("Only these", { exact: true });
    for (const name of ["Rosalind Achterberg", "Gillian Speight"]) {
      await found.fill(name.slice(0, 8));
      await page.getByRole("button", { name: `Add ${name}` }).click();
    }
    await page.getByLabel("Everybody about the level they are at", { exact: true }).check();
    await page.getByText("2 things are in the way.").waitFor();
    await look(page);

    // Both are mended where they stand.
    await page.getByRole("button", { name: "Let another rate, this once: Rosalind Achterberg" }).click();
    await page.getByRole("searchbox", { name: "Who rates Rosalind Achterberg in this cycle" }).fill("Naledi");
    await page.getByRole("button", { name: "Choose Naledi Khumalo" }).click();
    await page.getByText("1 thing is in the way.").waitFor();
    await page.getByRole("button", { name: "Leave out: Rosalind Achterberg" }).click();
    await page.getByText("Nothing is in the way.").waitFor();
    await page.getByText("Rated by themselves and Xavier Thornbury.").waitFor();

    await page.getByText(/^Saved at/).waitFor();
    await page.getByRole("button", { name: "Launch Systems, by hand" }).click();
    await title(page, "0 of 1 review is in").waitFor();
    const cycleId = page.url().split("/").at(-1) ?? "";
    await page.getByRole("button", { name: "Remind whoever is still to write" }).click();
    await page.getByText("2 people are reminded of 1 review.").waitFor();
    await page.getByRole("button", { name: "Change what is asked about Gillian Speight" }).click();
    await page.getByLabel("What to do").selectOption("put the date off");
    await page.getByLabel("Due on").fill("2031-03-09");
    await page.getByRole("button", { name: "Put the date off" }).click();
    await page.getByText("due 9 Mar").first().waitFor();
    await page.getByRole("button", { name: "Change the dates" }).click();
    await page.getByLabel("Managers by", { exact: true }).fill("2031-04-01");
    await page.getByRole("button", { name: "Save, and tell who still writes" }).click();
    await page.getByRole("region", { name: "Dates" }).getByText("1 April 2031").waitFor();
    await look(page);

    await rate(page, await visitor("xavier"), cycleId);
    await page.reload();
    await page.getByRole("button", { name: "Close the forms" }).click();
    await page.getByRole("button", { name: "Close them and begin calibration" }).click();
    await title(page, "Systems, by hand is being calibrated").waitFor();

    await page.getByRole("link", { name: "Calibration" }).click();
    await page.getByRole("button", { name: "Call a session" }).click();
    await page.getByLabel("Title", { exact: true }).fill("In the library");
    await page.getByRole("button", { name: "Save the session" }).click();
    await page.getByRole("button", { name: "In the library" }).waitFor();
    // By keyboard: a cell opens into its editor, and the keyboard comes back to the cell.
    const cell = page.getByRole("button", { name: /^Gillian Speight, / }).first();
    await cell.focus();
    await page.keyboard.press("Enter");
    const editor = page.getByRole("group", { name: /^Gillian Speight, / });
    await editor.waitFor();
    await page.keyboard.press("ArrowRight");
    const change = editor.getByRole("button", { name: /^Change to / });
    await change.click();
    await editor.getByText("Say why: it is part of the record.").waitFor();
    await look(page);
    await editor.getByLabel(/^Why\? Gillian Speight/).fill("Two teams saw it done.");
    await editor.getByLabel("Decided in").selectOption("In the library");
    await change.click();
    await page.getByText("“Two teams saw it done.”").waitFor();
    await title(page, "1 rating changed in Systems, by hand").waitFor();
    await page.getByRole("listitem").filter({ hasText: "In the library" }).getByText("1 change").waitFor();

    await page.getByRole("link", { name: "Board" }).click();
    await page.getByRole("button", { name: "Release the results" }).click();
    await page.getByText("1 value was changed in calibration").waitFor();
    await page.getByRole("button", { name: "Release to 1 person now" }).click();
    await title(page, "Systems, by hand is released").waitFor();
    await look(page);
    expect((await ask<{ state: string }>(page, "GET", `/cycles/${cycleId}`)).state).toBe("released");
  },
);

test("who is in a cycle finds it in the list and not its board", async () => {
  const page = await visitor("amara", { expected: /404/ });
  await page.goto("/cycles");
  await page.getByText("Yours: 0 of 1 sent in").waitFor();
  expect(await page.getByRole("link", { name: "Set up a cycle" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: /^Operations,/ }).count()).toBe(0);
});
