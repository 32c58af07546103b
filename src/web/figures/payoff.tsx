import type { ReactNode } from "react";
import s from "./payoff.module.css";

/** Pixels for a point of readiness: 12, less where the longest would leave its column; one scale for a whole list. */
export const payoffScale = (points: readonly number[]) => Math.min(12, 260 / Math.max(1, ...points));

/** What moves most: a rail with a rung for each open expectation, as long as what it wins. */
export function PayoffList({ children }: { children: ReactNode }) {
  return <ol className={s.list}>{children}</ol>;
}

/** @param scale of the list it stands in. @param points of readiness, of a hundred. */
export function PayoffItem({
  title,
  points,
  scale,
  words,
  known,
  children,
}: {
  /** The name, or a link on it. */
  title: ReactNode;
  points: number;
  scale: number;
  /** As written: "+7", "up to +7". */
  words: ReactNode;
  /** A gap is filled; what nobody has assessed is outlined, since it may win less. */
  known: boolean;
  /** What hangs below the rung. */
  children?: ReactNode;
}) {
  const length = Math.max(2, Math.round(points * scale));
  return (
    <li>
      <span className={s.title}>{title}</span>
      <span className={s.points}>{words}</span>
      <svg className={s.rung} width={length} height="4" aria-hidden="true">
        {known ? <rect width={length} height="4" className="f-rust" /> : <path d={`M0 .5H${length - 0.5}V3.5H0`} className={s.outlined} />}
      </svg>
      {children && <div className={s.note}>{children}</div>}
    </li>
  );
}
