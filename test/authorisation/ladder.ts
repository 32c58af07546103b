import type { FrameworkDocument } from "../../src/core/framework/document.ts";

/** Two levels with one expectation each, all texts naming the title. */
export const ladder = (id: string, title: string): FrameworkDocument => ({
  rungs: "framework@1",
  id,
  kind: "ladder",
  title,
  language: "en",
  scale: [
    { value: 1, label: "Not yet" },
    { value: 2, label: "Well" },
  ],
  domains: [{ id: "craft", title: `Craft of ${title}` }],
  competencies: [{ id: "making", domain: "craft", title: `Making in ${title}` }],
  tracks: [{ id: "core", title: "Core" }],
  levels: [
    {
      id: "first",
      rank: 1,
      track: "core",
      title: `First of ${title}`,
      expectations: [{ id: "making-first", competency: "making", target: 2 }],
    },
    {
      id: "second",
      rank: 2,
      track: "core",
      title: `Second of ${title}`,
      expectations: [{ id: "making-second", competency: "making", target: 2 }],
    },
  ],
});
