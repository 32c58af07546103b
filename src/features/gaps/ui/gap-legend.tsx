import { type Status, StatusMark } from "../../../web/figures/status-mark.tsx";
import s from "./gap-legend.module.css";

const marks: readonly { status: Status; word: string }[] = [
  { status: "met", word: "met" },
  { status: "exceeds", word: "exceeds" },
  { status: "gap", word: "gap" },
  { status: "not-assessed", word: "not assessed" },
  { status: "stale", word: "stale" },
];

/** What the marks of a gap line mean. */
export function GapLegend({ own }: { /** What to call the rating that the person gave. */ own: string }) {
  return (
    <ul className={s.legend} aria-label="What the marks mean">
      <li>
        <svg width="14" height="20" aria-hidden="true">
          <path d="M7 0V20" className="s-tick" />
        </svg>
        asked
      </li>
      {marks.map(({ status, word }) => (
        <li key={status}>
          <StatusMark status={status} /> {word}
        </li>
      ))}
      <li>
        <svg width="20" height="20" aria-hidden="true">
          <circle cx="10" cy="10" r="8.5" className="s-self" />
        </svg>
        {own}
      </li>
      <li>
        <svg width="26" height="16" aria-hidden="true">
          <circle cx="3" cy="12" r="2.5" className="f-mute" />
          <path d="M4 8C8 1 16 1 22 8M16.8 6.6L22 8L22.6 2.6" className="s-move" />
        </svg>
        since the last rating
      </li>
    </ul>
  );
}
