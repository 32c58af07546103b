import { type ReactNode, useId, useState } from "react";
import s from "./why.module.css";

/** A note that a question opens: the question may stand in a sentence, the note below it. */
export type Note = { id: string; open: boolean; toggle: () => void };

export function useNote(): Note {
  const id = useId();
  const [open, setOpen] = useState(false);
  return { id, open, toggle: () => setOpen(!open) };
}

/**
 * The question that every number answers.
 *
 * @param about said to those who hear the page: "why? the readiness".
 * @param children what is written, "why?" unless it is the number itself.
 */
export function Why({ note, about, children = "why?" }: { note: Note; about: string; children?: ReactNode }) {
  return (
    <button type="button" className={s.why} aria-expanded={note.open} aria-controls={note.open ? note.id : undefined} onClick={note.toggle}>
      {children}
      <span className="hidden"> {about}</span>
    </button>
  );
}

/** The answer: the arithmetic with its numbers, behind an edge of ink. */
export function WhyNote({ note, children }: { note: Note; children: ReactNode }) {
  if (!note.open) return null;
  return (
    <div id={note.id} className={s.note} role="note">
      {children}
    </div>
  );
}
