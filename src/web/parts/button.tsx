import type { ComponentProps, ReactNode } from "react";
import css from "./button.module.css";

type Kind = "main" | "plain" | "quiet";

/** For links that look like a button. Green (`main`) at most once on a screen. */
export const buttonClass = (kind: Kind = "plain"): string => `${css.button} ${css[kind]}`;

/**
 * A verb with its object.
 *
 * @param busy what the label becomes while it works ("Saving…"); the width stays and further presses do nothing.
 * Never disabled: it stays enabled and what follows says what is missing.
 */
export function Button({
  kind = "plain",
  busy,
  children,
  onClick,
  className,
  ...rest
}: Omit<ComponentProps<"button">, "disabled"> & {
  kind?: Kind;
  busy?: string | false | undefined;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      {...rest}
      className={className ? `${buttonClass(kind)} ${className}` : buttonClass(kind)}
      aria-disabled={busy ? true : undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      <span className={css.label}>
        <span className={busy ? css.away : undefined} aria-hidden={busy ? true : undefined}>
          {children}
        </span>
        {busy && <span>{busy}</span>}
      </span>
    </button>
  );
}
