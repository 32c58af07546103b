import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { barrierWords } from "../../../core/plan/barrier.ts";
import { read, type Reply } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted, shortDate } from "../../../web/parts/words.ts";
import { InsightFrame, useNarrowing } from "./insight-frame.tsx";
import css from "./insights.module.css";

type Barriers = Reply<"/insights/barriers">;
const names: Readonly<Record<string, string>> = barrierWords;
const nameOf = (kind: string) => names[kind] ?? kind;

/** What stands in people's way, and for how long. */
export function BarriersPage() {
  const { search } = useNarrowing();
  const input = search.team === undefined ? {} : { team: search.team };
  const found = useQuery({ ...read("/insights/barriers", input), placeholderData: keepPreviousData });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  const { whole, smallest, open, people, kinds, units, oldDays } = found.data;
  return (
    <InsightFrame
      figure="barriers"
      title="What stands in people’s way"
      answer={open === null || people === null || open === 0 ? undefined : answerOf(found.data)}
      whole={whole}
      smallest={smallest}
    >
      {kinds.length === 0 ? (
        <Empty>
          Nothing stands in anybody’s way, or nobody has said so. Whoever has a plan can say on it what keeps them: no money for a course,
          no cover for the shift, no mentor.
        </Empty>
      ) : (
        <>
          {search.as === "table" ? <KindTable found={found.data} /> : <KindFigure found={found.data} />}
          <section className={css.part} aria-labelledby="units">
            <h2 id="units">By unit</h2>
            <table className={css.table}>
              <thead>
                <tr>
                  <th scope="col">Unit</th>
                  <th scope="col" className="number">
                    Open
                  </th>
                  <th scope="col" className="number">
                    People
                  </th>
                  <th scope="col" className="number">
                    {oldDays} days and more
                  </th>
                </tr>
              </thead>
              <tbody>
                {units.map((unit) => (
                  <tr key={unit.id ?? ""}>
                    <th scope="row">{unit.name ?? "In no unit"}</th>
                    {"hidden" in unit ? (
                      <td colSpan={3} className="q3">
                        not shown
                      </td>
                    ) : (
                      <>
                        <td className="number">{unit.open}</td>
                        <td className="number">{unit.people}</td>
                        <td className="number">{unit.old}</td>
                      </>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <p className={css.more}>
            <a href="/barriers" className={buttonClass("plain")}>
              Open the register
            </a>
          </p>
        </>
      )}
    </InsightFrame>
  );
}

function answerOf({ open, people, kinds, oldDays }: Barriers) {
  const shown = kinds.flatMap((kind) => ("hidden" in kind ? [] : [kind]));
  const [most] = shown;
  const old = shown.reduce((sum, kind) => sum + kind.old, 0);
  return (
    <>
      <b>{counted(open ?? 0, "barrier")}</b> {open === 1 ? "stands" : "stand"} in the way of {counted(people ?? 0, "person", "people")}
      {most && most.open > 0 && (
        <>
          , most often <b>{nameOf(most.kind).toLowerCase()}</b> ({most.open})
        </>
      )}
      . {old === 0 ? "None has" : `${old} ${old === 1 ? "has" : "have"}`} stood for {oldDays} days and more.
    </>
  );
}

function KindFigure({ found: { kinds, oldDays } }: { found: Barriers }) {
  const most = Math.max(1, ...kinds.map((kind) => ("hidden" in kind ? 0 : kind.open)));
  return (
    <div className={css.part}>
      <ol className={css.rungs}>
        {kinds.map((kind) => (
          <li key={kind.kind}>
            <span>
              {nameOf(kind.kind)}
              {!("hidden" in kind) && kind.medianDays !== null && kind.oldestOn !== null && (
                <small>
                  {counted(kind.people, "person", "people")},{" "}
                  {kind.open === 1
                    ? `for ${counted(kind.medianDays, "day")}`
                    : `half for ${counted(kind.medianDays, "day")} and more, the oldest since ${shortDate(kind.oldestOn)}`}
                </small>
              )}
            </span>
            {"hidden" in kind ? (
              <span className={css.small}>not shown</span>
            ) : (
              <svg width="100%" height="16" role="img" aria-label={`${kind.open} open, ${kind.old} of them for ${oldDays} days and more`}>
                <rect x="0" y="3" width={`${(kind.open / most) * 100}%`} height="10" className="s-line3" />
                <rect x="0" y="3" width={`${(kind.old / most) * 100}%`} height="10" className="f-rust" />
              </svg>
            )}
            <span className="number">{"hidden" in kind ? "" : kind.open}</span>
          </li>
        ))}
      </ol>
      <p className={css.key}>
        <span>
          <svg width="22" height="16" aria-hidden="true">
            <rect x="1" y="3" width="20" height="10" className="f-rust" />
          </svg>{" "}
          open for {oldDays} days and more
        </span>
        <span>
          <svg width="22" height="16" aria-hidden="true">
            <rect x="1" y="3" width="20" height="10" className="s-line3" />
          </svg>{" "}
          more recent
        </span>
      </p>
    </div>
  );
}

function KindTable({ found: { kinds, oldDays } }: { found: Barriers }) {
  return (
    <div className={css.scroll} role="region" aria-label="The numbers" tabIndex={0}>
      <table className={css.table}>
        <caption className="hidden">Barriers by what they are</caption>
        <thead>
          <tr>
            <th scope="col">Barrier</th>
            {["Open", "People", `${oldDays} days and more`, "Median days", "Resolved in a year", "Median days that took"].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind.kind}>
              <th scope="row">{nameOf(kind.kind)}</th>
              {"hidden" in kind ? (
                <td colSpan={6} className="q3">
                  not shown
                </td>
              ) : (
                [
                  kind.open,
                  kind.people,
                  kind.old,
                  kind.medianDays ?? "–",
                  kind.resolved?.count ?? "not shown",
                  kind.resolved === null ? "not shown" : (kind.resolved.medianDays ?? "–"),
                ].map((value, index) => (
                  // Six values in the order of their heads.
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
