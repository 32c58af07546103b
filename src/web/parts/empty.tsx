import type { ReactNode } from "react";
import css from "./states.module.css";

/** Where there is nothing yet: one sentence that teaches, and at most one button. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.state}>
      <p>{children}</p>
      {action}
    </div>
  );
}
