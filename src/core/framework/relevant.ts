import type { Change } from "./diff.ts";
import type { Framework } from "./document.ts";

/**
 * Of changes between two versions, those that somebody meets who is at these levels or on the way to them: what the levels
 * ask and say, the competencies they ask, the scale they are rated on, and the ways that leave them.
 */
export function changesFor(levels: ReadonlySet<string>, before: Framework, after: Framework, changes: readonly Change[]): Change[] {
  const competencies = new Set(
    [before, after].flatMap((version) =>
      version.levels.filter(({ id }) => levels.has(id)).flatMap(({ expectations }) => expectations.map(({ competency }) => competency)),
    ),
  );
  return changes.filter(({ entity, id, parent }) => {
    if (parent !== undefined) return levels.has(parent);
    if (entity === "level") return levels.has(id);
    if (entity === "competency" || entity === "use") return competencies.has(id);
    return entity === "scale" || (entity === "transition" && levels.has(id.slice(0, id.indexOf("→"))));
  });
}
