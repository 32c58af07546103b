import type { Wording } from "../../../core/framework/statement.ts";
import css from "./marked.module.css";

type Found = Pick<Wording, "start" | "end" | "reason" | "better" | "words" | "code">;

/** A text with the words underlined that the statement checker has something to say about. */
export function Marked({ text, found }: { text: string; found: readonly Found[] }) {
  if (found.length === 0) return text;
  const parts = [];
  let at = 0;
  for (const { start, end } of found.toSorted((a, b) => a.start - b.start)) {
    if (start < at || end > text.length) continue;
    parts.push(
      text.slice(at, start),
      <u key={start} className={css.words}>
        {text.slice(start, end)}
      </u>,
    );
    at = end;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}

/** What there is to say about words, beneath them: which words, why, and what to write instead. */
export function Findings({ id, found }: { id: string; found: readonly Found[] }) {
  if (found.length === 0) return null;
  return (
    <ul id={id} className={css.findings}>
      {found.map(({ code, start, words, reason, better }) => (
        <li key={`${code} ${start}`}>
          <b>“{words.length > 60 ? `${words.slice(0, 59)}…` : words}”</b> {reason} <em>{better}</em>
        </li>
      ))}
    </ul>
  );
}
