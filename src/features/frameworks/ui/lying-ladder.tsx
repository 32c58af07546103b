import type { Framework, Level } from "../../../core/framework/document.ts";
import { columns, type Rail } from "./map-columns.ts";

/** Width of a level's column in the matrix, in px; the figure above stands on the same columns. */
const columnWidth = 170;
const edge = 14;
const lane = 22;
/** How far along a track leaves another one, from rung to its own height. */
const bend = 70;

/** The ladder on its side above the matrix: a rung over each level's column, the fork where it is. */
export function LyingLadder({ content, levels, you }: { content: Framework; levels: readonly Level[]; you: string | undefined }) {
  const { rails } = columns(content);
  const heights = [...new Set(rails.map(({ half }) => half))].toSorted((a, b) => a - b);
  const y = (rail: Rail | undefined) => edge + lane * Math.max(0, heights.indexOf(rail?.half ?? 0));
  const x = (level: Level | undefined) =>
    1 +
    columnWidth *
      Math.max(
        0,
        levels.findIndex(({ id }) => id === level?.id),
      );
  const railOf = (level: Level | null) => rails.find(({ id }) => id === level?.track);
  const height = 2 * edge + lane * (heights.length - 1);
  return (
    <svg width={levels.length * columnWidth} height={height}>
      {rails.map((rail) => {
        const [first, last] = [rail.levels[0], rail.levels.at(-1)];
        const own = y(rail);
        const forks = rails.filter(({ from }) => from?.track === rail.id);
        // Where arms leave at the very end, the rail ends in them.
        const ends = forks.some(({ from }) => from?.id === last?.id);
        const goesOn = rail.levels.length > 0 && !ends && last?.rank === Math.max(...content.levels.map(({ rank }) => rank));
        const end = x(last) + (ends ? bend / 2 : goesOn ? 60 : 56);
        const origin = rail.from && railOf(rail.from);
        const start = origin ? x(rail.from ?? undefined) + bend / 2 : 0;
        const from = y(origin ?? undefined);
        const way = origin
          ? `M${start} ${from}C${start + bend * 0.55} ${from} ${start + bend * 0.3} ${own} ${start + bend} ${own}H${end}`
          : `M${x(first)} ${own}H${end}`;
        return (
          <g key={rail.id}>
            <path d={origin && origin !== rail ? `M${x(rail.from ?? undefined)} ${from}H${start}` : ""} className="s-rail" />
            <path d={way} className="s-rail" />
            {!ends && !goesOn && <path d={`M${end + 6} ${own}H${end + 54}`} className="s-open" />}
            {rail.levels.map((level) =>
              level.id === you ? (
                <g key={level.id}>
                  <path d={`M${x(level)} ${own - 14}V${own + 14}`} className="s-rung-you" />
                  <circle cx={x(level)} cy={own} r="9" className="f-paper" />
                  <circle cx={x(level)} cy={own} r="6.5" className="f-green" />
                </g>
              ) : (
                <path key={level.id} d={`M${x(level)} ${own - 10}V${own + 10}`} className="s-rung" />
              ),
            )}
          </g>
        );
      })}
    </svg>
  );
}
