import { fieldNames, fields, type Field } from "../../../core/people/columns.ts";
import { dateOrders, type DateOrder } from "../../../core/people/dates.ts";
import { ColumnTable } from "../../../web/parts/column-table.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Tick } from "../../../web/parts/tick.tsx";
import { counted, longDate } from "../../../web/parts/words.ts";
import type { Preview } from "./import-page.tsx";
import css from "./import.module.css";

type Read = Preview["file"];

const orderNames: Readonly<Record<DateOrder, string>> = { "day-first": "day, month, year", "month-first": "month, day, year" };

/** What was made of the file as a whole: which sheet, which dates, and whether it names everybody. */
export function HowRead({
  name,
  file,
  whole,
  onSheet,
  onDates,
  onWhole,
}: {
  name: string;
  file: Read;
  whole: boolean;
  onSheet: (sheet: string) => void;
  onDates: (order: DateOrder) => void;
  onWhole: (whole: boolean) => void;
}) {
  const { example, open, order } = file.dates;
  return (
    <section className={css.part} aria-labelledby="how-read">
      <h2 id="how-read">How the file is read</h2>
      <p>
        <b>{name}</b>: {counted(file.rows, "person", "people")} below the headings in row {file.headingRow}.
      </p>
      <div className={css.choices}>
        {file.sheets.length > 1 && (
          <Select
            label="Sheet"
            options={file.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
            value={file.sheet ?? ""}
            onChange={onSheet}
          />
        )}
        {example && (
          <div>
            <Select
              label="Dates in numbers are"
              options={dateOrders.map((value) => ({ value, label: orderNames[value] }))}
              value={order}
              onChange={(value) => onDates(value === "month-first" ? "month-first" : "day-first")}
            />
            <p className={open === null ? css.quiet : css.doubt}>
              “{open ?? example.written}” is read as {longDate(open === null ? example.read : openAs(open, order, example.read))}.
              {open !== null && " Nothing in the file decides it: make sure."}
            </p>
          </div>
        )}
        <Tick
          label="This file names everybody"
          note="Whoever is not in it leaves today. Otherwise they are left alone."
          checked={whole}
          onChange={onWhole}
        />
      </div>
    </section>
  );
}

/** A date that is open is one of numbers, as the server has read it or, where the example is another, as the order says. */
function openAs(open: string, order: DateOrder, otherwise: string): string {
  const [first = "", second = "", year = ""] = open.split(/\D+/);
  const [day, month] = order === "day-first" ? [first, second] : [second, first];
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return Number.isNaN(Date.parse(iso)) ? otherwise : iso;
}

/** What each column says, and the way to say otherwise. Choosing what another column says takes it from that one. */
export function Columns({ columns, onChange }: { columns: Read["columns"]; onChange: (columns: Record<string, Field | null>) => void }) {
  const options = [{ value: "", label: "left out" }, ...fields.map((field) => ({ value: field, label: fieldNames[field] }))];
  const choose = (at: number, value: string) => {
    const wanted = fields.find((field) => field === value) ?? null;
    onChange(
      Object.fromEntries(columns.map(({ field }, column) => [String(column), column === at ? wanted : field === wanted ? null : field])),
    );
  };
  return (
    <ColumnTable
      columns={columns.map(({ heading, field, samples }) => ({ heading, value: field ?? "", samples }))}
      options={options}
      onChoose={choose}
    />
  );
}
