import { useId, type ComponentProps, type ReactNode } from "react";
import css from "./field.module.css";

/**
 * One line of text with its label above and, beneath, a hint or what is wrong with it: what happened, what was kept,
 * what to do.
 */
export function TextField({
  label,
  hint,
  error,
  ...input
}: Omit<ComponentProps<"input">, "id" | "className"> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}) {
  const id = useId();
  const under = error ?? hint;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <input {...input} id={id} aria-invalid={error ? true : undefined} aria-describedby={under ? `${id}-under` : undefined} />
      {under && (
        <p id={`${id}-under`} className={error ? css.error : css.hint}>
          {under}
        </p>
      )}
    </div>
  );
}

/** @returns what was typed into the fields of a form, by name; "" where a field is empty, absent or not ticked. */
export function typedIn(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
}

/** The platform's own menu, without a box. @param label said before it, or to the voice only where `quiet`. */
export function Select({
  label,
  quiet,
  options,
  value,
  onChange,
}: {
  label: string;
  quiet?: boolean;
  options: readonly { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <span className={css.select}>
      <label htmlFor={id} className={quiet ? "hidden" : undefined}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
