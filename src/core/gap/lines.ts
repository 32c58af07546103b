import type { Result } from "../assessment/settle.ts";
import type { Framework, Level } from "../framework/document.ts";
import type { Lineage } from "../framework/lineage.ts";
import type { GapReply } from "./reply.ts";
import { newWording, type Lineages } from "./trend.ts";
import { expectationWording, type Library } from "./wording.ts";

type Stored = { content: Framework; libraries: readonly Library[] };
type Piece = GapReply["lines"][string]["pieces"][number] & { expectation: string };

type About = {
  /** The version that the report is against. */
  stored: Stored & { version: number };
  level: Level;
  /** As that version reads them, and as they were said; both in order of release. */
  results: readonly (Result & { carries: boolean })[];
  settled: readonly Result[];
  /** Of the versions that something was said in, and those between. */
  contents: ReadonlyMap<number, Stored>;
  own: ReadonlyMap<string, number | null>;
  lineage: readonly (Pick<Lineage, "expectation" | "kind" | "from"> & { version: number })[];
  evidence: readonly Piece[];
};

/** Beside each expectation of the report: its words, who rated it, what they said and on what, how it was rated before, and since when it is worded so. */
export function linesOf({ stored, level, results, settled, contents, own, lineage, evidence }: About): GapReply["lines"] {
  const { content, libraries, version } = stored;
  const onScale = (value: number | null | undefined) => (content.scale.some((point) => point.value === value) ? (value ?? null) : null);
  const byExpectation = Map.groupBy(results, ({ expectation }) => expectation);
  const pieces = Map.groupBy(evidence, ({ expectation }) => expectation);
  const told: Lineages = new Map(
    [...Map.groupBy(lineage, (each) => each.version)].map(([at, lines]) => [at, new Map(lines.map((line) => [line.expectation, line]))]),
  );
  const lastRated = settled.at(-1)?.version ?? version;
  return Object.fromEntries(
    level.expectations.map((expectation) => {
      const history = byExpectation.get(expectation.id) ?? [];
      const newest = history.at(-1);
      const { title, definition, domain, from, markers } = expectationWording(content, expectation, libraries);
      const attached = pieces.get(expectation.id) ?? [];
      const line: GapReply["lines"][string] = {
        title,
        definition,
        domain,
        from,
        markers: [...markers],
        self: onScale(own.get(expectation.id)),
        comment: newest?.comment ?? null,
        rater: newest?.rater ?? null,
        history: history.map(({ cycle, ratedOn, answer, version: at, carries }) => ({ cycle, on: ratedOn, answer, version: at, carries })),
        evidence: attached.length,
        pieces: attached.map(({ expectation: _, ...piece }) => piece),
        wording: newest?.carries === true ? null : wordingOf(expectation.id),
      };
      return [expectation.id, line];
    }),
  );

  function wordingOf(id: string): GapReply["lines"][string]["wording"] {
    const found = newWording(id, lastRated, version, told);
    if (found === null) return null;
    return {
      kind: found.kind,
      version: found.version,
      from: found.from.map((old) => ({
        title: titleIn(contents.get(lastRated), level.id, old) ?? old,
        answer: settled.findLast(({ expectation }) => expectation === old)?.answer ?? null,
      })),
    };
  }
}

/** What an expectation was called in an older version, at this level or, where that took the place of another, anywhere. */
function titleIn(stored: Stored | undefined, level: string, id: string): string | undefined {
  const levels = stored?.content.levels.toSorted((a, b) => Number(b.id === level) - Number(a.id === level));
  const expectation = levels?.flatMap(({ expectations }) => expectations).find((each) => each.id === id);
  return stored && expectation && expectationWording(stored.content, expectation, stored.libraries).title;
}
