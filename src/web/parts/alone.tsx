import type { ReactNode } from "react";
import { Logo } from "../figures/logo.tsx";
import css from "./alone.module.css";

/** A page before anybody is signed in: the hairline with the mark on it, and no places yet. */
export function Alone({ children }: { children: ReactNode }) {
  return (
    <>
      <header className={css.mark}>
        <Logo />
        <span>Rungs</span>
      </header>
      <main className={css.main}>{children}</main>
    </>
  );
}
