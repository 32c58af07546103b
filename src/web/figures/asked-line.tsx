import { gapLineWidth } from "./gap-line.tsx";

const left = 44;
const right = gapLineWidth - left;

/**
 * What one expectation asks, drawn as the gap report draws it but as tall as the text beside it: the scale's lines and the
 * profile asked run on into the next row.
 *
 * @param target, above positions on the scale, 0-based; `above` that of the row before in the same domain, null for the first.
 */
export function AskedLine({ points, target, above, label }: { points: number; target: number; above: number | null; label: string }) {
  const x = (position: number) => (points === 1 ? (left + right) / 2 : left + (position * (right - left)) / (points - 1));
  const asked = x(target);
  const y = 24;
  return (
    <svg width={gapLineWidth} height="100%" role="img" aria-label={label}>
      {Array.from({ length: points }, (_, point) => (
        <line key={point} x1={x(point)} x2={x(point)} y1="0" y2="100%" className={point === target ? "s-bar" : "s-line"} />
      ))}
      <path d={`M${x(0)} ${y}H${x(points - 1)}`} className="s-line2" />
      {above !== null && above !== target && <path d={`M${x(above)} .5H${asked}`} className="s-bar" />}
      <path d={`M${asked} ${y - 12}V${y + 12}`} className="s-tick" />
    </svg>
  );
}
