import type { Page } from "playwright-core";
import { visitor } from "./visitor.ts";
import { call } from "./writing.ts";

/** Somebody of the demo who has never signed in joins by the link in their invitation. */
export async function joined(
  partner: Page,
  person: { id: string; name: string },
  { viewport, expected }: { viewport: { width: number; height: number }; expected?: RegExp },
): Promise<Page> {
  await call(partner, "POST", "/invitations", { people: [person.id] });
  const owner = await visitor("xavier");
  const { items } = (await call(owner, "GET", "/messages")) as { items: { id: string; template: string; person: { id: string } | null }[] }; // as the route declares it
  const letter = items.find((each) => each.template === "invitation" && each.person?.id === person.id);
  const { body } = (await call(owner, "GET", `/messages/${letter?.id}`)) as { body: string }; // likewise
  const page = await visitor(null, { viewport, ...(expected ? { expected } : {}) });
  await page.goto(/(\/join\?token=\S+)/.exec(body)?.[1] ?? "");
  await page.getByRole("heading", { level: 1, name: `Welcome, ${person.name}` }).waitFor();
  await page.getByLabel("Choose a password").fill("seven kettles on a slate roof");
  await page.getByRole("button", { name: /^Join / }).click();
  await page.waitForURL((at) => at.pathname === "/");
  return page;
}
