import s from "./review-stops.module.css";

/** How far each part of a review has come. */
export type Stop = "waiting" | "begun" | "in";

/** Three stops on a rung: the person's own ratings, the manager's, calibrated. Empty, half, full. The words stand beside it. */
export function ReviewStops({ stops }: { stops: readonly (Stop | null)[] }) {
  const last = 8 + (stops.length - 1) * 36;
  return (
    <svg className={s.stops} width={last + 8} height="16" viewBox={`0 0 ${last + 8} 16`} aria-hidden="true">
      <path d={`M8 8H${last}`} className="s-line2" />
      {stops.map((stop, index) => {
        const x = 8 + index * 36;
        if (stop === null) return null;
        if (stop === "in") return <circle key={x} cx={x} cy="8" r="5" className={s.full} />;
        if (stop === "waiting") return <circle key={x} cx={x} cy="8" r="4" className={s.empty} />;
        return (
          <g key={x}>
            <circle cx={x} cy="8" r="4.25" className={s.half} />
            <path d={`M${x} 3.75a4.25 4.25 0 0 0 0 8.5Z`} className={s.full} />
          </g>
        );
      })}
    </svg>
  );
}
