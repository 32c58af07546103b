import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read } from "../../../web/api.ts";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted, longDate } from "../../../web/parts/words.ts";
import { Groups, nobodyChosen, type Choice } from "./board-groups.tsx";
import { BoardActs } from "./board-acts.tsx";
import { BoardDates } from "./board-dates.tsx";
import css from "./board.module.css";
import { CycleHead } from "./cycle-head.tsx";
import { kindWords, type Cycle, type Progress } from "./cycle-words.ts";
import { Participants } from "./participants.tsx";

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
        tools={<BoardActs cycle={cycle} found={found} />}
      />
      <div className={`columns ${css.board}`}>
        <Participants cycle={cycle} found={found} choice={choice} onChoice={setChoice} />
        <aside className={css.groups} aria-label="How far it has come">
          <Kinds found={found} />
          <BoardDates cycle={cycle} />
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
