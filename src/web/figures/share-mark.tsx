/**
 * How many of a group are short: the mark of a gap, filled from the left as far as its share goes. A full green disc where nobody
 * is, a dashed ring where nobody has looked. The numbers stand beside it.
 *
 * @param share in [0, 1]; null where nobody was rated.
 */
export function ShareMark({ share }: { share: number | null }) {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      {share === null ? (
        <circle cx="11" cy="11" r="8" className="s-mute" strokeDasharray="4 3" />
      ) : share === 0 ? (
        <circle cx="11" cy="11" r="8.5" className="f-green" />
      ) : (
        <>
          <path d={filled(share)} className="f-rust" />
          <circle cx="11" cy="11" r="8" className="s-rust" />
        </>
      )}
    </svg>
  );
}

const R = 8;
/** The part of a disc that lies left of an upright line. */
function filled(share: number): string {
  if (share >= 1) return `M3 11A${R} ${R} 0 1 1 19 11A${R} ${R} 0 1 1 3 11Z`;
  const x = -R + 2 * R * share;
  const y = Math.sqrt(R * R - x * x);
  const at = (value: number) => Math.round((11 + value) * 100) / 100;
  return `M${at(x)} ${at(y)}A${R} ${R} 0 ${share > 0.5 ? 1 : 0} 1 ${at(x)} ${at(-y)}Z`;
}
