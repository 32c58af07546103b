import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, read } from "../../../web/api.ts";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { shortDate } from "../../../web/parts/words.ts";
import css from "./calibration.module.css";
import { standing } from "./case-cell.tsx";
import type { Asked, Case, CasesFound } from "./cases.tsx";
import type { Cycle } from "./cycle-words.ts";

/** Opens out of the cell that it edits: what was given and why, the value to put beside it, and the reason. */
export function CaseEditor({
  cycle,
  item,
  expectation,
  scale,
  onClose,
  session,
  onSession,
}: {
  cycle: Cycle;
  item: Case;
  expectation: Asked;
  scale: CasesFound["scale"];
  onClose: () => void;
  session: string;
  onSession: (id: string) => void;
}) {
  const sessions = useQuery({ ...read("/cycles/:cycleId/sessions", { cycleId: cycle.id }), enabled: item.can.calibrate });
  const sitting = (sessions.data?.items ?? []).filter(({ lockedAt }) => lockedAt === null);
  const { rated, changes, said, now, pieces } = standing(item, expectation.id);
  const cycleWord = useCycleWord();
  const [value, setValue] = useState(now);
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const queries = useQueryClient();
  const word = (point: number | null) => scale.find((each) => each.value === point)?.label ?? "no point";
  // Whoever opened it by the keyboard goes on in it, and Escape leaves it.
  useEffect(() => frame.current?.querySelector<HTMLElement>("input:checked, input, button")?.focus(), []);
  useEffect(() => {
    const open = frame.current;
    const leave = (event: KeyboardEvent) => event.key === "Escape" && onClose();
    open?.addEventListener("keydown", leave);
    return () => open?.removeEventListener("keydown", leave);
  }, [onClose]);
  const change = useMutation({
    mutationFn: (to: number) =>
      api("POST", "/cycles/:cycleId/calibration/:reviewId", {
        cycleId: cycle.id,
        reviewId: item.reviewId,
        expectation: expectation.id,
        value: to,
        was: now,
        reason: reason.trim(),
        ...(sitting.some(({ id }) => id === session) ? { session } : {}),
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({
        predicate: ({ queryKey: [path] }) =>
          typeof path === "string" && (path.startsWith("/cycles/:cycleId/calibration") || path === "/cycles/:cycleId/sessions"),
      });
      onClose();
    },
  });
  const changed = value !== null && value !== now;
  return (
    <div ref={frame} className={css.editor} role="group" aria-label={`${item.person.name}, ${expectation.title}`}>
      <p>
        <b>
          {item.person.name}, {expectation.title}
        </b>{" "}
        <span className="q2">
          given {word(said)} by {rated?.rater ?? "nobody"},{" "}
          {pieces === 0 ? "with no evidence" : `with ${pieces === 1 ? "one piece" : `${pieces} pieces`} of evidence`}
        </span>
      </p>
      {rated?.comment && <p className={css.quote}>“{rated.comment}”</p>}
      {changes.map(({ value: to, reason: why, by, at }) => (
        <p key={at + String(to)} className="q2">
          {word(to)} since {shortDate(at)}: “{why}” {by}
        </p>
      ))}
      {expectation.markers.length > 0 && (
        <ul className={css.markers}>
          {expectation.markers.map((marker) => (
            <li key={marker}>{marker}</li>
          ))}
        </ul>
      )}
      {item.can.calibrate ? (
        <>
          <fieldset className={css.scale}>
            <legend className="hidden">What it is to be</legend>
            {scale.map((point) => (
              <label key={point.value} data-asked={point.value === expectation.target}>
                <input type="radio" name="value" checked={value === point.value} onChange={() => setValue(point.value)} />
                <span>{point.value === said && changed ? <del>{point.label}</del> : point.label}</span>
                {point.value === expectation.target && <small>asked</small>}
              </label>
            ))}
          </fieldset>
          <label className={css.why}>
            <b>Why? {item.person.name}, their manager and the history will show it.</b>
            <textarea
              rows={2}
              maxLength={4000}
              value={reason}
              aria-invalid={asked && reason.trim() === "" ? true : undefined}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          {sitting.length > 0 && (
            <Select
              label="Decided in"
              value={sitting.some(({ id }) => id === session) ? session : ""}
              options={[{ value: "", label: "no session" }, ...sitting.map(({ id, title }) => ({ value: id, label: title }))]}
              onChange={onSession}
            />
          )}
          {asked && (!changed || reason.trim() === "") && (
            <p className={css.fault}>{changed ? "Say why: it is part of the record." : "Choose another value first."}</p>
          )}
          {change.isError && (
            <p role="alert" className={css.fault}>
              {change.error.message} Nothing was changed; what you typed is here.
            </p>
          )}
          <p className={css.foot}>
            <Button
              kind="main"
              busy={change.isPending && "Changing…"}
              onClick={() => {
                setAsked(true);
                if (changed && reason.trim() !== "") change.mutate(value);
              }}
            >
              {changed ? `Change to ${word(value)}` : "Change it"}
            </Button>
            <Button kind="quiet" onClick={onClose}>
              Leave as it is
            </Button>
          </p>
        </>
      ) : (
        <p className={css.foot}>
          <span className="q2">
            {cycle.state === "open"
              ? "It can be changed once the forms are closed."
              : cycle.state === "calibrating"
                ? "Nobody calibrates their own ratings."
                : `The ${cycleWord.one} is over: this is what counts.`}
          </span>
          <Button kind="quiet" onClick={onClose}>
            Close
          </Button>
        </p>
      )}
    </div>
  );
}
