import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import css from "./review.module.css";

export type Person = { id: string; name: string };

/** People who hold one role, with a search to add more. @param one a new one takes the place of the one there is. */
export function PeopleOfRole({
  title,
  says,
  people,
  may,
  one = false,
  onChange,
}: {
  title: string;
  says: string;
  people: readonly Person[];
  may: boolean;
  one?: boolean;
  onChange: (people: readonly Person[]) => void;
}) {
  const id = useId();
  return (
    <section className={css.role} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{says}</p>
      {people.length === 0 && <p className={css.none}>Nobody yet.</p>}
      <ul>
        {people.map((person) => (
          <li key={person.id}>
            <span>{person.name}</span>
            {may && (
              <Button
                kind="quiet"
                aria-label={`Remove ${person.name} from the ${title.toLowerCase()}${one ? "’s place" : ""}`}
                onClick={() => onChange(people.filter((other) => other.id !== person.id))}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may && <Search title={title} one={one} taken={people} onFound={(person) => onChange(one ? [person] : [...people, person])} />}
    </section>
  );
}

function Search({
  title,
  one,
  taken,
  onFound,
}: {
  title: string;
  one: boolean;
  taken: readonly Person[];
  onFound: (person: Person) => void;
}) {
  const role = title.toLowerCase();
  const id = useId();
  const [typed, setTyped] = useState("");
  const q = typed.trim();
  const found = useQuery({ ...read("/people", { q, limit: 6 }), enabled: q.length > 1 });
  const rows = q.length > 1 ? (found.data?.items ?? []).filter((row) => !taken.some((person) => person.id === row.id)) : [];
  return (
    <div className={css.search}>
      <label htmlFor={id}>{one ? `Choose the ${role}` : `Add somebody to the ${role}`}</label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        value={typed}
        placeholder="Part of a name"
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul aria-label={`Found for the ${role}`}>
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              {row.name} {row.place && <small>{row.place.levelTitle}</small>}
            </span>
            <Button
              kind="quiet"
              aria-label={one ? `Make ${row.name} the ${role}` : `Add ${row.name} to the ${role}`}
              onClick={() => {
                onFound({ id: row.id, name: row.name });
                setTyped("");
              }}
            >
              {one ? "Choose" : "Add"}
            </Button>
          </li>
        ))}
      </ul>
      {q.length > 1 && found.isSuccess && rows.length === 0 && <p className={css.none}>Nobody else of that name.</p>}
    </div>
  );
}
