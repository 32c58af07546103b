import type { FrameworkDocument } from "../src/core/framework/document.ts";

/** A small clean ladder to spoil. */
export const ladder = (): FrameworkDocument => ({
  rungs: "framework@1",
  id: "operations",
  kind: "ladder",
  title: "Operations",
  scale: [
    { value: 1, label: "Not yet" },
    { value: 2, label: "Developing" },
    { value: 3, label: "Performing" },
  ],
  domains: [
    { id: "process", title: "Process" },
    { id: "people", title: "People" },
  ],
  competencies: [
    { id: "execution", domain: "process", title: "Process execution", definition: "Runs it as it is written down." },
    { use: "values@2/integrity", domain: "people" },
  ],
  tracks: [
    { id: "core", title: "Core" },
    { id: "manager", title: "Manager" },
  ],
  levels: [
    {
      id: "coordinator",
      rank: 1,
      track: "core",
      title: "Coordinator",
      domainScope: { process: "One task" },
      responsibilities: ["first-aid"],
      expectations: [
        { id: "c-execution", competency: "execution", target: 2 },
        { id: "c-integrity", competency: "integrity", target: 3, weight: 2 },
      ],
      requirements: [
        {
          id: "c-entry",
          anyOf: [
            { id: "c-diploma", kind: "qualification", title: "Diploma" },
            { id: "c-years", kind: "experience", months: 12, at: ["coordinator"] },
          ],
        },
      ],
      readiness: [{ clause: "nothingBelow", value: 2 }],
    },
    { id: "analyst", rank: 2, track: "core", title: "Analyst", expectations: [{ id: "a-execution", competency: "execution", target: 3 }] },
    { id: "lead", rank: 2, track: "manager", title: "Lead", expectations: [] },
    { id: "head", rank: 3, track: "manager", title: "Head", expectations: [] },
  ],
  responsibilities: [{ id: "first-aid", title: "First aider" }],
  transitions: [
    { from: "coordinator", to: "analyst", kind: "promotion" },
    { from: "coordinator", to: "lead", kind: "promotion" },
    { from: "lead", to: "head", kind: "promotion" },
    { from: "head", to: "leadership/level-5", kind: "lateral" },
  ],
  equivalences: [{ from: "execution", to: "senior-leader/running", kind: "exact" }],
});
