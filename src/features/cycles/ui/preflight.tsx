import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError } from "../../../http/client.ts";
import { read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { counted, listed } from "../../../web/parts/words.ts";
import type { Cycle, Setup } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { Repairs } from "./preflight-repairs.tsx";

type Found = Reply<"/cycles/:cycleId/preflight">;
type Launch = { mutate: () => void; isPending: boolean; error: Error | null };

/** Who would take part today, what is in the way, each with its repairs, and the launch. */
export function Preflight({
  cycle,
  setup,
  onSetup,
  launch,
  whole,
}: {
  cycle: Cycle;
  setup: Setup;
  onSetup: (more: Partial<Setup>) => void;
  launch: Launch;
  /** Whether everything that was chosen is saved: only what is saved is launched. */
  whole: boolean;
}) {
  const found = useQuery({ ...read("/cycles/:cycleId/preflight", { cycleId: cycle.id }), placeholderData: keepPreviousData });
  return (
    <section className={css.preflight} aria-labelledby="preflight">
      <h2 id="preflight">Before you launch</h2>
      {found.isPending ? (
        <p role="status" className={css.says}>
          Looking through everybody…
        </p>
      ) : found.isError ? (
        <div role="alert" className={css.says}>
          <p>Who would take part cannot be looked through just now: {found.error.message}</p>
          <Button onClick={() => void found.refetch()}>Look again</Button>
        </div>
      ) : (
        <>
          <p aria-live="polite" className={css.answer}>
            {headline(found.data)}
          </p>
          <ul className={css.problems}>
            {found.data.problems.map(({ path, message }) => (
              <li key={path}>{message}</li>
            ))}
          </ul>
          <ul className={css.faults}>
            {found.data.faults.map((fault) => (
              <li key={`${fault.person.id} ${fault.code}`} data-stops={fault.stops}>
                <span className={css.what}>
                  <span className="hidden">{fault.stops ? "In the way: " : "To think about: "}</span>
                  {fault.message}
                </span>
                <Repairs fault={fault} setup={setup} onSetup={onSetup} />
              </li>
            ))}
          </ul>
          {found.data.stopping + found.data.asking > found.data.faults.length && (
            <p className={css.none}>
              And {found.data.stopping + found.data.asking - found.data.faults.length} more, shown as these are mended.
            </p>
          )}
          <Button kind="main" busy={(launch.isPending && "Launching…") || (!whole && "Saving…")} onClick={launch.mutate}>
            Launch {cycle.title}
          </Button>
          {launch.error !== null && (
            <p role="alert" className={css.fault}>
              {launch.error.message}
              {launch.error instanceof ApiError && launch.error.problems[0] && ` ${launch.error.problems[0].message}`} Nobody was told
              anything.
            </p>
          )}
        </>
      )}
    </section>
  );
}

function headline({ considered, ready, stopping, assessments, raters, ladders }: Found) {
  if (considered === 0) return "Nobody is taken in yet.";
  const on = listed(ladders.map(({ title, version }) => `${title} ${version}`));
  return (
    <>
      <b>{ready === considered ? counted(ready, "person", "people") : `${ready} of ${counted(considered, "person", "people")}`}</b> could be
      launched
      {ready > 0 && (
        <>
          {" "}
          as they stand: {counted(assessments, "form")} for {counted(raters, "rater")}, against {on}
        </>
      )}
      . {stopping === 0 ? "Nothing is in the way." : <b>{counted(stopping, "thing is", "things are")} in the way.</b>}
    </>
  );
}
