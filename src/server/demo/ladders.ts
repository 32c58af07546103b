import { readFile } from "node:fs/promises";
import { check } from "../../core/framework/check.ts";
import type { Expectation, Framework, Level, Requirement } from "../../core/framework/document.ts";
import { readYaml } from "../../core/framework/formats/yaml.ts";

const templates = new URL("../../../templates/", import.meta.url);

/** One version as Fernhithe published it; `ago` in days before the demo's today. */
export type Edition = {
  content: Framework;
  publishedAgo: number;
  effectiveAgo: number;
  reason: string;
  classes?: Record<string, { class: "editorial" | "substantive"; reason: string }>;
};

async function template(name: string): Promise<Framework> {
  const { framework } = check(readYaml(await readFile(new URL(`${name}.yaml`, templates))).value);
  if (framework === null) throw new Error(`templates/${name}.yaml has faults; rungs lint names them.`);
  return framework;
}

/** The same document with one level rewritten. */
const withLevel = (framework: Framework, id: string, rewrite: (level: Level) => Level): Framework => ({
  ...framework,
  levels: framework.levels.map((level) => (level.id === id ? rewrite(level) : level)),
});

const withExpectation = (framework: Framework, level: string, id: string, change: Partial<Expectation>): Framework =>
  withLevel(framework, level, (each) => ({
    ...each,
    expectations: each.expectations.map((expectation) => (expectation.id === id ? { ...expectation, ...change } : expectation)),
  }));

const dbs: Requirement = {
  id: "operations-dbs",
  kind: "check",
  title: "Enhanced DBS",
  validMonths: 36,
  description: "Everybody who works in a home needs one.",
};

/** What a group of care homes asks of its operations managers beside the template. */
const managerRequirements: readonly Requirement[] = [
  { id: "operations-manager-experience", kind: "experience", months: 24, at: ["specialist-analyst"] },
  { id: "operations-manager-safeguarding", kind: "training", title: "Safeguarding adults", validMonths: 12 },
  {
    id: "operations-manager-level-5",
    title: "Level 5 diploma, or equal",
    anyOf: [
      {
        id: "operations-manager-diploma",
        kind: "qualification",
        title: "Level 5 diploma in leadership and management",
        equivalents: [],
        regulated: "RQF 5",
        anyAtLevel: true,
      },
      { id: "operations-manager-equal", kind: "demonstrated", title: "Work assessed as equal to Level 5" },
    ],
  },
  { ...dbs, id: "operations-manager-dbs" },
];

/** The template with the group's own requirements and the second version of its values, as it is in force. */
function operationsInForce(original: Framework): Framework {
  const manager = "operations-manager";
  const adapted: Framework = {
    ...original,
    competencies: original.competencies.map((competency) =>
      "use" in competency ? { ...competency, use: competency.use.replace("company-values@1/", "company-values@2/") } : competency,
    ),
  };
  const managed = withLevel(adapted, manager, (level) => ({
    ...level,
    requirements: [...level.requirements, ...managerRequirements],
  }));
  const specialist = withLevel(managed, "specialist-analyst", (level) => ({ ...level, requirements: [...level.requirements, dbs] }));
  return withExpectation(specialist, manager, "operations-manager-process-design", { target: 4 });
}

/** Version 1 to 3 of operations: first a bar is raised and a statement put more plainly, then a statement is given another meaning. */
async function operations(): Promise<Edition[]> {
  const third = operationsInForce(await template("operations"));
  const second = withExpectation(third, "operations-manager", "operations-manager-capacity-planning", {
    markers: [
      "Keeps a rota for the team and its holidays.",
      "Finds cover when somebody is away.",
      "Says when the team has more work than it can do.",
    ],
  });
  const before = withExpectation(second, "operations-manager", "operations-manager-process-design", { target: 3 });
  const first = withExpectation(before, "operations-manager", "operations-manager-continuous-improvement", {
    markers: [
      "Puts time aside every month in which the team removes an obstacle.",
      "Takes a measure of a change when it starts and when it ends.",
      "Stops changes that have not moved their measure.",
    ],
  });
  return [
    {
      content: first,
      publishedAgo: 1098,
      effectiveAgo: 1090,
      reason: "The first ladder for operations, written with the managers of all five teams.",
    },
    {
      content: second,
      publishedAgo: 131,
      effectiveAgo: 124,
      reason:
        "Managers will build the processes of two new homes, so process design now asks for one step more. Improvement is said more plainly.",
      classes: {
        "operations-manager-continuous-improvement": { class: "editorial", reason: "Shorter words. What is looked for has not changed." },
      },
    },
    {
      content: third,
      publishedAgo: 12,
      effectiveAgo: 7,
      reason: "Raters read capacity planning as keeping a rota. It now asks for looking ahead and acting before the peak.",
    },
  ];
}

async function values(): Promise<Edition[]> {
  const second = await template("company-values");
  const first: Framework = {
    ...second,
    competencies: second.competencies.map((competency) =>
      "use" in competency || competency.id !== "including-everybody"
        ? competency
        : { ...competency, definition: "Respecting differences between people.", markers: competency.markers.slice(0, 2) },
    ),
  };
  return [
    { content: first, publishedAgo: 1120, effectiveAgo: 1120, reason: "Agreed by the staff forum." },
    {
      content: second,
      publishedAgo: 1105,
      effectiveAgo: 1105,
      reason: "The staff forum asked for what including looks like, and not for respect alone.",
    },
  ];
}

/** Every framework of the organisation in the order it was published, the versions of each from the first. */
export async function editions(): Promise<Edition[]> {
  const alone = async (name: string, ago: number, reason: string): Promise<Edition> => ({
    content: await template(name),
    publishedAgo: ago,
    effectiveAgo: ago - 7,
    reason,
  });
  const all = [
    ...(await values()),
    ...(await operations()),
    await alone("care", 1060, "One ladder for the homes and home care, from the first shift up."),
    await alone("leadership-and-management", 1041, "For everybody who leads outside operations and care."),
    await alone("senior-leader", 704, "For those who take the Level 7 apprenticeship with us."),
  ];
  return all.toSorted((a, b) => b.publishedAgo - a.publishedAgo);
}
