import { useEffect, useId, useRef, useState } from "react";
import type { Level } from "../../../core/framework/document.ts";
import { sameValue } from "../../../core/framework/same.ts";
import { asked } from "./draft-store.ts";
import { clearCell, markersOf, setExpectation, textOf, writeCell } from "./edits.ts";
import { useEditor } from "./editor-context.ts";
import { ClashBox } from "./clash-box.tsx";
import { SavedWord } from "./saved-line.tsx";
import { canNoteHere, nodeNotes } from "./slots.tsx";
import { useKeys } from "./keys.ts";
import type { CellRow } from "./table.ts";
import { TargetChoice } from "./target-choice.tsx";
import { Writing } from "./writing.tsx";
import css from "./cell-editor.module.css";

/** The cell, opened: its statements a line each, what is asked on the scale, whether it decides, and how much it counts. */
export function CellEditor({
  level,
  row,
  leave,
  last,
}: {
  level: Level;
  row: CellRow;
  leave: (by: "stay" | "next" | "before") => void;
  last: boolean;
}) {
  const { store } = useEditor();
  const content = store.shown;
  const expectation = row.kind === "competency" ? asked(level).get(row.key) : undefined;
  const stored = textOf(level, row);
  const [text, setText] = useState(stored);
  const [noting, setNoting] = useState(false);
  const [meant, setMeant] = useState(stored);
  const field = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const join = `${level.id} ${row.key}`;

  const write = (typed: string) => {
    setText(typed);
    setMeant(typed);
    store.write(writeCell(store.shown, store.shown.levels.find(({ id }) => id === level.id) ?? level, row, typed), join);
  };

  // What stands in the draft is what the field shows, unless it only says the same in other spaces.
  const says = (one: string) => (row.kind === "scope" ? one.replaceAll(/\s*\n\s*/g, " ").trimStart() : markersOf(one));
  if (!sameValue(says(meant), says(stored))) {
    setMeant(stored);
    setText(stored);
  }

  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
    frame.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return () => store.pause();
  }, [store]);

  useKeys(frame, (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      leave("stay");
    } else if (event.key === "Tab" && event.target === field.current) {
      event.preventDefault();
      leave(event.shiftKey ? "before" : "next");
    } else if (event.key === "ArrowDown" && event.altKey && event.target === field.current) {
      event.preventDefault();
      const first = (wanted: string) => frame.current?.querySelector<HTMLElement>(wanted);
      (first("input:checked") ?? first("input") ?? first("button"))?.focus();
    }
    // Inside the field keys are the field's; the table hears none of them.
    event.stopPropagation();
  });

  const node = row.kind === "scope" ? `level/${level.id}` : `expectation/${expectation?.id ?? ""}`;
  const problems = store.problems.filter((problem) => problem.node === node && row.kind === "competency");
  const weight = useId();
  return (
    <div
      ref={frame}
      className={last ? `${css.frame} ${css.left}` : css.frame}

      role="group"
      aria-label={`${row.title}, ${level.title}`}
    >
      <p className={css.what}>
        {row.title} <span>{level.title}</span>
      </p>
      <Writing
        field={field}
        text={text}
        kind={row.kind === "scope" ? "prose" : "statement"}
        lines={row.kind === "competency"}
        language={content.language}
        label={
          row.kind === "scope" ? `Scope: ${row.title}, ${level.title}` : `What one sees: ${row.title}, ${level.title}; one statement a line`
        }
        placeholder={
          row.kind === "scope"
            ? "How far it reaches"
            : row.inherited.length > 0
              ? "As its library says; write here to say it in your own words"
              : "What one sees somebody do. One statement a line."
        }
        onChange={(event) => write(event.target.value)}
      />
      {problems.map(({ code, path, message, hint }) => (
        <p key={code + path} className={css.problem}>
          {message} {hint}
        </p>
      ))}
      <ClashBox node={node} field={row.kind === "scope" ? "domainScope" : null} inside={row.kind === "scope" ? row.domain : null} />
      {row.kind === "competency" && (
        <div className={css.terms}>
          <TargetChoice
            scale={content.scale}
            value={expectation?.target}
            name={`${row.title}, ${level.title}`}
            onChange={(target) => store.write(setExpectation(store.shown, level, row, { target }))}
          />
          <label className={css.critical}>
            <input
              type="checkbox"
              checked={expectation?.critical ?? false}
              onChange={(event) => store.write(setExpectation(store.shown, level, row, { critical: event.target.checked }))}
            />
            Critical
          </label>
          <span className={css.weight}>
            <label htmlFor={weight}>Weight</label>
            <input
              id={weight}
              inputMode="decimal"
              defaultValue={expectation?.weight ?? 1}
              key={expectation?.weight ?? 1}
              onBlur={(event) => {
                const value = Number(event.target.value.replace(",", "."));
                if (Number.isFinite(value) && value !== (expectation?.weight ?? 1))
                  store.write(setExpectation(store.shown, level, row, { weight: value }));
              }}
            />
          </span>
        </div>
      )}
      <div className={css.foot}>
        <SavedWord />
        {expectation && canNoteHere && store.draft.can.comment && (
          <button type="button" aria-expanded={noting} onClick={() => setNoting(!noting)}>
            Notes
          </button>
        )}
        {(expectation || stored !== "") && (
          <button
            type="button"
            onClick={() => {
              store.write(clearCell(level, row));
              leave("stay");
            }}
          >
            {row.kind === "scope" ? "Clear" : "Not asked here"}
          </button>
        )}
        <button type="button" onClick={() => leave("stay")}>
          Done
        </button>
      </div>
      {noting && nodeNotes(store.slug, node)}
    </div>
  );
}
