import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { cpdKinds, cpdKindWords, lengthWords, minutesOf, type CpdKind } from "../../../core/cpd/entry.ts";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Choice } from "../../../web/parts/choice.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import type { Entry, Log } from "./cpd-words.ts";
import s from "./cpd.module.css";

const kinds = cpdKinds.map((value) => ({ value, label: cpdKindWords[value] }));
const usual = [30, 60, 120, 180, 450];

/**
 * The shortest way to log something: what it was, and a touch. Kind and length begin as those of the last entry, the day is today.
 * What else there is to say can be said afterwards; nothing typed is lost where it is refused.
 */
export function QuickEntry({
  log,
  you,
  onLogged,
  onMore,
}: {
  log: Log;
  you: boolean;
  onLogged: (entry: Entry) => void;
  onMore: (title: string) => void;
}) {
  const queries = useQueryClient();
  const field = useRef<HTMLFormElement>(null);
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<CpdKind>(log.last?.kind ?? "course");
  const [length, setLength] = useState(String(log.last?.minutes ?? 60));
  const [other, setOther] = useState("");
  const [day, setDay] = useState(log.today);
  const lengths = [...new Set([...usual, ...(log.last === null ? [] : [log.last.minutes])])].toSorted((a, b) => a - b);
  const minutes = length === "other" ? minutesOf(other) : Number(length);
  const [missing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: (given: { minutes: number }) =>
      api("POST", "/cpd", { person: log.person.id, title: title.trim(), kind, doneOn: day, ...given }),
    onSuccess: async (entry) => {
      setTitle("");
      setOther("");
      setLength(String(entry.minutes));
      setDay(log.today);
      setMissing(false);
      await queries.invalidateQueries();
      onLogged(entry);
    },
  });
  const fault = (path: string) =>
    save.error instanceof ApiError ? save.error.problems.find((each) => each.path === path)?.message : undefined;
  const wanted = missing && minutes === null;
  return (
    <section className={s.quick} aria-labelledby="log-learning">
      <h2 id="log-learning">{you ? "Log something" : `Log something for ${log.person.name}`}</h2>
      <form
        ref={field}
        className={s.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (save.isPending) return;
          const ready = title.trim() !== "" && minutes !== null;
          setMissing(!ready);
          if (ready) save.mutate({ minutes });
          else field.current?.querySelector<HTMLInputElement>(title.trim() === "" ? "input[name=title]" : "input[name=hours]")?.focus();
        }}
      >
        <TextField
          label={you ? "What did you learn from?" : "What did they learn from?"}
          name="title"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="done"
          error={fault("/title") ?? (missing && title.trim() === "" ? "Say in a few words what it was." : undefined)}
        />
        <Choice label="Kind" options={kinds} value={kind} onChange={setKind} />
        <Choice
          label="How long"
          options={[
            ...lengths.map((value) => ({ value: String(value), label: lengthWords(value) })),
            { value: "other", label: "Another length" },
          ]}
          value={length}
          onChange={setLength}
        />
        {length === "other" && (
          <TextField
            label="Hours"
            name="hours"
            value={other}
            onChange={(event) => setOther(event.target.value)}
            inputMode="decimal"
            autoComplete="off"
            error={wanted ? "Write a length such as 1.5, 1:30 or 45 min." : undefined}
            hint="1.5, 1:30 or 45 min."
          />
        )}
        <TextField
          label="When"
          name="doneOn"
          type="date"
          value={day}
          max={log.today}
          onChange={(event) => setDay(event.target.value)}
          error={fault("/doneOn")}
        />
        {save.isError && (
          <p role="alert" className={s.fault}>
            {save.error.message} Nothing was logged; what you typed is kept.
          </p>
        )}
        <div className={s.foot}>
          <Button kind="main" type="submit" busy={save.isPending && "Logging…"}>
            Log it
          </Button>
          <Button kind="quiet" onClick={() => onMore(title)}>
            Say more about it
          </Button>
        </div>
      </form>
    </section>
  );
}
