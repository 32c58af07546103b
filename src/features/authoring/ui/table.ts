import { competencyId } from "../../../core/framework/competency.ts";
import type { Framework, Level } from "../../../core/framework/document.ts";
import type { Draft } from "./draft-store.ts";

export type GroupRow = { kind: "group"; key: string; title: string; domain: string | null };
export type ScopeRow = { kind: "scope"; key: string; title: string; domain: string };
export type CompetencyRow = {
  kind: "competency";
  key: string;
  title: string;
  from: string | null;
  domain: string;
  inherited: readonly string[];
};
export type Row = GroupRow | ScopeRow | CompetencyRow;
/** A row that has cells under the levels. */
export type CellRow = ScopeRow | CompetencyRow;

/** Rows of the matrix from top to bottom; competencies whose domain is not there (yet) stand at the end, so that nothing is out of sight. */
export function rowsOf(content: Framework, inherited: Draft["inherited"]): Row[] {
  const competencies = content.competencies.map((competency): CompetencyRow => {
    const id = competencyId(competency);
    const words = "use" in competency ? inherited[id] : competency;
    return {
      kind: "competency",
      key: id,
      title: words?.title ?? id,
      from: "use" in competency ? (inherited[id]?.from ?? competency.use) : null,
      domain: competency.domain,
      inherited: words?.markers ?? [],
    };
  });
  const known = new Set(content.domains.map(({ id }) => id));
  const strays = competencies.filter(({ domain }) => !known.has(domain));
  const scopes = content.domains.map(({ id, title }): ScopeRow => ({ kind: "scope", key: `scope/${id}`, title, domain: id }));
  return [
    ...(content.kind === "ladder" && scopes.length > 0
      ? [{ kind: "group", key: "scope", title: "Scope", domain: null } as const, ...scopes]
      : []),
    ...content.domains.flatMap(({ id, title }): Row[] => [
      { kind: "group", key: `domain/${id}`, title, domain: id },
      ...competencies.filter(({ domain }) => domain === id),
    ]),
    ...(strays.length > 0 ? [{ kind: "group", key: "strays", title: "Without a domain", domain: null } as const, ...strays] : []),
  ];
}

export const isCellRow = (row: Row | undefined): row is CellRow => row !== undefined && row.kind !== "group";

/** Letters that fit on a line of a cell, px of a line and of what stands around it: close enough to know how far to scroll. */
const letters = 23;
const line = 20;
const around = 46;

const linesOf = (text: string) => Math.max(1, Math.ceil(text.length / letters));

/** About how tall a row will be, in px, for tables too long to be drawn whole. */
export function heightOf(
  row: Row,
  levels: readonly Level[],
  asked: (level: Level) => ReadonlyMap<string, { markers: readonly string[] }>,
): number {
  if (row.kind === "group") return 53;
  const tallest = levels.reduce(
    (most, level) => {
      const texts = row.kind === "scope" ? [level.domainScope[row.domain] ?? ""] : (asked(level).get(row.key)?.markers ?? []);
      return Math.max(
        most,
        texts.reduce((lines, text) => lines + linesOf(text) + 0.3, 0),
      );
    },
    Math.max(1, Math.ceil(row.title.length / 15)),
  );
  return Math.ceil(tallest * line + (row.kind === "scope" ? 19 : around));
}

/** Below so many cells a table is drawn whole. */
export const drawnWhole = 700;
