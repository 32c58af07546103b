import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { acceptedFiles, acceptedWords, largestFile } from "../../../core/attachments/file.ts";
import { api, read } from "../../../web/api.ts";
import { base64 } from "../../../web/parts/bytes.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { FileField } from "../../../web/parts/file-field.tsx";
import { TextArea } from "../../../web/parts/text-area.tsx";
import { dayAndMonth } from "../../../web/parts/words.ts";
import { Frame } from "./frame.tsx";
import type { Action, OnSaid } from "./plan-words.ts";
import { faultAt, faultWords, useWork } from "./work.ts";
import s from "./goal.module.css";

const kindWords = { file: "file", link: "link", record: "on record", note: "note" } as const;

/** What shows an action done. */
export function EvidenceList({ action, writes, onSaid }: { action: Action; writes: boolean; onSaid: OnSaid }) {
  const work = useWork(onSaid);
  if (action.evidence.length === 0) return null;
  const actionId = action.id;
  return (
    <ul className={s.evidence} aria-label={`What shows ${action.title} done`}>
      {action.evidence.map(({ id, kind, title, url, body, on, by }) => (
        <li key={id}>
          {url !== null ? (
            <a href={url} target="_blank" rel="noreferrer">
              {title}
            </a>
          ) : kind === "file" ? (
            <a href={`/api/v1/actions/${actionId}/evidence/${id}/file`} download>
              {title}
            </a>
          ) : (
            <span>{title}</span>
          )}{" "}
          <small>
            {kindWords[kind]}, from {by.name}
            {on !== null && `, ${dayAndMonth(on)}`}
            {body !== null && `: ${body}`}
          </small>
          {writes && (
            <Button
              kind="quiet"
              aria-label={`Take away ${title}`}
              onClick={() =>
                work.mutate({
                  send: () => api("DELETE", "/actions/:actionId/evidence/:evidenceId", { actionId, evidenceId: id }),
                  said: `${title} is taken away.`,
                  undo: () => api("POST", "/actions/:actionId/evidence", { actionId, add: { kind: "collected", id } }),
                })
              }
            >
              Take away
            </Button>
          )}
        </li>
      ))}
      {work.isError && (
        <li role="alert" className={s.fault}>
          {faultWords(work.error)}
        </li>
      )}
    </ul>
  );
}

/** Something that shows an action done: a link, a note, a file, or what is on record. */
export function EvidenceForm({
  personId,
  action,
  onSaid,
  onClose,
}: {
  personId: string;
  action: Action;
  onSaid: OnSaid;
  onClose: () => void;
}) {
  const records = useQuery(read("/people/:personId/records", { personId })).data;
  const [kind, setKind] = useState("file");
  const [file, setFile] = useState<File | null>(null);
  const [unfit, setUnfit] = useState<string | null>(null);
  const work = useWork(onSaid);
  const isNew = kind === "file" || kind === "link" || kind === "note";
  const added = async (of: (name: string) => string): Promise<Parameters<typeof api<"POST", "/actions/:actionId/evidence">>[2]["add"]> => {
    const [title, on] = [of("title"), of("on") || null];
    if (kind === "file" && file !== null)
      return { kind: "file", title: title.trim() || file.name.slice(0, 200), fileName: file.name, file: await base64(file), on };
    if (kind === "link") return { kind: "link", title, url: of("url"), on };
    if (kind === "note") return { kind: "note", title, body: of("body"), on };
    return { kind: "record", id: kind };
  };
  const save = (of: (name: string) => string) => {
    const fault =
      kind !== "file"
        ? null
        : file === null
          ? "Choose a file first."
          : file.size > largestFile
            ? "This file is larger than 10 MB. Choose a smaller one, or give a link to it."
            : null;
    setUnfit(fault);
    if (fault !== null) return;
    work.mutate({
      send: async () => api("POST", "/actions/:actionId/evidence", { actionId: action.id, add: await added(of) }),
      said: "It is attached.",
      then: onClose,
    });
  };
  return (
    <Frame title={`What shows ${action.title} done?`} verb="Attach it" work={work} onSave={save} onClose={onClose}>
      <Select
        label="Attach"
        options={[
          { value: "file", label: "a file" },
          { value: "link", label: "a link" },
          { value: "note", label: "a note" },
          ...(records?.items ?? []).map(({ id, title }) => ({ value: id, label: `On record: ${title}` })),
        ]}
        value={kind}
        onChange={setKind}
      />
      {kind === "file" && (
        <div>
          <FileField label="File" accept={acceptedFiles} onChoose={setFile} />
          <p className={unfit === null ? s.hint : s.fault}>{unfit ?? `${acceptedWords}, 10 MB at most.`}</p>
        </div>
      )}
      {isNew && (
        <TextField
          label={kind === "file" ? "Title, if not the file’s own" : "Title"}
          name="title"
          required={kind !== "file"}
          maxLength={200}
          autoComplete="off"
          error={faultAt(work.error, "/add/title")}
        />
      )}
      {kind === "link" && (
        <TextField
          label="Address"
          name="url"
          type="url"
          required
          placeholder="https://"
          maxLength={2000}
          error={faultAt(work.error, "/add/url")}
        />
      )}
      {kind === "note" && <TextArea label="What happened" name="body" required maxLength={4000} error={faultAt(work.error, "/add/body")} />}
      {isNew && <TextField label="On which day" name="on" type="date" />}
    </Frame>
  );
}
