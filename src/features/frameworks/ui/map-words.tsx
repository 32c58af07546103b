import { Link } from "@tanstack/react-router";
import type { Transition } from "../../../core/framework/document.ts";
import { type Ladder, outside, trackName } from "./ladder-data.ts";
import css from "./map.module.css";

/** How a way between levels goes, in a word. */
export const direction = { promotion: "up", lateral: "sideways", "track-switch": "across", "step-down": "down" } as const satisfies Record<
  Transition["kind"],
  string
>;

/** "Specialist track", as a heading. */
export const trackLabel = (title: string): string => {
  const name = trackName({ id: "", title });
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/**
 * The ways to other ladders as a list: all of them where the figure is stacked, else those that it has no room for.
 *
 * @param unseen null where no figure is drawn at all.
 */
export function WaysElsewhere({ ladder: { content, neighbours }, unseen }: { ladder: Ladder; unseen: readonly Transition[] | null }) {
  const ways = content.transitions.filter(({ to }) => to.includes("/"));
  if (ways.length === 0) return null;
  const drawn = (way: Transition) => unseen !== null && !unseen.includes(way);
  return (
    <section className={ways.every(drawn) ? `${css.ways} ${css.whereDrawn}` : css.ways} aria-labelledby="ways">
      <h2 id="ways">Ways to other ladders</h2>
      <ul>
        {ways.map((way) => {
          const there = outside(way.to, neighbours);
          const from = content.levels.find(({ id }) => id === way.from);
          if (!there || !from) return null;
          return (
            <li key={`${way.kind} ${way.from} ${way.to}`} className={drawn(way) ? css.whereDrawn : undefined}>
              From {from.title} {direction[way.kind]} to{" "}
              {there.neighbour ? (
                <Link to="/ladders/$slug/levels/$level" params={there}>
                  {there.title}
                </Link>
              ) : (
                there.title
              )}
              <span>{there.neighbour?.title ?? there.slug}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
