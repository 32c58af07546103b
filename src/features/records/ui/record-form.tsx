import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { acceptedFiles, acceptedWords, largestFile } from "../../../core/attachments/file.ts";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { base64 } from "../../../web/parts/bytes.ts";
import { Button } from "../../../web/parts/button.tsx";
import { FileField } from "../../../web/parts/file-field.tsx";
import { Select, TextField, typedIn } from "../../../web/parts/field.tsx";
import { dayWords, kindWords, lasts, spans, type Kind, type RecordHeld, type Records } from "./record-words.ts";
import s from "./records.module.css";

/** Something new; the same anew where it was renewed; or one that stands, put right. */
export type Editing = { what: "add" } | { what: "renew" | "right"; record: RecordHeld };

const kinds: readonly Kind[] = ["training", "qualification", "check", "responsibility", "experience", "demonstrated"];

/** One record, in the frame that it opens in. Nothing typed is lost where it is refused. */
export function RecordForm({
  personId,
  records,
  editing,
  onClose,
}: {
  personId: string;
  records: Records;
  editing: Editing;
  /** @param said what has been done, null where nothing was. */
  onClose: (said: string | null) => void;
}) {
  const queries = useQueryClient();
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const old = editing.what === "add" ? null : editing.record;
  const isRight = editing.what === "right";
  const [kind, setKind] = useState<Kind>(old?.kind ?? "training");
  const [title, setTitle] = useState(old?.title ?? "");
  const [months, setMonths] = useState(old?.validMonths === null || old === null ? "" : String(old.validMonths));
  const [regulated, setRegulated] = useState(old?.regulated ?? "");
  const [file, setFile] = useState<File | null>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const opened = frame.current;
    opened?.querySelector<HTMLElement>("select, input")?.focus();
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && close.current(null);
    opened?.addEventListener("keydown", onKey);
    return () => opened?.removeEventListener("keydown", onKey);
  }, []);

  const suggested = records.suggestions.filter((each) => each.kind === kind);
  const choose = (typed: string) => {
    setTitle(typed);
    const asked = suggested.find((each) => each.title.toLowerCase() === typed.trim().toLowerCase());
    if (asked === undefined) return;
    setMonths(asked.validMonths === null ? "" : String(asked.validMonths));
    setRegulated(asked.regulated ?? "");
  };
  const headers = { "if-match": `"${records.tag}"` };
  const settled = async (said: string) => {
    await queries.invalidateQueries();
    onClose(said);
  };
  const save = useMutation({
    mutationFn: async (of: (name: string) => string): Promise<string> => {
      const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
      const made = await api(
        "POST",
        "/people/:personId/records",
        {
          personId,
          kind,
          title,
          on: of("on"),
          until: spans(kind) ? orNull(of("until")) : null,
          validMonths: lasts(kind) && months !== "" ? Number(months) : null,
          regulated: kind === "qualification" ? orNull(regulated) : null,
          note: orNull(of("note")),
          ...(isRight && old !== null ? { corrects: old.id, reason: of("reason") } : {}),
        },
        { headers },
      );
      if (file === null) return isRight ? "Put right." : "Recorded.";
      try {
        await api("POST", "/people/:personId/records/:recordId/files", {
          personId,
          recordId: made.id,
          fileName: file.name,
          file: await base64(file),
        });
        return "Recorded, with its file.";
      } catch (error) {
        return `The record is saved, its file is not: ${error instanceof Error ? error.message : "it could not be sent."} Attach it again.`;
      }
    },
    onSuccess: settled,
    // What they see beside the form is then how it stands.
    onError: (error) => void (error instanceof ApiError && error.code === "stale" && queries.invalidateQueries()),
  });
  const withdraw = useMutation({
    mutationFn: (reason: string) =>
      api("POST", "/people/:personId/records/:recordId/withdrawal", { personId, recordId: old?.id ?? "", reason }, { headers }),
    onSuccess: () => settled("Taken back. It stays in the history below."),
  });
  const error = save.error ?? withdraw.error;
  const fault = (path: string) => (error instanceof ApiError ? error.problems.find((each) => each.path === path)?.message : undefined);
  const tooLarge = file !== null && file.size > largestFile;
  const words = isRight ? "Put this record right" : editing.what === "renew" ? `Renew ${old?.title ?? ""}` : "Put something on record";
  return (
    <section ref={frame} className={s.frame} aria-labelledby={id}>
      <h3 id={id}>{words}</h3>
      <form
        ref={form}
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          withdraw.reset();
          if (!tooLarge) save.mutate(typedIn(event.currentTarget));
        }}
      >
        <Select
          label="Kind"
          options={kinds
            .filter((each) => each !== "demonstrated" || records.can["person.records.verify"])
            .map((value) => ({ value, label: kindWords[value] }))}
          value={kind}
          // One of the options, which are kinds.
          onChange={(value) => setKind(value as Kind)}
        />
        <TextField
          label="Title"
          name="title"
          list={`${id}-titles`}
          value={title}
          onChange={(event) => choose(event.target.value)}
          required
          maxLength={200}
          autoComplete="off"
          error={fault("/title") ?? fault("/kind")}
          hint={suggested.length > 0 ? "What the ladder asks for is suggested as you type." : undefined}
        />
        <datalist id={`${id}-titles`}>
          {suggested.map((each) => (
            <option key={each.title} value={each.title}>
              {each.level}
            </option>
          ))}
        </datalist>
        <TextField
          label={dayWords[kind]}
          name="on"
          type="date"
          required
          defaultValue={isRight ? old?.on : editing.what === "renew" ? records.today : ""}
          max={kind === "responsibility" ? undefined : records.today}
          error={fault("/on")}
        />
        {spans(kind) && (
          <TextField label="Last day, if there is one" name="until" type="date" defaultValue={old?.until ?? ""} error={fault("/until")} />
        )}
        {lasts(kind) && (
          <TextField
            label="Counts for how many months"
            type="number"
            inputMode="numeric"
            min={1}
            max={600}
            value={months}
            onChange={(event) => setMonths(event.target.value)}
            error={fault("/validMonths")}
            hint="Empty where it does not run out. What the ladder asks for goes first."
          />
        )}
        {kind === "qualification" && (
          <TextField
            label="National level, if it has one"
            value={regulated}
            onChange={(event) => setRegulated(event.target.value)}
            maxLength={200}
            placeholder="RQF 3"
            autoComplete="off"
            error={fault("/regulated")}
          />
        )}
        <TextField
          label="Note, if there is something to say"
          name="note"
          maxLength={4000}
          defaultValue={old?.note ?? ""}
          autoComplete="off"
        />
        {isRight ? (
          <TextField
            label="Why is it put right?"
            name="reason"
            required
            maxLength={4000}
            autoComplete="off"
            error={fault("/reason")}
            hint="Read by whoever reads this history."
          />
        ) : (
          <div>
            <FileField label="Certificate or other evidence, if you have it" accept={acceptedFiles} onChoose={setFile} />
            <p className={tooLarge ? s.fault : s.hint}>
              {tooLarge ? `${file.name} is larger than 10 MB. Choose a smaller one.` : `${acceptedWords}, 10 MB at most.`}
            </p>
          </div>
        )}
        {error && (
          <p role="alert" className={s.fault}>
            {error.message} Nothing was changed; what you typed is kept.
          </p>
        )}
        <div className={s.foot}>
          <Button kind="main" type="submit" busy={save.isPending && "Saving…"}>
            {isRight ? "Put it right" : "Record it"}
          </Button>
          {isRight && (
            <Button
              busy={withdraw.isPending && "Saving…"}
              onClick={() => {
                save.reset();
                if (form.current?.reportValidity()) withdraw.mutate(typedIn(form.current)("reason"));
              }}
            >
              It never was
            </Button>
          )}
          <Button kind="quiet" onClick={() => onClose(null)}>
            Cancel
          </Button>
        </div>
      </form>
    </section>
  );
}
