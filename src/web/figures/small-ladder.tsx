import s from "./small-ladder.module.css";

export type Rung = { id: string; title: string; you: boolean; aim: boolean };

/** The longest title that stands on one line, in characters; a longer one is broken in two. */
const lineLength = 34;

/** The ladder of one way, top rung first: where one stands, where one is going, and the rungs between. */
export function SmallLadder({
  rungs,
  you,
}: {
  rungs: readonly Rung[];
  /** What to call the one who stands there: "you", or nothing for somebody else. */ you: string | null;
}) {
  const y = (i: number) => 14 + i * 32;
  const here = rungs.findIndex((rung) => rung.you);
  const aim = rungs.findIndex((rung) => rung.aim);
  const height = 28 + (rungs.length - 1) * 32;
  const label = rungs
    .map(
      (rung) =>
        `${rung.title}${rung.you ? (you === null ? " (stands here)" : " (you are here)") : ""}${rung.aim && !rung.you ? " (aim)" : ""}`,
    )
    .join(", ");
  return (
    <svg className={s.ladder} width="280" height={height} viewBox={`0 0 280 ${height}`} role="img" aria-label={`From the top: ${label}.`}>
      <path d={`M8 0V${height}`} className="s-rail" />
      {rungs.map((rung, i) => (
        <g key={rung.id}>
          <path d={`M8 ${y(i)}H${rung.you ? 32 : 28}`} className={rung.you ? "s-rung-you" : rung.aim ? "s-aim" : "s-rail"} />
          <Title
            title={rung.you && you !== null ? `${rung.title}, ${you}` : rung.title}
            y={y(i) + 5}
            className={rung.you ? "t-you" : rung.aim ? "t-aim" : "t-note"}
          />
        </g>
      ))}
      {here >= 0 && aim >= 0 && here !== aim && (
        <>
          <path d={`M8 ${y(here)}V${y(aim)}`} className={s.cut} />
          <path d={`M8 ${y(here)}V${y(aim)}`} className="s-aim-way" />
        </>
      )}
      {here >= 0 && (
        <>
          <circle cx="8" cy={y(here)} r="8" className="f-paper" />
          <circle cx="8" cy={y(here)} r="6" className="f-green" />
        </>
      )}
    </svg>
  );
}

function Title({ title, y, className }: { title: string; y: number; className: string | undefined }) {
  const space = title.length <= lineLength ? -1 : middleSpace(title);
  if (space < 0)
    return (
      <text x="40" y={y} className={className}>
        {title}
      </text>
    );
  return (
    <text className={className}>
      <tspan x="40" y={y - 8}>
        {title.slice(0, space)}
      </tspan>
      <tspan x="40" y={y + 8}>
        {title.slice(space + 1)}
      </tspan>
    </text>
  );
}

/** The space nearest to the middle; −1 where there is none. */
function middleSpace(title: string): number {
  let best = -1;
  for (let i = title.indexOf(" "); i >= 0; i = title.indexOf(" ", i + 1)) {
    if (Math.abs(i - title.length / 2) < Math.abs(best - title.length / 2)) best = i;
  }
  return best;
}
