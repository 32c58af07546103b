import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Button } from "../../../web/parts/button.tsx";
import type { Cycle } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { DialogFrame, Reason } from "./dialog-frame.tsx";

/** Ends a cycle without a result. */
export function CancelDialog({ cycle, onClosed }: { cycle: Cycle; onClosed: () => void }) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api("POST", "/cycles/:cycleId/cancel", { cycleId: cycle.id, reason: reason.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClosed();
    },
  });
  const word = useCycleWord();
  const running = cycle.state !== "draft";
  return (
    <DialogFrame
      title={running ? `Cancel ${cycle.title}` : `Give up ${cycle.title}`}
      onClosed={onClosed}
      foot={
        <>
          <Button
            busy={cancel.isPending && "Cancelling…"}
            onClick={() => {
              setAsked(true);
              if (reason.trim() !== "") cancel.mutate();
            }}
          >
            {running ? `Cancel the ${word.one} for good` : "Give the set-up up"}
          </Button>
          <Button kind="quiet" onClick={onClosed}>
            Leave it as it is
          </Button>
          {cancel.isError && (
            <p role="alert" className={css.fault}>
              {cancel.error.message} Nothing was cancelled.
            </p>
          )}
        </>
      }
    >
      <p>
        {running
          ? "Nobody gets a result from it, and it cannot be opened again. What people have written is kept and shown to nobody. Everybody in it is told."
          : `Nobody has heard of it. It stays in the list of past ${word.many}, and its set-up can be copied.`}
      </p>
      <Reason
        value={reason}
        error={asked && reason.trim() === ""}
        says={running ? "Everybody in it will read it." : `It stays with the ${word.one}.`}
        onChange={setReason}
      />
    </DialogFrame>
  );
}
