import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { cpdKindWords } from "../../../core/cpd/entry.ts";
import { read, type Reply } from "../../../web/api.ts";
import { SpreadLine } from "../../../web/figures/spread-line.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted } from "../../../web/parts/words.ts";
import { InsightFrame, useNarrowing } from "./insight-frame.tsx";
import css from "./insights.module.css";
import { hoursInWords } from "./insight-words.ts";

type Learning = Reply<"/insights/cpd">;
type Unit = Learning["units"][number];
const names: Readonly<Record<string, string>> = cpdKindWords;

/** Hours of learning that were logged, unit by unit and by kind. */
export function LearningPage() {
  const { search, narrow } = useNarrowing();
  const input = {
    ...(search.team === undefined ? {} : { team: search.team }),
    ...(search.year === undefined || !/^\d{4}$/.test(search.year) ? {} : { year: search.year }),
  };
  const found = useQuery({ ...read("/insights/cpd", input), placeholderData: keepPreviousData });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  const { whole, smallest, year, kinds, units } = found.data;
  // The running year and the two before it; another that was typed into the address stands beside them.
  const years = [...new Set([year.running, year.running - 1, year.running - 2, year.first])].toSorted((a, b) => b - a);
  return (
    <InsightFrame
      figure="cpd"
      title="What people learn"
      answer={answerOf(found.data)}
      whole={whole}
      smallest={smallest}
      filters={
        <Select
          label="Year"
          options={years.map((first) => ({ value: String(first), label: first === year.first ? year.label : String(first) }))}
          value={String(year.first)}
          onChange={(value) => narrow({ year: value })}
        />
      }
    >
      {kinds.length === 0 ? (
        <Empty>
          Nobody has logged any learning in {year.label}. A course, an hour with a mentor, a chapter read: each takes a moment to log, under
          Learning on one’s own page.
        </Empty>
      ) : (
        <>
          {search.as === "table" ? <UnitTable found={found.data} units={units} /> : <UnitFigure found={found.data} />}
          <section className={css.part} aria-labelledby="kinds">
            <h2 id="kinds">By kind</h2>
            <table className={css.table}>
              <thead>
                <tr>
                  <th scope="col">Kind</th>
                  <th scope="col" className="number">
                    Hours
                  </th>
                  <th scope="col" className="number">
                    Entries
                  </th>
                  <th scope="col" className="number">
                    People
                  </th>
                </tr>
              </thead>
              <tbody>
                {kinds.map((kind) => (
                  <tr key={kind.kind}>
                    <th scope="row">{names[kind.kind] ?? kind.kind}</th>
                    {"hidden" in kind ? (
                      <td colSpan={3} className="q3">
                        not shown
                      </td>
                    ) : (
                      <>
                        <td className="number">{kind.hours}</td>
                        <td className="number">{kind.entries}</td>
                        <td className="number">{kind.people}</td>
                      </>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </InsightFrame>
  );
}

function answerOf({ all, asked, year, kinds }: Learning) {
  if (all === null || kinds.length === 0) return undefined;
  const { people, logged, met, hours } = all;
  return (
    <>
      <b>
        {logged} of {counted(people, "person", "people")}
      </b>{" "}
      logged learning in {year.label}; half logged no more than <b>{hoursInWords(hours[1])}</b>.
      {met !== null && asked !== null && (
        <>
          {" "}
          {met === 0 ? "Nobody" : met} {met <= 1 ? "has" : "have"} met what is asked, {hoursInWords(asked)} in a full year.
        </>
      )}
    </>
  );
}

function UnitFigure({ found: { units, asked } }: { found: Learning }) {
  const most = Math.max(1, asked ?? 0, ...units.map((unit) => ("hidden" in unit ? 0 : unit.hours[2])));
  return (
    <div className={css.part}>
      <ol className={css.rungs}>
        {units.map((unit) => (
          <li key={unit.id ?? ""}>
            <span>
              {unit.name ?? "In no unit"}
              <small>
                {"hidden" in unit
                  ? counted(unit.people, "person", "people")
                  : `${unit.logged} of ${unit.people} logged any${unit.met === null ? "" : `, ${unit.met} met what is asked`}`}
              </small>
            </span>
            {"hidden" in unit ? (
              <span className={css.small}>not shown</span>
            ) : (
              <SpreadLine
                quarters={unit.hours}
                most={most}
                asked={asked}
                label={`The middle half from ${hoursInWords(unit.hours[0])} to ${hoursInWords(unit.hours[2])}, half no more than ${hoursInWords(unit.hours[1])}`}
              />
            )}
            <span className="number">{"hidden" in unit ? "" : `${unit.hours[1]} h`}</span>
          </li>
        ))}
      </ol>
      <p className={css.says}>
        The middle half of each unit lies within the thick line; half logged no more than its upright, which is the number at the right.
        {asked !== null && ` Dashed: what is asked, ${hoursInWords(asked)}.`}
      </p>
    </div>
  );
}

function UnitTable({ found, units }: { found: Learning; units: readonly Unit[] }) {
  return (
    <div className={css.scroll} role="region" aria-label="The numbers" tabIndex={0}>
      <table className={css.table}>
        <caption className="hidden">Hours of learning by unit in {found.year.label}</caption>
        <thead>
          <tr>
            <th scope="col">Unit</th>
            {["People", "Logged any", "Met what is asked", "Hours, a quarter", "half", "three quarters"].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.id ?? ""}>
              <th scope="row">
                {unit.id === null ? (
                  "In no unit"
                ) : (
                  <Link to="/people" search={{ team: unit.id }}>
                    {unit.name}
                  </Link>
                )}
              </th>
              <td className="number">{unit.people}</td>
              {"hidden" in unit ? (
                <td colSpan={5} className="q3">
                  not shown
                </td>
              ) : (
                [unit.logged, unit.met ?? "–", ...unit.hours].map((value, index) => (
                  // Five values in the order of their heads.
                  <td key={index} className="number">
                    {value}
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
