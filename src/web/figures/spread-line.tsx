/**
 * How a number of values are spread, on a rail from 0 to `most`: the middle half as a stretch, the middle as a tick, and where
 * something is asked, a taller one. In per cent of its own width, so that it fits any column.
 */
export function SpreadLine({
  quarters: [first, middle, third],
  most,
  asked,
  faint = false,
  label,
}: {
  quarters: readonly [number, number, number];
  most: number;
  asked?: number | null;
  /** Of what is past. */
  faint?: boolean;
  label: string;
}) {
  const at = (value: number) => `${Math.round((Math.min(value, most) / Math.max(most, 1)) * 10_000) / 100}%`;
  return (
    <svg width="100%" height="20" role="img" aria-label={label}>
      <line x1="0" x2="100%" y1="10" y2="10" className="s-line2" />
      <line x1="0" x2="0" y1="6" y2="14" className="s-line3" />
      <rect x={at(first)} y="7" width={at(third - first)} height="6" className={faint ? "f-mute" : "f-green"} />
      <line x1={at(middle)} x2={at(middle)} y1="3" y2="17" className="s-rung" />
      {asked !== undefined && asked !== null && (
        <line x1={at(asked)} x2={at(asked)} y1="0" y2="20" className="s-bar" strokeDasharray="3 2" />
      )}
    </svg>
  );
}
