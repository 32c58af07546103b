import s from "./gap-line.module.css";

type Status = "met" | "exceeds" | "gap" | "not-assessed" | "stale";

/** First and last point of the scale, in px; the points between are spread evenly. */
const left = 44;
const span = 264;
export const gapLineWidth = 352;

/** Where the point at `position` (0-based) of a scale of `points` stands, in px. A scale of one point stands in the middle. */
const at = (position: number, points: number) => (points === 1 ? left + span / 2 : left + (position * span) / (points - 1));

/** How far the upright lines run beyond the figure, in px, for a row that is taller: its cell clips them. */
const beyond = 40;

const round = (n: number) => Math.round(n * 10) / 10;

type Props = {
  /** How many points the scale has. */
  points: number;
  /** Positions on the scale, 0-based; null where there is none. */
  target: number;
  /** Target of the row above in the same domain; null for the first row: the profile starts there. */
  above: number | null;
  status: Status;
  /** The rating drawn: the one that counts, or for `stale` the one that no longer does. */
  rating: number | null;
  self: number | null;
  /** The rating before, where it differs: an arrow leads from it. */
  was: number | null;
  /** The sentence that says it all. */
  label: string;
};

/** One expectation on the scale: asked, rated, rated by oneself, and what it was. 352 × 48, in a cell that clips. */
export function GapLine({ points, target, above, status, rating, self, was, label }: Props) {
  const x = (position: number) => round(at(position, points));
  const asked = x(target);
  const y = 24;
  const rated = rating === null ? null : x(rating);
  const stretches = rated !== null && rated !== asked && status !== "stale";
  const joined = above === null || above === target ? null : x(above);
  const before = was === null ? null : x(was);
  return (
    <svg className={s.line} width={gapLineWidth} height="48" viewBox={`0 0 ${gapLineWidth} 48`} role="img" aria-label={label}>
      {Array.from(
        { length: points },
        (_, i) => i !== target && <path key={i} d={`M${x(i)} ${-beyond}V${48 + beyond}`} className="s-line" />,
      )}
      <path d={`M${x(0)} ${y}H${x(points - 1)}`} className="s-line2" />
      {joined !== null && <path d={`M${joined} ${-beyond}V.5H${asked}`} className={`s-bar ${s.join}`} />}
      <path d={`M${asked} ${joined === null ? -beyond : 0}V${48 + beyond}`} className="s-bar" />
      {stretches && <path d={`M${rated} ${y}H${asked}`} className={status === "gap" ? "s-short" : "s-beyond"} />}
      <path d={`M${asked} 12V36`} className="s-tick" />
      {self !== null && <circle cx={x(self)} cy={y} r="9.5" className="s-self" />}
      {rated !== null && status === "stale" && (
        <>
          <circle cx={rated} cy={y} r="6" className="f-paper" />
          <circle cx={rated} cy={y} r="6" className="s-dots" />
          <circle cx={rated} cy={y} r="2" className="f-mute" />
        </>
      )}
      {rated !== null && status !== "stale" && <circle cx={rated} cy={y} r="6" className={status === "gap" ? "f-rust" : "f-green"} />}
      {before !== null && before !== rated && <circle cx={before} cy={y} r="2.5" className="f-mute" />}
      {before !== null && rated !== null && before !== rated && <path d={arrow(before, rated, y)} className="s-move" />}
    </svg>
  );
}

/** The heading of the scale, over the same columns. */
export function GapScale({ labels }: { labels: readonly string[] }) {
  return (
    <svg className={s.line} width={gapLineWidth} height="28" viewBox={`0 0 ${gapLineWidth} 28`} aria-hidden="true">
      {labels.map((label, i) => {
        const x = round(at(i, labels.length));
        return (
          <g key={label}>
            <path d={`M${x} 22V28`} className="s-line" />
            <text x={x} y="15" textAnchor="middle" className="t-note">
              {label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** The scale lines alone, so that they run through the head of a domain, in a cell that clips. */
export function GapGround({ points, height }: { points: number; height: number }) {
  return (
    <svg className={s.line} width={gapLineWidth} height={height} viewBox={`0 0 ${gapLineWidth} ${height}`} aria-hidden="true">
      {Array.from({ length: points }, (_, i) => (
        <path key={i} d={`M${round(at(i, points))} ${-beyond}V${height + beyond}`} className="s-line" />
      ))}
    </svg>
  );
}

/** Over the line from a to b, with its head; it springs up beside the origin and lands beside the dot. */
function arrow(a: number, b: number, y: number): string {
  const d = Math.sign(b - a);
  const end: [number, number] = [b - 8 * d, y - 11];
  const control: [number, number] = [b - 30 * d, y - 21];
  const angle = Math.atan2(end[1] - control[1], end[0] - control[0]);
  const wing = (turn: number) => `${round(end[0] - 6.5 * Math.cos(angle + turn))} ${round(end[1] - 6.5 * Math.sin(angle + turn))}`;
  return `M${a + 2 * d} ${y - 5}C${a + 14 * d} ${y - 19} ${control[0]} ${control[1]} ${end[0]} ${end[1]}M${wing(0.52)}L${end[0]} ${end[1]}L${wing(-0.52)}`;
}
