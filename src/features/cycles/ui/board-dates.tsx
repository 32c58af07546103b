import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { longDate } from "../../../web/parts/words.ts";
import css from "./board.module.css";
import type { Cycle, Setup } from "./cycle-words.ts";
import form from "./cycle.module.css";
import { DialogFrame } from "./dialog-frame.tsx";
import { Dates, stageTitles } from "./setup-fields.tsx";

/** The days of a cycle, to be put off, and to be taken into a calendar. */
export function BoardDates({ cycle }: { cycle: Cycle }) {
  const [open, setOpen] = useState(false);
  const set = stageTitles.flatMap(([stage, title]) => {
    const day = cycle.setup.stages[stage];
    return day === null ? [] : [{ title, day }];
  });
  const may = cycle.can.manage && (cycle.state === "open" || cycle.state === "calibrating");
  if (set.length === 0 && !may) return null;
  return (
    <section aria-labelledby="dates">
      <h2 id="dates">Dates</h2>
      {set.length === 0 ? (
        <p className={form.says}>No day is set. Whoever is asked sees none, and nobody is reminded.</p>
      ) : (
        <dl className={css.dates}>
          {set.map(({ title, day }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{longDate(day)}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={css.take}>
        {may && (
          <Button kind="quiet" onClick={() => setOpen(true)}>
            Change the dates
          </Button>
        )}
        {set.length > 0 && (
          <a className={buttonClass("quiet")} href={`/api/v1/cycles/${cycle.id}/calendar`} download>
            Take them into a calendar
          </a>
        )}
      </p>
      {open && <DatesDialog cycle={cycle} onClosed={() => setOpen(false)} />}
    </section>
  );
}

function DatesDialog({ cycle, onClosed }: { cycle: Cycle; onClosed: () => void }) {
  const word = useCycleWord();
  const [title, setTitle] = useState(cycle.title);
  const [setup, setSetup] = useState<Setup>(cycle.setup);
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      api(
        "PATCH",
        "/cycles/:cycleId",
        { cycleId: cycle.id, title: title.trim(), setup },
        { headers: { "if-match": `"${cycle.revision}"` } },
      ),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClosed();
    },
  });
  const fault = (path: string) =>
    save.error instanceof ApiError ? save.error.problems.find((each) => each.path === `/setup${path}`)?.message : undefined;
  return (
    <DialogFrame
      title="Dates, reminders and name"
      onClosed={onClosed}
      foot={
        <>
          <Button kind="main" busy={save.isPending && "Saving…"} onClick={() => (title.trim() === "" ? undefined : save.mutate())}>
            {title.trim() === "" ? "Give it a name first" : "Save, and tell who still writes"}
          </Button>
          {save.isError && (
            <p role="alert" className={form.fault}>
              {save.error instanceof ApiError && save.error.code === "stale"
                ? `Somebody changed this ${word.one} meanwhile. Close this, and look again; nothing was saved.`
                : `${save.error.message} Nothing was saved; what you typed is here.`}
            </p>
          )}
        </>
      }
    >
      <p>
        What people were launched with stays. Whoever is still to write hears of a day that moves; who was given a day of their own keeps
        it.
      </p>
      <TextField
        label={`What the ${word.one} is called`}
        value={title}
        maxLength={200}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Dates stages={setup.stages} reminders={setup.reminders} onChange={(more) => setSetup({ ...setup, ...more })} fault={fault} />
    </DialogFrame>
  );
}
