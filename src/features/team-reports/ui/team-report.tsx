import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode } from "react";
import { api } from "../../../web/api.ts";
import { PayoffItem, PayoffList } from "../../../web/figures/payoff.tsx";
import { StatusMark } from "../../../web/figures/status-mark.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted } from "../../../web/parts/words.ts";
import { type Chosen as Sorted, type Order, type Report, TeamMatrix } from "./team-matrix.tsx";
import css from "./team-report.module.css";

export type Chosen = { manager?: string; team?: string; framework?: string; level?: string };

const sorts = ["name", "readiness", "gaps"] as const;
/** Only what the API knows, whatever the address says. */
const orderOf = ({ sort, competency }: Order) => ({
  ...(sorts.find((each) => each === sort) === undefined ? {} : { sort: sorts.find((each) => each === sort) ?? "name" }),
  ...(competency === undefined ? {} : { competency }),
});

/** The address of the same as a file. */
export const exportPath = (chosen: Chosen, order: Order): string => {
  const query = new URLSearchParams(Object.entries({ ...chosen, ...orderOf(order) }));
  return `/api/v1/gaps/team/export${query.size === 0 ? "" : `?${query}`}`;
};

/** For a whole page: what was asked and has come, in pages. */
export function useTeamReport(chosen: Chosen, order: Order) {
  const asked = { ...chosen, ...orderOf(order) };
  return useInfiniteQuery({
    queryKey: ["/gaps/team", asked],
    queryFn: ({ pageParam }) => api("GET", "/gaps/team", { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (old) => old,
  });
}

/** People by competency, with what they lack together beside them. @param empty what stands there where nobody is. */
export function TeamReport({
  report,
  order,
  sortBy,
  empty,
}: {
  report: ReturnType<typeof useTeamReport>;
  order: Order;
  sortBy: (order: Sorted) => void;
  empty: ReactNode;
}) {
  if (report.isPending) return <Loading rungs={6} />;
  if (report.isError) return <ErrorState error={report.error} retry={() => void report.refetch()} />;
  const [first] = report.data.pages;
  const items = report.data.pages.flatMap((page) => page.items);
  if (first === undefined || items.length === 0) return empty;
  return (
    <div className={css.report} aria-busy={report.isPlaceholderData}>
      <Lacks report={first} />
      <TeamMatrix items={items} ladders={first.ladders} order={order} sortBy={sortBy} />
      {report.hasNextPage && (
        <p className={css.more}>
          <Button busy={report.isFetchingNextPage && "Loading…"} onClick={() => void report.fetchNextPage()}>
            Show more of {first.total}
          </Button>
        </p>
      )}
      <Legend />
    </div>
  );
}

/** What most are short of, before who. */
function Lacks({ report }: { report: Report }) {
  if (report.lacks.length === 0) return null;
  const titleOf = (framework: string, competency: string) =>
    report.ladders.find((ladder) => ladder.framework === framework)?.competencies.find(({ id }) => id === competency)?.title ?? competency;
  const ladderOf = (framework: string) => report.ladders.find((ladder) => ladder.framework === framework)?.title ?? framework;
  const most = Math.max(1, ...report.lacks.map(({ short, open }) => (short > 0 ? short : open)));
  return (
    <section className={css.lacks} aria-labelledby="lacks">
      <h2 id="lacks">What is lacking most</h2>
      <p className="q3 small">How many are short of it, of those who are asked</p>
      <PayoffList>
        {report.lacks.slice(0, 6).map(({ framework, competency, short, open, asked, steps }) => (
          <PayoffItem
            key={`${framework}/${competency}`}
            title={titleOf(framework, competency)}
            points={short > 0 ? short : open}
            scale={220 / most}
            known={short > 0}
            words={`${short} of ${asked}`}
          >
            {[
              report.ladders.length > 1 ? ladderOf(framework) : null,
              steps > short ? `${counted(steps, "step")} together` : null,
              open > 0 ? `${open} not assessed` : null,
            ]
              .filter((part) => part !== null)
              .join("; ")}
          </PayoffItem>
        ))}
      </PayoffList>
    </section>
  );
}

const marks = [
  { status: "met", word: "met" },
  { status: "exceeds", word: "exceeds" },
  { status: "gap", word: "short, by how many steps where more than one" },
  { status: "not-assessed", word: "not assessed" },
  { status: "stale", word: "reworded since it was rated" },
] as const;

function Legend() {
  return (
    <ul className={css.legend} aria-label="What the marks mean">
      {marks.map(({ status, word }) => (
        <li key={status}>
          <StatusMark status={status} /> {word}
        </li>
      ))}
      <li>
        <span className={css.under} aria-hidden="true" /> critical, and not met
      </li>
    </ul>
  );
}
