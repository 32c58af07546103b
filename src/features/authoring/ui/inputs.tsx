import { type ReactNode, useId, useState } from "react";
import type { StatementKind } from "../../../core/framework/statement.ts";
import { sameValue } from "../../../core/framework/same.ts";
import { markersOf } from "./edits.ts";
import { useEditor } from "./editor-context.ts";
import { Writing } from "./writing.tsx";
import css from "./inputs.module.css";

/** The fields of the sheets. Each writes into the draft letter by letter; leaving it ends the act that undo takes back. */
type Common<T> = { label: string; value: T; onChange: (value: T) => void; hint?: ReactNode };

function Field({ label, hint, id, children }: { label: string; hint?: ReactNode; id: string; children: ReactNode }) {
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {hint && <p>{hint}</p>}
    </div>
  );
}

export function Line({
  label,
  value,
  onChange,
  hint,
  placeholder,
  readOnly = false,
}: Common<string> & { placeholder?: string; readOnly?: boolean }) {
  const id = useId();
  const { store, writes } = useEditor();
  return (
    <Field label={label} hint={hint} id={id}>
      <input
        id={id}
        value={value}
        placeholder={placeholder}
        readOnly={readOnly || !writes}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => store.pause()}
      />
    </Field>
  );
}

/** Text of some length, looked at by the statement checker unless `kind` is null. */
export function Prose({ label, value, onChange, hint, kind = "prose" }: Common<string> & { kind?: StatementKind | null }) {
  const { store, writes } = useEditor();
  return (
    <div className={css.field}>
      <span aria-hidden="true">{label}</span>
      <Writing
        text={value}
        kind={kind}
        language={store.shown.language}
        label={label}
        readOnly={!writes}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => store.pause()}
      />
      {hint && <p>{hint}</p>}
    </div>
  );
}

/** One entry a line. */
export function Lines({ label, value, onChange, hint, kind = null }: Common<readonly string[]> & { kind?: StatementKind | null }) {
  const { store, writes } = useEditor();
  const [typed, setTyped] = useState(() => value.join("\n"));
  if (!sameValue(markersOf(typed), value)) setTyped(value.join("\n"));
  return (
    <div className={css.field}>
      <span aria-hidden="true">{label}</span>
      <Writing
        text={typed}
        kind={kind}
        lines
        language={store.shown.language}
        label={`${label}; one a line`}
        readOnly={!writes}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(markersOf(event.target.value));
        }}
        onBlur={() => store.pause()}
      />
      {hint && <p>{hint}</p>}
    </div>
  );
}

/** A number, or nothing. What is no number is not written, and stands there until it is. */
export function Figure({ label, value, onChange, hint }: Common<number | undefined>) {
  const id = useId();
  const { store, writes } = useEditor();
  const [typed, setTyped] = useState(String(value ?? ""));
  const read = (text: string) => (text.trim() === "" ? undefined : Number(text.replace(",", ".")));
  const meant = read(typed);
  if (meant !== value && !Number.isNaN(meant)) setTyped(String(value ?? ""));
  return (
    <Field label={label} id={id} hint={Number.isNaN(meant) ? "A number; until it is one, nothing is written." : hint}>
      <input
        id={id}
        className={css.short}
        inputMode="decimal"
        value={typed}
        readOnly={!writes}
        aria-invalid={Number.isNaN(meant) || undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          const number = read(event.target.value);
          if (!Number.isNaN(number)) onChange(number);
        }}
        onBlur={() => store.pause()}
      />
    </Field>
  );
}

/** One of several. A value that is none of them is shown as it is. */
export function Choice({
  label,
  value,
  onChange,
  options,
  hint,
}: Common<string> & { options: readonly { value: string; label: string }[] }) {
  const id = useId();
  const { writes } = useEditor();
  const all = options.some((option) => option.value === value) ? options : [{ value, label: value === "" ? "–" : value }, ...options];
  return (
    <Field label={label} hint={hint} id={id}>
      <select id={id} value={value} disabled={!writes} onChange={(event) => onChange(event.target.value)}>
        {all.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function Tick({ label, value, onChange }: Common<boolean>) {
  const { writes } = useEditor();
  return (
    <label className={css.tick}>
      <input type="checkbox" checked={value} disabled={!writes} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

/** Something to press beside a field, without weight of its own. @param what for those who hear it without what stands around. */
export function Act({ children, what, onClick }: { children: string; what?: string; onClick: () => void }) {
  const { writes } = useEditor();
  return writes ? (
    <button type="button" className={css.act} onClick={onClick}>
      {children}
      {what && <span className="hidden"> {what}</span>}
    </button>
  ) : null;
}

/** One line of text and a button that makes something of it. */
export function AddLine({ label, button, onAdd }: { label: string; button: string; onAdd: (title: string) => void }) {
  const id = useId();
  const { writes } = useEditor();
  const [typed, setTyped] = useState("");
  if (!writes) return null;
  return (
    <form
      className={css.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === "") return event.currentTarget.querySelector("input")?.focus();
        onAdd(typed.trim());
        setTyped("");
      }}
    >
      <Field label={label} id={id}>
        <input id={id} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <button type="submit" className={css.button}>
        {button}
      </button>
    </form>
  );
}

/** An entry of a list with what can be done with it as a whole. */
export function Entry({
  title,
  children,
  up,
  down,
  remove,
}: {
  title: string;
  children: ReactNode;
  up?: (() => void) | undefined;
  down?: (() => void) | undefined;
  remove?: (() => void) | undefined;
}) {
  return (
    <li className={css.entry}>
      {children}
      <div className={css.acts}>
        {up && (
          <Act what={title} onClick={up}>
            Move up
          </Act>
        )}
        {down && (
          <Act what={title} onClick={down}>
            Move down
          </Act>
        )}
        {remove && (
          <Act what={title} onClick={remove}>
            Remove
          </Act>
        )}
      </div>
    </li>
  );
}

export function Part({ title, children, open = false }: { title: string; children: ReactNode; open?: boolean }) {
  return (
    <details className={css.part} open={open}>
      <summary>
        <h3>{title}</h3>
      </summary>
      <div className={css.inside}>{children}</div>
    </details>
  );
}

export const Entries = ({ children }: { children: ReactNode }) => <ul className={css.entries}>{children}</ul>;
export const Row = ({ children }: { children: ReactNode }) => <div className={css.row}>{children}</div>;
