import { type ComponentProps, type Ref, useId } from "react";
import { checkStatement, type StatementKind } from "../../../core/framework/statement.ts";
import { Findings, Marked } from "./marked.tsx";
import css from "./writing.module.css";

/**
 * A field that grows with its text and underlines, while one types, the words that make a statement hard to rate. The
 * underlining lies beneath the field, in a copy of its text that nobody hears.
 *
 * @param kind what the text is to be rated on or only read; null for what is not checked.
 * @param lines whether every line is a statement of its own.
 */
export function Writing({
  text,
  kind,
  lines = false,
  language,
  label,
  field,
  ...rest
}: Omit<ComponentProps<"textarea">, "value" | "ref"> & {
  text: string;
  kind: StatementKind | null;
  lines?: boolean;
  language: string;
  label: string;
  field?: Ref<HTMLTextAreaElement>;
}) {
  const id = useId();
  const found = kind === null ? [] : findings(text, kind, lines, language);
  return (
    <>
      <div className={css.stack}>
        <div className={css.copy} aria-hidden="true">
          <Marked text={text} found={found} />{" "}
        </div>
        <textarea
          {...rest}
          ref={field}
          className={css.field}
          value={text}
          aria-label={label}
          aria-describedby={found.length > 0 ? id : undefined}
          rows={1}
          spellCheck
          lang={language}
        />
      </div>
      <Findings id={id} found={found} />
    </>
  );
}

function findings(text: string, kind: StatementKind, lines: boolean, language: string) {
  if (!lines) return checkStatement(text, kind, language);
  let at = 0;
  return text.split("\n").flatMap((line) => {
    const from = at;
    at += line.length + 1;
    return checkStatement(line, kind, language).map((found) => ({ ...found, start: found.start + from, end: found.end + from }));
  });
}
