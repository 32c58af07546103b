import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { capital, counted, listed } from "../../../web/parts/words.ts";
import type { Cycle } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { DialogFrame } from "./dialog-frame.tsx";

const at = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** What a release does, to whom and when: all of it or none. */
export function ReleaseDialog({ cycle, onClosed }: { cycle: Cycle; onClosed: () => void }) {
  const found = useQuery(read("/cycles/:cycleId/release", { cycleId: cycle.id }));
  const [later, setLater] = useState("");
  const [without, setWithout] = useState(false);
  const queries = useQueryClient();
  const done = async () => {
    await queries.invalidateQueries();
    onClosed();
  };
  const release = useMutation({
    mutationFn: () =>
      api(
        "POST",
        "/cycles/:cycleId/release",
        { cycleId: cycle.id, withoutRatings: without, ...(later === "" ? {} : { at: new Date(later).toISOString() }) },
        { headers: { "idempotency-key": `release-${cycle.id}-${cycle.revision}-${later}-${String(without)}` } },
      ),
    onSuccess: done,
  });
  const takeBack = useMutation({ mutationFn: () => api("DELETE", "/cycles/:cycleId/release", { cycleId: cycle.id }), onSuccess: done });
  const failed = release.error ?? takeBack.error;
  const { people = 0, without: lacking = 0, who = [], changes = 0, openSessions = 0 } = found.data ?? {};
  const stops = lacking > 0 && !without;
  return (
    <DialogFrame
      title={`Release ${cycle.title}`}
      onClosed={onClosed}
      foot={
        <>
          <Button
            kind="main"
            busy={(release.isPending && "Releasing…") || (found.isPending && "Looking…")}
            onClick={() => (stops ? document.getElementById("without")?.focus() : release.mutate())}
          >
            {later === ""
              ? `Release to ${counted(people, "person", "people")} now`
              : `Release to ${counted(people, "person", "people")} then`}
          </Button>
          {cycle.releaseAt !== null && (
            <Button kind="quiet" busy={takeBack.isPending && "Taking back…"} onClick={() => takeBack.mutate()}>
              Take the hour back
            </Button>
          )}
          {failed !== null && (
            <p role="alert" className={css.fault}>
              {failed.message} Nothing was released.
            </p>
          )}
        </>
      }
    >
      {found.isError ? (
        <p role="alert" className={css.fault}>
          {found.error.message}
        </p>
      ) : (
        <>
          <p>
            At one moment, <b>{counted(people, "person reads", "people read")}</b> their result, and each is told. Their reports are kept as
            they stand, for good. It cannot be taken back.
          </p>
          <p>
            {changes === 0
              ? "Calibration changed nothing."
              : `${capital(counted(changes, "value was", "values were"))} changed in calibration; both are kept, with the reason.`}
            {openSessions > 0 && ` ${counted(openSessions, "session is", "sessions are")} not locked yet.`}
          </p>
          {cycle.releaseAt !== null && (
            <p>
              It is set for <b>{at.format(new Date(cycle.releaseAt))}</b>.
            </p>
          )}
          {lacking > 0 && (
            <div className={css.notice}>
              <p>
                For <b>{counted(lacking, "person", "people")}</b> nobody has sent in a rating that counts:{" "}
                {listed(who.map(({ name }) => name))}
                {lacking > who.length && ` and ${lacking - who.length} more`}.
              </p>
              <label className={css.tick}>
                <input id="without" type="checkbox" checked={without} onChange={(event) => setWithout(event.target.checked)} />
                <span>Release it all the same; their reports say that nobody has assessed it.</span>
              </label>
            </div>
          )}
          <TextField
            label="At an hour to come, or leave it empty for now"
            type="datetime-local"
            value={later}
            onChange={(event) => setLater(event.target.value)}
          />
        </>
      )}
    </DialogFrame>
  );
}
