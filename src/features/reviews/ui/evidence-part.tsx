import { useState } from "react";
import { acceptedFiles, largestFile } from "../../../core/attachments/file.ts";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { base64 } from "../../../web/parts/bytes.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField, typedIn } from "../../../web/parts/field.tsx";
import { FileField } from "../../../web/parts/file-field.tsx";
import { dayAndMonth } from "../../../web/parts/words.ts";
import type { AnswersStore } from "./answers-store.ts";
import s from "./step.module.css";

const kinds = { file: "file", link: "link", record: "on record", note: "note" } as const;

/** What is attached to what is said here, and how more is. */
export function EvidencePart({ store, expectation }: { store: AnswersStore; expectation: string }) {
  const { form, ids } = store;
  const attached = form.attached.filter((each) => each.expectation === expectation);
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState("link");
  const [file, setFile] = useState<File | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const writes = form.can.write;
  const own = new Set(attached.map(({ id }) => id));
  const collected = form.evidence.filter(({ id }) => !own.has(id));
  const isNew = kind === "link" || kind === "note" || kind === "file";
  const options = [
    { value: "link", label: "a link" },
    { value: "note", label: "a note" },
    { value: "file", label: "a file" },
    ...collected.map(({ id, title }) => ({ value: `collected ${id}`, label: title })),
    ...form.records.map(({ id, title }) => ({ value: `record ${id}`, label: `On record: ${title}` })),
  ];
  const send = async (work: Promise<{ attached: typeof form.attached }>) => {
    setFailed(null);
    try {
      const reply = await work;
      setOpen(false);
      store.note({ attached: reply.attached });
    } catch (error) {
      setFailed(
        error instanceof TypeError
          ? "You are off line: try again when you are back."
          : error instanceof ApiError
            ? `${error.message} Nothing was attached; what you typed is kept.`
            : "That could not be attached. Look at what you typed.",
      );
    }
  };
  const add = (typed: (name: string) => string) => {
    const [what, id = ""] = kind.split(" ");
    const on = typed("on") === "" ? null : typed("on");
    if (what === "file" && file !== null)
      return base64(file).then((bytes) =>
        api("POST", "/reviews/:reviewId/assessments/:assessmentId/evidence", {
          ...ids,
          expectation,
          add: { kind: "file", title: typed("title"), fileName: file.name, file: bytes, on },
        }),
      );
    return api("POST", "/reviews/:reviewId/assessments/:assessmentId/evidence", {
      ...ids,
      expectation,
      add:
        what === "collected" || what === "record"
          ? { kind: what, id }
          : what === "note"
            ? { kind: "note", title: typed("title"), body: typed("body"), on }
            : { kind: "link", title: typed("title"), url: typed("url"), on },
    });
  };
  return (
    <div>
      <h3 className={s.label}>Evidence</h3>
      <ul className={s.evidence}>
        {attached.map((each) => (
          <li key={each.id}>
            {each.url ? (
              <a href={each.url} target="_blank" rel="noreferrer">
                {each.title}
              </a>
            ) : each.kind === "file" ? (
              <a href={`/api/v1/reviews/${ids.reviewId}/assessments/${ids.assessmentId}/evidence/${each.id}/file`} download>
                {each.title}
              </a>
            ) : (
              <span>{each.title}</span>
            )}
            <small>
              {kinds[each.kind]}
              {each.by && `, from ${each.by.name}`}
              {each.on && `, ${dayAndMonth(each.on)}`}
            </small>
            {each.body && <small>{each.body}</small>}
            {writes && (
              <button
                type="button"
                className={s.inline}
                onClick={() =>
                  void send(
                    api("DELETE", "/reviews/:reviewId/assessments/:assessmentId/evidence/:evidenceId", {
                      ...ids,
                      expectation,
                      evidenceId: each.id,
                    }),
                  )
                }
              >
                Take away<span className="hidden"> {each.title}</span>
              </button>
            )}
          </li>
        ))}
        {attached.length === 0 && <li className="q3">None attached.</li>}
      </ul>
      {writes && !open && (
        <button type="button" className={s.inline} onClick={() => setOpen(true)}>
          Attach something you have
        </button>
      )}
      {writes && open && (
        <form
          className={s.attach}
          onSubmit={(event) => {
            event.preventDefault();
            if (kind === "file" && file === null) setFailed("Choose a file first.");
            else if (kind === "file" && file !== null && file.size > largestFile)
              setFailed("This file is larger than 10 MB. Choose a smaller one, or give a link to it.");
            else void send(add(typedIn(event.currentTarget)));
          }}
        >
          <Select label="Attach" options={options} value={kind} onChange={setKind} />
          {isNew && <TextField label="Title" name="title" required maxLength={200} />}
          {kind === "link" && <TextField label="Address" name="url" type="url" required placeholder="https://" maxLength={2000} />}
          {kind === "note" && (
            <label className={s.area}>
              <span>What happened</span>
              <textarea name="body" rows={3} required maxLength={4000} />
            </label>
          )}
          {kind === "file" && <FileField label="File" accept={acceptedFiles} onChoose={setFile} />}
          {isNew && <TextField label="On which day" name="on" type="date" />}
          <div className={s.row}>
            <Button type="submit">Attach it</Button>
            <Button kind="quiet" onClick={() => setOpen(false)}>
              Leave it
            </Button>
          </div>
        </form>
      )}
      {failed && <p role="alert">{failed}</p>}
    </div>
  );
}
