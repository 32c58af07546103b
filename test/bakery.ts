import type { FrameworkDocument } from "../src/core/framework/document.ts";
import type { World } from "./world.ts";

const points = ["Not yet", "Developing", "Performing", "Leading"].map((label, index) => ({ value: index + 1, label }));

/** Two rungs and a fork, small enough to be added up by hand. */
export const bakery = {
  rungs: "framework@1",
  id: "bakery",
  kind: "ladder",
  title: "Bakery",
  scale: points,
  source: { title: "Guild of bakers", licence: "CC0" },
  domains: [
    { id: "craft", title: "Craft" },
    { id: "people", title: "People" },
  ],
  competencies: [
    { id: "bread", domain: "craft", title: "Bread", definition: "Baking it." },
    { id: "ovens", domain: "craft", title: "Ovens" },
    { id: "team", domain: "people", title: "Team" },
    { use: "house-values@1/honesty", domain: "people" },
  ],
  tracks: [
    { id: "core", title: "Core" },
    { id: "lead", title: "Lead" },
    { id: "master", title: "Master" },
  ],
  levels: [
    { id: "baker", rank: 1, track: "core", title: "Baker", expectations: [{ id: "baker-bread", competency: "bread", target: 2 }] },
    {
      id: "head-baker",
      rank: 2,
      track: "lead",
      title: "Head Baker",
      expectations: [
        { id: "head-bread", competency: "bread", target: 3, weight: 2, critical: true, markers: ["Bakes for a hundred."] },
        { id: "head-ovens", competency: "ovens", target: 3, markers: ["Fires three ovens."] },
        { id: "head-team", competency: "team", target: 3, markers: ["Leads the night shift."] },
        { id: "head-honesty", competency: "honesty", target: 2 },
      ],
      requirements: [
        { id: "hygiene", kind: "training", title: "Food hygiene", validMonths: 12 },
        { id: "time", kind: "experience", months: 24, at: ["baker"] },
        { id: "trade", kind: "qualification", title: "Level 2 in baking" },
        { id: "shown", kind: "demonstrated", title: "Ran the shop alone" },
      ],
    },
    {
      id: "master",
      rank: 2,
      track: "master",
      title: "Master Baker",
      expectations: [{ id: "master-bread", competency: "bread", target: 4 }],
    },
  ],
  transitions: [
    { from: "baker", to: "head-baker", kind: "promotion" },
    { from: "baker", to: "master", kind: "promotion" },
  ],
} satisfies FrameworkDocument;
export const values = {
  rungs: "framework@1",
  id: "house-values",
  kind: "library",
  title: "House values",
  scale: points,
  domains: [{ id: "v", title: "V" }],
  competencies: [{ id: "honesty", domain: "v", title: "Honesty", markers: ["Weighs fairly."] }],
} satisfies FrameworkDocument;
/** The bakery with the words of one expectation changed. */
export const reworded = (id: string, markers: string[]) =>
  ({
    ...bakery,
    levels: bakery.levels.map((level) => ({
      ...level,
      expectations: level.expectations.map((each) => (each.id === id ? { ...each, markers } : each)),
    })),
  }) satisfies FrameworkDocument;

/** A bakery with its ladder: Chief, to whom Head reports, to whom Ida reports, who is a baker since January 2024; and Otto beside them. */
export async function openBakery(w: World, library: FrameworkDocument = values) {
  const house = await w.organisation();
  const chief = await house.person("Chief");
  const head = await house.person("Head");
  const ida = await house.person("Ida");
  const otto = await house.person("Otto");
  await house.manager(head, chief);
  await house.manager(ida, head);
  await house.publish(library);
  await house.publish(bakery);
  await house.place(ida, "bakery/baker", "2024-01-10");
  return { ...house, chief, head, ida, otto };
}
