import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { capital, counted } from "../../../web/parts/words.ts";
import css from "./board.module.css";
import { CancelDialog } from "./cancel-dialog.tsx";
import type { Cycle, Progress } from "./cycle-words.ts";
import form from "./cycle.module.css";
import { ReleaseDialog } from "./release-dialog.tsx";

/** What moves the cycle on: at most one of these is the main one. */
export function BoardActs({ cycle, found }: { cycle: Cycle; found: Progress }) {
  const [open, setOpen] = useState<"cancel" | "release" | "close" | null>(null);
  const queries = useQueryClient();
  const go = useMutation({
    mutationFn: (to: "calibrate" | "archive") =>
      to === "calibrate"
        ? api("POST", "/cycles/:cycleId/calibrate", { cycleId: cycle.id })
        : api("POST", "/cycles/:cycleId/archive", { cycleId: cycle.id }),
    onSuccess: async () => {
      setOpen(null);
      await queries.invalidateQueries();
    },
  });
  if (!cycle.can.manage) return null;
  const whole = found.in === found.people;
  return (
    <div className={css.acts}>
      {cycle.state === "open" && open !== "close" && (
        <Button kind={whole ? "main" : "plain"} onClick={() => setOpen("close")}>
          Close the forms
        </Button>
      )}
      {cycle.state === "open" && open === "close" && (
        <div className={css.confirm} role="group" aria-label="Close the forms">
          <p>
            {whole ? "Everything is in." : `${capital(counted(found.people - found.in, "review is", "reviews are"))} not whole yet.`}{" "}
            Nothing can be written any more; then you calibrate.
          </p>
          <Button kind="main" busy={go.isPending && "Closing…"} onClick={() => go.mutate("calibrate")}>
            Close them and begin calibration
          </Button>
          <Button kind="quiet" onClick={() => setOpen(null)}>
            Leave them open
          </Button>
        </div>
      )}
      {cycle.state === "calibrating" && (
        <Button kind="main" onClick={() => setOpen("release")}>
          {cycle.releaseAt === null ? "Release the results" : "See the release"}
        </Button>
      )}
      {cycle.state === "released" && (
        <Button busy={go.isPending && "Archiving…"} onClick={() => go.mutate("archive")}>
          Archive {cycle.title}
        </Button>
      )}
      {(cycle.state === "open" || cycle.state === "calibrating") && (
        <Button kind="quiet" onClick={() => setOpen("cancel")}>
          Cancel the cycle
        </Button>
      )}
      {go.isError && (
        <p role="alert" className={form.fault}>
          {go.error.message}
        </p>
      )}
      {open === "cancel" && <CancelDialog cycle={cycle} onClosed={() => setOpen(null)} />}
      {open === "release" && <ReleaseDialog cycle={cycle} onClosed={() => setOpen(null)} />}
    </div>
  );
}
