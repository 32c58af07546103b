const STEP = 36;
const LEFT = 12;

/** One expectation of one person on the scale, small: what is asked, what counts, what the rater gave where that was another. Positions are 0-based. */
export function SmallGapLine({
  points,
  target,
  rating,
  was,
  self,
  label,
}: {
  points: number;
  target: number;
  rating: number | null;
  was: number | null;
  self: number | null;
  label: string;
}) {
  const step = points > 4 ? (STEP * 3) / (points - 1) : STEP;
  const x = (position: number) => Math.round((LEFT + position * step) * 10) / 10;
  const end = x(points - 1);
  const short = rating !== null && rating < target;
  return (
    <svg width="132" height="40" viewBox="0 0 132 40" role="img" aria-label={label}>
      {Array.from({ length: points }, (_, index) => (
        <path key={index} d={`M${x(index)} 0V40`} className="s-line" />
      ))}
      <path d={`M${x(0)} 20H${end}`} className="s-line2" />
      {rating !== null && rating !== target && <path d={`M${x(rating)} 20H${x(target)}`} className={short ? "s-short" : "s-beyond"} />}
      <path d={`M${x(target)} 9V31`} className="s-tick" />
      {self !== null && <circle cx={x(self)} cy="20" r="8.5" className="s-self" />}
      {was !== null && was !== rating && (
        <>
          <circle cx={x(was)} cy="20" r="5" className="f-paper" />
          <circle cx={x(was)} cy="20" r="5" className="s-mute" />
          <path d={`M${x(was) - 5} 25l10 -10`} className="s-mute" />
        </>
      )}
      {rating !== null && <circle cx={x(rating)} cy="20" r="5.5" className={short ? "f-rust" : "f-green"} />}
    </svg>
  );
}
