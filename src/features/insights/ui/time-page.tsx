import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read, type Reply } from "../../../web/api.ts";
import { SpreadLine } from "../../../web/figures/spread-line.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted } from "../../../web/parts/words.ts";
import { InsightFrame, useNarrowing } from "./insight-frame.tsx";
import css from "./insights.module.css";
import { monthsInWords } from "./insight-words.ts";

type Time = Reply<"/insights/time-in-level">;
type Level = Time["levels"][number];
type Stay = Level["now"];

/** How long people stay on each rung: those who are on it, and those who went on. */
export function TimePage() {
  const { search } = useNarrowing();
  const input = {
    ...(search.team === undefined ? {} : { team: search.team }),
    ...(search.ladder === undefined ? {} : { ladder: search.ladder }),
  };
  const found = useQuery({ ...read("/insights/time-in-level", input), placeholderData: keepPreviousData });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  const { levels, ladder, ladders, smallest } = found.data;
  const known = levels.filter(({ now, moved }) => now.people + moved.people > 0);
  return (
    <InsightFrame
      figure="time-in-level"
      title="How long people stay on a rung"
      answer={answerOf(found.data)}
      ladder={ladder?.slug}
      ladders={ladders}
    >
      {known.length === 0 ? (
        <Empty>Nobody here has stood on a rung of this ladder. Who has been placed on one, and since when, is what this is made of.</Empty>
      ) : search.as === "table" ? (
        <TimeTable levels={known} slug={ladder?.slug ?? ""} />
      ) : (
        <TimeFigure levels={known} />
      )}
      <p className={css.says}>
        The middle half of all lies within the thick line, and half stayed no longer than its upright. Counted are people who work here
        today; a move to another version of the ladder ends no stay. Of people whose results you may not see one by one, nothing is said of
        fewer than {smallest}.
      </p>
    </InsightFrame>
  );
}

function answerOf({ levels, ladder }: Time) {
  const longest = levels
    .flatMap(({ title, moved: { people, months } }) => (months === null || people === 0 ? [] : [{ title, people, half: months[1] }]))
    .toSorted((a, b) => b.half - a.half)[0];
  if (ladder === null) return undefined;
  if (longest === undefined) return <>Nobody has gone on from a rung of {ladder.title} yet, or too few to say how long it took.</>;
  return (
    <>
      People stay longest as <b>{longest.title}</b>: half of the {longest.people} who went on did so within{" "}
      <b>{monthsInWords(longest.half)}</b>.
    </>
  );
}

const stayed = ({ people, months, hidden }: Stay): string =>
  hidden
    ? "not shown"
    : people === 0 || months === null
      ? "nobody"
      : people === 1
        ? `one, ${monthsInWords(months[1])}`
        : `${people}, half within ${monthsInWords(months[1])}`;

function TimeFigure({ levels }: { levels: readonly Level[] }) {
  const most = Math.max(12, ...levels.flatMap(({ now, moved }) => [now.months?.[2] ?? 0, moved.months?.[2] ?? 0]));
  const end = Math.ceil(most / 12) * 12;
  return (
    <div className={css.part}>
      <ol className={css.stays}>
        {levels.map(({ level, title, now, moved }) => (
          <li key={level}>
            <h2>{title}</h2>
            {(
              [
                ["on it now", now, false],
                ["went on", moved, true],
              ] as const
            ).map(([name, stay, faint]) => (
              <div key={name}>
                <span className="q2">{name}</span>
                {stay.months === null ? (
                  <p className="q3">{stayed(stay)}</p>
                ) : (
                  <>
                    <SpreadLine
                      quarters={stay.months}
                      most={end}
                      faint={faint}
                      label={`${title}, ${name}: the middle half from ${monthsInWords(stay.months[0])} to ${monthsInWords(stay.months[2])}`}
                    />
                    <span>{stayed(stay)}</span>
                  </>
                )}
              </div>
            ))}
          </li>
        ))}
      </ol>
      <p className={css.scale} aria-hidden="true">
        <span>0</span>
        <span>{counted(end / 12, "year")}</span>
      </p>
    </div>
  );
}

function TimeTable({ levels, slug }: { levels: readonly Level[]; slug: string }) {
  const cells = ({ people, months, hidden }: Stay) => [
    String(people),
    ...(hidden ? ["not shown", "not shown", "not shown"] : (months?.map(String) ?? ["–", "–", "–"])),
  ];
  return (
    <div className={css.scroll} role="region" aria-label="The numbers" tabIndex={0}>
      <table className={css.table}>
        <caption className="hidden">Months on each rung: a quarter, half and three quarters stayed no longer</caption>
        <thead>
          <tr>
            <th scope="col">Level</th>
            {["On it now", "a quarter", "half", "three quarters", "Went on", "a quarter", "half", "three quarters"].map((name, index) => (
              // The same heads for both halves of the table.
              <th key={index} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {levels.map(({ level, title, now, moved }) => (
            <tr key={level}>
              <th scope="row">
                <Link to="/ladders/$slug/levels/$level" params={{ slug, level }}>
                  {title}
                </Link>
              </th>
              {[...cells(now), ...cells(moved)].map((value, index) => (
                <td key={index} className="number">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
