import { type ReactNode, type SubmitEvent, useEffect, useId, useRef } from "react";
import { ApiError } from "../../../http/client.ts";
import { Button } from "../../../web/parts/button.tsx";
import { typedIn } from "../../../web/parts/field.tsx";
import css from "./account.module.css";

/** One way of signing in, or one thing about it: how it stands, then what can be done. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={css.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** @returns what the server says of the field at this JSON Pointer. */
export const faultAt = (error: Error | null, path: string): string | undefined =>
  error instanceof ApiError ? error.problems.find((fault) => fault.path === path)?.message : undefined;

/** @returns what the server says that no field shows. */
export const faultBeside = (error: Error | null, ...paths: readonly string[]): string | undefined =>
  error === null || paths.some((path) => faultAt(error, path)) ? undefined : error.message;

type Doing = { isPending: boolean; error: Error | null };

/** A form that opens where it was asked for; its first field has the focus. */
export function Opened({
  label,
  doing,
  submit,
  verb,
  busy,
  shown = [],
  close,
  children,
}: {
  /** What it is, for the voice. */
  label: string;
  doing: Doing;
  submit: (typed: (name: string) => string) => void;
  verb: string;
  busy: string;
  /** Pointers of the faults that fields show themselves. */
  shown?: readonly string[];
  close: () => void;
  children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLInputElement>("input:not([hidden])")?.focus(), []);
  const { error } = doing;
  useEffect(() => {
    // What is wrong is read out with its field.
    if (error) form.current?.querySelector<HTMLInputElement>("[aria-invalid]")?.focus();
  }, [error]);
  return (
    <form
      ref={form}
      className={css.opened}
      aria-label={label}
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault();
        if (!doing.isPending) submit(typedIn(event.currentTarget));
      }}
    >
      {children}
      <p role="alert" className={css.fault}>
        {faultBeside(error, ...shown)}
      </p>
      <div className={css.acts}>
        <Button kind="main" type="submit" busy={doing.isPending && busy}>
          {verb}
        </Button>
        <Button kind="quiet" onClick={close}>
          Leave it as it is
        </Button>
      </div>
    </form>
  );
}
