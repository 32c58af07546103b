import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Button } from "../../../web/parts/button.tsx";
import css from "./dialog.module.css";

/** What floats over the page: a title, what it is about, and its acts at the foot. Escape leaves it, and nothing is done. */
export function DialogFrame({
  title,
  onClosed,
  children,
  foot,
}: {
  title: string;
  onClosed: () => void;
  children: ReactNode;
  foot: ReactNode;
}) {
  return (
    <ModalOverlay className={css.scrim ?? ""} isOpen isDismissable={false} onOpenChange={(open) => !open && onClosed()}>
      <Modal className={css.modal ?? ""}>
        <Dialog className={css.dialog ?? ""} aria-labelledby="dialog-title">
          <header>
            <h2 id="dialog-title">{title}</h2>
            <Button kind="quiet" onClick={onClosed}>
              Close
            </Button>
          </header>
          <div className={css.middle}>{children}</div>
          <footer>{foot}</footer>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A reason that becomes part of the record. @param says who will read it. */
export function Reason({
  value,
  error,
  says,
  onChange,
}: {
  value: string;
  error: boolean;
  says: string;
  onChange: (value: string) => void;
}) {
  return (
    <div className={css.reason}>
      <label htmlFor="reason">Why? {says}</label>
      <textarea
        id="reason"
        rows={3}
        maxLength={4000}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? "reason-error" : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && (
        <p id="reason-error" className={css.error}>
          Say why: it is part of the record.
        </p>
      )}
    </div>
  );
}
