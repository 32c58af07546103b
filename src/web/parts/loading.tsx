import css from "./states.module.css";

/** A rail with its rungs, before what stands on them has come. Nothing moves; the word is for whoever listens. */
export function Loading({ rungs = 5 }: { rungs?: number }) {
  const y = (rung: number) => 32 + rung * 96;
  return (
    <div className={css.loading} role="status" data-loading>
      <span className="hidden">Loading</span>
      <svg width="344" height={y(rungs - 1) + 48} aria-hidden="true">
        <path d={`M16 0V${y(rungs - 1) + 28}`} className="s-other" />
        {Array.from({ length: rungs }, (_, rung) => (
          <path key={rung} d={`M16 ${y(rung)}H336`} className="s-line2" />
        ))}
      </svg>
    </div>
  );
}
