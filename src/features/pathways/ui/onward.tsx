import { Link } from "@tanstack/react-router";
import { capital } from "../../../web/parts/words.ts";
import css from "./pathways.module.css";
import { duration, kindWords, type Atlas, type Between } from "./way-words.ts";

/** Where the end of a way leads in its turn: to other levels, and to what is no level of the organisation's. */
export function Onward({ atlas, reference, between }: { atlas: Atlas; reference: string; between: Between }) {
  const levels = new Map(atlas.ladders.flatMap((ladder) => ladder.levels.map((level) => [level.reference, { ladder, level }] as const)));
  const onward = levels.get(reference)?.level.onward ?? [];
  const been = new Set(between.routes.flatMap((way) => way.levels));
  const next = atlas.transitions.filter(
    ({ from, to, kind }) => from === reference && kind !== "step-down" && levels.has(to) && !been.has(to),
  );
  if (onward.length === 0 && next.length === 0) return null;
  return (
    <section className={css.onward} aria-labelledby="onward">
      <h3 id="onward">And on from there</h3>
      <ul>
        {next.map(({ to, kind, months }) => (
          <li key={`${to} ${kind}`}>
            <Link to="/pathways" search={{ from: between.from, to }}>
              {levels.get(to)?.level.title}
            </Link>
            <span>
              {levels.get(to)?.ladder.title}, {kindWords[kind]}
              {months !== null && `, about ${duration(months)}`}
            </span>
          </li>
        ))}
        {onward.map(({ title, kind, regulated, months }) => {
          const said = [
            kind === "other" || kind === undefined ? null : capital(kind),
            regulated ?? null,
            months === undefined ? null : duration(months),
          ];
          return (
            <li key={title}>
              {title}
              <span>{said.filter((each) => each !== null).join(", ")}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
