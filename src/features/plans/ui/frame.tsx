import { useEffect, useId, useRef, type ReactNode } from "react";
import { Button } from "../../../web/parts/button.tsx";
import { typedIn } from "../../../web/parts/field.tsx";
import { faultWords } from "./work.ts";
import s from "./plan.module.css";

/** What changes opens in a frame of its own, where it will stand; Escape leaves it. Nothing typed is lost where it is refused. */
export function Frame({
  title,
  verb,
  work,
  children,
  onSave,
  onClose,
}: {
  title: string;
  verb: string;
  work: { isPending: boolean; error: unknown };
  children: ReactNode;
  /** Given what was typed, by the fields' names. */
  onSave: (of: (name: string) => string) => void;
  onClose: () => void;
}) {
  const id = useId();
  const frame = useRef<HTMLElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const opened = frame.current;
    opened?.querySelector<HTMLElement>("select, input, textarea")?.focus();
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && close.current();
    opened?.addEventListener("keydown", onKey);
    return () => opened?.removeEventListener("keydown", onKey);
  }, []);
  return (
    <section ref={frame} className={s.frame} aria-labelledby={id}>
      <p id={id} className={s.frameTitle}>
        {title}
      </p>
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!work.isPending) onSave(typedIn(event.currentTarget));
        }}
      >
        {children}
        {work.error !== null && work.error !== undefined && (
          <p role="alert" className={s.fault}>
            {faultWords(work.error)}
          </p>
        )}
        <div className={s.foot}>
          <Button type="submit" busy={work.isPending && "Saving…"}>
            {verb}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </section>
  );
}
