import type { ReactNode } from "react";
import { Logo } from "../figures/logo.tsx";
import css from "./alone.module.css";

/** A page before anybody is signed in: the hairline with the mark on it, and no places yet. */
export function Alone({ children }: { children: ReactNode }) {
  return (
    <>
      <div className={css.mark}>
        <Logo />
        <span>Rungs</span>
      </div>
      <main className={css.main}>{children}</main>
    </>
  );
}
