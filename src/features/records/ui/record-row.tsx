import { useMutation, useQueryClient } from "@tanstack/react-query";
import { acceptedFiles } from "../../../core/attachments/file.ts";
import { api } from "../../../web/api.ts";
import { RequirementMark } from "../../../web/figures/requirement-mark.tsx";
import { base64 } from "../../../web/parts/bytes.ts";
import { Button } from "../../../web/parts/button.tsx";
import { listed, shortDate } from "../../../web/parts/words.ts";
import type { Editing } from "./record-form.tsx";
import { daysOf, kindWords, type RecordHeld, type Records } from "./record-words.ts";
import s from "./records.module.css";

const sizeWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** One record: what it is, how long it counts, who vouches for it, what shows it, and what may be done. */
export function RecordRow({
  personId,
  record,
  can,
  onOpen,
  onSaid,
}: {
  personId: string;
  record: RecordHeld;
  can: Records["can"];
  onOpen: (editing: Editing) => void;
  onSaid: (text: string) => void;
}) {
  const queries = useQueryClient();
  const ids = { personId, recordId: record.id };
  const work = useMutation({
    mutationFn: ({ send }: { send: () => Promise<unknown>; said: string }) => send(),
    onSuccess: async (_reply, { said }) => {
      await queries.invalidateQueries();
      onSaid(said);
    },
  });
  const { standing, expiresOn } = record;
  const writes = can["person.records.write"];
  const attach = (file: File) =>
    work.mutate({
      send: async () => api("POST", "/people/:personId/records/:recordId/files", { ...ids, fileName: file.name, file: await base64(file) }),
      said: `${file.name} is attached.`,
    });
  return (
    <li>
      <RequirementMark status={standing === "lasting" || standing === "valid" ? "met" : standing} />
      <div className={s.what}>
        <b>{record.title}</b>
        <small>
          {[kindWords[record.kind], record.regulated].filter(Boolean).join(", ")}, {daysOf(record)}
          {standing === "expired" && expiresOn !== null && <b className="rust">, ran out on {shortDate(expiresOn)}</b>}
          {standing === "expiring" && expiresOn !== null && <b className="rust">, runs out on {shortDate(expiresOn)}</b>}
          {standing === "valid" && expiresOn !== null && <>, counts until {shortDate(expiresOn)}</>}
        </small>
        <small>
          {record.verifiedAt === null
            ? "Not verified yet; it counts until somebody finds otherwise"
            : `${record.attestedBy === null ? "Verified" : "Attested"}${(record.attestedBy ?? record.verifiedBy) === null ? "" : ` by ${record.attestedBy ?? record.verifiedBy}`} on ${shortDate(record.verifiedAt)}`}
          {record.serves.length > 0 && `. Serves ${listed(record.serves)}`}.
        </small>
        {record.note !== null && <small>{record.note}</small>}
        {record.files.length > 0 && (
          <ul className={s.files} aria-label={`Files of ${record.title}`}>
            {record.files.map((file) => (
              <li key={file.id}>
                <a href={`/api/v1/people/${personId}/records/${record.id}/files/${file.id}`} download={file.name}>
                  {file.name}
                </a>{" "}
                <small>{sizeWords(file.size)}</small>
                {writes && (
                  <Button
                    kind="quiet"
                    className={s.small}
                    aria-label={`Take away ${file.name}`}
                    onClick={() =>
                      work.mutate({
                        send: () => api("DELETE", "/people/:personId/records/:recordId/files/:fileId", { ...ids, fileId: file.id }),
                        said: `${file.name} is taken away.`,
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
        {(writes || can["person.records.verify"]) && (
          <div className={s.acts}>
            {can["person.records.verify"] && record.verifiedAt === null && (
              <Button
                className={s.small}
                aria-label={`Verify ${record.title}`}
                busy={work.isPending && "Saving…"}
                onClick={() =>
                  work.mutate({
                    send: () => api("POST", "/people/:personId/records/:recordId/verification", ids),
                    said: `${record.title} is verified.`,
                  })
                }
              >
                Verify
              </Button>
            )}
            {writes && (standing === "expired" || standing === "expiring") && (
              <Button className={s.small} aria-label={`Renew ${record.title}`} onClick={() => onOpen({ what: "renew", record })}>
                Renew
              </Button>
            )}
            {writes && (
              <label className={s.attach}>
                <span>
                  Attach a file<span className="hidden"> to {record.title}</span>
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
            {writes && (
              <Button
                kind="quiet"
                className={s.small}
                aria-label={`Put right: ${record.title}`}
                onClick={() => onOpen({ what: "right", record })}
              >
                Put right
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
