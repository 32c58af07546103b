import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { api } from "../../../web/api.ts";
import { RequirementMark } from "../../../web/figures/requirement-mark.tsx";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { TeamChoice } from "../../../web/team-choice.tsx";
import { PeopleTabs } from "../../../web/people-tabs.tsx";
import { counted, shortDate } from "../../../web/parts/words.ts";
import s from "./records.module.css";

const route = getRouteApi("/in/people/expiring");

const ahead = [30, 60, 90, 180, 365].map((days) => ({ value: String(days), label: `${days} days` }));
const states = { all: "Run out and running out", expired: "Run out", expiring: "Running out" } as const;
type State = keyof typeof states;
const stateOf = (text: string | undefined): State => (text === "expired" || text === "expiring" ? text : "all");

const left = (days: number): string => (days > 0 ? `in ${counted(days, "day")}` : days === 0 ? "today" : `${counted(-days, "day")} ago`);

/** What has run out or is about to, of everybody whose results one may see: the soonest first, so that nobody is found out at the door. */
export function ExpiringPage() {
  const { days = "60", title, state: asked, team } = route.useSearch();
  const navigate = useNavigate({ from: "/people/expiring" });
  const state = stateOf(asked);
  const input = { days, state, ...(title === undefined ? {} : { title }), ...(team === undefined ? {} : { team }) };
  const list = useInfiniteQuery({
    queryKey: ["/records/expiring", input],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/records/expiring", { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const choose = (more: { days?: string; title?: string; state?: string; team?: string }) =>
    void navigate({
      search: Object.fromEntries(
        Object.entries({ ...input, ...more }).filter(
          ([name, value]) => value !== "" && !(name === "state" && value === "all") && !(name === "days" && value === "60"),
        ),
      ),
    });
  const first = list.data?.pages[0];
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const gone = first?.titles.reduce((sum, { expired }) => sum + expired, 0) ?? 0;
  const soon = first?.titles.reduce((sum, { expiring }) => sum + expiring, 0) ?? 0;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title="What is about to run out"
        answer={
          first === undefined ? undefined : (
            <>
              <strong>{gone === 0 ? "Nothing has run out" : `${gone} ${gone === 1 ? "has" : "have"} run out`}</strong>
              {soon === 0 ? `, and nothing will within ${days} days.` : `, and ${soon} will within ${days} days.`}
            </>
          )
        }
      />
      <PeopleTabs />
      <div className={s.choose}>
        <Select
          label="Show"
          options={Object.entries(states).map(([value, label]) => ({ value, label }))}
          value={state}
          onChange={(value) => choose({ state: value })}
        />
        <TeamChoice label="Unit" none="all units" value={team ?? ""} onChange={(value) => choose({ team: value })} />
        <Select label="Within" options={ahead} value={days} onChange={(value) => choose({ days: value })} />
        {first !== undefined && first.titles.length > 0 && (
          <Select
            label="Title"
            options={[{ value: "", label: "All" }, ...first.titles.map((each) => ({ value: each.title, label: each.title }))]}
            value={first.titles.find((each) => each.title.toLowerCase() === title?.toLowerCase())?.title ?? ""}
            onChange={(value) => choose({ title: value })}
          />
        )}
        <a className={buttonClass("quiet")} href={`/api/v1/records/expiring/export?${new URLSearchParams(input)}`} download>
          Take it as CSV
        </a>
      </div>
      {list.isPending && <Loading />}
      {list.isError && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {first !== undefined && items.length === 0 && (
        <Empty>
          Nothing here runs out. Training and checks are listed once they have a date and a number of months, of you and of everybody you
          answer for.
        </Empty>
      )}
      {items.length > 0 && (
        <table className={s.table} aria-label="What runs out, the soonest first">
          <thead>
            <tr>
              <th scope="col">Person</th>
              <th scope="col">Record</th>
              <th scope="col">Counts until</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, person, title: what, expiresOn, daysLeft, standing, verified }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to="/people/$personId" params={{ personId: person.id }} hash="records">
                    {person.name}
                  </Link>
                  {person.team !== null && <small className="q3"> {person.team}</small>}
                </th>
                <td>
                  {what}
                  {!verified && <small className="q3"> not verified</small>}
                </td>
                <td>
                  <span className={s.state}>
                    <RequirementMark status={standing === "expired" ? "expired" : standing === "expiring" ? "expiring" : "met"} />
                    <span className={daysLeft <= 0 ? "rust" : undefined}>
                      {shortDate(expiresOn)}, {left(daysLeft)}
                    </span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {list.hasNextPage && (
        <p className={s.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </p>
      )}
    </>
  );
}
