import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { Level } from "../../../core/framework/document.ts";
import { TargetMark } from "../../../web/figures/target-mark.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { type Ladder, levelOf, useLadder, useVersionSearch, waysFrom, wordings } from "./ladder-data.ts";
import css from "./compare-levels.module.css";

/** Two levels side by side, competency by competency: what each asks, and which asks more. */
export function CompareLevelsView() {
  const ladder = useLadder().data;
  const chosen = useSearch({ from: "/in/ladders/$slug/compare" });
  const version = useVersionSearch();
  const navigate = useNavigate();
  if (!ladder) return null;
  const { content, slug } = ladder;
  if (content.levels.length < 2) return <Empty>There are not yet two levels to compare.</Empty>;
  const left = content.levels.find(({ id }) => id === chosen.left) ?? levelOf(ladder, undefined) ?? content.levels[0];
  if (!left) return null;
  const above = waysFrom(content, left)[0]?.to;
  const right =
    content.levels.find(({ id }) => id === chosen.right) ??
    content.levels.find(({ id }) => id === above && id !== left.id) ??
    content.levels.find(({ id }) => id !== left.id);
  if (!right) return null;
  const options = content.levels.toSorted((a, b) => b.rank - a.rank).map(({ id, title }) => ({ value: id, label: title }));
  const go = (search: { left: string; right: string }) =>
    void navigate({ to: "/ladders/$slug/compare", params: { slug }, search: { ...version, ...search }, replace: true });
  return (
    <table className={css.table}>
      <caption className="hidden">
        {left.title} and {right.title}, side by side
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="hidden">Competency</span>
          </th>
          <th scope="col">
            <Select
              quiet
              label="Level on the left"
              options={options}
              value={left.id}
              onChange={(id) => go({ left: id, right: right.id })}
            />
          </th>
          <th scope="col">
            <Select
              quiet
              label="Level on the right"
              options={options}
              value={right.id}
              onChange={(id) => go({ left: left.id, right: id })}
            />
          </th>
        </tr>
      </thead>
      <Rows ladder={ladder} pair={[left, right]} />
    </table>
  );
}

function Rows({ ladder, pair }: { ladder: Ladder; pair: readonly [Level, Level] }) {
  const { content, slug } = ladder;
  const search = useVersionSearch();
  const all = wordings(ladder);
  const asked = new Set(pair.flatMap(({ expectations }) => expectations.map(({ competency }) => competency)));
  const labels = content.scale.map(({ label }) => label);
  return content.domains.map((domain) => {
    const rows = [...all].filter(([id, words]) => words.domain === domain.id && asked.has(id));
    if (rows.length === 0) return null;
    return (
      <tbody key={domain.id}>
        <tr className={css.domain}>
          <th scope="rowgroup" colSpan={3}>
            {domain.title}
          </th>
        </tr>
        {pair.some(({ domainScope }) => domainScope[domain.id]) && (
          <tr className={css.scope}>
            <th scope="row">Scope</th>
            {pair.map((level) => (
              <td key={level.id}>{level.domainScope[domain.id] ?? "–"}</td>
            ))}
          </tr>
        )}
        {rows.map(([id, { title, markers }]) => (
          <tr key={id}>
            <th scope="row">{title}</th>
            {pair.map((level, side) => {
              const expectation = level.expectations.find(({ competency }) => competency === id);
              const other = pair[1 - side]?.expectations.find(({ competency }) => competency === id);
              if (!expectation)
                return (
                  <td key={level.id} className={css.none}>
                    <span aria-hidden="true">–</span>
                    <span className="hidden">not asked at {level.title}</span>
                  </td>
                );
              const position = content.scale.findIndex(({ value }) => value === expectation.target);
              const more = other !== undefined && other.target < expectation.target;
              return (
                <td key={level.id}>
                  {(expectation.markers.length > 0 ? expectation.markers : markers).map((marker) => (
                    <p key={marker}>{marker}</p>
                  ))}
                  <p className={css.asked}>
                    <TargetMark points={labels.length} position={position} label={`asked: ${labels[position] ?? ""}`} />
                    <Link
                      to="/ladders/$slug/levels/$level"
                      params={{ slug, level: level.id }}
                      search={search}
                      hash={`expectation-${expectation.id}`}
                    >
                      {labels[position]}
                    </Link>
                    {more && <em>asks more</em>}
                    {expectation.critical && <em className={css.critical}>critical</em>}
                  </p>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    );
  });
}
