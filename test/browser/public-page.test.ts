import { beforeAll, expect, test } from "vitest";
import { demo, desk, expectAccessible, phone, sideways, visitor } from "./visitor.ts";

const address = `/public/${demo.organisation}/operations`;

beforeAll(async () => {
  const partner = demo.users.find(({ role }) => role === "people-partner")?.email.split(".")[0];
  if (partner === undefined) throw new Error("The demo has no people partner.");
  const page = await visitor(partner, { expected: /404/ }); // the reference has no icon
  await page.goto("/api/docs");
  const status = await page.evaluate(async () => {
    const nobody = { owner: null, authors: [], reviewers: [], publishers: [], ownWork: "organisation" };
    const reply = await fetch("/api/v1/frameworks/operations/stewards", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...nobody, public: true }),
    });
    return reply.status;
  });
  await page.context().close();
  if (status !== 200) throw new Error(`Making the ladder public was answered with ${status}.`);
});

for (const [place, viewport] of Object.entries({ "a desk": desk, "a phone": phone }))
  for (const theme of ["light", "dark"] as const)
    test(`a public ladder is dressed and accessible on ${place} in ${theme}, for somebody who has not signed in`, async () => {
      const page = await visitor(null, { viewport, theme });
      const reply = await page.goto(address);
      expect(reply?.status()).toBe(200);
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("Operations");
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(paper).toBe(theme === "light" ? "rgb(251, 250, 246)" : "rgb(22, 22, 19)");
      await expectAccessible(page);
      expect(await sideways(page)).toBeLessThanOrEqual(0);
    });

test("it fetches nothing beside itself, and prints", async () => {
  const page = await visitor(null);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(address, { waitUntil: "networkidle" });
  expect(asked).toEqual([address]);
  await page.emulateMedia({ media: "print" });
  expect((await page.pdf({ format: "A4" })).byteLength).toBeGreaterThan(10_000);
});

test("where no ladder is shown a page says so", async () => {
  const page = await visitor(null, { expected: /404/ });
  const reply = await page.goto(`/public/${demo.organisation}/care`);
  expect(reply?.status()).toBe(404);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("There is nothing here");
  await expectAccessible(page);
});
