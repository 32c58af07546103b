import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { TextArea } from "../../../web/parts/text-area.tsx";
import { longDate } from "../../../web/parts/words.ts";
import { useKept } from "./kept.ts";
import type { OnSaid, Plan, PlanReply } from "./plan-words.ts";
import { faultAt, faultWords, useWork } from "./work.ts";
import s from "./plan.module.css";

/** What both sides wrote, and that they met; newest first. */
export function Notes({ reply, plan, onSaid }: { reply: PlanReply; plan: Plan; onSaid: OnSaid }) {
  const { person, can, today } = reply;
  const [met, setMet] = useState(false);
  const [body, setBody, forget] = useKept(`rungs.plan-note.${plan.id}`);
  const form = useRef<HTMLFormElement>(null);
  const work = useWork(onSaid);
  const queries = useQueryClient();
  const [older, setOlder] = useState<{ items: Plan["notes"]; next: string | null } | null>(null);
  const more = useMutation({
    mutationFn: (cursor: string) => api("GET", "/plans/:personId/notes", { personId: person.id, plan: plan.id, cursor }),
    onSuccess: ({ items, next }) => setOlder((now) => ({ items: [...(now?.items ?? []), ...items], next })),
  });
  const next = older === null ? plan.notesNext : older.next;
  const writes = can["plan.write"] && plan.state !== "done";
  const notes = [...plan.notes, ...(older?.items ?? []).filter(({ id }) => !plan.notes.some((note) => note.id === id))];
  return (
    <section className={s.notes} aria-labelledby="notes">
      <h2 id="notes">Notes and check-ins</h2>
      {writes && (
        <form
          ref={form}
          className={s.form}
          onSubmit={(event) => {
            event.preventDefault();
            const heldOn = met ? (new FormData(event.currentTarget).get("heldOn") as string) : null; // a date field holds text
            work.mutate({
              send: () => api("POST", "/plans/:personId/notes", { personId: person.id, plan: plan.id, body, heldOn }),
              said: met ? "The check-in is written down." : "The note is written down.",
              then: () => {
                forget();
                setMet(false);
                void queries.invalidateQueries({ queryKey: ["/plans/:personId"] });
              },
            });
          }}
        >
          <TextArea
            label={met ? "What you said to each other" : "A note"}
            required
            maxLength={20_000}
            value={body}
            onChange={(event) => setBody(event.target.value)}
            hint="Read by both sides and by whoever answers for them. It cannot be changed later."
            error={faultAt(work.error, "/body")}
          />
          <label className={s.tick}>
            <input type="checkbox" checked={met} onChange={(event) => setMet(event.target.checked)} />
            <span>We met about the plan</span>
          </label>
          {met && (
            <TextField
              label="On"
              name="heldOn"
              type="date"
              required
              max={today}
              defaultValue={today}
              error={faultAt(work.error, "/heldOn")}
            />
          )}
          {work.isError && (
            <p role="alert" className={s.fault}>
              {faultWords(work.error)}
            </p>
          )}
          <div className={s.foot}>
            <Button type="submit" busy={work.isPending && "Saving…"}>
              {met ? "Write the check-in down" : "Write the note down"}
            </Button>
          </div>
        </form>
      )}
      {notes.length === 0 && !writes && <p className="q3">Nobody wrote anything.</p>}
      <ul className={s.noteList}>
        {notes.map(({ id, kind, body: text, heldOn, by, at }) => (
          <li key={id}>
            <small>
              <b>{by.name}</b>, {kind === "check-in" ? `check-in on ${longDate(heldOn ?? at)}` : longDate(at)}
            </small>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      {next !== null && (
        <Button kind="quiet" busy={more.isPending && "Fetching…"} onClick={() => more.mutate(next)}>
          Show older ones
        </Button>
      )}
      {more.isError && <p className={s.fault}>{faultWords(more.error)}</p>}
    </section>
  );
}
