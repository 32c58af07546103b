import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { counted, dayAndMonth, listed } from "../../../web/parts/words.ts";
import css from "./calibration.module.css";
import type { Cycle } from "./cycle-words.ts";
import { DialogFrame } from "./dialog-frame.tsx";
import { PersonSearch, type Person } from "./person-search.tsx";

type Session = Reply<"/cycles/:cycleId/sessions">["items"][number];
const fresh = { title: "", agenda: "", heldOn: null as string | null, participants: [] as readonly Person[], record: "" };

/** Who sat together over the ratings, on what, and what was said; locked, it stays so. */
export function Sessions({ cycle }: { cycle: Cycle }) {
  const list = useQuery(read("/cycles/:cycleId/sessions", { cycleId: cycle.id }));
  const [open, setOpen] = useState<Session | "new" | null>(null);
  const may = cycle.can.calibrate && (cycle.state === "open" || cycle.state === "calibrating");
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Sessions</h2>
      {list.data?.items.length === 0 && <p className={css.says}>None yet. A session says who sat together, on what, and what was said.</p>}
      <ul className={css.sessions}>
        {list.data?.items.map((session) => (
          <li key={session.id}>
            <Button kind="quiet" onClick={() => setOpen(session)}>
              {session.title}
            </Button>
            <small>
              {session.heldOn === null ? "no day yet" : dayAndMonth(session.heldOn)}, {counted(session.changes, "change")}
              {session.lockedAt !== null && ", locked"}
            </small>
          </li>
        ))}
      </ul>
      {may && <Button onClick={() => setOpen("new")}>Call a session</Button>}
      {open !== null && <SessionDialog cycle={cycle} session={open === "new" ? null : open} may={may} onClosed={() => setOpen(null)} />}
    </section>
  );
}

function SessionDialog({ cycle, session, may, onClosed }: { cycle: Cycle; session: Session | null; may: boolean; onClosed: () => void }) {
  const [words, setWords] = useState(session ?? fresh);
  const queries = useQueryClient();
  const locked = session !== null && session.lockedAt !== null;
  const edits = may && !locked;
  const set = (more: Partial<typeof fresh>) => setWords({ ...words, ...more });
  const sent = {
    cycleId: cycle.id,
    title: words.title.trim(),
    agenda: words.agenda,
    heldOn: words.heldOn,
    participants: words.participants.map(({ id }) => id),
    record: words.record,
  };
  const save = useMutation({
    mutationFn: async (lock: boolean) => {
      const kept =
        session === null
          ? await api("POST", "/cycles/:cycleId/sessions", sent)
          : await api(
              "PUT",
              "/cycles/:cycleId/sessions/:sessionId",
              { ...sent, sessionId: session.id },
              { headers: { "if-match": `"${session.tag}"` } },
            );
      const lockOn = { cycleId: cycle.id, sessionId: kept.id };
      if (lock) await api("POST", "/cycles/:cycleId/sessions/:sessionId/lock", lockOn, { headers: { "if-match": `"${kept.tag}"` } });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["/cycles/:cycleId/sessions"] });
      onClosed();
    },
  });
  return (
    <DialogFrame
      title={session?.title ?? "Call a session"}
      onClosed={onClosed}
      foot={
        edits ? (
          <>
            <Button kind="main" busy={save.isPending && "Saving…"} onClick={() => (sent.title === "" ? undefined : save.mutate(false))}>
              {sent.title === "" ? "Give it a title first" : "Save the session"}
            </Button>
            {session !== null && (
              <Button kind="quiet" onClick={() => save.mutate(true)}>
                Save and lock it for good
              </Button>
            )}
            {save.isError && (
              <p role="alert" className={css.fault}>
                {save.error.message} What you typed is here.
              </p>
            )}
          </>
        ) : (
          <span className="q2">{locked ? `Locked by ${session.lockedBy?.name ?? "somebody"}: it stays as it is.` : "It can be read."}</span>
        )
      }
    >
      {edits ? (
        <>
          <TextField label="Title" value={words.title} maxLength={200} onChange={(event) => set({ title: event.target.value })} />
          <TextField
            label="Held on"
            type="date"
            value={words.heldOn ?? ""}
            onChange={(event) => set({ heldOn: event.target.value === "" ? null : event.target.value })}
          />
          <Words label="Agenda" value={words.agenda} onChange={(agenda) => set({ agenda })} />
          <p>{words.participants.length === 0 ? "Nobody is named yet." : listed(words.participants.map(({ name }) => name))}</p>
          <PersonSearch
            label="Who sat together"
            verb="Add"
            taken={words.participants.map(({ id }) => id)}
            onFound={(person) => set({ participants: [...words.participants, person] })}
          />
          <Words label="What was said" value={words.record} onChange={(record) => set({ record })} />
        </>
      ) : (
        <>
          <p>{listed(words.participants.map(({ name }) => name))}</p>
          <p>{words.agenda}</p>
          <p>{words.record}</p>
        </>
      )}
    </DialogFrame>
  );
}

const Words = ({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) => (
  <label className={css.why}>
    <b>{label}</b>
    <textarea rows={3} maxLength={20_000} value={value} onChange={(event) => onChange(event.target.value)} />
  </label>
);
