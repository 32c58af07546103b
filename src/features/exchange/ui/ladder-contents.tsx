import { competencyId } from "../../../core/framework/competency.ts";
import type { Framework, Level } from "../../../core/framework/document.ts";
import { TargetMark } from "../../../web/figures/target-mark.tsx";
import { counted } from "../../../web/parts/words.ts";
import css from "./contents.module.css";
import shared from "./exchange.module.css";

export type Inherited = Readonly<Record<string, { title: string; definition: string | null; markers: readonly string[] }>>;

/** What a ladder holds, for somebody who chooses one: its levels, what each asks in its own words, and where what is asked. */
export function LadderContents({ content, inherited }: { content: Framework; inherited: Inherited }) {
  const called = new Map(
    content.competencies.map((competency) => [
      competencyId(competency),
      "use" in competency ? (inherited[competencyId(competency)]?.title ?? competencyId(competency)) : competency.title,
    ]),
  );
  return (
    <>
      {content.levels.length > 0 && <Levels content={content} called={called} inherited={inherited} />}
      {content.levels.length > 0 && <Asked content={content} called={called} />}
      {content.levels.length === 0 && <Competencies content={content} />}
    </>
  );
}

type Called = ReadonlyMap<string, string>;

function Levels({ content, called, inherited }: { content: Framework; called: Called; inherited: Inherited }) {
  const tracks = new Map(content.tracks.map(({ id, title }) => [id, title]));
  const several = new Set(content.levels.map(({ track }) => track)).size > 1;
  return (
    <section className={shared.part} aria-labelledby="levels">
      <h2 id="levels">{counted(content.levels.length, "level")}</h2>
      <ol className={css.rail} reversed>
        {content.levels
          .toSorted((a, b) => b.rank - a.rank)
          .map((level) => (
            <li key={level.id} id={`level-${level.id}`}>
              <h3>
                {level.title}
                {several && <small>{tracks.get(level.track)}</small>}
              </h3>
              {level.scope && <p>{level.scope}</p>}
              <details>
                <summary>What it asks ({level.expectations.length})</summary>
                <dl>
                  {level.expectations.map(({ id, competency, markers }) => (
                    <div key={id}>
                      <dt>{called.get(competency) ?? competency}</dt>
                      {(markers.length > 0 ? markers : (inherited[competency]?.markers ?? [])).map((marker) => (
                        <dd key={marker}>{marker}</dd>
                      ))}
                    </div>
                  ))}
                </dl>
              </details>
            </li>
          ))}
      </ol>
    </section>
  );
}

/** Which level asks for what, and how much: one mark for each. */
function Asked({ content, called }: { content: Framework; called: Called }) {
  const points = content.scale.map(({ value }) => value);
  const labels = new Map(content.scale.map(({ value, label }) => [value, label]));
  const asked = (level: Level, competency: string) => level.expectations.find((each) => each.competency === competency);
  return (
    <section className={shared.part} aria-labelledby="asked">
      <h2 id="asked">What is asked where</h2>
      <div className={css.scroll}>
        <table className={css.asked}>
          <thead>
            <tr>
              <th scope="col">Competency</th>
              {content.levels.map((level) => (
                <th key={level.id} scope="col">
                  <a href={`#level-${level.id}`}>{level.title}</a>
                </th>
              ))}
            </tr>
          </thead>
          {content.domains.map((domain) => (
            <tbody key={domain.id}>
              <tr>
                <th scope="rowgroup" colSpan={content.levels.length + 1} className={css.domain}>
                  {domain.title}
                </th>
              </tr>
              {content.competencies
                .filter((competency) => competency.domain === domain.id)
                .map(competencyId)
                .map((id) => (
                  <tr key={id}>
                    <th scope="row">{called.get(id) ?? id}</th>
                    {content.levels.map((level) => {
                      const expectation = asked(level, id);
                      return (
                        <td key={level.id}>
                          {expectation === undefined ? (
                            <span className="hidden">not asked</span>
                          ) : (
                            <TargetMark
                              points={points.length}
                              position={points.indexOf(expectation.target)}
                              label={labels.get(expectation.target) ?? String(expectation.target)}
                            />
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </div>
      <p className={shared.quiet}>
        Each mark shows the points of the scale, {content.scale.map(({ label }) => label).join(", ")}; the tall one is asked.
      </p>
    </section>
  );
}

function Competencies({ content }: { content: Framework }) {
  return content.domains.map((domain) => {
    const own = content.competencies.flatMap((competency) => ("use" in competency || competency.domain !== domain.id ? [] : [competency]));
    return (
      own.length > 0 && (
        <section key={domain.id} className={shared.part} aria-labelledby={`domain-${domain.id}`}>
          <h2 id={`domain-${domain.id}`}>{domain.title}</h2>
          <ol className={css.levels}>
            {own.map(({ id, title, definition, markers }) => (
              <li key={id}>
                <h3>{title}</h3>
                {definition && <p>{definition}</p>}
                <ul>
                  {markers.map((marker) => (
                    <li key={marker}>{marker}</li>
                  ))}
                </ul>
              </li>
            ))}
          </ol>
        </section>
      )
    );
  });
}
