import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { trackName } from "./ladder-data.ts";
import type { Arrow, Beside, Fork, MapLayout } from "./map-layout.ts";
import { direction } from "./map-words.tsx";
import css from "./map.module.css";
import aside from "./map-beside.module.css";

/** The ranks at the left, each with a dotted leader to the first rail. */
export function Ranks({ layout }: { layout: MapLayout }) {
  return (
    <div className={css.ranks} aria-hidden="true">
      {layout.ranks.map(({ rank, row, to }) => (
        <div key={rank} className={css.rank} data-row={row} data-column={1} data-column-end={to}>
          <span>{rank}</span>
          <svg height="2">
            <path d="M1 1H4000" className="s-leader" />
          </svg>
        </div>
      ))}
    </div>
  );
}

const forkHeight = 96;
/** Where the middle of a track's name lies on its curve, measured from the arm: near enough to belong to nobody else. */
const nameFromArm = 108;
/** Half the width of an average letter of such a name, px. */
const halfLetter = 4;

/** Length of the curve over a fork between rails `width` apart, by its chords. */
function curveLength(width: number): number {
  const at = (t: number) => ({ x: width * t * t * (3 - 2 * t), y: forkHeight * (1.5 * t * (1 - t) + t * t * t) });
  const steps = 24;
  return Array.from({ length: steps }, (_, step) => [at(step / steps), at((step + 1) / steps)] as const).reduce(
    (sum, [from, to]) => sum + Math.hypot(to.x - from.x, to.y - from.y),
    0,
  );
}

/** From a stem to its arms. Names of tracks run along the curves; what tells the two ways apart stands at the stem. */
export function Forks({ layout }: { layout: MapLayout }) {
  return layout.forks.map((fork) => (
    <div key={fork.row} className={css.fork}>
      <ForkFigure fork={fork} half={layout.half} halves={layout.halves} />
      {fork.left && (
        <p className={css.stemLeft} data-row={fork.row + 1} data-column={1} data-column-end={fork.column}>
          {fork.left}
        </p>
      )}
      {fork.right && (
        <p className={css.stemRight} data-row={fork.row + 1} data-column={fork.column}>
          {fork.right}
        </p>
      )}
    </div>
  ));
}

function ForkFigure({ fork, half, halves }: { fork: Fork; half: number; halves: number }) {
  const id = useId();
  const x = (column: number) => (column - 2) * half;
  const stem = x(fork.column);
  const middle = forkHeight / 2;
  const curve = (from: number, fromY: number, to: number, toY: number) =>
    `M${from} ${fromY}C${from} ${middle} ${to} ${middle} ${to} ${toY}`;
  return (
    <svg className={css.forkFigure} data-row={fork.row} data-column={2} width={halves * half} height={forkHeight} aria-hidden="true">
      {fork.arms.map(({ rail, column }, index) => {
        const arm = x(column);
        if (arm === stem)
          return (
            <g key={rail.id}>
              <path d={`M${stem} ${forkHeight + 1}V-1`} className="s-rail" />
              <text x={stem + 14} y={middle + 5} className={css.onCurve}>
                {trackName(rail)}
              </text>
            </g>
          );
        const left = arm < stem;
        const length = curveLength(Math.abs(arm - stem));
        const words = trackName(rail);
        const name = Math.min(length * 0.5, Math.max(nameFromArm, words.length * halfLetter + 40));
        // Nearer the stem another arm passes under this one: the name stands on the curve instead of below it.
        const inner = fork.arms.some((other) => (left ? other.column < column : other.column > column));
        return (
          <g key={rail.id}>
            <path
              d={`M${stem} ${forkHeight + 1}${curve(stem, forkHeight, arm, 0).slice(`M${stem} ${forkHeight}`.length)}V-1`}
              className="s-rail"
            />
            {/* Words run from left to right, so the left arm's path does too. */}
            <path id={`${id}${index}`} d={left ? curve(arm, 0, stem, forkHeight) : curve(stem, forkHeight, arm, 0)} fill="none" />
            <text className={css.onCurve} dy={inner ? -8 : 22}>
              <textPath href={`#${id}${index}`} startOffset={left ? name : length - name} textAnchor="middle">
                {words}
              </textPath>
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** Dashed ways, to other ladders and between tracks. */
export function Arrows({ layout }: { layout: MapLayout }) {
  return layout.arrows.map((arrow) => (
    <ArrowFigure key={`${arrow.row} ${arrow.column} ${arrow.end}`} arrow={arrow} between={arrow.end <= layout.halves + 1} />
  ));
}

function ArrowFigure({ arrow, between }: { arrow: Arrow; between: boolean }) {
  return (
    <div
      className={`${css.arrow} ${arrow.stem ? css.fromStem : ""} ${between ? css.between : ""}`}
      data-row={arrow.row}
      data-column={arrow.column}
      data-column-end={arrow.end}
    >
      <svg height="12" aria-hidden="true">
        <line x1={arrow.both ? 3 : 0} x2="100%" y1="6" y2="6" className="s-way" />
        <svg x="100%" overflow="visible">
          <path d="M-9 1L0 6L-9 11" className="s-head" />
        </svg>
        {arrow.both && <path d="M9 1L0 6L9 11" className="s-head" />}
      </svg>
      <span aria-hidden="true">{direction[arrow.kind]}</span>
      <span className="hidden">{`${direction[arrow.kind]}: ${arrow.label}`}</span>
    </div>
  );
}

/** Other ladders, quieter, as far as ways from this one lead into them. */
export function Besides({ layout }: { layout: MapLayout }) {
  if (layout.beside.length === 0) return null;
  return (
    <section className={css.besides} aria-label="Other ladders that ways lead to">
      {layout.beside.map((beside) => (
        <BesideFigure key={beside.neighbour.slug} beside={beside} />
      ))}
    </section>
  );
}

function BesideFigure({ beside }: { beside: Beside }) {
  const { neighbour, column, head, headFrom, stops, end } = beside;
  const first = stops[0]?.row ?? head + 1;
  const kind = neighbour.kind === "ladder" ? "another ladder" : `a ${neighbour.kind}`;
  return (
    <>
      <div className={aside.besideHead} data-row={headFrom} data-row-end={head + 1} data-column={column}>
        <h2>
          <Link to="/ladders/$slug" params={{ slug: neighbour.slug }}>
            {neighbour.title}
          </Link>
        </h2>
        <p>
          {kind}, version {neighbour.version}
        </p>
        <svg width="2" height="96" aria-hidden="true">
          <path d="M1 96V0" className="s-other-open" />
        </svg>
      </div>
      <div className={aside.besideRail} data-row={first} data-row-end={end + 1} data-column={column} aria-hidden="true" />
      {stops.map((stop, index) => (
        <ol
          key={stop.row}
          className={aside.stop}
          data-row={stop.row}
          data-row-end={(stops[index + 1]?.row ?? end + 1) + (stops[index + 1] ? -1 : 0)}
          data-column={column}
        >
          {[stop.level, ...stop.under].map((level) => (
            <li key={level.id}>
              {level.regulated && <span>{level.regulated}</span>}
              <Link to="/ladders/$slug/levels/$level" params={{ slug: neighbour.slug, level: level.id }}>
                {level.title}
              </Link>
              {level === stop.level && stop.via && <small>{stop.via}</small>}
            </li>
          ))}
        </ol>
      ))}
    </>
  );
}
