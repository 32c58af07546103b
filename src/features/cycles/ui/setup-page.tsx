import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital } from "../../../web/parts/words.ts";
import { CancelDialog } from "./cancel-dialog.tsx";
import type { Cycle, Setup } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { Preflight } from "./preflight.tsx";
import { Preview } from "./preview.tsx";
import { SavedLine } from "./saved-line.tsx";
import { Asks, Dates, Questions, Ratings, Rules } from "./setup-fields.tsx";
import { useSetup } from "./setup-saving.ts";
import { Who } from "./setup-who.tsx";

/** The whole set-up on one page: what is chosen at the left, what comes of it at the right. */
export function SetupPage({ cycle }: { cycle: Cycle }) {
  const word = useCycleWord();
  const edit = useSetup(cycle);
  const [cancelling, setCancelling] = useState(false);
  const queries = useQueryClient();
  const launch = useMutation({
    mutationFn: () =>
      api(
        "POST",
        "/cycles/:cycleId/launch",
        { cycleId: cycle.id, ifRevision: edit.revision() },
        { headers: { "idempotency-key": `launch-${cycle.id}-${edit.revision()}` } },
      ),
    onSuccess: async (now) => {
      queries.setQueryData(read("/cycles/:cycleId", { cycleId: cycle.id }).queryKey, now);
      await queries.invalidateQueries();
    },
  });
  const set = (more: Partial<Setup>) => {
    launch.reset();
    edit.change({ setup: { ...edit.setup, ...more } });
  };
  const { setup, saved } = edit;
  const fault = (path: string) =>
    saved.is === "refused" ? saved.problems.find((each) => each.path === `/setup${path}`)?.message : undefined;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="cycles" to="/cycles">
            {capital(word.many)}
          </Link>,
        ]}
        title={edit.title.trim() === "" ? cycle.title : edit.title}
        answer="Being set up. Nobody hears of it before it is launched."
        tools={
          <Button kind="quiet" onClick={() => setCancelling(true)}>
            Give it up
          </Button>
        }
      />
      <SavedLine saved={saved} onSettle={edit.settle} />
      <div className={css.setup}>
        <form className={css.form} onSubmit={(event) => event.preventDefault()}>
          <section aria-labelledby="setup-name">
            <h2 id="setup-name">Its name</h2>
            <TextField
              label="What it is called"
              value={edit.title}
              maxLength={200}
              error={edit.title.trim() === "" ? "It keeps the name it had until you give it another." : undefined}
              onChange={(event) => edit.change({ title: event.target.value })}
            />
          </section>
          <Who who={setup.who} onChange={(who) => set({ who })} fault={fault} />
          <Ratings setup={setup} onChange={set} />
          <Asks setup={setup} onChange={set} />
          <Questions questions={setup.questions} onChange={(questions) => set({ questions })} />
          <Dates stages={setup.stages} reminders={setup.reminders} onChange={set} fault={fault} />
          <Rules setup={setup} onChange={set} />
        </form>
        <div className={css.beside}>
          <Preflight
            cycle={cycle}
            setup={setup}
            onSetup={set}
            launch={{ ...launch, mutate: () => (edit.whole ? launch.mutate() : undefined) }}
            whole={edit.whole}
          />
          <Preview cycleId={cycle.id} />
        </div>
      </div>
      {cancelling && <CancelDialog cycle={cycle} onClosed={() => setCancelling(false)} />}
    </>
  );
}
