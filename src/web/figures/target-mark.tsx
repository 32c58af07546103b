/** What is asked, small: a stroke per point of the scale, 6 apart, the asked one tall. @param position 0-based. */
export function TargetMark({
  points,
  position,
  label,
}: {
  points: number;
  position: number;
  /** Absent where the word stands beside it. */ label?: string;
}) {
  const x = (point: number) => 3 + point * 6;
  return (
    <svg width={x(points - 1) + 5} height="12" {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}>
      {Array.from({ length: points }, (_, point) =>
        point === position ? (
          <path key={point} d={`M${x(point)} 0V12`} className="s-tick" />
        ) : (
          <path key={point} d={`M${x(point)} 3V9`} className="s-line3" />
        ),
      )}
    </svg>
  );
}
