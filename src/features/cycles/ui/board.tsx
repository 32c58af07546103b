import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { capital, counted, longDate } from "../../../web/parts/words.ts";
import { Groups, nobodyChosen, type Choice } from "./board-groups.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";
import { CycleHead } from "./cycle-head.tsx";
import { kindWords, type Cycle, type Progress } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { Participants } from "./participants.tsx";
import { ReleaseDialog } from "./release-dialog.tsx";

/** How far a cycle has come, who is in it, and what can be done about it. */
export function Board({ cycle }: { cycle: Cycle }) {
  const [choice, setChoice] = useState<Choice>(nobodyChosen);
  const progress = useQuery(read("/cycles/:cycleId/progress", { cycleId: cycle.id }));
  if (progress.isPending) return <Loading />;
  if (progress.isError) return <ErrorState error={progress.error} retry={() => void progress.refetch()} />;
  const found = progress.data;
  return (
    <>
      <CycleHead
        cycle={cycle}
        here="board"
        title={titleOf(cycle, found)}
        answer={answerOf(cycle, found)}
        tools={<Acts cycle={cycle} found={found} />}
      />
      <div className={`columns ${css.board}`}>
        <Participants cycle={cycle} found={found} choice={choice} onChoice={setChoice} />
        <aside className={css.groups} aria-label="How far it has come">
          <Kinds found={found} />
          <Groups
            title="By manager"
            groups={found.managers}
            chosen={choice.manager}
            none="No manager rates"
            onChoose={(manager) => setChoice({ ...choice, manager })}
          />
          <Groups
            title="By unit"
            groups={found.units}
            chosen={choice.unit}
            none="In no unit"
            onChoose={(unit) => setChoice({ ...choice, unit })}
          />
          <Groups
            title="By ladder"
            groups={found.ladders}
            chosen={choice.ladder}
            none=""
            onChoose={(ladder) => setChoice({ ...choice, ladder })}
          />
        </aside>
      </div>
    </>
  );
}

function titleOf({ title, state }: Cycle, { people, in: done }: Progress): string {
  if (state === "open")
    return done === people && people > 0
      ? `Everything is in for ${title}`
      : `${done} of ${counted(people, "review")} ${people === 1 ? "is" : "are"} in`;
  if (state === "calibrating") return `${title} is being calibrated`;
  if (state === "cancelled") return `${title} was cancelled`;
  return state === "draft" ? title : `${title} is released`;
}

function answerOf(cycle: Cycle, { people, notStarted, late, withdrawn }: Progress) {
  const { state, title, closesOn, cancelledReason, releaseAt, releasedAt } = cycle;
  if (state === "draft") return "Being set up: whoever runs it has not launched it yet.";
  if (state === "cancelled") return `For this reason: ${cancelledReason ?? ""}`;
  if (state === "calibrating")
    return releaseAt === null ? (
      <>
        The forms are closed. <b>{counted(people, "person waits", "people wait")}</b> for their result.
      </>
    ) : (
      <>
        Results go out to <b>{counted(people, "person", "people")}</b> on <b>{longDate(releaseAt)}</b>, unless that is taken back.
      </>
    );
  if (releasedAt !== null)
    return (
      <>
        <b>{counted(people, "person", "people")}</b> read their result since {longDate(releasedAt)}.
      </>
    );
  return (
    <>
      {title} is open{closesOn !== null && <> until {longDate(closesOn)}</>}. <b>{notStarted}</b> not begun,{" "}
      <b>{late === 0 ? "none" : late}</b> overdue{withdrawn > 0 && <>, {withdrawn} taken out</>}.
    </>
  );
}

const kindTitles = { self: "own forms", manager: "managers’ forms", assessor: "assessors’ forms", peer: "peers’ forms" } as const;

function Kinds({ found }: { found: Progress }) {
  return (
    <section aria-label="By form">
      <h2>Forms</h2>
      <ul className={css.kinds}>
        {found.kinds.map(({ kind, asked, submitted, late }) => (
          <li key={kind}>
            <b>{submitted}</b> of {asked} {kindTitles[kind]}
            {late > 0 && <span className="rust">, {late} overdue</span>}
            <span className="hidden"> ({kindWords[kind]})</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What moves the cycle on: at most one of these is the main one. */
function Acts({ cycle, found }: { cycle: Cycle; found: Progress }) {
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
        <p role="alert" className={css.fault}>
          {go.error.message}
        </p>
      )}
      {open === "cancel" && <CancelDialog cycle={cycle} onClosed={() => setOpen(null)} />}
      {open === "release" && <ReleaseDialog cycle={cycle} onClosed={() => setOpen(null)} />}
    </div>
  );
}
