import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import css from "./cycle.module.css";

export type Person = { id: string; name: string };

/** Finds somebody by part of their name and hands them over. @param verb what is done with whoever is found: "Add". */
export function PersonSearch({
  label,
  verb,
  taken = [],
  onFound,
}: {
  label: string;
  verb: string;
  taken?: readonly string[];
  onFound: (person: Person) => void;
}) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const q = typed.trim();
  const found = useQuery({ ...read("/people", { q, limit: 6 }), enabled: q.length > 1 });
  const rows = q.length > 1 ? (found.data?.items ?? []).filter((row) => !taken.includes(row.id)) : [];
  return (
    <div className={css.search}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        placeholder="Part of a name"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul aria-label={`Found: ${label}`}>
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              {row.name} {row.place && <small>{row.place.levelTitle}</small>}
            </span>
            <Button
              kind="quiet"
              aria-label={`${verb} ${row.name}`}
              onClick={() => {
                onFound({ id: row.id, name: row.name });
                setTyped("");
              }}
            >
              {verb}
            </Button>
          </li>
        ))}
      </ul>
      {q.length > 1 && found.isSuccess && rows.length === 0 && <p className={css.none}>Nobody else of that name.</p>}
    </div>
  );
}
