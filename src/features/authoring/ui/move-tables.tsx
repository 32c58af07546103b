import { Select } from "../../../web/parts/field.tsx";
import { listed } from "../../../web/parts/words.ts";
import type { Preview } from "./move-page.tsx";
import css from "./move.module.css";

type Options = readonly { id: string; title: string; rank: number }[];

/** From which level to which, and how many. */
export function Levels({
  levels,
  options,
  mapping,
  onMap,
}: {
  levels: Preview["levels"];
  options: Options;
  mapping: Record<string, string>;
  onMap: (from: string, to: string) => void;
}) {
  const choices = options.toSorted((a, b) => b.rank - a.rank).map(({ id, title }) => ({ value: id, label: title }));
  return (
    <table className={css.levels}>
      <caption className="hidden">From which level to which</caption>
      <thead>
        <tr>
          <th scope="col">Stands at</th>
          <th scope="col">People</th>
          <th scope="col">Will stand at</th>
        </tr>
      </thead>
      <tbody>
        {levels.map(({ from, to, people, others }) => {
          const value = mapping[from.level] ?? to?.level ?? "";
          return (
            <tr key={`${from.version} ${from.level}`}>
              <th scope="row">
                {from.title} <small>version {from.version}</small>
              </th>
              <td className="number">{people}</td>
              <td>
                <Select
                  quiet
                  label={`Where those at ${from.title} will stand`}
                  value={value}
                  options={value === "" ? [{ value: "", label: "choose a level" }, ...choices] : choices}
                  onChange={(chosen) => onMap(from.level, chosen)}
                />
                {others.length > 0 && <small>It was split: some may belong at {listed(others.map(({ title }) => title))}.</small>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function People({
  people,
  total,
  left,
  onLeft,
}: {
  people: Preview["people"];
  total: number;
  left: ReadonlySet<string>;
  onLeft: (left: ReadonlySet<string>) => void;
}) {
  const whole = people.length === total;
  return (
    <details className={css.people}>
      <summary>Who moves</summary>
      <ul>
        {people.map(({ person, from, to }) => (
          <li key={person.id}>
            <label>
              {whole && (
                <input
                  type="checkbox"
                  checked={!left.has(person.id)}
                  onChange={(event) =>
                    onLeft(new Set(event.target.checked ? [...left].filter((id) => id !== person.id) : [...left, person.id]))
                  }
                />
              )}
              <span>{person.name}</span>
            </label>
            <small>
              {from.title}
              {to !== null && to.title !== from.title && ` → ${to.title}`}
            </small>
          </li>
        ))}
      </ul>
      {!whole && <p>And {total - people.length} more, whose names are not shown here.</p>}
    </details>
  );
}
