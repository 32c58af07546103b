import { describe, expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { world } from "../../../test/world.ts";

const w = await world();

describe("a version that comes into force on a day to come", () => {
  test("measures nobody before that day, on any page", async () => {
    const house = await w.organisation("Dale Bakers");
    const bakery = ladder("bakery", "Bakery");
    await house.publish(bakery);
    const head = await house.person("Dale Head");
    const hand = await house.person("Dale Hand", { manager: head });
    await house.place(hand, "bakery/first", "2025-01-01");
    const to = (title: string) => bakery.levels?.map((level) => ({ ...level, title: `${level.title} of ${title}` })) ?? [];
    await house.publish({ ...bakery, title: "New bakery", levels: to("tomorrow") }, { effectiveOn: "2027-01-01" });
    await house.publish(ladder("mill", "Mill"), { effectiveOn: "2027-01-01" });
    const ask = await w.as(head);
    const titles = (on: { levels: readonly { title: string }[] }) => on.levels.map(({ title }) => title);
    const today = ["Second of Bakery", "First of Bakery"];
    const { ladders } = await ask("GET", "/insights/levels", {});
    expect(ladders.map(({ levels }) => levels.map(({ title }) => title))).toEqual([today]);
    expect(titles(await ask("GET", "/insights/time-in-level", { ladder: "bakery" }))).toEqual(today);
    expect(titles(await ask("GET", "/insights/gaps", { ladder: "bakery" }))).toEqual(today.toReversed());
    expect(titles(await ask("GET", "/insights/bench", { ladder: "bakery" }))).toEqual(["Second of Bakery"]);
    for (const path of ["/insights/gaps", "/insights/time-in-level"] as const)
      await expect(ask("GET", path, { ladder: "mill" })).rejects.toMatchObject({ problems: [{ path: "/ladder" }] });
  });
});
