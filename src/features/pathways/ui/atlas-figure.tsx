import { Link } from "@tanstack/react-router";
import { atlasLayout, RUNG, type Drawn, type Layout, type Rail, type Rung } from "./atlas-layout.ts";
import css from "./atlas.module.css";
import { duration, type Atlas, type Step, type Way } from "./way-words.ts";

const slugOf = (reference: string) => reference.slice(0, reference.indexOf("/"));
const idOf = (reference: string) => reference.slice(reference.indexOf("/") + 1);
const same = (a: Step, b: Step) => a.from === b.from && a.to === b.to && a.kind === b.kind && a.months === b.months;

/** All ladders as rails beside each other, the ways between them, and one way lit. */
export function AtlasFigure({ atlas, ways, lit, you }: { atlas: Atlas; ways: readonly Way[]; lit: Way | undefined; you: string | null }) {
  const passed = ways.flatMap(({ levels }) => levels.map(slugOf));
  const own = you === null ? [] : [slugOf(you)];
  const layout = atlasLayout(atlas.ladders, atlas.transitions, [...(lit?.levels.map(slugOf) ?? []), ...passed, ...own]);
  const { width, height, axis } = layout;
  return (
    <div className={css.scroll} role="region" aria-label="Map of all ladders">
      {axis && (
        <svg className={css.axis} width="36" height={height} aria-hidden="true">
          {axis.lines.map(({ level, y }) => (
            <text key={level} x="0" y={y + 8} className={css.numeral}>
              {level}
            </text>
          ))}
        </svg>
      )}
      <svg className={css.map} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <g aria-hidden="true">
          {axis?.lines.map(({ level, y }) => (
            <path key={level} d={`M0 ${y}H${width}`} className="s-leader" />
          ))}
          <Ways layout={layout} lit={lit} />
          {layout.rails.map((rail) => (
            <path key={rail.id} d={`M${rail.x} ${rail.bottom}V${rail.top}`} className="s-rail" />
          ))}
          <Lit layout={layout} lit={lit} you={you} />
        </g>
        {layout.rails.map((rail, index) => (
          <RailWords key={rail.id} rail={rail} first={layout.rails[index - 1]?.ladder !== rail.ladder} lit={lit} you={you} />
        ))}
      </svg>
    </div>
  );
}

/** The ways that are not lit. What leads along a rail is the rail itself. */
function Ways({ layout, lit }: { layout: Layout; lit: Way | undefined }) {
  const rest = layout.ways.filter(({ along, step }) => !along && !lit?.transitions.some((each) => same(each, step)));
  return rest.map(({ step, path, head, back }, index) => (
    // The same two levels may be joined twice.
    <g key={index} data-step={`${step.from}→${step.to}`}>
      {!back && <path d={path} className={head === null ? "s-rail" : css.way} />}
      {head && <path d={head} className={css.wayHead} />}
    </g>
  ));
}

function Lit({ layout, lit, you }: { layout: Layout; lit: Way | undefined; you: string | null }) {
  const on = new Set(lit?.levels);
  const rungs = layout.rails.flatMap((rail) => rail.rungs);
  const drawn = (lit?.transitions ?? []).flatMap((step): Drawn[] => layout.ways.filter((each) => same(each.step, step)).slice(0, 1));
  const [start, aim] = [lit?.levels[0], lit?.levels.at(-1)];
  return (
    <>
      {rungs.map(({ level, x, y }) => (
        <path
          key={level.reference}
          d={`M${x} ${y}H${x + RUNG}`}
          className={on.has(level.reference) || level.reference === you ? "s-rung-you" : "s-rung"}
        />
      ))}
      {drawn.map(({ path, head }, index) => (
        <g key={index} data-lit="">
          <path d={path} className={head === null ? css.lit : css.litAside} />
          {head && <path d={head} className={css.litHead} />}
        </g>
      ))}
      {rungs.map(({ level: { reference }, x, y }) =>
        reference === you || reference === start ? (
          <g key={reference}>
            <circle cx={x} cy={y} r="10" className="f-paper" />
            <circle cx={x} cy={y} r="7" className="f-green" />
          </g>
        ) : reference === aim ? (
          <path key={reference} d={`M${x} ${y - 14}V${y + 14}`} className={css.lit} />
        ) : on.has(reference) ? (
          <circle key={reference} cx={x} cy={y} r="5" className={css.node} />
        ) : null,
      )}
    </>
  );
}

/** The title of a ladder over its first rail, the track over its own, and every level on its rung. */
function RailWords({ rail, first, lit, you }: { rail: Rail; first: boolean; lit: Way | undefined; you: string | null }) {
  const { ladder, track, x, named, summit, rungs } = rail;
  return (
    <>
      {first && (
        <foreignObject x={x - 4} y={summit - 68} width={RUNG + 44} height="62">
          <div className={css.head}>
            <h3>
              <Link to="/ladders/$slug" params={{ slug: ladder.slug }}>
                {ladder.title}
              </Link>
            </h3>
          </div>
        </foreignObject>
      )}
      {track !== null && (
        <foreignObject x={x + 12} y={named} width={RUNG} height="24">
          <p className={css.track}>{track}</p>
        </foreignObject>
      )}
      {rungs.map((rung) => (
        <RungWords key={rung.level.reference} rung={rung} slug={ladder.slug} lit={lit} you={you} />
      ))}
    </>
  );
}

function RungWords({ rung: { level, x, y }, slug, lit, you }: { rung: Rung; slug: string; lit: Way | undefined; you: string | null }) {
  const here = level.reference === you;
  const on = lit?.levels.includes(level.reference) ?? false;
  const into = lit?.transitions.find(({ to }) => to === level.reference);
  return (
    <>
      <foreignObject x={x + 12} y={y - 66} width={RUNG - 8} height="62">
        <div className={css.level} data-on={on || here ? "" : undefined}>
          <Link
            to="/ladders/$slug/levels/$level"
            params={{ slug, level: idOf(level.reference) }}
            aria-current={here ? "location" : undefined}
          >
            {level.title}
          </Link>
        </div>
      </foreignObject>
      {(here || (into && into.months !== null)) && (
        <foreignObject x={x + 12} y={y + 4} width={RUNG - 8} height="24">
          <div className={css.note}>{here ? "you are here" : duration(into?.months ?? 0)}</div>
        </foreignObject>
      )}
    </>
  );
}
