import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { shortDate } from "../../../web/parts/words.ts";
import { RecordForm, type Editing } from "./record-form.tsx";
import { RecordRow } from "./record-row.tsx";
import { kindWords, type Records } from "./record-words.ts";
import s from "./records.module.css";

/** What somebody holds, on their page: read by who may see it, changed by who may. */
export function RecordsSection({ personId, name, you }: { personId: string; name: string; you: boolean }) {
  const records = useQuery(read("/people/:personId/records", { personId }));
  return (
    <section aria-labelledby="records">
      <h2 id="records">{you ? "What you hold" : `What ${name} holds`}</h2>
      {records.isPending ? (
        <Loading />
      ) : records.isError ? (
        <ErrorState error={records.error} retry={() => void records.refetch()} />
      ) : (
        <Held personId={personId} records={records.data} you={you} />
      )}
    </section>
  );
}

function Held({ personId, records, you }: { personId: string; records: Records; you: boolean }) {
  const [editing, setEditing] = useState<Editing | null>(null);
  const [said, setSaid] = useState("");
  const back = useRef<HTMLElement | null>(null);
  const open = (what: Editing) => {
    back.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setSaid("");
    setEditing(what);
  };
  const close = (done: string | null) => {
    setEditing(null);
    setSaid(done ?? "");
    back.current?.focus();
  };
  const { items, before, can } = records;
  const held = items.filter(({ kind }) => kind !== "responsibility");
  const responsibilities = items.filter(({ kind }) => kind === "responsibility");
  const rows = (of: typeof items) => (
    <ul className={s.records}>
      {of.map((record) => (
        <RecordRow key={record.id} personId={personId} record={record} can={can} onOpen={open} onSaid={setSaid} />
      ))}
    </ul>
  );
  return (
    <>
      {items.length === 0 && (
        <p className="q3">
          No qualification, training or check is on record yet.
          {can["person.records.write"] &&
            (you
              ? " Add your certificates: your gap report counts them at once, and your manager verifies them."
              : " What you add counts in the gap report at once.")}
        </p>
      )}
      <p role={said === "" ? undefined : "alert"} className={s.said}>
        {said}
      </p>
      {can["person.records.write"] &&
        (editing === null ? (
          <p className={s.add}>
            <Button onClick={() => open({ what: "add" })}>Add a record</Button>
          </p>
        ) : (
          <RecordForm key={JSON.stringify(editing)} personId={personId} records={records} editing={editing} onClose={close} />
        ))}
      {held.length > 0 && rows(held)}
      {responsibilities.length > 0 && (
        <>
          <h3 className={s.apart}>Responsibilities</h3>
          {rows(responsibilities)}
        </>
      )}
      {before.length > 0 && (
        <details className={s.before}>
          <summary>What was on record before ({before.length})</summary>
          <ul>
            {before.map((each) => (
              <li key={`${each.at} ${each.title} ${each.on}`}>
                <del>
                  {each.title}, {kindWords[each.kind].toLowerCase()}, {shortDate(each.on)}
                </del>
                <small>
                  {each.retracted ? "Taken back" : "Put right"}
                  {each.by !== null && ` by ${each.by}`} on {shortDate(each.at)}
                  {each.reason !== null && `: ${each.reason}`}
                </small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
