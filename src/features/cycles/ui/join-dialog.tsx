import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { counted } from "../../../web/parts/words.ts";
import type { Cycle } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { DialogFrame } from "./dialog-frame.tsx";
import { PersonSearch, type Person } from "./person-search.tsx";

/** Takes people into a cycle that runs already. */
export function JoinDialog({ cycle, onClosed }: { cycle: Cycle; onClosed: () => void }) {
  const [people, setPeople] = useState<readonly Person[]>([]);
  const queries = useQueryClient();
  const join = useMutation({
    mutationFn: () => api("POST", "/cycles/:cycleId/participants", { cycleId: cycle.id, people: people.map(({ id }) => id) }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClosed();
    },
  });
  const problems = join.error instanceof ApiError ? join.error.problems : [];
  return (
    <DialogFrame
      title={`Take people into ${cycle.title}`}
      onClosed={onClosed}
      foot={
        <>
          <Button kind="main" busy={join.isPending && "Taking in…"} onClick={() => (people.length > 0 ? join.mutate() : undefined)}>
            {people.length === 0 ? "Choose somebody first" : `Take ${counted(people.length, "person", "people")} in`}
          </Button>
          {join.isError && (
            <div role="alert" className={css.fault}>
              <p>{join.error.message}</p>
              <ul>
                {problems.map(({ path, message }) => (
                  <li key={path}>{message}</li>
                ))}
              </ul>
            </div>
          )}
        </>
      }
    >
      <p>They are asked what everybody is asked, against the level they stand at today.</p>
      <ul>
        {people.map((person) => (
          <li key={person.id}>
            {person.name}{" "}
            <Button
              kind="quiet"
              aria-label={`Not them: ${person.name}`}
              onClick={() => setPeople(people.filter(({ id }) => id !== person.id))}
            >
              Not them
            </Button>
          </li>
        ))}
      </ul>
      <PersonSearch label="Who" verb="Add" taken={people.map(({ id }) => id)} onFound={(person) => setPeople([...people, person])} />
    </DialogFrame>
  );
}
