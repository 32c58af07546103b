import { Link, useNavigate, useParams } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { counted, percent, percentRange } from "../../../web/parts/words.ts";
import { Expectations } from "./expectations.tsx";
import { inhabited, type Ladder, levelOf, useLadder, useVersionSearch } from "./ladder-data.ts";
import { Facts, Requirements, Rule, Ways } from "./level-facts.tsx";
import { LevelRail } from "./level-rail.tsx";
import { openAbove } from "./map-layout.ts";
import { trackLabel } from "./map-words.tsx";
import css from "./level.module.css";

/** What there is to learn from for a level; a capability of its own. */
type LearningOf = ComponentType<{ framework: string; level: string; version: number }>;

/** One level whole: what it asks, what it takes to enter, where it leads, and what there is to learn from. */
export function LevelView({ Learning }: { Learning: LearningOf }) {
  const ladder = useLadder().data;
  const named = useParams({ strict: false }).level;
  const navigate = useNavigate();
  const search = useVersionSearch();
  if (!ladder) return null;
  const { content, neighbours, slug } = ladder;
  const level = levelOf(ladder, named);
  if (!level) return <Empty>No rung is written down yet.</Empty>;
  return (
    <div className={css.page}>
      <aside className={css.beside}>
        <LevelRail ladder={ladder} level={level} />
      </aside>
      <div className={css.chooser}>
        <Select
          label="Level"
          value={level.id}
          options={content.levels.toSorted((a, b) => b.rank - a.rank).map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(chosen) => void navigate({ to: "/ladders/$slug/levels/$level", params: { slug, level: chosen }, search })}
        />
      </div>
      <div className={css.main}>
        <Standing ladder={ladder} level={level} />
        <Expectations ladder={ladder} level={level} />
        <div className={css.pair}>
          <Requirements
            title="What it takes to enter"
            content={content}
            neighbours={neighbours}
            requirements={level.requirements}
            none="Nothing beside the expectations."
          />
          <Rule content={content} level={level} />
          <Ways ladder={ladder} level={level} />
          <Facts content={content} level={level} />
        </div>
        <Learning key={level.id} framework={slug} level={level.id} version={ladder.version.version} />
      </div>
    </div>
  );
}

/** Who stands here and how far the reader is, then what tells the level from the next. */
function Standing({ ladder, level }: { ladder: Ladder; level: Ladder["content"]["levels"][number] }) {
  const { you, headcount, content, slug } = ladder;
  const reach = you?.next.find((next) => next.level === level.id);
  const people = headcount[level.id] ?? 0;
  const tracks = inhabited(content);
  const track = tracks.length > 1 ? tracks.find((one) => one.track.id === level.track)?.track : undefined;
  return (
    <section className={css.standing} aria-label="Where it stands">
      <p className={css.meta}>
        <span>Rank {level.rank}</span>
        {track && <span>{trackLabel(track.title)}</span>}
        {level.regulated && <span>{level.regulated}</span>}
        {people > 0 ? (
          <span>
            <Link to="/people" search={{ framework: slug, level: level.id }}>
              {counted(people, "person", "people")}
            </Link>{" "}
            {people === 1 ? "stands" : "stand"} here
          </span>
        ) : (
          <span>nobody stands here yet</span>
        )}
      </p>
      {you?.level === level.id && <p className={css.here}>You are here</p>}
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
            you are <b>{percentRange(reach)}</b> there, see your way
          </span>
        </Link>
      )}
      {level.distinguishes && (
        <div className={css.step}>
          <h2>{openAbove(content, level) > 0 ? "What tells it from the next" : "Beyond it"}</h2>
          <p>{level.distinguishes}</p>
        </div>
      )}
    </section>
  );
}
