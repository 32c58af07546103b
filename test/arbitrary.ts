import fc from "fast-check";
import { Framework, type FrameworkDocument } from "../src/core/framework/document.ts";

/**
 * Frameworks as nobody would write them but everybody may: every kind, several tracks, groups within groups, ids that
 * are words of the language, texts that look like markup. Each is free of errors.
 */
const trickyIds = [
  "constructor",
  "to-string",
  "null",
  "true",
  "1",
  "007",
  "a.b",
  "a_b",
  "x-1",
  "has-own-property",
  "length",
  "e1",
  "valueof",
];
const trickyTexts = [
  "- a list?",
  "key: value",
  "# not a comment",
  "yes",
  "null",
  "~",
  "1e3",
  "0x1f",
  "2026-03-09",
  "| block",
  "> fold",
  "&anchor",
  "*alias",
  "!tag",
  "%directive",
  "@at",
  "`tick`",
  "'single'",
  '"double"',
  "{ a: b }",
  "[a, b]",
  "---",
  "...",
  "two\nlines",
  "ends with a line\n",
  "\nstarts with one",
  "a\n\n\nb",
  "  led by spaces",
  "followed by spaces  ",
  "tab\tinside",
  "\ttab before",
  "carriage\r\nreturn",
  "colon at the end:",
  "a #b",
  "back\\slash",
  "é ü ß ł",
  "👩‍⚕️ and 🧑🏽‍🏫",
  "‏מימין לשמאל",
  "a\u2028b",
  "\u00a0",
  "x".repeat(150),
  "Agrees with each person, and with those who matter to them, what the day should hold, and writes it down so that whoever comes next can go on from there without asking twice.",
  "",
  " ",
  "=",
  "<<",
  "?",
  "-",
  ":",
  ",",
  "a: b: c",
  "“quoted”",
  "<b>bold</b>",
  "=1+1",
];

const stem = fc.oneof(
  fc.constantFrom("a", "b1", "c", ...trickyIds),
  fc.stringMatching(/^[a-z0-9]{1,6}$/),
  fc.stringMatching(/^[a-z]{1,4}[-._][a-z0-9]{1,4}$/),
);
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...trickyTexts) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }).filter((value) => value.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(value)),
  },
);
const title = text.map((value) => value.slice(0, 100).toWellFormed().trim() || "Untitled");
const regulated = fc.constantFrom("RQF 3", "RQF 7", "SCQF 11", "EQF 5");
const months = fc.integer({ min: 0, max: 600 });
const url = fc.constantFrom("https://example.org/a?b=c&d=%20", "http://example.org");
/** A place in a list whose length is not known yet; which of several it is does not matter. */
const any = fc.nat(20);
const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];

type Of<T> = { [K in keyof T]: fc.Arbitrary<T[K]> };
/** Keys of `optional` are sometimes left out, as a writer would leave them out. */
const made = <R extends object, O extends object>(required: Of<R>, optional: Of<O>) =>
  fc
    .tuple(fc.record<R>(required), fc.record<O, never>(optional, { requiredKeys: [] }))
    .map(([there, perhaps]) => ({ ...there, ...perhaps }));
const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 3, minLength = 0) => fc.array(arbitrary, { minLength, maxLength, size: "max" });

const way = made({ title }, { kind: fc.constantFrom("apprenticeship", "degree", "other"), regulated, months, url });
const clause = fc.oneof(
  fc.record({ clause: fc.constantFrom("criticalMet", "requirementsMet") }),
  fc.record({ clause: fc.constant("gapsAtMost"), count: fc.nat(5) }),
  fc.record({ clause: fc.constant("nothingBelow"), value: any }),
  fc.record({ clause: fc.constant("readinessAtLeast"), percent: fc.double({ min: 0, max: 100, noNaN: true }) }),
);
const { requirement } = fc.letrec<{ requirement: Loose; single: Loose; group: Loose }>((tie) => ({
  requirement: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("single"), tie("group")),
  single: fc.oneof(
    made({ id: stem, kind: fc.constant("demonstrated"), title }, { description: text }),
    made(
      { id: stem, kind: fc.constant("qualification"), title },
      { description: text, equivalents: few(title, 2), regulated, anyAtLevel: fc.boolean() },
    ),
    made({ id: stem, kind: fc.constant("experience"), months }, { description: text, title, at: few(any, 2) }),
    made(
      { id: stem, kind: fc.constantFrom("training", "check"), title },
      { description: text, validMonths: fc.integer({ min: 1, max: 600 }) },
    ),
  ),
  group: made({ id: stem, anyOf: few(tie("requirement"), 3, 1) }, { description: text, title }),
}));
const requirements = few(requirement, 2);

/** Built loosely, references as places in lists, and made to fit together afterwards: so it shrinks to something small. */
type Loose = Record<string, unknown>;
const sketch = fc.record({
  top: made(
    { id: stem, kind: fc.constantFrom("ladder", "standard", "library"), title },
    {
      description: text,
      language: fc.constantFrom("en", "en-GB", "pl"),
      source: made({}, { title, url, licence: title, attribution: text }),
    },
  ),
  scale: fc.uniqueArray(made({ value: fc.integer({ min: -3, max: 9 }), label: title }, { description: text }), {
    minLength: 1,
    maxLength: 5,
    selector: ({ value }) => value,
  }),
  domains: few(made({ id: stem, title }, { kind: fc.constantFrom("skill", "knowledge", "behaviour", "value"), description: text }), 4, 1),
  competencies: few(
    made({ id: stem, domain: any, used: fc.option(fc.integer({ min: 1, max: 3 })), title }, { definition: text, markers: few(text, 2) }),
    5,
    1,
  ),
  tracks: few(made({ id: stem, title }, { description: text }), 3, 1),
  levels: few(
    made(
      {
        id: stem,
        rise: fc.integer({ min: 1, max: 3 }),
        track: any,
        title,
        expectations: few(
          made(
            { id: stem, competency: any, target: any },
            { weight: fc.double({ min: 0.001, max: 100, noNaN: true }), critical: fc.boolean(), markers: few(text, 3) },
          ),
        ),
      },
      {
        regulated,
        roles: few(title, 2),
        onward: few(way, 2),
        scope: text,
        distinguishes: text,
        domainScope: few(text, 3),
        responsibilities: fc.uniqueArray(any, { maxLength: 2 }),
        replaces: few(stem, 2, 1),
        readiness: few(clause, 3, 1),
        requirements,
      },
    ),
    6,
    1,
  ),
  responsibilities: few(made({ id: stem, title }, { description: text }), 3),
  transitions: few(made({ from: any, to: any, kind: any }, { months, via: few(way, 2), description: text }), 6),
  equivalences: few(
    fc.record({
      from: any,
      to: fc.constantFrom("elsewhere/thing", "elsewhere/other"),
      kind: fc.constantFrom("exact", "broader", "narrower", "related"),
    }),
  ),
  standard: made(
    {},
    {
      reference: title,
      regulated,
      months: fc.tuple(months, months),
      entry: requirements,
      gateway: fc.record({ clauses: few(clause, 2), requirements }),
      assessment: few(made({ title }, { description: text }), 2),
      qualification: text,
    },
  ),
});

/** Ids of one kind are unique in the whole document: what is taken gets a number. */
function namer(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    let id = wanted;
    for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
    taken.add(id);
    return id;
  };
}
const unique = (items: readonly Loose[]): Loose[] => [
  ...new Map(items.map((item) => [`${String(item["from"])} ${String(item["to"])}`, item])).values(),
];
const isList = (value: unknown): value is unknown[] => Array.isArray(value);

/** A document as it may be written: what has a default is sometimes there and sometimes not. */
export const documentArbitrary: fc.Arbitrary<FrameworkDocument> = sketch.map(
  ({ top, scale, domains, competencies, tracks, levels, responsibilities, transitions, equivalences, standard }) => {
    const named = <T extends { id: string }>(items: readonly T[]): T[] => {
      const name = namer();
      return items.map((item) => ({ ...item, id: name(item.id) }));
    };
    const fields = named(domains);
    const topics = named(competencies);
    const ways = named(tracks);
    const rungs = top.kind === "library" ? [] : named(levels);
    const held = named(responsibilities);
    const places = [...rungs.map(({ id }) => id), "elsewhere/level-1"];
    const ofExpectation = namer();
    const ofRequirement = namer();
    let rank = 0;

    const fitClause = (rule: Loose): Loose =>
      rule["clause"] === "nothingBelow" ? { ...rule, value: pick(scale, Number(rule["value"]))?.value } : rule;
    const fitRequirement = (item: Loose): Loose => ({
      ...item,
      id: ofRequirement(String(item["id"])),
      ...(isList(item["at"]) ? { at: item["at"].map((place) => pick(places, Number(place))) } : {}),
      ...(isList(item["anyOf"]) ? { anyOf: item["anyOf"].map((member) => fitRequirement(Object(member))) } : {}),
    });

    const document = {
      rungs: "framework@1",
      ...top,
      scale,
      domains: fields,
      competencies: topics.map(({ used, domain, ...topic }) => {
        const ofDomain = pick(fields, domain)?.id;
        return used === null ? { ...topic, domain: ofDomain } : { use: `values@${used}/${topic.id}`, domain: ofDomain };
      }),
      tracks: ways,
      levels: rungs.map(({ rise, track, domainScope, responsibilities: mine, readiness, requirements: asked, expectations, ...level }) => ({
        ...level,
        rank: (rank += rise),
        track: pick(ways, track)?.id,
        ...(domainScope === undefined
          ? {}
          : { domainScope: Object.fromEntries(domainScope.slice(0, fields.length).map((scope, index) => [fields[index]?.id, scope])) }),
        expectations: expectations.map(({ competency, target, ...expectation }) => ({
          ...expectation,
          id: ofExpectation(expectation.id),
          competency: pick(topics, competency)?.id,
          target: pick(scale, target)?.value,
        })),
        ...(mine === undefined || held.length === 0 ? {} : { responsibilities: mine.map((index) => pick(held, index)?.id) }),
        ...(readiness === undefined ? {} : { readiness: readiness.map(fitClause) }),
        ...(asked === undefined ? {} : { requirements: asked.map(fitRequirement) }),
      })),
      responsibilities: held,
      // Promotions lead up the list only, so none leads down and none leads round.
      transitions: unique(
        transitions.map(({ from, to, kind, ...transition }) => {
          const start = from % places.length;
          const end = to % places.length;
          return {
            ...transition,
            from: places[start],
            to: places[end],
            kind: pick(start < end ? ["promotion", "lateral"] : ["lateral", "step-down", "track-switch"], kind),
          };
        }),
      ),
      equivalences: unique(equivalences.map(({ from, ...rest }) => ({ ...rest, from: pick(topics, from)?.id }))),
      ...(top.kind === "standard"
        ? {
            standard: {
              ...standard,
              ...(standard.entry === undefined ? {} : { entry: standard.entry.map(fitRequirement) }),
              ...(standard.gateway === undefined
                ? {}
                : {
                    gateway: {
                      clauses: standard.gateway.clauses.map(fitClause),
                      requirements: standard.gateway.requirements.map(fitRequirement),
                    },
                  }),
            },
          }
        : {}),
    };
    return JSON.parse(JSON.stringify(document));
  },
);

/** A framework as it was read, every default in place. */
export const frameworkArbitrary: fc.Arbitrary<Framework> = documentArbitrary.map((document) => Framework.parse(document));
