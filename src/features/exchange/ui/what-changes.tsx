import { type ReactNode, useMemo, useState } from "react";
import type { Framework } from "../../../core/framework/document.ts";
import { linesOf, type Line } from "../../../core/framework/lines.ts";
import { Button } from "../../../web/parts/button.tsx";
import { DiffLine, DiffList } from "../../../web/parts/diff-list.tsx";
import { counted, listed } from "../../../web/parts/words.ts";
import css from "./import.module.css";
import shared from "./exchange.module.css";
import type { Preview } from "./ladder-import-page.tsx";

/** Shown at first: more than these are read by those who look for something. */
const FIRST = 25;

type Problem = Preview["problems"][number];
type Note = Preview["notes"][number];

/** What a file would do, in the order in which somebody would want to know it: what is wrong first. @param before what it is held against, where there is one. */
export function WhatChanges({ preview, before }: { preview: Preview; before: Framework | null }) {
  const { problems, notes, content } = preview;
  const errors = problems.filter(({ severity }) => severity === "error");
  const wording = problems.filter(({ severity }) => severity === "warning");
  const lines = useMemo(() => (content === null ? [] : linesOf({ ...preview, classes: {} }, before, content)), [preview, before, content]);
  return (
    <section className={shared.part} aria-labelledby="changes">
      <h2 id="changes">{preview.base === null ? "What is in the file" : "What the import changes"}</h2>
      <p className={css.sum} aria-live="polite">
        {sum(preview, lines, errors.length)}
      </p>
      {errors.length > 0 && content !== null && (
        <p className={shared.quiet}>
          It can be imported all the same: what names nothing is left out, and the draft keeps the rest until it is put right.
        </p>
      )}
      <Table title="Problems" rows={errors} of={told} />
      <Table title="What was made of odd places" rows={notes} of={({ message }) => message} />
      <Table title="Wording to look at" rows={wording} of={told} />
      {preview.base === null ? content !== null && <Inside content={content} /> : <Lines lines={lines} />}
    </section>
  );
}

function sum({ base, content }: Preview, lines: readonly Line[], errors: number): string {
  const wrong = errors === 0 ? "no problems" : counted(errors, "problem");
  if (content === null) return `${counted(errors, "problem")}, too grave for a draft.`;
  if (base === null) {
    const asked = content.levels.flatMap(({ expectations }) => expectations);
    const statements = asked.flatMap(({ markers }) => markers).length;
    return `${listed([counted(content.levels.length, "level"), counted(content.competencies.length, "competency", "competencies"), counted(asked.length, "expectation"), counted(statements, "statement"), wrong])}.`;
  }
  const kind = (verb: Line["verb"]) => lines.filter((line) => line.verb === verb).length;
  const [added, removed, moved] = [kind("Added"), kind("Removed"), kind("Moved")];
  const changed = lines.length - added - removed - moved;
  const some = (count: number, word: string) => (count === 0 ? [] : [`${count} ${word}`]);
  if (lines.length === 0) return `Nothing changes; ${wrong}.`;
  return `${listed([...some(added, "added"), ...some(changed, "changed"), ...some(moved, "moved"), ...some(removed, "removed"), wrong])}.`;
}

const told = ({ message, hint }: Problem) => (
  <>
    {message} <small>{hint}</small>
  </>
);

const placeOf = ({ cell, sheet, line, column }: Problem | Note): string =>
  sheet === undefined ? (cell ?? `line ${line}, column ${column}`) : (cell ?? "");

function Table<T extends Problem | Note>({ title, rows, of }: { title: string; rows: readonly T[]; of: (row: T) => ReactNode }) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  const seen = all ? rows : rows.slice(0, FIRST);
  return (
    <>
      <h3>
        {title} <span className={css.count}>{rows.length}</span>
      </h3>
      <table className={css.places}>
        <caption className="hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          {seen.map((row, index) => (
            // A preview is made anew, never reordered.
            <tr key={index}>
              <td>{placeOf(row)}</td>
              <td>{of(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > seen.length && <Button onClick={() => setAll(true)}>Show all {rows.length}</Button>}
    </>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const [all, setAll] = useState(false);
  if (lines.length === 0) return null;
  const seen = all ? lines : lines.slice(0, 2 * FIRST);
  return (
    <>
      <h3>
        Changes <span className={css.count}>{lines.length}</span>
      </h3>
      <DiffList label="Changes">
        {seen.map((line) => (
          <DiffLine key={line.key} line={line} />
        ))}
      </DiffList>
      {lines.length > seen.length && <Button onClick={() => setAll(true)}>Show all {lines.length}</Button>}
    </>
  );
}

/** Levels by their names: enough to see whether the file was understood. */
function Inside({ content }: { content: Framework }) {
  const [all, setAll] = useState(false);
  const tracks = new Map(content.tracks.map(({ id, title }) => [id, title]));
  const seen = all ? content.levels : content.levels.slice(0, FIRST);
  return (
    <>
      <h3>
        Levels <span className={css.count}>{content.levels.length}</span>
      </h3>
      <ol className={css.inside}>
        {seen.map(({ id, title, track, expectations }) => (
          <li key={id}>
            {title}{" "}
            <small>
              {[content.tracks.length > 1 ? tracks.get(track) : undefined, counted(expectations.length, "expectation")]
                .filter((part) => part !== undefined)
                .join(", ")}
            </small>
          </li>
        ))}
      </ol>
      {content.levels.length > seen.length && <Button onClick={() => setAll(true)}>Show all {content.levels.length}</Button>}
    </>
  );
}
