import { Link } from "@tanstack/react-router";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { counted, percent, percentRange } from "../../../web/parts/words.ts";
import { type Ladder, opening, useVersionSearch } from "./ladder-data.ts";
import { Arrows, Besides, Forks, Ranks } from "./map-figures.tsx";
import { type Line, mapLayout, type Rung } from "./map-layout.ts";
import { trackLabel, WaysElsewhere } from "./map-words.tsx";
import grid from "./map-grid.module.css";
import css from "./map.module.css";

/**
 * A ladder as rails with rungs: levels stand on their rungs from bottom to top, tracks beside each other, the fork
 * visible. The figure is a grid that the text itself stretches; where there is no width for it, the tracks are stacked.
 */
export function LadderMap({ ladder }: { ladder: Ladder }) {
  const layout = mapLayout(ladder.content, ladder.neighbours);
  // Read from the top: the longest way first, the common start last, as on the picture.
  const lines = layout.lines.toSorted((a, b) => (b.rungs[0]?.level.rank ?? 0) - (a.rungs[0]?.level.rank ?? 0));
  return (
    <>
      <div
        className={layout.drawn ? `${css.scroll} ${css.drawn}` : css.scroll}
        data-print="whole"
        role="region"
        aria-label="Map of the levels"
      >
        <div className={`${css.map} ${grid.lines}`} data-halves={layout.halves} data-half={layout.half}>
          <Ranks layout={layout} />
          <Forks layout={layout} />
          {lines.map((line) => (
            <Track key={line.rail.id} line={line} ladder={ladder} scopeRoom={layout.scopeRoom} />
          ))}
          <Arrows layout={layout} />
          <Besides layout={layout} />
        </div>
      </div>
      <WaysElsewhere ladder={ladder} unseen={layout.drawn ? layout.unseen : null} />
    </>
  );
}

function Track({ line, ladder, scopeRoom }: { line: Line; ladder: Ladder; scopeRoom: number }) {
  const { rail, column, rungs } = line;
  const several = ladder.content.tracks.length > 1;
  return (
    <section className={css.track} aria-label={several ? trackLabel(rail.title) : undefined}>
      {several && (
        <h2 className={css.trackHead}>
          {trackLabel(rail.title)}
          {rail.from && <span>from {rail.from.title}</span>}
        </h2>
      )}
      <div
        className={`${css.rail} ${line.overshoot ? css.over : ""} ${line.foot ? css.foot : ""}`}
        data-row={line.top}
        data-row-end={line.bottom + 1}
        data-column={column}
        aria-hidden="true"
      />
      <ol className={css.levels}>
        {rungs.map((rung, index) => (
          <LevelOnMap
            key={rung.level.id}
            rung={rung}
            ladder={ladder}
            scopeRoom={scopeRoom}
            stem={rail.stem}
            open={line.open && index === 0}
          />
        ))}
      </ol>
    </section>
  );
}

function LevelOnMap({
  rung,
  ladder,
  scopeRoom,
  stem,
  open,
}: {
  rung: Rung;
  ladder: Ladder;
  scopeRoom: number;
  stem: boolean;
  open: boolean;
}) {
  const { level, row, column, step } = rung;
  const { you, slug, headcount } = ladder;
  const search = useVersionSearch();
  const here = you?.level === level.id;
  const reach = you?.next.find((next) => next.level === level.id);
  const people = headcount[level.id] ?? 0;
  // Under the heading of its track, or of the page where there is only one.
  const Name = ladder.content.tracks.length > 1 ? "h3" : "h2";
  return (
    <li className={`${css.level} ${here ? css.here : ""} ${stem ? css.stem : ""}`} aria-current={here ? "location" : undefined}>
      <div className={css.title} data-row={row} data-column={column}>
        <Name className={css.name}>
          <Link to="/ladders/$slug/levels/$level" params={{ slug, level: level.id }} search={search}>
            {level.title}
          </Link>
        </Name>
        <span className={css.people}>{counted(people, "person", "people")}</span>
        {open && (
          <>
            <svg className={css.open} width="2" height="44" aria-hidden="true">
              <path d="M1 44V0" className="s-open" />
            </svg>
            <span className={css.openWords}>No rung above yet</span>
          </>
        )}
      </div>
      <div className={css.body} data-row={row + 1} data-column={column}>
        {here && (
          <>
            <svg className={css.dot} width="20" height="20" viewBox="-10 -10 20 20" aria-hidden="true">
              <circle r="10" className="f-paper" />
              <circle r="7" className="f-green" />
            </svg>
            <span className={rung.roomBefore ? css.youBefore : css.youInside}>You are here</span>
          </>
        )}
        {level.scope && <p>{opening(level.scope, scopeRoom)}</p>}
        {you && reach && (
          <Link
            className={css.reach}
            to="/people/$personId/gap"
            params={{ personId: you.personId }}
            search={{ target: `${slug}/${level.id}` }}
          >
            <ReadinessBar
              size="map"
              low={reach.low}
              high={reach.high}
              label={`Readiness ${percent(reach.low)} to ${percent(reach.high)} per cent`}
            />
            <span>
              you are <b>{percentRange(reach)}</b> there
            </span>
          </Link>
        )}
        {step && step.from === null && <p className={css.stepBelow}>{step.text}</p>}
      </div>
      {step && step.from !== null && (
        <p className={css.step} data-row={row + 1} data-column={step.from} data-column-end={column}>
          {step.text}
        </p>
      )}
    </li>
  );
}
