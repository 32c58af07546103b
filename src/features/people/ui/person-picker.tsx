import { useQuery } from "@tanstack/react-query";
import { useId, useState, type KeyboardEvent } from "react";
import { read } from "../../../web/api.ts";
import s from "./person-picker.module.css";

export type Picked = { id: string; name: string };

/** Finds one person by part of their name: arrow keys go through who is found, Enter takes them, Escape closes the list. */
export function PersonPicker({
  label,
  hint,
  onPick,
  without,
}: {
  label: string;
  hint?: string | undefined;
  onPick: (person: Picked) => void;
  /** Whoever cannot be meant. */
  without?: string | undefined;
}) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const q = typed.trim();
  const asked = open && q.length > 0;
  const found = useQuery({ ...read("/people", { q, limit: 8 }), enabled: asked });
  const rows = asked ? (found.data?.items ?? []).filter((row) => row.id !== without) : [];
  const active = Math.min(at, rows.length - 1);
  const pick = (row: Picked | undefined) => {
    if (row === undefined) return;
    onPick({ id: row.id, name: row.name });
    setTyped("");
    setOpen(false);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      if (rows.length > 0) setAt((active + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length);
    } else if (event.key === "Enter" && asked) {
      event.preventDefault();
      pick(rows[active]);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className={s.picker}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Part of a name"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={onKey}
        onBlur={() => setOpen(false)}
      />
      {hint && (
        <p id={`${id}-hint`} className={s.hint}>
          {hint}
        </p>
      )}
      <div className={s.list} id={`${id}-list`} role="listbox" aria-label={label} hidden={rows.length === 0}>
        {rows.map((row, index) => (
          <div
            key={row.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            // Before the field loses the focus, which closes the list.
            onPointerDown={(event) => {
              event.preventDefault();
              pick(row);
            }}
          >
            {row.name}
            <small>{[row.place?.levelTitle, row.team].filter(Boolean).join(", ")}</small>
          </div>
        ))}
      </div>
      <p className={s.hint} aria-live="polite">
        {asked && found.isSuccess && rows.length === 0 ? "Nobody at work today has that in their name." : ""}
      </p>
    </div>
  );
}
