import { useMutation, useQueryClient } from "@tanstack/react-query";
import { acceptedFiles } from "../../../core/attachments/file.ts";
import { cpdKindWords, lengthWords } from "../../../core/cpd/entry.ts";
import { api } from "../../../web/api.ts";
import { RequirementMark } from "../../../web/figures/requirement-mark.tsx";
import { base64 } from "../../../web/parts/bytes.ts";
import { Button } from "../../../web/parts/button.tsx";
import { listed, shortDate } from "../../../web/parts/words.ts";
import type { Entry } from "./cpd-words.ts";
import s from "./cpd.module.css";

/** What is said aloud once something is done; `undo` puts back what was taken out. */
export type Said = { text: string; undo?: () => Promise<unknown> };

/** One entry: what it was, what was made of it, who vouches for it, what shows it, and what may be done. */
export function EntryRow({
  entry,
  personId,
  onEdit,
  onSaid,
}: {
  entry: Entry;
  personId: string;
  onEdit: () => void;
  onSaid: (said: Said) => void;
}) {
  const queries = useQueryClient();
  const work = useMutation({
    mutationFn: ({ send }: { send: () => Promise<unknown>; said: Said }) => send(),
    onSuccess: async (_reply, { said }) => {
      await queries.invalidateQueries();
      onSaid(said);
    },
  });
  const one = { entryId: entry.id };
  const headers = { "if-match": `"${entry.tag}"` };
  const attach = (file: File) =>
    work.mutate({
      send: async () => api("POST", "/cpd/:entryId/files", { ...one, fileName: file.name, file: await base64(file) }),
      said: { text: `${file.name} is attached.` },
    });
  const { verifiedBy, verifiedAt, wasVerified, can } = entry;
  const changes = can["cpd.change"];
  return (
    <li>
      <RequirementMark status={verifiedAt === null ? "unknown" : "met"} />
      <div className={s.what}>
        <b>{entry.title}</b>
        <small>
          {lengthWords(entry.minutes)}, {cpdKindWords[entry.kind].toLowerCase()}, {shortDate(entry.doneOn)}
          {entry.provider !== null && <>, {entry.provider}</>}
        </small>
        {entry.reflection !== null && <p className={s.reflection}>{entry.reflection}</p>}
        {entry.serves.length > 0 && (
          <small>
            Serves {listed(entry.serves.map(({ title, level }) => (level === null ? `${title} (no longer asked)` : `${title}, ${level}`)))}.
          </small>
        )}
        {entry.url !== null && (
          <small>
            <a href={entry.url} rel="noreferrer" target="_blank">
              {new URL(entry.url).hostname}
              <span className="hidden"> opens in a new tab</span>
            </a>
          </small>
        )}
        <small className={wasVerified === null ? undefined : "rust"}>
          {verifiedAt !== null
            ? `Verified by ${verifiedBy?.name ?? "somebody"} on ${shortDate(verifiedAt)}`
            : wasVerified === null
              ? "Not verified yet; it counts all the same"
              : `${wasVerified.by} verified it on ${shortDate(wasVerified.at)}; it was changed since and waits to be verified again`}
          {entry.recordedBy.id === personId ? "" : `. Logged by ${entry.recordedBy.name}`}.
        </small>
        {entry.files.length > 0 && (
          <ul className={s.files} aria-label={`Files of ${entry.title}`}>
            {entry.files.map((file) => (
              <li key={file.id}>
                <a href={`/api/v1/cpd/${entry.id}/files/${file.id}`} download={file.name}>
                  {file.name}
                </a>
                {changes && (
                  <Button
                    kind="quiet"
                    className={s.small}
                    aria-label={`Take away ${file.name}`}
                    onClick={() =>
                      work.mutate({
                        send: () => api("DELETE", "/cpd/:entryId/files/:fileId", { ...one, fileId: file.id }),
                        said: { text: `${file.name} is taken away.` },
                      })
                    }
                  >
                    Take away
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {work.isError && (
          <p role="alert" className={s.fault}>
            {work.error.message} Nothing was changed.
          </p>
        )}
        {(changes || can["cpd.verify"]) && (
          <div className={s.acts}>
            {can["cpd.verify"] && verifiedAt === null && (
              <Button
                className={s.small}
                aria-label={`Verify ${entry.title}`}
                busy={work.isPending && "Saving…"}
                onClick={() =>
                  work.mutate({
                    send: () => api("POST", "/cpd/:entryId/verify", one, { headers }),
                    said: {
                      text: `${entry.title} is verified.`,
                      undo: () => api("DELETE", "/cpd/:entryId/verify", one),
                    },
                  })
                }
              >
                Verify
              </Button>
            )}
            {changes && (
              <Button kind="quiet" className={s.small} aria-label={`Change ${entry.title}`} onClick={onEdit}>
                Change
              </Button>
            )}
            {changes && (
              <label className={s.attach}>
                <span>
                  Attach a file<span className="hidden"> to {entry.title}</span>
                </span>
                <input
                  type="file"
                  accept={acceptedFiles}
                  onChange={(event) => {
                    const file = event.target.files?.[0];
                    if (file) attach(file);
                    event.target.value = "";
                  }}
                />
              </label>
            )}
            {changes && (
              <Button
                kind="quiet"
                className={s.small}
                aria-label={`Take out ${entry.title}`}
                onClick={() =>
                  work.mutate({
                    send: () => api("DELETE", "/cpd/:entryId", one, { headers }),
                    said: { text: `${entry.title} is taken out of the log.`, undo: () => api("POST", "/cpd/:entryId/restore", one) },
                  })
                }
              >
                Take out
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
