import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { read, type Reply } from "../../../web/api.ts";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted, shortDate } from "../../../web/parts/words.ts";
import css from "./calibration.module.css";
import { Cases } from "./cases.tsx";
import { CycleHead } from "./cycle-head.tsx";
import type { Cycle } from "./cycle-words.ts";
import { Distributions } from "./distributions.tsx";
import { Sessions } from "./sessions.tsx";

const route = getRouteApi("/in/cycles/$cycleId/calibration");
export type Calibration = Reply<"/cycles/:cycleId/calibration">;

const views = { manager: "manager", level: "level", ladder: "ladder", unit: "unit" } as const;
type By = keyof typeof views;

/** How ratings are spread, the cases beside one another, and what was changed with its reasons. */
export function CalibrationPage() {
  const { cycleId } = route.useParams();
  const cycle = useQuery(read("/cycles/:cycleId", { cycleId }));
  const [by, setBy] = useState<By>("manager");
  const [ladder, setLadder] = useState<string | null>(null);
  const found = useQuery({
    ...read("/cycles/:cycleId/calibration", { cycleId, by, ...(ladder === null ? {} : { ladder }) }),
    placeholderData: keepPreviousData,
  });
  if (cycle.isPending || found.isPending) return <Loading />;
  if (cycle.isError || found.isError)
    return <ErrorState error={cycle.error ?? found.error} retry={() => void Promise.all([cycle.refetch(), found.refetch()])} />;
  const { ladders, changes } = found.data;
  const chosen = ladders.find(({ key }) => key === (ladder ?? found.data.ladder)) ?? ladders[0];
  return (
    <>
      <CycleHead
        cycle={cycle.data}
        here="calibration"
        title={titleOf(cycle.data, found.data)}
        answer={answerOf(cycle.data, found.data)}
        bar={
          <>
            <Select
              label="By"
              value={by}
              options={Object.keys(views).map((value) => ({ value, label: value }))}
              onChange={(value) => setBy(value === "level" || value === "ladder" || value === "unit" ? value : "manager")}
            />
            {ladders.length > 1 && (
              <Select
                quiet
                label="Ladder"
                value={chosen?.key ?? ""}
                options={ladders.map(({ key, title, version, people }) => ({
                  value: key,
                  label: `${title}, version ${version} (${people})`,
                }))}
                onChange={setLadder}
              />
            )}
          </>
        }
      />
      {chosen === undefined ? (
        <Empty>Nobody takes part, so there is nothing to calibrate.</Empty>
      ) : (
        <div className="columns">
          <div className={css.main}>
            <Distributions by={by} found={found.data} ladder={chosen} />
            <Cases key={chosen.key} cycle={cycle.data} ladder={chosen} />
          </div>
          <aside className={css.margin} aria-label="Beside the ratings">
            <Changed changes={changes} />
            <Sessions cycle={cycle.data} />
            <NotYet />
          </aside>
        </div>
      )}
    </>
  );
}

const changedTotal = ({ rows }: Calibration) => rows.reduce((sum, { changed }) => sum + changed, 0);

function titleOf({ title, state }: Cycle, found: Calibration): string {
  const changed = changedTotal(found);
  if (state === "open") return `How ${title} is rated so far`;
  return changed === 0 ? `Nothing is changed yet in ${title}` : `${counted(changed, "rating")} changed in ${title}`;
}

function answerOf({ state }: Cycle, found: Calibration) {
  const people = found.rows.reduce((sum, row) => sum + row.people, 0);
  const ratings = found.rows.reduce((sum, row) => sum + row.ratings, 0);
  return (
    <>
      <b>{counted(ratings, "rating")}</b> of {counted(people, "person", "people")} are in.{" "}
      {state === "open"
        ? "They can be changed here once the forms are closed."
        : state === "calibrating"
          ? "A changed value stands beside the rater’s, with its reason; both are kept."
          : "What was changed stays on record with its reason."}
    </>
  );
}

/** What a reader of these figures looks for and does not find, said rather than left out. */
function NotYet() {
  return (
    <section className={css.yet} aria-labelledby="not-yet">
      <h2 id="not-yet">Not reckoned yet</h2>
      <p className={css.says}>
        <b>By group.</b> What people say of themselves, such as gender or age, is not asked here yet, so ratings cannot be compared by it.
      </p>
      <p className={css.says}>
        <b>How strict each rater is.</b> A manager’s spread above says what they gave, not whether they are stricter than others: their
        people may be different too. Compare cases before you conclude.
      </p>
    </section>
  );
}

/** Hung on a rail, the newest on top: what it was, what it is, and why. */
function Changed({ changes }: { changes: Calibration["changes"] }) {
  return (
    <section aria-labelledby="changed">
      <h2 id="changed">Changed so far</h2>
      {changes.length === 0 ? (
        <p className={css.says}>Nothing yet.</p>
      ) : (
        <ol className={css.changes}>
          {changes.map(({ review, expectation, at, person, title, was, value, reason, by }) => (
            <li key={`${review} ${expectation} ${at} ${value}`}>
              <p>
                <b>{person.name}</b>, {title}
              </p>
              <p>
                {was !== null && <del>{was}</del>} <ins>{value}</ins>
              </p>
              <p className={css.quote}>“{reason}”</p>
              <p className={css.by}>
                {by.name}, {shortDate(at)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
