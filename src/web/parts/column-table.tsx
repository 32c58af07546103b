import css from "./column-table.module.css";
import { Select } from "./field.tsx";

type Column = { heading: string; value: string; samples: readonly string[] };

/** What each column of a file says, and the way to say otherwise. @param onChoose given the column, counted from 0. */
export function ColumnTable({
  columns,
  options,
  onChoose,
}: {
  columns: readonly Column[];
  options: readonly { value: string; label: string }[];
  onChoose: (column: number, value: string) => void;
}) {
  return (
    <section className={css.columns} aria-labelledby="columns">
      <h2 id="columns">What each column says</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">is read as</th>
            <th scope="col">for example</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ heading, value, samples }, column) => {
            const name = heading || `Column ${column + 1}`;
            return (
              // The columns of a file never change places.
              <tr key={column}>
                <th scope="row">{name}</th>
                <td>
                  <Select
                    quiet
                    label={`“${name}” is read as`}
                    options={options}
                    value={value}
                    onChange={(chosen) => onChoose(column, chosen)}
                  />
                </td>
                <td>
                  <span className={css.samples}>{samples.filter((sample) => sample !== "").join("; ")}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
