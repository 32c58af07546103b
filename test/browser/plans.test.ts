import { expect, test } from "vitest";
import { arrive, expectAccessibleEverywhere, personId, phone, settled, sideways, visitor } from "./visitor.ts";

test("on a phone an action’s state takes one tap and can be taken back, and what stands in the way reaches the people partner, who resolves it", async () => {
  const page = await visitor("precious", { viewport: phone });
  await arrive(page, "/plan");
  const tap = page.getByRole("button", { name: /^Planned: Lead two weekend shifts beside Ibrahim/ });
  await tap.click();
  await page.getByText("Lead two weekend shifts beside Ibrahim: under way.").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Taken back.").waitFor();
  await tap.waitFor();

  await page.getByRole("button", { name: "Something stands in the way of Safeguarding adults, renewed" }).click();
  await page.getByLabel("What it is").selectOption("access");
  await page.getByLabel("In your words").fill("The training room is closed");
  await page.getByLabel("What would take it away").fill("The room of the next home");
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  await page.getByRole("button", { name: "Write it down" }).click();
  await page.getByText("No access: The training room is closed").waitFor();

  const partner = await visitor("judith");
  await arrive(partner, "/barriers");
  await partner.getByLabel("Kind").selectOption("access");
  await partner.getByRole("button", { name: "Resolve: No access, Precious Mutasa" }).click();
  await partner.getByLabel("What took it away").fill("They train next door.");
  await expectAccessibleEverywhere(partner);
  await partner.getByRole("button", { name: "Say it is resolved" }).click();
  await partner.getByText("No access: resolved.").waitFor();
  expect(await sideways(partner)).toBeLessThanOrEqual(0);
  await page.reload();
  await settled(page);
  await page.getByText(/resolved on .* by Judith Blakemore: They train next door/).waitFor();
});

test("by keyboard alone a plan is drafted from the report, agreed to, closed with a word, and read again; a note survives a reload", async () => {
  const page = await visitor("agnieszka");
  await arrive(page, `/people/${personId("agnieszka")}`);
  const press = async (role: "link" | "button", name: string | RegExp) => {
    await page.getByRole(role, { name }).first().focus();
    await page.keyboard.press("Enter");
  };
  await press("link", "Plan");
  await page.getByRole("heading", { name: "You have no plan yet" }).waitFor();
  const first = page.getByRole("checkbox").first();
  await first.focus();
  await page.keyboard.press("Space");
  expect(await first.isChecked()).toBe(false);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await press("button", /^Draft the plan with/);
  await page.getByRole("heading", { name: "Goals", exact: true }).waitFor();

  await press("button", /^Add an action to/);
  await page.getByRole("textbox", { name: "What is done" }).fill("Shadow a colleague");
  await page.keyboard.press("Enter");
  await page.getByText("Shadow a colleague is on the plan.").waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Add an action");

  await page.getByLabel("A note", { exact: true }).fill("Half a sentence that is not sent");
  await page.reload();
  await settled(page);
  expect(await page.getByLabel("A note", { exact: true }).inputValue()).toBe("Half a sentence that is not sent");
  await press("button", "Write the note down");
  await page.getByText("The note is written down.").waitFor();

  await press("button", "Agree to the plan");
  await page.getByText("You have agreed to the plan.").waitFor();
  await press("button", "Close the plan");
  await page.getByLabel("How did it go?").fill("Better than I thought.");
  await press("button", "Close the plan");
  await page.getByText(/is closed\. It stays readable/).waitFor();
  await page.getByRole("region", { name: "Earlier plans" }).getByRole("link").first().focus();
  await page.keyboard.press("Enter");
  await page.getByText("Better than I thought.").waitFor();
  await press("button", "Open it again");
  await page.getByText("The plan is open again.").waitFor();
});
