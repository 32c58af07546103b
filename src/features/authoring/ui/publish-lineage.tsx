import type { Framework } from "../../../core/framework/document.ts";
import { competencyId } from "../../../core/framework/competency.ts";
import type { Line } from "../../../core/framework/lines.ts";
import type { Lineage } from "../../../core/framework/lineage.ts";
import { listed } from "../../../web/parts/words.ts";
import css from "./publish-changes.module.css";

const titleOf = (document: Framework, id: string): string => {
  const expectation = document.levels.flatMap(({ expectations }) => expectations).find((each) => each.id === id);
  const competency = document.competencies.find((each) => competencyId(each) === expectation?.competency);
  return competency !== undefined && "title" in competency ? competency.title : (expectation?.competency ?? id);
};

/** What goes on from an expectation that is gone, by name; null where nothing does. */
export function successorOf(id: string, lineage: readonly Lineage[], after: Framework): string | null {
  const heirs = lineage
    .filter(({ expectation, from }) => expectation !== id && from.includes(id))
    .map(({ expectation }) => titleOf(after, expectation));
  return heirs.length === 0 ? null : listed(heirs);
}

const said: Readonly<Record<Lineage["kind"], (names: string) => string>> = {
  kept: () => "kept as it was",
  reworded: (names) => `${names}, in other words`,
  split: (names) => `a part of ${names}`,
  merged: (names) => `${names}, made one`,
  new: () => "new",
  retired: () => "gone",
};

type Props = {
  line: Line;
  lines: readonly Line[];
  lineage: readonly Lineage[];
  before: Framework;
  /** What was corrected here; undefined where what was worked out stands. */
  chosen: readonly string[] | undefined;
  onSources: (expectation: string, from: readonly string[]) => void;
};

/** What an expectation was in the version before, so that a trend goes on across the rewrite; correctable where there is a choice. */
export function ComesFrom({ line, lines, lineage, before, chosen, onSources }: Props) {
  const told = lineage.find(({ expectation }) => expectation === line.id);
  const asked = new Set(
    before.levels.filter(({ id }) => id === line.level).flatMap(({ expectations }) => expectations.map(({ id }) => id)),
  );
  const candidates = lines
    .filter(({ id, entity, verb }) => entity === "expectation" && asked.has(id) && (verb !== "Added" || id === line.id))
    .map(({ id }) => id);
  const others = candidates.filter((id) => id !== line.id);
  const gone = lines.some(({ id, entity, verb }) => entity === "expectation" && verb === "Removed" && asked.has(id));
  if (line.verb !== "Added" && !(line.verb === "Reworded" && gone)) return null;
  if (told === undefined || (others.length === 0 && (told.kind === "new" || told.from[0] === line.id))) return null;
  const from = chosen ?? told.from;
  const kind =
    from.length > 1
      ? "merged"
      : from.length === 0
        ? "new"
        : told.kind === "split" || told.kind === "reworded"
          ? told.kind
          : from[0] === line.id
            ? "kept"
            : "reworded";
  const names = listed(from.map((id) => `“${titleOf(before, id)}”`));
  return (
    <details className={css.from}>
      <summary>{from.length === 1 && from[0] === line.id ? "It goes on from itself" : `It is ${said[kind](names)}`}</summary>
      <fieldset>
        <legend>What it was in the version before</legend>
        {[...new Set([...(asked.has(line.id) ? [line.id] : []), ...others])].map((id) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={from.includes(id)}
              onChange={(event) => onSources(line.id, event.target.checked ? [...from, id] : from.filter((other) => other !== id))}
            />
            <span>
              {titleOf(before, id)}
              {id === line.id && ", this one"}
            </span>
          </label>
        ))}
        <p>None ticked: it is new. Several: they were made one. A trend goes on from what is ticked.</p>
      </fieldset>
    </details>
  );
}
