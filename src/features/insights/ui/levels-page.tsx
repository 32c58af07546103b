import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read, type Reply } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted, spoken } from "../../../web/parts/words.ts";
import { InsightFrame, useNarrowing } from "./insight-frame.tsx";
import css from "./insights.module.css";

type Ladder = Reply<"/insights/levels">["ladders"][number];

/** How many stand on each rung: every ladder from the top down. */
export function LevelsPage() {
  const { search } = useNarrowing();
  const input = search.team === undefined ? {} : { team: search.team };
  const found = useQuery({ ...read("/insights/levels", input), placeholderData: keepPreviousData });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  const { people, nowhere, ladders } = found.data;
  const shown = ladders.filter(({ slug }) => search.ladder === undefined || slug === search.ladder);
  const most = Math.max(1, ...shown.flatMap(({ levels }) => levels.map((level) => level.people)));
  return (
    <InsightFrame
      figure="levels"
      title="Who stands on which rung"
      answer={
        <>
          <b>{counted(people, "person", "people")}</b> on {spoken(ladders.length)} {ladders.length === 1 ? "ladder" : "ladders"}
          {nowhere > 0 && <>, of whom {nowhere === 1 ? "one stands" : `${spoken(nowhere)} stand`} on no rung</>}.
        </>
      }
    >
      {ladders.length === 0 ? (
        <Empty
          action={
            <Link to="/people" className={buttonClass("plain")}>
              Open the directory
            </Link>
          }
        >
          Nobody here stands on a rung yet. Once people have their level, on their page or by an import, they are counted here.
        </Empty>
      ) : search.as === "table" ? (
        <LevelsTable ladders={shown} />
      ) : (
        shown.map((ladder) => <LadderFigure key={ladder.slug} ladder={ladder} most={most} />)
      )}
      {search.ladder !== undefined && shown.length < ladders.length && (
        <p className={css.more}>
          <Link to="/insights" search={search.team === undefined ? {} : { team: search.team }} className={buttonClass("quiet")}>
            Show all {spoken(ladders.length)} ladders
          </Link>
        </p>
      )}
    </InsightFrame>
  );
}

function LadderFigure({ ladder: { slug, title, people, levels }, most }: { ladder: Ladder; most: number }) {
  return (
    <section className={css.part} aria-labelledby={`ladder-${slug}`}>
      <h2 id={`ladder-${slug}`}>
        {title} <small>{counted(people, "person", "people")}</small>
      </h2>
      <ol className={css.rungs}>
        {levels.map(({ level, title: name, people: here }) => (
          <li key={level}>
            {here > 0 ? (
              <Link to="/people" search={{ framework: slug, level }}>
                {name}
              </Link>
            ) : (
              <span className="q3">{name}</span>
            )}
            <svg width="100%" height="16" aria-hidden="true">
              <rect x="0" y="2" width={`${(here / most) * 100}%`} height="12" className={css.bar} />
            </svg>
            <span className="number">{here === 0 ? "nobody" : here}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function LevelsTable({ ladders }: { ladders: readonly Ladder[] }) {
  return (
    <table className={css.table}>
      <caption className="hidden">People by ladder and level</caption>
      <thead>
        <tr>
          <th scope="col">Ladder</th>
          <th scope="col">Level</th>
          <th scope="col" className="number">
            People
          </th>
        </tr>
      </thead>
      <tbody>
        {ladders.flatMap(({ slug, title, levels }) =>
          levels.map(({ level, title: name, people }) => (
            <tr key={`${slug} ${level}`}>
              <td>{title}</td>
              <th scope="row">{name}</th>
              <td className="number">{people}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
