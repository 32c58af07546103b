import type { Transaction } from "kysely";
import type { FrameworkSubject } from "../core/access/actor.ts";
import { between, classify, type Meaning, type Step } from "../core/framework/carry.ts";
import { diff } from "../core/framework/diff.ts";
import type { Framework } from "../core/framework/document.ts";
import { across, lineageOf, type Lineage } from "../core/framework/lineage.ts";
import { inheritedWordings } from "../core/gap/wording.ts";
import { Problem } from "../core/problem.ts";
import { chainOf, spanOf, type Link } from "./chain.ts";
import { contentOf, openDraft, type Draft } from "./drafts.ts";
import { librariesOf } from "./publishing.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;
export type Which = number | "latest" | "draft";

type Chained = { orgId: string; framework: string; frameworkId: string; title: string; chain: readonly Link[] | null };

/** Two states of a framework; a draft counts as the version that it would become. `state` is that of the side which fewer may read. */
export type Sides = FrameworkSubject & Omit<Chained, "chain"> & { chain: readonly Link[]; from: number; to: number; draft: Draft | null };

const chainedOf = statement<Chained>(`
  select framework.org_id as "orgId", framework.slug as framework, framework.framework_id as "frameworkId", framework.title, ${chainOf("framework.framework_id")} as chain
    from rungs.framework where framework.slug = $1`);

/** @throws Problem "not-found" if there is no such framework, version or draft. */
export async function sidesOf(tx: Tx, slug: string, from: Which, to: Which): Promise<Sides> {
  const [found] = await chainedOf(tx, slug);
  const chain = found?.chain ?? [];
  const draft = from === "draft" || to === "draft" ? await openDraft(tx, slug) : null;
  const newest = chain.at(-1)?.version ?? 0;
  const number = (which: Which): number | null => {
    if (which === "draft") return draft === null ? null : newest + 1;
    const version = which === "latest" ? newest : which;
    return chain.some((link) => link.version === version) ? version : null;
  };
  const [left, right] = [number(from), number(to)];
  if (found === undefined || left === null || right === null) throw new Problem("not-found");
  return { ...found, chain, from: left, to: right, draft, state: draft?.state ?? "published" };
}

const lineagesOf = statement<{ version: number; lineage: Lineage[] }>(`
  select version, json_agg(json_build_object('expectation', expectation_id, 'kind', kind, 'from', from_ids)) as lineage
    from rungs.version_lineage where framework_id = $1 and version > $2 and version <= $3
   group by version order by version`);

export type History = {
  before: Framework;
  after: Framework;
  changes: ReturnType<typeof diff>;
  lineage: Lineage[];
  classes: Record<string, Exclude<Meaning, "unchanged">>;
  /** Titles of inherited competencies, by the id that expectations name. */
  inherited: Map<string, string>;
};

/** What changed from the one state to the other, and what became of each expectation on the way. */
export async function historyOf(tx: Tx, sides: Sides): Promise<History> {
  const [least, most] = [Math.min(sides.from, sides.to), Math.max(sides.from, sides.to)];
  const { contents, steps } = await spanOf(tx, sides.orgId, sides.chain, least, most);
  const known = new Map([...contents].map(([version, { content }]) => [version, content]));
  if (sides.draft !== null) withDraft(known, steps, (await contentOf(tx, sides.draft)).content, most);
  const [before, after] = [known.get(sides.from), known.get(sides.to)];
  if (before === undefined || after === undefined) throw new Problem("not-found");
  const inherited = Object.entries(inheritedWordings(after, await librariesOf(tx, sides.orgId, after)));
  return {
    before,
    after,
    changes: diff(before, after),
    lineage: await lineageBetween(tx, sides, known),
    classes: classesBetween(before, sides.from, sides.to, steps),
    inherited: new Map(inherited.map(([id, { title }]) => [id, title])),
  };
}

function withDraft(known: Map<number, Framework>, steps: Map<number, Step>, content: Framework, version: number): void {
  const current = known.get(version - 1);
  known.set(version, content);
  if (current !== undefined) steps.set(version, classify(current, content));
}

async function lineageBetween(tx: Tx, { frameworkId, from, to, draft }: Sides, known: ReadonlyMap<number, Framework>): Promise<Lineage[]> {
  const [before, after] = [known.get(from), known.get(to)];
  if (before === undefined || after === undefined) return [];
  // Backwards nobody has said anything: what the documents tell is all there is.
  if (from >= to) return lineageOf(before, after);
  const published = draft === null ? to : to - 1;
  const stored = (await lineagesOf(tx, frameworkId, from, published)).map(({ lineage }) => lineage);
  const last = known.get(published);
  return across(draft === null || last === undefined ? stored : [...stored, lineageOf(last, after)]);
}

function classesBetween(before: Framework, from: number, to: number, steps: ReadonlyMap<number, Step>): History["classes"] {
  const asked = before.levels.flatMap(({ expectations }) => expectations.map(({ id }) => id));
  return Object.fromEntries(
    asked.flatMap((id) => {
      const meaning = between(id, from, to, steps);
      return meaning === null || meaning === "unchanged" ? [] : [[id, meaning]];
    }),
  );
}
