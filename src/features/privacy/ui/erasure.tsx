import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { longDate } from "../../../web/parts/words.ts";
import css from "./data.module.css";

const fates = [
  { fate: "goes", title: "This goes for good" },
  { fate: "nameless", title: "This stays without a name, its words erased" },
  { fate: "stays", title: "This stays" },
] as const;

/** What an erasure takes and leaves, and the act itself, which cannot be undone. */
export function Erasure({ personId }: { personId: string }) {
  const queries = useQueryClient();
  const preview = useQuery(read("/people/:personId/erasure", { personId }));
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const erase = useMutation({
    mutationFn: () => api("POST", "/people/:personId/erasure", { personId, confirm: typed }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (preview.isPending) return <p role="status">Counting what there is…</p>;
  if (preview.isError)
    return (
      <p role="alert" className={css.fault}>
        {preview.error.message}
      </p>
    );
  const { person, consequences, obstacle } = preview.data;
  return (
    <section className={css.part} aria-labelledby="erasure">
      <h2 id="erasure">Erasure</h2>
      {person.erasedAt !== null ? (
        <p>Erased on {longDate(person.erasedAt)}. Their figures still count, under nobody’s name.</p>
      ) : (
        <>
          {fates.map(({ fate, title }) => {
            const some = consequences.filter((each) => each.fate === fate);
            return some.length === 0 ? null : (
              <div key={fate}>
                <h3>{title}</h3>
                <ul>
                  {some.map(({ what, count, because }) => (
                    <li key={what}>
                      {what} ({count}){because !== null && <small>{because}</small>}
                    </li>
                  ))}
                </ul>
              </div>
            );
          })}
          {obstacle !== null ? (
            <p>{obstacle}</p>
          ) : (
            <form
              className={css.typed}
              onSubmit={(event) => {
                event.preventDefault();
                const fits = typed.trim() === person.name;
                setWrong(!fits);
                if (fits && !erase.isPending) erase.mutate();
              }}
            >
              <TextField
                label={`Type their name, ${person.name}, to erase them`}
                value={typed}
                autoComplete="off"
                onChange={(event) => setTyped(event.target.value)}
                error={wrong ? `Nothing was erased: this is not “${person.name}”.` : undefined}
                hint="Their account goes too. Nobody can bring any of it back, but a backup that was made before."
              />
              {erase.isError && (
                <p role="alert" className={css.fault}>
                  {erase.error.message}
                </p>
              )}
              <Button type="submit" className={css.last} busy={erase.isPending && "Erasing…"}>
                Erase their data for good
              </Button>
            </form>
          )}
        </>
      )}
    </section>
  );
}
