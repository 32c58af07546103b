import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { read, type Reply } from "../../../web/api.ts";
import { ShareMark } from "../../../web/figures/share-mark.tsx";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted } from "../../../web/parts/words.ts";
import { InsightFrame, useNarrowing } from "./insight-frame.tsx";
import css from "./insights.module.css";

type Heat = Reply<"/insights/gaps">;
type Cell = Heat["rows"][number]["cells"][number];

/** Where many are short: competencies down, levels across, in each cell how many of those rated. */
export function GapsPage() {
  const { search, narrow } = useNarrowing();
  const against = search.against === "next" ? "next" : "own";
  const input = {
    against,
    ...(search.team === undefined ? {} : { team: search.team }),
    ...(search.ladder === undefined ? {} : { ladder: search.ladder }),
  } as const;
  const found = useQuery({ ...read("/insights/gaps", input), placeholderData: keepPreviousData });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  const heat = found.data;
  const rated = heat.rows.some(({ cells }) => cells.some((cell) => !("hidden" in cell) && cell.assessed > 0));
  return (
    <InsightFrame
      figure="gaps"
      title="Where people are short"
      answer={answerOf(heat)}
      whole={heat.whole}
      smallest={heat.smallest}
      ladder={heat.ladder?.slug}
      ladders={heat.ladders}
      filters={
        <Select
          label="Against"
          options={[
            { value: "own", label: "the level they are at" },
            { value: "next", label: "the level that is next" },
          ]}
          value={against}
          onChange={(value) => narrow({ against: value === "next" ? "next" : "" })}
        />
      }
    >
      {heat.people === 0 || !rated ? (
        <Empty
          action={
            <Link to="/cycles" className={buttonClass("plain")}>
              Look at the cycles
            </Link>
          }
        >
          {heat.people === 0
            ? "Nobody whose results you may see is measured against this ladder."
            : "Nobody here has been rated in a cycle that was released. Once they are, this shows where many are short of the same."}
        </Empty>
      ) : search.as === "table" ? (
        <Numbers heat={heat} />
      ) : (
        <HeatMap heat={heat} />
      )}
    </InsightFrame>
  );
}

/** The cells that weigh most: of each competency all levels together. */
function answerOf({ rows, ladder, people, against }: Heat) {
  if (ladder === null) return undefined;
  const sums = rows
    .map(({ title, cells }) => {
      const shown = cells.flatMap((cell) => ("hidden" in cell ? [] : [cell]));
      return {
        title,
        short: shown.reduce((sum, cell) => sum + cell.short, 0),
        assessed: shown.reduce((sum, cell) => sum + cell.assessed, 0),
      };
    })
    .filter(({ assessed, short }) => assessed > 0 && short > 0)
    .toSorted((a, b) => b.short - a.short || b.short / b.assessed - a.short / a.assessed);
  const [first, second] = sums;
  const of = against === "own" ? "against their own level" : "against the level that is next for them";
  return (
    <>
      <b>{counted(people, "person", "people")}</b> {people === 1 ? "is" : "are"} measured {of}, {ladder.title}.
      {first && (
        <>
          {" "}
          Most often short is <b>{first.title}</b>, {first.short} of {first.assessed} ratings
          {second && (
            <>
              ; then {second.title}, {second.short} of {second.assessed}
            </>
          )}
          .
        </>
      )}
    </>
  );
}

const grouped = ({ domains, rows }: Heat) =>
  domains.map((domain) => ({ domain, rows: rows.filter((row) => row.domain === domain.id) })).filter((group) => group.rows.length > 0);

function HeatMap({ heat }: { heat: Heat }) {
  const levels = heat.levels.filter(({ people }) => people > 0);
  return (
    <>
      <div className={css.scroll} role="region" aria-label="Competencies by level" data-print="sideways" tabIndex={0}>
        <table className={css.heat}>
          <caption className="hidden">How many of those rated are short of each competency, level by level</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">Competency</span>
              </th>
              {levels.map(({ id, title, people }) => (
                <th key={id} scope="col">
                  <Link to="/ladders/$slug/levels/$level" params={{ slug: heat.ladder?.slug ?? "", level: id }}>
                    {title}
                  </Link>
                  <small>{counted(people, "person", "people")}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grouped(heat).map(({ domain, rows }) => (
              <Fragment key={domain.id}>
                <tr className={css.domain}>
                  <th scope="rowgroup" colSpan={levels.length + 1}>
                    <span>{domain.title}</span>
                  </th>
                </tr>
                {rows.map(({ competency, title, cells }) => (
                  <tr key={competency}>
                    <th scope="row">{title}</th>
                    {levels.map(({ id }) => (
                      <td key={id}>
                        <Mark cell={cells.find(({ level }) => level === id)} />
                      </td>
                    ))}
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      <p className={css.key}>
        <span>
          <ShareMark share={0.6} /> part of those rated is short
        </span>
        <span>
          <ShareMark share={0} /> nobody is
        </span>
        <span>
          <ShareMark share={null} /> nobody was rated
        </span>
        <span>– not asked at this level</span>
      </p>
    </>
  );
}

function Mark({ cell }: { cell: Cell | undefined }) {
  if (cell === undefined) return <span className="q3">–</span>;
  if ("hidden" in cell) return <span className={css.small}>not shown</span>;
  const { assessed, short, stale } = cell;
  return (
    <span className={css.mark}>
      <ShareMark share={assessed === 0 ? null : short / assessed} />
      <span>
        {assessed === 0 ? (stale > 0 ? "worded anew" : "not rated") : `${short} of ${assessed}`}
        <span className="hidden"> {assessed > 0 ? "short" : ""}</span>
      </span>
    </span>
  );
}

function Numbers({ heat }: { heat: Heat }) {
  const titles = new Map(heat.levels.map(({ id, title }) => [id, title]));
  return (
    <div className={css.scroll} role="region" aria-label="The numbers" tabIndex={0}>
      <table className={css.table}>
        <caption className="hidden">How people stand to each competency at each level</caption>
        <thead>
          <tr>
            <th scope="col">Competency</th>
            <th scope="col">Level</th>
            {["Asked", "Rated", "Short", "Met", "Beyond", "Worded anew", "Not assessed"].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heat.rows.flatMap(({ competency, title, cells }) =>
            cells
              .filter((cell) => "hidden" in cell || cell.asked > 0)
              .map((cell) => (
                <tr key={`${competency} ${cell.level}`}>
                  <th scope="row">{title}</th>
                  <td>
                    <Link to="/ladders/$slug/levels/$level" params={{ slug: heat.ladder?.slug ?? "", level: cell.level }}>
                      {titles.get(cell.level) ?? cell.level}
                    </Link>
                  </td>
                  {"hidden" in cell ? (
                    <td colSpan={7} className="q3">
                      not shown
                    </td>
                  ) : (
                    [cell.asked, cell.assessed, cell.short, cell.met, cell.beyond, cell.stale, cell.unassessed].map((value, index) => (
                      // Seven numbers in the order of their heads.
                      <td key={index} className="number">
                        {value}
                      </td>
                    ))
                  )}
                </tr>
              )),
          )}
        </tbody>
      </table>
    </div>
  );
}
