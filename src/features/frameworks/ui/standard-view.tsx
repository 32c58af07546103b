import { Link } from "@tanstack/react-router";
import type { Framework } from "../../../core/framework/document.ts";
import { listed } from "../../../web/parts/words.ts";
import { Expectations } from "./expectations.tsx";
import { type Ladder, levelOf, useVersionSearch, wordings } from "./ladder-data.ts";
import { Facts, Requirements, Rule } from "./level-facts.tsx";
import { ruleWords } from "./level-words.ts";
import facts from "./level-facts.module.css";
import css from "./standard.module.css";

/** A standard is read, not climbed: what it asks, and in the margin how one enters and is assessed. */
export function StandardView({ ladder }: { ladder: Ladder }) {
  const { content, neighbours } = ladder;
  const level = levelOf(ladder, undefined);
  if (!level) return <LibraryView ladder={ladder} />;
  const { standard } = content;
  const none = standard?.gateway?.requirements ?? [];
  return (
    <div className={`columns ${css.page}`}>
      <div>
        <Others ladder={ladder} />
        <Expectations ladder={ladder} level={level} />
      </div>
      <aside className={css.margin}>
        {standard && <KeyFacts content={content} standard={standard} />}
        {standard && <Requirements title="To begin" content={content} neighbours={neighbours} requirements={standard.entry} />}
        {standard?.gateway && (
          <>
            <Requirements title="Before the assessment" content={content} neighbours={neighbours} requirements={none} />
            {standard.gateway.clauses.length > 0 && (
              <ul className={css.clauses}>
                {ruleWords(
                  content,
                  standard.gateway.clauses,
                  level.expectations.some(({ critical }) => critical),
                ).map((clause) => (
                  <li key={clause}>{clause}</li>
                ))}
              </ul>
            )}
          </>
        )}
        {standard && standard.assessment.length > 0 && (
          <section className={facts.section}>
            <h2>How it is assessed</h2>
            <ul className={facts.list}>
              {standard.assessment.map(({ title, description }) => (
                <li key={title}>
                  {title}
                  {description && <p className={facts.note}>{description}</p>}
                </li>
              ))}
            </ul>
          </section>
        )}
        {!standard && <Rule content={content} level={level} />}
        <Facts content={content} level={level} />
      </aside>
    </div>
  );
}

/** Where a standard has several levels, the way to each. */
function Others({ ladder: { content, slug } }: { ladder: Ladder }) {
  const search = useVersionSearch();
  if (content.levels.length < 2) return null;
  return (
    <p className={css.others}>
      Levels:{" "}
      {content.levels.map(({ id, title }) => (
        <Link key={id} to="/ladders/$slug/levels/$level" params={{ slug, level: id }} search={search}>
          {title}
        </Link>
      ))}
    </p>
  );
}

function KeyFacts({ content, standard }: { content: Framework; standard: NonNullable<Framework["standard"]> }) {
  const [shortest, longest] = standard.months ?? [];
  const rows: [string, string | undefined][] = [
    ["Reference", standard.reference],
    ["Level", standard.regulated],
    ["Takes", shortest === undefined ? undefined : shortest === longest ? `${shortest} months` : `${shortest} to ${longest} months`],
    ["Leads to", standard.qualification],
    ["Scale", listed(content.scale.map(({ label }) => label))],
  ];
  return (
    <dl className={css.facts}>
      {rows.flatMap(([name, value]) =>
        value === undefined
          ? []
          : [
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>,
            ],
      )}
    </dl>
  );
}

/** Competencies that other frameworks draw from, by domain. */
function LibraryView({ ladder }: { ladder: Ladder }) {
  const all = wordings(ladder);
  return (
    <div className={css.library}>
      {ladder.content.domains.map((domain) => {
        const own = [...all].filter(([, competency]) => competency.domain === domain.id);
        if (own.length === 0) return null;
        return (
          <section key={domain.id}>
            <h2>{domain.title}</h2>
            {own.map(([id, { title, definition, markers }]) => (
              <div key={id} className={css.competency}>
                <div>
                  <h3>{title}</h3>
                  {definition && <p>{definition}</p>}
                </div>
                <ul>
                  {markers.map((marker) => (
                    <li key={marker}>{marker}</li>
                  ))}
                </ul>
              </div>
            ))}
          </section>
        );
      })}
    </div>
  );
}
