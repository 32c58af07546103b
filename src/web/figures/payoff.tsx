import type { ReactNode } from "react";
import s from "./payoff.module.css";

export type Payoff = {
  id: string;
  /** The name, or a link on it. */
  title: ReactNode;
  /** Points of readiness, of a hundred: the length of the rung. */
  points: number;
  /** As written: "+7", "up to +7". */
  words: ReactNode;
  /** A gap is filled; what nobody has assessed is outlined, since it may win as much. */
  known: boolean;
  note: ReactNode;
};

/** Pixels for a point of readiness, less where the longest would leave the column: one scale for the whole list. */
const scaleOf = (items: readonly Payoff[]) => Math.min(12, 260 / Math.max(1, ...items.map((item) => item.points)));

/** What moves most: a rail, and a rung for each open expectation, as long as what it wins. */
export function PayoffList({ items }: { items: readonly Payoff[] }) {
  const scale = scaleOf(items);
  return (
    <ol className={s.list}>
      {items.map((item) => {
        const length = Math.max(2, Math.round(item.points * scale));
        return (
          <li key={item.id}>
            <span className={s.title}>{item.title}</span>
            <span className={s.points}>{item.words}</span>
            <svg className={s.rung} width={length} height="4" aria-hidden="true">
              {item.known ? <rect width={length} height="4" className="f-rust" /> : <path d={`M0 .5H${length - 0.5}V3.5H0`} className={s.outlined} />}
            </svg>
            {item.note !== null && <span className={s.note}>{item.note}</span>}
          </li>
        );
      })}
    </ol>
  );
}
