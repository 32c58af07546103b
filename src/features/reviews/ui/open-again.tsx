import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import s from "./reviews.module.css";

/** Opens again what somebody sent in of a check-in, with a reason that they read. */
export function OpenAgain({ reviewId, assessmentId, name }: { reviewId: string; assessmentId: string; name: string }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  const send = useMutation({
    mutationFn: () => api("POST", "/reviews/:reviewId/assessments/:assessmentId/reopen", { reviewId, assessmentId, reason: reason.trim() }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (!open)
    return (
      <>
        {" "}
        <Button kind="quiet" onClick={() => setOpen(true)}>
          Open again<span className="hidden"> what {name} sent in</span>
        </Button>
      </>
    );
  return (
    <div className={s.act}>
      <label className={s.field}>
        Why? {name} will read it. What was signed is kept.
        <textarea rows={2} maxLength={4000} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      {asked && reason.trim() === "" && <p role="alert">Say why: it is part of the record.</p>}
      {send.isError && <p role="alert">{send.error.message} Nothing was opened.</p>}
      <p className={s.choice}>
        <Button
          busy={send.isPending && "Opening…"}
          onClick={() => {
            setAsked(true);
            if (reason.trim() !== "") send.mutate();
          }}
        >
          Open it again
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          Leave it closed
        </Button>
      </p>
    </div>
  );
}
