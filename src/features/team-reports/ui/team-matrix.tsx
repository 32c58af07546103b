import { Link } from "@tanstack/react-router";
import { statusWord } from "../../../core/gap/explain.ts";
import type { Reply } from "../../../web/api.ts";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { StatusMark } from "../../../web/figures/status-mark.tsx";
import { listed, percentProse, percentRange } from "../../../web/parts/words.ts";
import css from "./team-matrix.module.css";

export type Report = Reply<"/gaps/team">;
type Item = Report["items"][number];
type Ladder = Report["ladders"][number];
type Cell = Item["cells"][string];

/** How the list is sorted: by a figure, or by one competency. */
export type Order = { sort?: string | undefined; competency?: string | undefined };
/** The same as an address takes it. */
export type Chosen = { sort?: string; competency?: string };

/** People by competencies, a table for each ladder that somebody is measured against. Heads sort. */
export function TeamMatrix({
  items,
  ladders,
  order,
  sortBy,
}: {
  items: readonly Item[];
  ladders: readonly Ladder[];
  order: Order;
  sortBy: (order: Chosen) => void;
}) {
  const shown = ladders.flatMap((ladder) => {
    const people = items.filter(({ target }) => target.framework === ladder.framework);
    return people.length === 0 ? [] : [{ ladder, people }];
  });
  // Where all are of one team, saying it in every row says nothing.
  const [first] = items;
  const common = items.every(({ person }) => person.team === first?.person.team) ? (first?.person.team ?? null) : null;
  return shown.map(({ ladder, people }) => (
    <section key={ladder.framework} className={css.ladder} aria-label={ladder.title}>
      {shown.length > 1 && <h2>{ladder.title}</h2>}
      <div className={css.scroll}>
        <table role="table" className={css.table}>
          <caption className="hidden">People, and how they stand in each competency of {ladder.title}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <Head name="Name" on={order.competency === undefined && (order.sort ?? "name") === "name"} up press={() => sortBy({})} />
              <Head
                name="Readiness"
                on={order.competency === undefined && order.sort === "readiness"}
                up
                press={() => sortBy({ sort: "readiness" })}
              />
              <Head name="Gaps" on={order.competency === undefined && order.sort === "gaps"} press={() => sortBy({ sort: "gaps" })} />
              {ladder.competencies.map(({ id, title }) => (
                <Head key={id} name={title} tall on={order.competency === id} press={() => sortBy({ competency: id })} />
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {people.map((item) => (
              <Row key={item.person.id} item={item} ladder={ladder} team={common} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  ));
}

/** @param up whether the list then begins with the least. */
function Head({
  name,
  on,
  up = false,
  tall = false,
  press,
}: {
  name: string;
  on: boolean;
  up?: boolean;
  tall?: boolean;
  press: () => void;
}) {
  return (
    <th role="columnheader" scope="col" className={tall ? css.tall : undefined} aria-sort={on ? (up ? "ascending" : "descending") : "none"}>
      <button type="button" onClick={press}>
        {name}
        <span className={css.sorted} aria-hidden="true">
          {on ? (up ? " ↑" : " ↓") : ""}
        </span>
      </button>
    </th>
  );
}

function Row({
  item,
  ladder,
  team,
}: {
  item: Item;
  ladder: Ladder;
  /** The team of everybody, which goes without saying. */ team: string | null;
}) {
  const { person, target, readiness, short, open, cells } = item;
  const titled = (wanted: (cell: Cell) => boolean) =>
    ladder.competencies.flatMap(({ id, title }) => {
      const cell = cells[id];
      return cell !== undefined && wanted(cell) ? [title] : [];
    });
  const below = titled(({ status }) => status === "gap");
  const unknown = titled(({ status }) => status === "not-assessed" || status === "stale");
  return (
    <tr role="row" className={css.row}>
      <th role="rowheader" scope="row">
        <Link
          to="/people/$personId/gap"
          params={{ personId: person.id }}
          search={{ target: `${target.framework}/${target.level}` }}
          preload={false}
        >
          {person.name}
        </Link>
        <small>
          {target.relation === "current" ? `as ${target.levelTitle}` : `to ${target.levelTitle}`}
          {person.team !== team && person.team && <span className={css.team}>, {person.team}</span>}
        </small>
      </th>
      <td role="cell" className={css.readiness}>
        <ReadinessBar {...readiness} size="table" label={`Readiness ${percentProse(readiness)}.`} />
        {percentRange(readiness)}
      </td>
      <td role="cell" className={css.number}>
        {short}
        <span className="hidden"> short, {open} open</span>
      </td>
      {ladder.competencies.map(({ id }) => (
        <MatrixCell key={id} cell={cells[id]} ladder={ladder} />
      ))}
      <td role="cell" className={css.told}>
        {below.length > 0 && <span>Short: {listed(below)}.</span>} {unknown.length > 0 && <span>Open: {listed(unknown)}.</span>}
        {below.length + unknown.length === 0 && "Everything is met."}
      </td>
    </tr>
  );
}

function MatrixCell({ cell, ladder }: { cell: Cell | undefined; ladder: Ladder }) {
  if (cell === undefined)
    return (
      <td role="cell" className={css.cell}>
        <span aria-hidden="true" className="q3">
          –
        </span>
        <span className="hidden">not asked</span>
      </td>
    );
  const critical = cell.critical && cell.status !== "met" && cell.status !== "exceeds";
  return (
    <td role="cell" className={`${css.cell} ${critical ? css.critical : ""}`}>
      <StatusMark status={cell.status} />
      {cell.status === "gap" && cell.steps > 1 && (
        <span className={css.steps} aria-hidden="true">
          {cell.steps}
        </span>
      )}
      <span className="hidden">
        {statusWord(cell, ladder)}
        {critical && ", critical"}
      </span>
    </td>
  );
}
