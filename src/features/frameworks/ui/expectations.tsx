import { useRouterState } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Level } from "../../../core/framework/document.ts";
import { AskedLine } from "../../../web/figures/asked-line.tsx";
import { GapScale } from "../../../web/figures/gap-line.tsx";
import { TargetMark } from "../../../web/figures/target-mark.tsx";
import { type Ladder, wordings } from "./ladder-data.ts";
import css from "./expectations.module.css";

/** What a level asks, by domain: each competency with its markers, and beside it what is asked of it on the scale. */
export function Expectations({ ladder, level }: { ladder: Ladder; level: Level }) {
  const { content } = ladder;
  const labels = content.scale.map(({ label }) => label);
  const place = (value: number) => content.scale.findIndex((point) => point.value === value);
  const competencies = wordings(ladder);
  const named = useRouterState({ select: ({ location }) => location.hash });
  useEffect(() => {
    // Whoever follows a link to one competency comes to it, also by keyboard and by ear.
    if (level.expectations.some(({ id }) => named === `expectation-${id}`)) document.getElementById(named)?.focus();
  }, [named, level]);
  if (level.expectations.length === 0) return <p className={css.none}>Nothing is asked here yet.</p>;
  const domains = content.domains
    .map((domain) => ({ domain, asked: level.expectations.filter(({ competency }) => competencies.get(competency)?.domain === domain.id) }))
    .filter(({ asked }) => asked.length > 0);
  return (
    <section className={css.expectations} aria-label="What is asked">
      <div className={css.scale}>
        <GapScale labels={labels} />
      </div>
      {domains.map(({ domain, asked }) => (
        <section key={domain.id} className={css.domain}>
          <div className={css.domainHead}>
            <h2>{domain.title}</h2>
            {level.domainScope[domain.id] && <p>{level.domainScope[domain.id]}</p>}
          </div>
          <ul>
            {asked.map((expectation, index) => {
              const competency = competencies.get(expectation.competency);
              const target = place(expectation.target);
              const before = asked[index - 1];
              const word = labels[target] ?? "";
              return (
                <li
                  key={expectation.id}
                  id={`expectation-${expectation.id}`}
                  tabIndex={named === `expectation-${expectation.id}` ? -1 : undefined}
                  className={named === `expectation-${expectation.id}` ? `${css.row} ${css.named}` : css.row}
                >
                  <div className={css.words}>
                    <h3>
                      {competency?.title ?? expectation.competency}
                      {expectation.critical && <em className={css.critical}>critical</em>}
                      {expectation.weight !== 1 && <span className={css.weight}>weighs {expectation.weight}</span>}
                    </h3>
                    {competency?.from && <p className={css.definition}>from {competency.from}</p>}
                    {competency?.definition && <p className={css.definition}>{competency.definition}</p>}
                    <p className={css.askedWord}>
                      <TargetMark points={labels.length} position={target} /> asked: {word}
                    </p>
                    <ul className={css.markers}>
                      {(expectation.markers.length > 0 ? expectation.markers : (competency?.markers ?? [])).map((marker) => (
                        <li key={marker}>{marker}</li>
                      ))}
                    </ul>
                  </div>
                  <div className={css.line}>
                    <AskedLine
                      points={labels.length}
                      target={target}
                      above={before ? place(before.target) : null}
                      label={`Asked: ${word}`}
                    />
                  </div>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </section>
  );
}
