import s from "./mark.module.css";

export type Status = "met" | "exceeds" | "gap" | "not-assessed" | "stale";

/** Judged by people, so round: the shape alone tells the state. The word stands beside it, so the mark is silent. */
export function StatusMark({ status }: { status: Status }) {
  return (
    <svg className={s.mark} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {status === "met" && <circle cx="8" cy="8" r="5.5" className="f-green" />}
      {status === "exceeds" && <path d="M8 2.6 14 13.2H2Z" className="f-green" />}
      {status === "gap" && (
        <>
          <circle cx="8" cy="8" r="5" className="s-rust" />
          <path d="M8 3a5 5 0 0 0 0 10Z" className="f-rust" />
        </>
      )}
      {status === "not-assessed" && <circle cx="8" cy="8" r="5.25" className="s-mute" strokeDasharray="3.3 2.2" />}
      {status === "stale" && (
        <>
          <circle cx="8" cy="8" r="5.5" className="s-dots" />
          <circle cx="8" cy="8" r="2" className="f-mute" />
        </>
      )}
    </svg>
  );
}
