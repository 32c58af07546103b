import { Link } from "@tanstack/react-router";
import { shortDate } from "../../../web/parts/words.ts";
import s from "./people-on-rail.module.css";
import type { PersonRow } from "./person-table.tsx";

const noLadder = "On no ladder yet";

/** A list of people hung on a rail: a level is a rung under its title, a person a bead below it. */
export function PeopleOnRail({ people }: { people: readonly PersonRow[] }) {
  const levels = Map.groupBy(people, (person) => (person.place ? `${person.place.levelTitle}\n${person.place.frameworkTitle}` : noLadder));
  const ladders = new Set(people.flatMap((person) => (person.place ? [person.place.framework] : [])));
  const titles = [...levels.keys()].toSorted((a, b) => Number(a === noLadder) - Number(b === noLadder) || a.localeCompare(b, "en"));
  return (
    <div className={s.rail}>
      {titles.map((title) => {
        const [level, ladder] = title.split("\n");
        return (
          <section key={title}>
            <h3>
              {level}
              {ladder !== undefined && ladders.size > 1 && <small>{ladder}</small>}
            </h3>
            <ul>
              {(levels.get(title) ?? []).map((person) => (
                <li key={person.id}>
                  <Link to="/people/$personId" params={{ personId: person.id }}>{person.name}</Link>
                  <span className={s.since}>{person.place && `since ${shortDate(person.place.from)}`}</span>
                  <span className={s.report}>
                    {person.can["gap.read"] && person.place && (
                      <Link to="/people/$personId/gap" params={{ personId: person.id }}>
                        Gap report<span className="hidden"> of {person.name}</span>
                      </Link>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
