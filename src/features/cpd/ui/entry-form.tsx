import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { acceptedFiles, acceptedWords, largestFile } from "../../../core/attachments/file.ts";
import { cpdKinds, cpdKindWords, hoursText, minutesOf, type CpdKind } from "../../../core/cpd/entry.ts";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { base64 } from "../../../web/parts/bytes.ts";
import { Button } from "../../../web/parts/button.tsx";
import { FileField } from "../../../web/parts/file-field.tsx";
import { Select, TextField, typedIn } from "../../../web/parts/field.tsx";
import type { Entry, Log } from "./cpd-words.ts";
import { ServesField, type Serves } from "./serves-field.tsx";
import s from "./cpd.module.css";

/** What a new entry begins as where it came from somewhere: the quick line, or something on the list to learn from. */
export type Begun = {
  title: string;
  kind?: CpdKind;
  minutes?: number | null;
  provider?: string | null;
  url?: string | null;
  resource?: string;
};

/** One entry with all that can be said of it, in the frame that it opens in. */
export function EntryForm({
  log,
  entry,
  begun,
  you,
  onClose,
}: {
  log: Log;
  /** Null for a new one. */
  entry: Entry | null;
  begun: Begun | null;
  you: boolean;
  /** @param said what has been done, null where nothing was. */
  onClose: (said: string | null) => void;
}) {
  const queries = useQueryClient();
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const [kind, setKind] = useState<CpdKind>(entry?.kind ?? begun?.kind ?? log.last?.kind ?? "course");
  const [serves, setServes] = useState<Serves[]>(
    () => entry?.serves.map(({ framework, expectation }) => ({ framework, expectation })) ?? [],
  );
  const [file, setFile] = useState<File | null>(null);
  const [hours, setHours] = useState(() => hoursText(entry?.minutes ?? begun?.minutes ?? log.last?.minutes ?? 60));
  const [missing, setMissing] = useState(false);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const opened = frame.current;
    opened?.scrollIntoView({ block: "nearest" });
    opened?.querySelector<HTMLElement>("input, textarea")?.focus();
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && close.current(null);
    opened?.addEventListener("keydown", onKey);
    return () => opened?.removeEventListener("keydown", onKey);
  }, []);

  const minutes = minutesOf(hours);
  const save = useMutation({
    mutationFn: async ({ of, minutes: length }: { of: (name: string) => string; minutes: number }): Promise<string> => {
      const orNull = (name: string) => (of(name).trim() === "" ? null : of(name).trim());
      const fields = {
        kind,
        title: of("title").trim(),
        minutes: length,
        doneOn: of("doneOn"),
        provider: orNull("provider"),
        url: orNull("url"),
        serves,
        ...(you ? { reflection: orNull("reflection") } : {}),
      };
      const saved =
        entry === null
          ? await api("POST", "/cpd", {
              person: log.person.id,
              ...fields,
              ...(begun?.resource === undefined ? {} : { resource: begun.resource }),
            })
          : await api("PATCH", "/cpd/:entryId", { entryId: entry.id, ...fields }, { headers: { "if-match": `"${entry.tag}"` } });
      const done = entry === null ? "Logged." : saved.wasVerified === null ? "Changed." : "Changed. It waits to be verified again.";
      if (file === null) return done;
      try {
        await api("POST", "/cpd/:entryId/files", { entryId: saved.id, fileName: file.name, file: await base64(file) });
        return `${done} ${file.name} is attached.`;
      } catch (error) {
        return `The entry is saved, its file is not: ${error instanceof Error ? error.message : "it could not be sent."} Attach it again.`;
      }
    },
    onSuccess: async (said) => {
      await queries.invalidateQueries();
      onClose(said);
    },
    // What they see beside the form is then how it stands.
    onError: (error) => void (error instanceof ApiError && error.code === "stale" && queries.invalidateQueries()),
  });
  const fault = (path: string) =>
    save.error instanceof ApiError ? save.error.problems.find((each) => each.path === path)?.message : undefined;
  const tooLarge = file !== null && file.size > largestFile;
  return (
    <section ref={frame} className={s.frame} aria-labelledby={id}>
      <h3 id={id}>{entry === null ? "Log something, with all there is to say" : `Change ${entry.title}`}</h3>
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          setMissing(minutes === null);
          if (minutes !== null && !tooLarge && !save.isPending) save.mutate({ of: typedIn(event.currentTarget), minutes });
        }}
      >
        <TextField
          label={you ? "What did you learn from?" : "What did they learn from?"}
          name="title"
          defaultValue={entry?.title ?? begun?.title ?? ""}
          required
          maxLength={200}
          autoComplete="off"
          error={fault("/title")}
        />
        <Select
          label="Kind"
          options={cpdKinds.map((value) => ({ value, label: cpdKindWords[value] }))}
          value={kind}
          // One of the options, which are kinds.
          onChange={(value) => setKind(value as CpdKind)}
        />
        <TextField
          label="Hours"
          value={hours}
          onChange={(event) => setHours(event.target.value)}
          inputMode="decimal"
          required
          autoComplete="off"
          error={missing && minutes === null ? "Write a length such as 1.5, 1:30 or 45 min." : fault("/minutes")}
          hint="1.5, 1:30 or 45 min."
        />
        <TextField
          label="When"
          name="doneOn"
          type="date"
          required
          max={log.today}
          defaultValue={entry?.doneOn ?? log.today}
          error={fault("/doneOn")}
        />
        <TextField
          label="Provider, if there is one"
          name="provider"
          maxLength={200}
          defaultValue={entry?.provider ?? begun?.provider ?? ""}
          autoComplete="off"
          error={fault("/provider")}
        />
        {you && (
          <div className={s.area}>
            <label htmlFor={`${id}-reflection`}>What you take from it</label>
            <textarea id={`${id}-reflection`} name="reflection" rows={4} maxLength={4000} defaultValue={entry?.reflection ?? ""} />
            <p className={s.hint}>Your manager reads it too. Changing it takes nothing back that was verified.</p>
          </div>
        )}
        <ServesField personId={log.person.id} chosen={serves} known={entry?.serves ?? []} onChange={setServes} />
        <TextField
          label="Link to what shows it"
          name="url"
          type="url"
          maxLength={2000}
          defaultValue={entry?.url ?? begun?.url ?? ""}
          placeholder="https://"
          autoComplete="off"
          error={fault("/url")}
        />
        <div>
          <FileField label="Certificate or other evidence, if you have it" accept={acceptedFiles} onChoose={setFile} />
          <p className={tooLarge ? s.fault : s.hint}>
            {tooLarge ? `${file.name} is larger than 10 MB. Choose a smaller one.` : `${acceptedWords}, 10 MB at most.`}
          </p>
        </div>
        {save.error && (
          <p role="alert" className={s.fault}>
            {save.error.message} Nothing was changed; what you typed is kept.
          </p>
        )}
        <div className={s.foot}>
          <Button kind="main" type="submit" busy={save.isPending && "Saving…"}>
            {entry === null ? "Log it" : "Save it"}
          </Button>
          <Button kind="quiet" onClick={() => onClose(null)}>
            {entry === null ? "Leave it" : "Leave it as it is"}
          </Button>
        </div>
      </form>
    </section>
  );
}
