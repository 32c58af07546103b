import { useState, type ReactNode } from "react";
import { Button } from "../../../web/parts/button.tsx";
import { counted, listed } from "../../../web/parts/words.ts";
import type { Preview } from "./import-page.tsx";
import css from "./import.module.css";

/** Rows shown at first: more than these are read by those who look for something. */
const FIRST = 25;

type Change = Preview["changed"][number]["changes"][number];
const fieldWords: Readonly<Record<Change["field"], string>> = {
  employeeNumber: "employee number",
  name: "name",
  email: "e-mail",
  team: "team",
  location: "location",
  share: "employment share",
  startedOn: "start date",
  leftOn: "last day",
  manager: "manager",
  level: "level",
};

/** Everything an import would do, in the order in which somebody would want to know it: what is wrong first. */
export function ImportPreview({ preview }: { preview: Preview }) {
  const { counts, problems, added, changed, left, notes } = preview;
  return (
    <section className={css.part} aria-labelledby="preview">
      <h2 id="preview">What the import does</h2>
      <p className={css.sum} aria-live="polite">
        {listed([
          ...(counts.added > 0 ? [`${counts.added} added`] : []),
          ...(counts.changed > 0 ? [`${counts.changed} changed`] : []),
          ...(counts.left > 0 ? [`${counts.left} leaving`] : []),
          ...(counts.unchanged > 0 ? [`${counts.unchanged} as they are`] : []),
          counts.problems > 0 ? counted(counts.problems, "problem") : "no problems",
        ])}
        .
      </p>
      {notes.map((note) => (
        <p key={note} className={css.quiet}>
          {note}
        </p>
      ))}
      <Rows
        title="Problems"
        head={["Row", "Column", "What is wrong"]}
        rows={problems.map(({ row, column, cell, message }) => [
          row ?? "",
          column === null ? "" : `${column}${cell === null ? "" : ` (${cell})`}`,
          message,
        ])}
      />
      <Rows
        title="Added"
        head={["Row", "Person", "Team, level and manager"]}
        rows={added.map(({ row, employeeNumber, name, team, level, manager }) => [
          row,
          <Person key="person" number={employeeNumber} name={name} />,
          [team, level, manager === null ? null : `reports to ${manager}`].filter((part) => part !== null).join("; "),
        ])}
      />
      <Rows
        title="Changed"
        head={["Row", "Person", "What changes"]}
        rows={changed.map(({ row, employeeNumber, name, changes }) => [
          row,
          <Person key="person" number={employeeNumber} name={name} />,
          changes.map(({ field, before, after }) => `${fieldWords[field]}: ${before ?? "nothing"} → ${after ?? "nothing"}`).join("; "),
        ])}
      />
      <Rows
        title="Leaving today"
        head={["Number", "Person", "What is kept"]}
        rows={left.map(({ employeeNumber, name }) => [employeeNumber, name, "all records; they can no longer sign in"])}
      />
    </section>
  );
}

const Person = ({ number, name }: { number: string; name: string }) => (
  <>
    {name}
    <small>{number}</small>
  </>
);

function Rows({ title, head, rows }: { title: string; head: readonly [string, string, string]; rows: readonly (readonly ReactNode[])[] }) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  const seen = all ? rows : rows.slice(0, FIRST);
  return (
    <>
      <h3>
        {title} <span className={css.count}>{rows.length}</span>
      </h3>
      <table className={css.table}>
        <caption className="hidden">{title}</caption>
        <thead>
          <tr>
            {head.map((each) => (
              <th key={each} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {seen.map((cells, index) => (
            // A preview is made anew, never reordered.
            <tr key={index}>
              {cells.map((cell, at) => (
                <td key={head[at]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > seen.length && <Button onClick={() => setAll(true)}>Show all {rows.length}</Button>}
    </>
  );
}
