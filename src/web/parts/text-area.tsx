import { useId, type ComponentProps } from "react";
import css from "./field.module.css";

/** Several lines of text with their label above and, beneath, a hint or what is wrong with them. */
export function TextArea({
  label,
  hint,
  error,
  ...input
}: Omit<ComponentProps<"textarea">, "id" | "className"> & { label: string; hint?: string | undefined; error?: string | undefined }) {
  const id = useId();
  const under = error ?? hint;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <textarea rows={3} {...input} id={id} aria-invalid={error ? true : undefined} aria-describedby={under ? `${id}-under` : undefined} />
      {under && (
        <p id={`${id}-under`} className={error ? css.error : css.hint}>
          {under}
        </p>
      )}
    </div>
  );
}
