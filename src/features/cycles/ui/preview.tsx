import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { counted, listed } from "../../../web/parts/words.ts";
import css from "./cycle.module.css";
import { PersonSearch, type Person } from "./person-search.tsx";

/** Exactly what somebody will be asked, as the set-up stands. */
export function Preview({ cycleId }: { cycleId: string }) {
  const [person, setPerson] = useState<Person | null>(null);
  const form = useQuery({
    ...read("/cycles/:cycleId/preview", { cycleId, ...(person === null ? {} : { person: person.id }) }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const nobody = form.error instanceof ApiError && form.error.code === "conflict";
  return (
    <section className={css.preview} aria-labelledby="preview">
      <h2 id="preview">What they will be asked</h2>
      <PersonSearch label="See the form of" verb="Show" onFound={setPerson} />
      {form.isPending ? (
        <p role="status" className={css.says}>
          Laying the form out…
        </p>
      ) : form.isError ? (
        <div className={css.says}>
          <p>{nobody && person !== null ? `${person.name} would not take part as it stands.` : form.error.message}</p>
          {person !== null && (
            <Button kind="quiet" onClick={() => setPerson(null)}>
              Show the first to take part
            </Button>
          )}
        </div>
      ) : (
        <>
          <p className={css.answer}>
            <b>{form.data.person.name}</b>, {form.data.levelTitle}, {form.data.frameworkTitle} version {form.data.version}. Rated by{" "}
            {listed(form.data.raters.map(({ kind, name }) => (kind === "self" ? "themselves" : name)))}.
          </p>
          {form.data.levels.map((level) => (
            <details key={level.id} className={css.choices}>
              <summary>
                {level.title}: <b>{counted(level.expectations.length, "expectation")}</b>
              </summary>
              <ul>
                {level.expectations.map((each) => (
                  <li key={each.id} className={css.asked}>
                    <span>
                      <b>{each.competency}</b> <small>asked: {each.asked}</small>{" "}
                      {each.critical && <small className="rust italic">critical</small>}
                    </span>
                    {each.markers.map((marker) => (
                      <span key={marker} className="q2">
                        {marker}
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            </details>
          ))}
          {form.data.questions.length > 0 && (
            <ul className={css.problems}>
              {form.data.questions.map(({ id, text, to }) => (
                <li key={id}>
                  {text}{" "}
                  <small className="q3">{to === "both" ? "both answer" : to === "self" ? "they answer" : "the manager answers"}</small>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
