import { Link } from "@tanstack/react-router";
import type { Level } from "../../../core/framework/document.ts";
import { inhabited, type Ladder, useVersionSearch } from "./ladder-data.ts";
import { trackLabel } from "./map-words.tsx";
import css from "./level-rail.module.css";

/** All levels as rungs to step between, a rail for each track, the common start at the bottom. */
export function LevelRail({ ladder: { content, slug, you }, level }: { ladder: Ladder; level: Level }) {
  const search = useVersionSearch();
  const tracks = inhabited(content).toSorted(
    (a, b) => (b.levels.at(-1)?.rank ?? 0) - (a.levels.at(-1)?.rank ?? 0) || (b.levels[0]?.rank ?? 0) - (a.levels[0]?.rank ?? 0),
  );
  return (
    <nav className={css.rails} aria-label="Levels">
      {tracks.map(({ track, levels }) => (
        <section key={track.id}>
          {tracks.length > 1 && <h2 className={css.track}>{trackLabel(track.title)}</h2>}
          <ol>
            {levels.toReversed().map(({ id, title }) => (
              <li key={id}>
                <Link
                  to="/ladders/$slug/levels/$level"
                  params={{ slug, level: id }}
                  search={search}
                  aria-current={id === level.id ? "page" : undefined}
                >
                  {title}
                  {you?.level === id && <span className={css.you}>you</span>}
                </Link>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </nav>
  );
}
