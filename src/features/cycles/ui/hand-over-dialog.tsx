import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Button } from "../../../web/parts/button.tsx";
import { capital, counted } from "../../../web/parts/words.ts";
import type { Cycle } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { DialogFrame, Reason } from "./dialog-frame.tsx";
import { PersonSearch, type Person } from "./person-search.tsx";

/** Lets others rate many at once. @param manager whose reviews; null where it is about whoever has another manager by now (`moved`). */
export function HandOverDialog({
  cycle,
  manager,
  moved,
  onClosed,
}: {
  cycle: Cycle;
  manager: string | null;
  moved: boolean;
  onClosed: () => void;
}) {
  const [to, setTo] = useState<Person | null>(null);
  const word = useCycleWord();
  const [reason, setReason] = useState("");
  const queries = useQueryClient();
  const go = useMutation({
    mutationFn: () =>
      api("POST", "/cycles/:cycleId/handover", {
        cycleId: cycle.id,
        ...(manager === null ? {} : { manager }),
        ...(moved ? { moved } : {}),
        to: to?.id ?? null,
        reason: reason.trim(),
      }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <DialogFrame
      title="Hand reviews over"
      onClosed={onClosed}
      foot={
        go.isSuccess ? (
          <Button kind="main" onClick={onClosed}>
            Back to the board
          </Button>
        ) : (
          <>
            <Button kind="main" busy={go.isPending && "Handing over…"} onClick={() => go.mutate()}>
              {to === null ? "Hand over to today’s managers" : `Hand over to ${to.name}`}
            </Button>
            {go.isError && (
              <p role="alert" className={css.fault}>
                {go.error.message} Nothing was changed.
              </p>
            )}
          </>
        )
      }
    >
      {go.isSuccess ? (
        <div role="status">
          <p>
            {go.data.handed === 0
              ? "Nothing was handed over."
              : `${capital(counted(go.data.handed, "review is", "reviews are"))} handed over.`}{" "}
            {go.data.handed > 0 &&
              (go.data.asks === 0
                ? "All of it was sent in already, so nothing is asked of anybody."
                : `Something is still to be written in ${go.data.asks === go.data.handed ? "each" : go.data.asks} of them, and whoever writes it is told.`)}
          </p>
          {go.data.left.length > 0 && (
            <ul className={css.problems}>
              {go.data.left.map(({ person, why }) => (
                <li key={person.id}>
                  <b>{person.name}</b> stays: {why}
                </li>
              ))}
            </ul>
          )}
        </div>
      ) : (
        <>
          <p>
            {moved
              ? "Everybody here reports to somebody else by now."
              : `All that this manager rates in the ${word.one} goes to somebody else.`}{" "}
            What was sent in stays with who wrote it; a form that was only begun is closed, and the new one is empty.
          </p>
          <p>
            From now on: <b>{to === null ? "whoever each of them reports to today" : to.name}</b>{" "}
            {to !== null && (
              <Button kind="quiet" onClick={() => setTo(null)}>
                Whoever each reports to instead
              </Button>
            )}
          </p>
          <PersonSearch label="Or somebody in particular" verb="Choose" taken={manager === null ? [] : [manager]} onFound={setTo} />
          <Reason value={reason} error={false} says="It stays in what has happened to each." onChange={setReason} />
        </>
      )}
    </DialogFrame>
  );
}
