import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import s from "./gap-share.module.css";
import type { Picker as PickerPart } from "./gap-slots.ts";
import type { Gap } from "./gap-table.tsx";

type Person = { id: string; name: string };

/** Hands somebody a copy of the report as it stands: who, perhaps a word beside it, and what they will be able to do. */
export function GapShare({
  gap,
  search,
  picker: Picker,
  close,
}: {
  gap: Gap;
  /** What the report was asked with, so that the copy is of the same. */
  search: { target?: string | undefined; on?: string | undefined; version?: string | undefined };
  picker: PickerPart;
  close: () => void;
}) {
  const queries = useQueryClient();
  const note = useId();
  const head = useRef<HTMLHeadingElement>(null);
  const [reader, setReader] = useState<Person | null>(null);
  const [words, setWords] = useState("");
  const [missing, setMissing] = useState(false);
  const own = gap.person.you;
  const sharing = useMutation({
    mutationFn: (to: Person) =>
      api("POST", "/people/:personId/gap/copies", {
        personId: gap.person.id,
        with: to.id,
        ...(words.trim() === "" ? {} : { note: words.trim() }),
        ...(search.target === undefined ? {} : { target: search.target }),
        ...(search.on === undefined ? {} : { on: search.on }),
        ...(search.version === undefined ? {} : { version: Number(search.version) }),
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["/reports/shared"] }),
  });
  useEffect(() => head.current?.focus(), []);
  const fault =
    sharing.error === null
      ? null
      : sharing.error instanceof ApiError
        ? sharing.error.message
        : "Rungs cannot be reached. Nothing was shared; try again.";
  const send = () => {
    if (reader === null) setMissing(true);
    else sharing.mutate(reader);
  };
  return (
    <section className={s.share} aria-labelledby="share">
      <h2 id="share" ref={head} tabIndex={-1}>
        Share a copy
      </h2>
      {sharing.isSuccess && reader !== null ? (
        <div role="status">
          <p>
            {reader.name} can read this report as it stands now. They have been told.{" "}
            <Link to="/reports/shared" search={{ box: "given" }}>
              See what is shared
            </Link>
          </p>
          <Button onClick={close}>Close</Button>
        </div>
      ) : (
        <>
          <p className={s.what}>
            {own
              ? "Whoever you choose reads this report as it stands now, ratings and comments included. Later changes do not reach the copy. You see when it was opened, and can take it back."
              : `You can hand a copy to ${gap.person.name} and to those who manage them. ${gap.person.name} is told, and can take it back.`}
          </p>
          <div className={s.form}>
            {reader === null ? (
              <div>
                <Picker label="Share with" onPick={(person) => (setReader(person), setMissing(false))} />
                <p role="alert" className={s.fault}>
                  {missing && "Choose who is to read it: type a part of their name, then pick them from the list."}
                </p>
              </div>
            ) : (
              <p className={s.reader}>
                Share with <b>{reader.name}</b>{" "}
                <Button kind="quiet" onClick={() => setReader(null)}>
                  Choose somebody else
                </Button>
              </p>
            )}
            <div className={s.note}>
              <label htmlFor={note}>A word beside it, if you like</label>
              <textarea id={note} rows={2} maxLength={4000} value={words} onChange={(event) => setWords(event.target.value)} />
            </div>
          </div>
          <p role="alert" className={s.fault}>
            {fault}
          </p>
          <div className={s.acts}>
            <Button busy={sharing.isPending && "Sharing…"} onClick={send}>
              Share the copy
            </Button>
            <Button kind="quiet" onClick={close}>
              Do not share
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
