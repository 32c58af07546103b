import { useState } from "react";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { capital, counted, longDate, percent, percentRange, spoken } from "../../../web/parts/words.ts";
import type { Impact } from "./publish-data.ts";
import css from "./publish-impact.module.css";

/** People shown before somebody asks for more. */
const few = 6;

/** Whose readiness changes and by how much, and the cycles that go on as they began. */
export function Touched({ pages, more, busy }: { pages: readonly Impact[]; more: (() => void) | null; busy: boolean }) {
  const [all, setAll] = useState(false);
  const [first] = pages;
  if (first === undefined) return null;
  const people = pages.flatMap((page) => page.people);
  const shown = all ? people : people.slice(0, few);
  const rest = first.total - shown.length;
  const unread = more === null && all ? first.total - people.length : 0;
  return (
    <section aria-labelledby="publish-touched" aria-busy={busy} className={css.touched}>
      <h3 id="publish-touched">Whom it touches</h3>
      <p className={css.basis}>
        {first.total === 0 ? "Nobody" : capital(spoken(first.total))} of {counted(first.considered, "person", "people")}.
        {first.ratingsOf !== null && ` Computed from ratings released by ${longDate(first.ratingsOf)}.`}
      </p>
      {shown.length > 0 && (
        <table className={css.people}>
          <caption className="hidden">Whose readiness changes</caption>
          <thead>
            <tr>
              <th scope="col">Readiness</th>
              <th scope="col">before</th>
              <th scope="col">after</th>
              <th scope="col">
                <span className="hidden">drawn</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={`${row.person.id} ${row.relation} ${row.level}`} row={row} />
            ))}
          </tbody>
        </table>
      )}
      {rest - unread > 0 && (
        <Button
          kind="quiet"
          busy={busy && all && "Working it out…"}
          onClick={() => {
            if (all || people.length <= few) more?.();
            setAll(true);
          }}
        >
          {capital(spoken(rest))} more {rest === 1 ? "person" : "people"}
        </Button>
      )}
      {unread > 0 && (
        <p className={css.basis}>The results of {unread === 1 ? "one more" : `${spoken(unread)} more`} are not yours to read.</p>
      )}
      {first.cycles.length > 0 && (
        <>
          <h4>Cycles</h4>
          <ul className={css.cycles}>
            {first.cycles.map(({ id, title, state, version, participants }) => (
              <li key={id}>
                <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                  <path d="M4 0V16M4 8H14" className="s-rung" />
                </svg>
                <span>
                  <b>{title}</b>{" "}
                  {state === "released" || state === "archived"
                    ? `is ${state} and stays on version ${version}.`
                    : `is ${state} for ${counted(participants, "person", "people")} and stays on version ${version} to its end.`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Row({ row }: { row: Impact["people"][number] }) {
  const { person, relation, levelTitle, before, after, newlyUnassessed } = row;
  const label = (word: string, range: { low: number; high: number }) => `${word}: ${percent(range.low)} to ${percent(range.high)} per cent`;
  return (
    <tr>
      <th scope="row">
        {person.name}
        <small>
          {relation === "is" ? "is" : "towards"} {levelTitle}
        </small>
      </th>
      <td>{percentRange(before)}</td>
      <td>{after === null ? "no such level" : percentRange(after)}</td>
      <td
        className={css.bars}
        title={newlyUnassessed.length === 0 ? undefined : `${counted(newlyUnassessed.length, "expectation")} newly unassessed`}
      >
        <span className={css.before}>
          <ReadinessBar size="table" low={before.low} high={before.high} label={label("before", before)} />
        </span>
        {after !== null && <ReadinessBar size="table" low={after.low} high={after.high} label={label("after", after)} />}
      </td>
    </tr>
  );
}
