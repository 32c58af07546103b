import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { counted } from "../../../web/parts/words.ts";
import type { Setup } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { PersonSearch, type Person } from "./person-search.tsx";

type Chosen = Setup["who"];

/** Who takes part. What is left empty leaves nobody out. */
export function Who({
  who,
  onChange,
  fault,
}: {
  who: Chosen;
  onChange: (who: Chosen) => void;
  fault: (path: string) => string | undefined;
}) {
  const teams = useQuery(read("/teams", {}));
  const ladders = useQuery(read("/frameworks", { limit: 200 }));
  const set = (more: Partial<Chosen>) => onChange({ ...who, ...more });
  return (
    <section aria-labelledby="setup-who">
      <h2 id="setup-who">Who takes part</h2>
      <p className={css.says}>Everybody at work, unless you choose units, ladders or people: then only whom all of these take in.</p>
      <Choices
        title="Units"
        none="all units"
        chosen={who.units}
        options={(teams.data?.items ?? []).map(({ id, name, below }) => ({ id, name, note: String(below) }))}
        onChange={(units) => set({ units })}
      />
      {fault("/who/units") && <p className={css.fault}>{fault("/who/units")}</p>}
      <Choices
        title="Ladders"
        none="all ladders"
        chosen={who.frameworks}
        options={(ladders.data?.items ?? [])
          .filter(({ kind }) => kind !== "library")
          .map(({ slug, title }) => ({ id: slug, name: title, note: "" }))}
        onChange={(frameworks) => set({ frameworks })}
      />
      <People title="People" says="Only these" chosen={who.people} onChange={(people) => set({ people })} />
      <People title="Left out" says="Leave out" chosen={who.except} onChange={(except) => set({ except })} />
      <div className={css.pair}>
        <TextField
          label="Only who had joined by"
          type="date"
          value={who.joinedBefore ?? ""}
          onChange={(event) => set({ joinedBefore: event.target.value === "" ? null : event.target.value })}
        />
        <TextField
          label="Ask about who joined fewer months ago than"
          type="number"
          min={0}
          max={60}
          value={String(who.fewestMonths)}
          onChange={(event) => set({ fewestMonths: Math.min(60, Math.max(0, Math.floor(Number(event.target.value) || 0))) })}
        />
      </div>
    </section>
  );
}

function Choices({
  title,
  none,
  chosen,
  options,
  onChange,
}: {
  title: string;
  none: string;
  chosen: readonly string[];
  options: readonly { id: string; name: string; note: string }[];
  onChange: (chosen: string[]) => void;
}) {
  const names = options.filter(({ id }) => chosen.includes(id)).map(({ name }) => name);
  return (
    <details className={css.choices}>
      <summary>
        {title}: <b>{names.length === 0 ? none : names.length > 3 ? counted(names.length, "chosen", "chosen") : names.join(", ")}</b>
      </summary>
      <ul>
        {options.map(({ id, name, note }) => (
          <li key={id}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={(event) => onChange(event.target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))}
              />
              <span>
                {name} {note !== "" && <small>{note}</small>}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The name of somebody who is named by id alone. */
function Named({ id }: { id: string }) {
  const person = useQuery(read("/people/:personId", { personId: id }));
  return <span>{person.data?.person.name ?? "…"}</span>;
}

function People({
  title,
  says,
  chosen,
  onChange,
}: {
  title: string;
  says: string;
  chosen: readonly string[];
  onChange: (people: string[]) => void;
}) {
  const [known, setKnown] = useState<readonly Person[]>([]);
  return (
    <details className={css.choices}>
      <summary>
        {title}: <b>{chosen.length === 0 ? (title === "People" ? "everybody" : "nobody") : counted(chosen.length, "person", "people")}</b>
      </summary>
      <ul>
        {chosen.slice(0, 50).map((id) => {
          const person = known.find((each) => each.id === id);
          return (
            <li key={id}>
              {person === undefined ? <Named id={id} /> : <span>{person.name}</span>}
              <Button
                kind="quiet"
                aria-label={person === undefined ? "Take off" : `Take off ${person.name}`}
                onClick={() => onChange(chosen.filter((each) => each !== id))}
              >
                Take off
              </Button>
            </li>
          );
        })}
      </ul>
      {chosen.length > 50 && <p className={css.none}>And {chosen.length - 50} more.</p>}
      <PersonSearch
        label={says}
        verb="Add"
        taken={chosen}
        onFound={(person) => {
          setKnown([...known, person]);
          onChange([...chosen, person.id]);
        }}
      />
    </details>
  );
}
