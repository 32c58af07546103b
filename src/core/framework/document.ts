import { z } from "zod";

/**
 * The framework document, `framework@1`: the one schema from which the types, the validation, the published JSON Schema
 * and the API's documentation follow. What a single value may be is said here; what holds between values is in `check.ts`.
 *
 * `FrameworkDocument` is as written (defaults may be left out); `Framework` is as read, with every default in place.
 */
const id = z
  .string()
  .regex(/^[a-z0-9]+(?:[-._][a-z0-9]+)*$/, "lower-case letters, digits, and single - . _ between them")
  .max(100);

/** Characters are Unicode code points, as JSON Schema's `maxLength` and PostgreSQL count them, not UTF-16 units. */
const atMost = <T extends z.ZodType<string>>(schema: T, limit: number) =>
  schema
    .refine((value) => value.length <= limit || (value.length <= 2 * limit && Array.from(value).length <= limit), {
      message: `at most ${limit} characters`,
      params: { limit },
    })
    .meta({ maxLength: limit });
/** Neither PostgreSQL nor canonical JSON can hold a NUL or half a surrogate pair, and no page can show the other controls. */
const writable = <T extends z.ZodType<string>>(schema: T) =>
  schema.refine((value) => value.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(value), { message: "without characters that cannot be shown" });
const title = atMost(writable(z.string().trim().min(1)), 200);
const text = atMost(writable(z.string()), 4000);
/** Shown as a link, so nothing but the web: no `javascript:`, no `file:`. */
const webAddress = writable(
  z
    .url({ protocol: /^https?$/ })
    .regex(/^\S+$/, "a web address without spaces")
    .max(2000),
);
/** `level` in this document, `framework/level` in another. */
const levelReference = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-._]*(\/[a-z0-9][a-z0-9-._]*)?$/, "a level's id, or framework/level for a level of another framework")
  .max(201);
/** Another framework's competency or expectation: `framework/id`. */
const outsideReference = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-._]*\/[a-z0-9][a-z0-9-._]*$/, "framework/id, for what another framework calls it")
  .max(201);
/** A national qualification level, such as "RQF 3": the framework's short name and a number, the common axis of the pathways map. */
const regulated = z.string().regex(/^[A-Z][A-Za-z-]{1,9} \d{1,2}$/, "a qualification framework's short name and a level, such as RQF 3");
const months = z.int().min(0).max(600);

export const ScalePoint = z.strictObject({ value: z.int(), label: title, description: text.optional() });

export const Domain = z.strictObject({
  id,
  title,
  kind: z.enum(["skill", "knowledge", "behaviour", "value"]).default("skill"),
  description: text.optional(),
});

export const OwnCompetency = z.strictObject({
  id,
  domain: id,
  title,
  definition: text.optional(),
  /** In a library: what it looks like in general; used where an expectation gives no markers of its own. */
  markers: z.array(text).default([]),
});

/** A competency inherited from version n of a library: `library@n/competency`. Its local id is the part after the slash. */
export const UsedCompetency = z.strictObject({
  use: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-._]*@\d+\/[a-z0-9][a-z0-9-._]*$/, "library@version/competency, such as company-values@2/integrity")
    .max(220),
  domain: id,
});

export const Competency = z.union([OwnCompetency, UsedCompetency]);

export const Track = z.strictObject({ id, title, description: text.optional() });

export const Expectation = z.strictObject({
  id,
  competency: id,
  target: z.int(),
  weight: z.number().default(1),
  critical: z.boolean().default(false),
  markers: z.array(text).default([]),
});

const requirementBase = { id, description: text.optional() };
export const QualificationRequirement = z.strictObject({
  ...requirementBase,
  kind: z.literal("qualification"),
  title,
  equivalents: z.array(title).default([]),
  regulated: regulated.optional(),
  anyAtLevel: z.boolean().default(false),
});
export const ExperienceRequirement = z.strictObject({
  ...requirementBase,
  kind: z.literal("experience"),
  title: title.optional(),
  months,
  at: z.array(levelReference).default([]),
});
export const DemonstratedRequirement = z.strictObject({ ...requirementBase, kind: z.literal("demonstrated"), title });
export const TrainingRequirement = z.strictObject({
  ...requirementBase,
  kind: z.literal("training"),
  title,
  validMonths: z.int().min(1).max(600).optional(),
});
export const CheckRequirement = z.strictObject({
  ...requirementBase,
  kind: z.literal("check"),
  title,
  validMonths: z.int().min(1).max(600).optional(),
});
export const SimpleRequirement = z.discriminatedUnion("kind", [
  QualificationRequirement,
  ExperienceRequirement,
  DemonstratedRequirement,
  TrainingRequirement,
  CheckRequirement,
]);
export type SimpleRequirement = z.output<typeof SimpleRequirement>;
export type AnyOfRequirement = { id: string; title?: string | undefined; description?: string | undefined; anyOf: Requirement[] };
export type Requirement = SimpleRequirement | AnyOfRequirement;
export const AnyOfRequirement: z.ZodType<AnyOfRequirement> = z.strictObject({
  ...requirementBase,
  title: title.optional(),
  get anyOf() {
    return z.array(Requirement).min(1);
  },
});
export const Requirement: z.ZodType<Requirement> = z.union([SimpleRequirement, AnyOfRequirement]);

export const Clause = z.discriminatedUnion("clause", [
  z.strictObject({ clause: z.literal("criticalMet") }),
  z.strictObject({ clause: z.literal("gapsAtMost"), count: z.int().min(0) }),
  z.strictObject({ clause: z.literal("nothingBelow"), value: z.int() }),
  z.strictObject({ clause: z.literal("readinessAtLeast"), percent: z.number().min(0).max(100) }),
  z.strictObject({ clause: z.literal("requirementsMet") }),
]);

const QualificationRoute = z.strictObject({
  title,
  kind: z
    .enum(["apprenticeship", "diploma", "degree", "award", "certificate", "professional", "training", "experience", "other"])
    .optional(),
  regulated: regulated.optional(),
  months: months.optional(),
  url: webAddress.optional(),
});

export const Level = z.strictObject({
  id,
  rank: z.int(),
  track: id,
  title,
  regulated: regulated.optional(),
  roles: z.array(title).default([]),
  onward: z.array(QualificationRoute).default([]),
  scope: text.optional(),
  distinguishes: text.optional(),
  /** Domain id → the scope of that domain at this level. */
  domainScope: z.record(id, text).default({}),
  expectations: z.array(Expectation),
  responsibilities: z.array(id).default([]),
  /** Levels of earlier versions that this one takes the place of, because they were merged into it or it was split off one of them. */
  replaces: z.array(id).min(1, "leave it out where it takes the place of none").optional(),
  /** Absent means the default rule: criticalMet, gapsAtMost 0, requirementsMet. */
  readiness: z.array(Clause).min(1, "an empty rule says nothing; leave it out for the default rule").optional(),
  requirements: z.array(Requirement).default([]),
});

export const Transition = z.strictObject({
  from: levelReference,
  to: levelReference,
  kind: z.enum(["promotion", "lateral", "track-switch", "step-down"]),
  months: months.optional(),
  via: z.array(QualificationRoute).default([]),
  description: text.optional(),
});

export const Equivalence = z.strictObject({
  from: id,
  to: outsideReference,
  kind: z.enum(["exact", "broader", "narrower", "related"]),
});

export const Standard = z.strictObject({
  reference: title.optional(),
  regulated: regulated.optional(),
  /** Typical duration: [shortest, longest]. */
  months: z.tuple([months, months]).optional(),
  entry: z.array(Requirement).default([]),
  gateway: z.strictObject({ clauses: z.array(Clause).default([]), requirements: z.array(Requirement).default([]) }).optional(),
  assessment: z.array(z.strictObject({ title, description: text.optional() })).default([]),
  qualification: text.optional(),
});

export const Framework = z.strictObject({
  rungs: z.literal("framework@1"),
  id,
  kind: z.enum(["ladder", "library", "standard"]),
  title,
  description: text.optional(),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .default("en"),
  source: z
    .strictObject({
      title: title.optional(),
      url: webAddress.optional(),
      licence: title.optional(),
      attribution: text.optional(),
      basedOn: title.optional(),
    })
    .optional(),
  scale: z.array(ScalePoint).min(1),
  domains: z.array(Domain),
  competencies: z.array(Competency),
  tracks: z.array(Track).default([]),
  levels: z.array(Level).default([]),
  responsibilities: z.array(z.strictObject({ id, title, description: text.optional() })).default([]),
  transitions: z.array(Transition).default([]),
  equivalences: z.array(Equivalence).default([]),
  standard: Standard.optional(),
});

export type FrameworkDocument = z.input<typeof Framework>;
export type Framework = z.output<typeof Framework>;
export type ScalePoint = z.output<typeof ScalePoint>;
export type Domain = z.output<typeof Domain>;
export type Competency = z.output<typeof Competency>;
export type Track = z.output<typeof Track>;
export type Level = z.output<typeof Level>;
export type Expectation = z.output<typeof Expectation>;
export type Clause = z.output<typeof Clause>;
export type Transition = z.output<typeof Transition>;

export { competencyId } from "./competency.ts";
