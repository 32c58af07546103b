import { useId } from "react";
import s from "./readiness-bar.module.css";

type Size = "table" | "map" | "head";
const height = { table: 14, map: 16, head: 24 } as const;
const width = { table: 92, map: 124, head: null } as const;

type Props = {
  /** Shares in [0, 1], low ≤ high. */
  low: number;
  high: number;
  /** Where the tick stands: the share that the level asks for. */
  bar?: number;
  /** `head` is as wide as its column, the others 96 and 128. */
  size: Size;
  label: string;
};

const percent = (share: number) => `${Math.round(share * 10000) / 100}%`;

/**
 * The known part solid, what nobody has assessed hatched, the bar as a tick. Drawn in per cent of its own width, inset by 2,
 * so that it fits any column. The numbers stand beside it.
 */
export function ReadinessBar({ low, high, bar = 1, size, label }: Props) {
  const hatch = useId();
  const tall = height[size];
  const thick = size === "head" ? 10 : 6;
  const top = (tall - thick) / 2;
  const middle = tall / 2;
  const open = high - low;
  return (
    <svg
      className={`${s.bar} ${s[size]}`}
      height={tall}
      {...(width[size] === null ? {} : { width: width[size] })}
      role="img"
      aria-label={label}
    >
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V4" className="s-hatch" />
        </pattern>
      </defs>
      <line x1="0" x2="100%" y1={middle} y2={middle} className="s-line2" />
      <line x1="0" x2="0" y1={top} y2={top + thick} className="s-line3" />
      {bar < 1 && <line x1="100%" x2="100%" y1={top} y2={top + thick} className="s-line3" />}
      {low > 0 && <rect x="0" y={top} width={percent(low)} height={thick} className="f-green" />}
      {open > 0 && (
        <>
          <rect x={percent(low)} y={top} width={percent(open)} height={thick} fill={`url(#${hatch})`} />
          <rect x={percent(low)} y={top + 0.5} width={percent(open)} height={thick - 1} className="s-green1" />
        </>
      )}
      <line x1={percent(bar)} x2={percent(bar)} y1="0" y2={tall} className="s-tick" />
    </svg>
  );
}

/**
 * The bar at the head of a report, with its numbers under it. Desk: the known part ends where it ends, the rest begins there.
 * Phone: from the left edge, and up to where it ends.
 */
export function ReadinessHead({
  known,
  reachable,
  low,
  high,
  bar: asked = 1,
  label,
}: Omit<Props, "size"> & {
  /** What stands under the solid part. */
  known: string;
  /** What stands under the hatched part; null where everything is assessed. */
  reachable: string | null;
}) {
  const early = asked < 1;
  const crowded = low > 0.76 && high > 0.8;
  const lowLabel = low < 0.16 ? { x: "0", textAnchor: "start" as const } : { x: percent(low), textAnchor: "end" as const };
  const highLabel = high > 0.8 ? { x: "100%", textAnchor: "end" as const } : { x: percent(high), textAnchor: "start" as const };
  return (
    <div className={s.headed}>
      {early && (
        <svg className={s.words} height="20" aria-hidden="true">
          <text x={percent(asked)} y="14" textAnchor={asked > 0.9 ? "end" : "middle"}>{`the bar, ${Math.round(asked * 1000) / 10}%`}</text>
        </svg>
      )}
      <ReadinessBar low={low} high={high} bar={asked} label={label} size="head" />
      <svg className={s.words} height="24" aria-hidden="true">
        <g className={s.desk}>
          {crowded && reachable !== null ? (
            <text x="100%" y="17" textAnchor="end">{`${known}, ${reachable}`}</text>
          ) : (
            <>
              <text {...lowLabel} y="17">
                {known}
              </text>
              {reachable !== null && (
                <text {...highLabel} y="17">
                  {reachable}
                </text>
              )}
            </>
          )}
        </g>
        <g className={s.phone}>
          <text x="0" y="17">
            {known}
          </text>
          {reachable !== null && (
            <text x={percent(Math.max(high, 0.7))} y="17" textAnchor="end">
              {reachable}
            </text>
          )}
        </g>
      </svg>
      {!early && (
        <span className={s.end} aria-hidden="true">
          the bar
        </span>
      )}
    </div>
  );
}
