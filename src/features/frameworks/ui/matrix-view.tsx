import { Link } from "@tanstack/react-router";
import { Fragment, useState } from "react";
import type { Level } from "../../../core/framework/document.ts";
import { TargetMark } from "../../../web/figures/target-mark.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { listed } from "../../../web/parts/words.ts";
import { useChangedStatements } from "./changed-statements.ts";
import { inhabited, type Ladder, trackName, useLadder, useVersionSearch, wordings } from "./ladder-data.ts";
import { LyingLadder } from "./lying-ladder.tsx";
import { matrixOrder } from "./matrix-order.ts";
import { StandardView } from "./standard-view.tsx";
import table from "../../../web/parts/matrix.module.css";
import css from "./matrix.module.css";

/** How many levels stand beside each other before the table scrolls within a region of its own. */
const fitting = 6;

/** Every competency at every level: the whole ladder as one table, lying on its side. */
export function MatrixView() {
  const ladder = useLadder().data;
  const [shown, setShown] = useState<"statements" | "asked">("statements");
  if (!ladder) return null;
  if (ladder.content.kind !== "ladder") return <StandardView ladder={ladder} />;
  const levels = matrixOrder(ladder.content);
  if (levels.length === 0) return <Empty>No rung is written down yet.</Empty>;
  return (
    <>
      <div className={css.tools}>
        <Select
          label="Show"
          value={shown}
          onChange={(value) => setShown(value === "asked" ? "asked" : "statements")}
          options={[
            { value: "statements", label: "statements" },
            { value: "asked", label: "what is asked" },
          ]}
        />
      </div>
      <div
        className={`${table.scroll} ${css.scroll} ${levels.length > fitting ? table.long : ""}`}
        data-print="sideways"
        role="region"
        aria-label="Matrix"
      >
        <table className={`${table.matrix} ${css.matrix}`}>
          <caption className="hidden">{ladder.content.title}, every competency at every level</caption>
          <Head ladder={ladder} levels={levels} />
          <ScopeRows ladder={ladder} levels={levels} />
          <CompetencyRows ladder={ladder} levels={levels} statements={shown === "statements"} />
        </table>
      </div>
      <Legend ladder={ladder} />
    </>
  );
}

type Part = { ladder: Ladder; levels: readonly Level[] };

function Head({ ladder, levels }: Part) {
  const { content, slug, you } = ladder;
  const search = useVersionSearch();
  const several = inhabited(content).length > 1;
  const starts = new Set(inhabited(content).map((track) => track.levels[0]?.id));
  return (
    <thead>
      <tr aria-hidden="true">
        <td colSpan={levels.length + 1} className={`${table.figure} ${css.figure}`}>
          <LyingLadder content={content} levels={levels} you={you?.level} />
        </td>
      </tr>
      <tr className={`${table.titles} ${css.titles}`}>
        <th scope="col" className={css.first}>
          <span className="hidden">Competency</span>
        </th>
        {levels.map((level) => {
          const track = content.tracks.find(({ id }) => id === level.track);
          return (
            <th key={level.id} scope="col" className={level.id === you?.level ? css.here : undefined}>
              <Link to="/ladders/$slug/levels/$level" params={{ slug, level: level.id }} search={search}>
                {level.title}
              </Link>
              {level.id === you?.level ? (
                <small>you are here</small>
              ) : (
                several && track && starts.has(level.id) && <small>{trackName(track)}</small>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

const Nothing = () => (
  <>
    <span aria-hidden="true">–</span>
    <span className="hidden">not asked at this level</span>
  </>
);

function Group({ title, count }: { title: string; count: number }) {
  return (
    <tr className={table.group}>
      <th colSpan={count + 1} scope="rowgroup">
        <span>{title}</span>
      </th>
    </tr>
  );
}

function ScopeRows({ ladder: { content, you }, levels }: Part) {
  const domains = content.domains.filter(({ id }) => levels.some((level) => level.domainScope[id]));
  if (domains.length === 0) return null;
  return (
    <tbody className={table.scope}>
      <Group title="Scope" count={levels.length} />
      {domains.map(({ id, title }) => (
        <tr key={id}>
          <th scope="row">{title}</th>
          {levels.map((level) => (
            <td key={level.id} className={level.id === you?.level ? css.here : undefined}>
              {level.domainScope[id] ?? <Nothing />}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function CompetencyRows({ ladder, levels, statements }: Part & { statements: boolean }) {
  const { content, you } = ladder;
  const all = wordings(ladder);
  const labels = content.scale.map(({ label }) => label);
  const changed = useChangedStatements(ladder);
  const asked = new Set(levels.flatMap((level) => level.expectations.map(({ competency }) => competency)));
  return content.domains.map((domain) => {
    const rows = [...all].filter(([id, competency]) => competency.domain === domain.id && asked.has(id));
    if (rows.length === 0) return null;
    return (
      <tbody key={domain.id}>
        <Group title={domain.title} count={levels.length} />
        {rows.map(([id, { title, from, markers }]) => (
          <tr key={id}>
            <th scope="row">
              {title}
              {from && <small>{from}</small>}
            </th>
            {levels.map((level) => {
              const expectation = level.expectations.find(({ competency }) => competency === id);
              const here = level.id === you?.level ? css.here : "";
              if (!expectation)
                return (
                  <td key={level.id} className={`${table.none} ${here}`}>
                    <Nothing />
                  </td>
                );
              const position = content.scale.findIndex(({ value }) => value === expectation.target);
              const mark = <TargetMark points={labels.length} position={position} label={`asked: ${labels[position] ?? ""}`} />;
              return (
                <td key={level.id} className={changed.has(expectation.id) ? `${here} ${table.changed} ${css.changed}` : here}>
                  {changed.has(expectation.id) && <span className="hidden">changed in version {ladder.version.version}: </span>}
                  {statements ? (
                    <>
                      {(expectation.markers.length > 0 ? expectation.markers : markers).map((marker) => (
                        <p key={marker}>{marker}</p>
                      ))}
                      <div className={table.asked}>
                        {mark}
                        {expectation.critical && <em>critical</em>}
                      </div>
                    </>
                  ) : (
                    <div className={`${table.asked} ${css.word}`}>
                      {mark}
                      <span aria-hidden="true">{labels[position]}</span>
                      {expectation.critical && <em>critical</em>}
                    </div>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    );
  });
}

function Legend({ ladder }: { ladder: Ladder }) {
  const { content, inherited, version } = ladder;
  const changed = useChangedStatements(ladder).size;
  const labels = content.scale.map(({ label }) => label);
  const sources = [...new Set(Object.values(inherited).map(({ from }) => from))];
  return (
    <ul className={css.legend}>
      {changed > 0 && (
        <li>
          <span className={css.bar} aria-hidden="true" />
          changed in version {version.version}
        </li>
      )}
      <li>– not asked at this level</li>
      <li>
        <TargetMark points={labels.length} position={Math.max(0, labels.length - 2)} />
        asked on the scale:{" "}
        {labels.map((label, index) => (
          <Fragment key={label}>
            {index > 0 && ", "}
            {label}
          </Fragment>
        ))}
      </li>
      {sources.length > 0 && <li>inherited from {listed(sources)}</li>}
    </ul>
  );
}
