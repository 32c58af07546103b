import type { ReactNode } from "react";
import type { Line } from "../../core/framework/lines.ts";
import type { Stretch } from "../../core/framework/words.ts";
import css from "./diff-list.module.css";

/** Marks hug their words: the space around them stays outside, and what replaces something stands apart from it. */
function set(text: readonly Stretch[]): Stretch[] {
  return text.flatMap(({ kind, text: words }, index): Stretch[] => {
    const core = words.trim();
    if (kind === "same" || core === "") return [{ kind: core === "" ? "same" : kind, text: words }];
    const start = words.indexOf(core);
    const apart = kind === "added" && text[index - 1]?.kind === "removed" && start === 0 && !/\s$/.test(text[index - 1]?.text ?? "");
    const space = core.includes("\n") || text[index - 1]?.text.includes("\n") ? "\n" : " ";
    const around = [apart ? space : words.slice(0, start), words.slice(start + core.length)] as const;
    return [
      { kind: "same", text: around[0] },
      { kind, text: core },
      { kind: "same", text: around[1] },
    ];
  });
}

/** A text with what was taken out of it struck through and what is new underlined. */
export function Words({ text }: { text: readonly Stretch[] }) {
  return (
    <span className={css.words}>
      {set(text).map(({ kind, text: words }, index) =>
        // A text never reorders its stretches.
        kind === "added" ? <ins key={index}>{words}</ins> : kind === "removed" ? <del key={index}>{words}</del> : words,
      )}
    </span>
  );
}

/** Lines of a comparison, each with what stands beside it. */
export function DiffList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ol className={css.list} aria-label={label}>
      {children}
    </ol>
  );
}

/**
 * One thing that changed: the word, its name and place, and the texts.
 *
 * @param where false where a heading above says it already.
 * @param beside the last column: what follows from the change.
 * @param children beneath the texts, such as where it comes from.
 */
export function DiffLine({
  line,
  heading: Heading = "h3",
  where = true,
  beside,
  children,
}: {
  line: Line;
  /** One below the heading of the list. */
  heading?: "h3" | "h4";
  where?: boolean;
  beside?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className={css.line}>
      <span className={css.verb}>{line.verb}</span>
      <div className={css.text}>
        <Heading>
          {line.name}
          {where && line.where !== null && <small>{line.where}</small>}
        </Heading>
        {line.details.map(({ label, text }, index) => (
          // What happened to one thing is never reordered.
          <p key={index}>
            {label !== null && <span className={css.label}>{label}: </span>}
            <Words text={text} />
          </p>
        ))}
        {children}
      </div>
      {beside !== undefined && <div className={css.beside}>{beside}</div>}
    </li>
  );
}
