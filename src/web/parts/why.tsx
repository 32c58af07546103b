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
export function Why({ note, about, children }: { note: Note; about: string; children?: ReactNode }) {
  return (
    <button
      type="button"
      className={children === undefined ? s.why : s.figure}
      aria-expanded={note.open}
      aria-controls={note.open ? note.id : undefined}
      onClick={note.toggle}
    >
      {children ?? "why?"}
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

/** A sentence of the core, its figures strong. */
export function Runs({ runs }: { runs: readonly { text: string; strong?: boolean }[] }) {
  // A sentence never reorders its parts.
  return runs.map((run, index) => (run.strong ? <strong key={index}>{run.text}</strong> : <span key={index}>{run.text}</span>));
}
