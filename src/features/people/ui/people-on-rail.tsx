import { Link } from "@tanstack/react-router";
import { shortDate } from "../../../web/parts/words.ts";
import s from "./people-on-rail.module.css";
import type { PersonRow } from "./person-table.tsx";

type Group = { place: PersonRow["place"] };

/** Ladder by ladder, the highest rung first; who stands nowhere comes last. */
const fromTheTop = ({ place: a }: Group, { place: b }: Group) =>
  a === null || b === null
    ? Number(a === null) - Number(b === null)
    : a.frameworkTitle.localeCompare(b.frameworkTitle, "en") || b.rank - a.rank || a.levelTitle.localeCompare(b.levelTitle, "en");

/** A list of people hung on a rail: a level is a rung under its title, a person a bead below it. */
export function PeopleOnRail({ people }: { people: readonly PersonRow[] }) {
  const levels = Map.groupBy(people, ({ place }) => (place ? `${place.framework}/${place.level}` : ""));
  const ladders = new Set(people.flatMap(({ place }) => (place ? [place.framework] : [])));
  const groups = [...levels].map(([key, members]) => ({ key, members, place: members[0]?.place ?? null })).toSorted(fromTheTop);
  return (
    <div className={s.rail}>
      {groups.map(({ key, members, place }) => (
        <section key={key}>
          <h3>
            {place?.levelTitle ?? "On no ladder yet"}
            {place && ladders.size > 1 && <small>{place.frameworkTitle}</small>}
          </h3>
          <ul>
            {members.map((person) => (
              <li key={person.id}>
                <Link to="/people/$personId" params={{ personId: person.id }}>
                  {person.name}
                </Link>
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
      ))}
    </div>
  );
}
