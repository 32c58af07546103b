import s from "./mark.module.css";

export type RequirementState = "met" | "expiring" | "unknown" | "expired" | "unmet";

/** Held or not held, so square. The word stands beside it, so the mark is silent. */
export function RequirementMark({ status }: { status: RequirementState }) {
  return (
    <svg className={s.mark} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {status === "met" && (
        <>
          <rect x="2" y="2" width="12" height="12" className="f-green" />
          <path d="M4.8 8.2 7.2 10.6 11.4 5.6" className="s-paper" />
        </>
      )}
      {status === "unknown" && (
        <rect x="2.75" y="2.75" width="10.5" height="10.5" className="s-mute" strokeDasharray="3 2.25" strokeDashoffset="1.5" />
      )}
      {(status === "expiring" || status === "expired" || status === "unmet") && (
        <rect x="2.75" y="2.75" width="10.5" height="10.5" className="s-rust" />
      )}
      {status === "expiring" && <path d="M2 9h12v5H2z" className="f-rust" />}
      {status === "expired" && <path d="M3 3 13 13M13 3 3 13" className="s-rust" />}
    </svg>
  );
}
