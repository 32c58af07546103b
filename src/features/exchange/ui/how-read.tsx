import { useId, useState } from "react";
import {
  tableFields,
  tableLayouts,
  type TableField,
  type TableLayout,
  type TableOptions,
} from "../../../core/framework/formats/table-options.ts";
import { ColumnTable } from "../../../web/parts/column-table.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { counted } from "../../../web/parts/words.ts";
import css from "./import.module.css";
import shared from "./exchange.module.css";
import type { Preview } from "./ladder-import-page.tsx";

type Table = NonNullable<Preview["table"]>;

const layoutNames: Readonly<Record<TableLayout, string>> = {
  long: "one row for each expectation",
  "levels-as-columns": "a row for each competency, a column for each level",
  "levels-as-rows": "a row for each level, a column for each competency",
};
const fieldNames: Readonly<Record<TableField, string>> = {
  frameworkId: "id of the ladder",
  framework: "title of the ladder",
  trackId: "id of the track",
  track: "track",
  levelId: "id of the level",
  level: "level",
  rank: "rank",
  scope: "scope of the level",
  domainId: "id of the domain",
  domain: "domain",
  competencyId: "id of the competency",
  competency: "competency",
  use: "library it is inherited from",
  definition: "definition of the competency",
  expectationId: "id of the expectation",
  target: "what is asked",
  weight: "weight",
  critical: "whether it is critical",
  statements: "statements",
};
/** What each column may say beside the levels or competencies across the top. */
const beside: Readonly<Record<TableLayout, readonly TableField[]>> = {
  long: tableFields,
  "levels-as-columns": ["competency", "competencyId", "domain", "domainId", "definition", "use"],
  "levels-as-rows": ["level", "levelId", "track", "trackId", "rank", "scope"],
};
const fieldOf = (value: string): TableField | "" => tableFields.find((field) => field === value) ?? "";
const across = (layout: TableLayout) => (layout === "levels-as-columns" ? "a level" : "a competency");

/** How somebody's own table is understood, each guess with the way to say otherwise. @param known a ladder that is here has its own scale. */
export function HowRead({
  name,
  table,
  only,
  known,
  onChange,
}: {
  name: string;
  table: Table;
  only: TableOptions["only"];
  known: boolean;
  onChange: (more: TableOptions) => void;
}) {
  return (
    <>
      <section className={shared.part} aria-labelledby="how-read">
        <h2 id="how-read">How the table is read</h2>
        <p>
          <b>{name}</b>: {counted(table.rows, "row")} below the headings.
        </p>
        <div className={css.choices}>
          {table.sheets.length > 1 && (
            <Select
              label="Sheet"
              options={table.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
              value={table.sheet ?? ""}
              onChange={(sheet) => onChange({ sheet, columns: {} })}
            />
          )}
          <Select
            label="It has"
            options={tableLayouts.map((layout) => ({ value: layout, label: layoutNames[layout] }))}
            value={table.layout}
            onChange={(value) => {
              const layout = tableLayouts.find((each) => each === value);
              if (layout !== undefined) onChange({ layout, columns: {} });
            }}
          />
          <Select
            label="Statements within a cell are parted by"
            options={[
              { value: "lines", label: "lines" },
              { value: "paragraphs", label: "empty lines" },
            ]}
            value={table.statements}
            onChange={(value) => onChange({ statements: value === "paragraphs" ? "paragraphs" : "lines" })}
          />
          <Select
            label="Where it does not say, a level asks for"
            options={table.scale.map(({ value, label }) => ({ value: String(value), label }))}
            value={String(table.target)}
            onChange={(value) => onChange({ target: Number(value) })}
          />
          {!known && <Scale labels={table.scale.map(({ label }) => label)} onChange={(scale) => onChange({ scale })} />}
          {table.layout === "long" && <Only table={table} only={only} onChange={onChange} />}
        </div>
      </section>
      <Columns table={table} onChange={onChange} />
    </>
  );
}

function Scale({ labels, onChange }: { labels: readonly string[]; onChange: (labels: string[]) => void }) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    const wanted = (typed ?? "")
      .split(",")
      .map((label) => label.trim())
      .filter((label) => label !== "");
    if (typed !== null && wanted.length > 0 && wanted.join() !== labels.join()) onChange(wanted);
    setTyped(null);
  };
  return (
    <span className={css.typed}>
      <label htmlFor={id}>Rating scale, lowest first</label>
      <input
        id={id}
        value={typed ?? labels.join(", ")}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === "Enter" && done()}
      />
    </span>
  );
}

/** Of a file that holds many ladders, the rows of one. */
function Only({ table, only, onChange }: { table: Table; only: TableOptions["only"]; onChange: (more: TableOptions) => void }) {
  const id = useId();
  const [value, setValue] = useState(only?.value ?? "");
  const column = only?.column ?? "";
  const set = (to: string, said: string) =>
    onChange({ only: to === "" || said === "" ? undefined : { column: to, value: said } } as TableOptions); // absent again where nothing is chosen
  const [chosen, setChosen] = useState(column);
  return (
    <span className={css.only}>
      <Select
        label="Only rows in which"
        options={[{ value: "", label: "anything stands" }, ...table.columns.map(({ heading }) => ({ value: heading, label: heading }))]}
        value={chosen}
        onChange={(heading) => {
          setChosen(heading);
          if (heading === "" || value !== "") set(heading, value);
        }}
      />
      {chosen !== "" && (
        <span className={css.typed}>
          <label htmlFor={id}>says</label>
          <input
            id={id}
            value={value}
            onChange={(event) => setValue(event.target.value)}
            onBlur={() => value !== (only?.value ?? "") && set(chosen, value)}
            onKeyDown={(event) => event.key === "Enter" && set(chosen, value)}
          />
        </span>
      )}
    </span>
  );
}

function Columns({ table, onChange }: { table: Table; onChange: (more: TableOptions) => void }) {
  const { columns, layout } = table;
  const options = [
    ...(layout === "long" ? [] : [{ value: "across", label: across(layout) }]),
    { value: "", label: "left out" },
    ...beside[layout].map((field) => ({ value: field, label: fieldNames[field] })),
  ];
  // What is told of one column is told of all: the guess was made for them together.
  const choose = (at: number, value: string) => {
    const told = columns.flatMap(({ heading, field }, column) => {
      const wanted =
        column === at ? (value === "across" ? null : fieldOf(value)) : field !== null && field !== "" && field === value ? "" : field;
      return wanted === null ? [] : [[heading, wanted] as const];
    });
    onChange({ layout, columns: Object.fromEntries(told) });
  };
  return (
    <ColumnTable
      columns={columns.map(({ heading, field, samples }) => ({ heading, value: field ?? "across", samples }))}
      options={options}
      onChoose={choose}
    />
  );
}
