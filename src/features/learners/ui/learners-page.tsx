import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { lengthWords } from "../../../core/cpd/entry.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { PeopleTabs } from "../../../web/people-tabs.tsx";
import { counted } from "../../../web/parts/words.ts";
import s from "./learners.module.css";

const route = getRouteApi("/in/people/learning");

const shows = [
  { value: "all", label: "Everybody" },
  { value: "waiting", label: "With something to verify" },
  { value: "nothing", label: "With nothing logged" },
] as const;
const sorts = [
  { value: "name", label: "Name" },
  { value: "hours", label: "Hours, the fewest first" },
] as const;

/** What everybody whose results one may see has logged in a year, and what waits to be verified. */
export function LearnersPage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/people/learning" });
  const show = shows.find(({ value }) => value === search.show)?.value ?? "all";
  const sort = sorts.find(({ value }) => value === search.sort)?.value ?? "name";
  const year = /^\d{4}$/.test(search.year ?? "") ? search.year : undefined;
  const input = { show, sort, ...(year === undefined ? {} : { year }) };
  const list = useInfiniteQuery({
    queryKey: ["/cpd/team", input],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/cpd/team", { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  const choose = (more: { year?: string; show?: string; sort?: string }) =>
    void navigate({
      search: Object.fromEntries(
        Object.entries({ year, show, sort, ...more }).filter(([, value]) => value !== undefined && value !== "all" && value !== "name"),
      ),
      resetScroll: false,
    });
  const first = list.data?.pages[0];
  const total = first?.total;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title="What people have learned from"
        answer={
          first &&
          total && (
            <>
              <strong>{total.minutes === 0 ? "Nothing" : lengthWords(total.minutes)}</strong> in {first.year.label} by{" "}
              {counted(total.people, "person", "people")}
              {total.waiting > 0 && (
                <>
                  ; <strong>{counted(total.waiting, "entry waits", "entries wait")}</strong> to be verified
                </>
              )}
              .
            </>
          )
        }
      />
      <PeopleTabs />
      {list.isPending && <Loading />}
      {list.isError && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {first && (
        <div className={s.choose}>
          <Select
            label="Year"
            options={first.years.map((each) => ({ value: String(each.first), label: each.label }))}
            value={String(first.year.first)}
            onChange={(value) => choose({ year: value })}
          />
          <Select label="Show" options={shows} value={show} onChange={(value) => choose({ show: value })} />
          <Select label="Order" options={sorts} value={sort} onChange={(value) => choose({ sort: value })} />
        </div>
      )}
      {first && items.length === 0 && (
        <Empty>{show === "waiting" ? "Nothing waits for you: all that your people logged is verified." : "Nobody here fits."}</Empty>
      )}
      {first && items.length > 0 && (
        <table className={s.table} aria-label={`Learning in ${first.year.label}`}>
          <thead>
            <tr>
              <th scope="col">Person</th>
              <th scope="col">Logged</th>
              <th scope="col">Verified</th>
              <th scope="col">To verify</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ person, minutes, verifiedMinutes, entries, waiting, target }) => (
              <tr key={person.id}>
                <th scope="row">
                  <Link to="/people/$personId/cpd" params={{ personId: person.id }} search={year === undefined ? {} : { year }}>
                    {person.name}
                  </Link>
                  {person.team !== null && <small> {person.team}</small>}
                </th>
                <td>
                  {minutes === 0 ? "nothing" : lengthWords(minutes)}
                  {target !== null && target > 0 && <small> of {lengthWords(target)}</small>}
                  {entries > 0 && <small> in {counted(entries, "entry", "entries")}</small>}
                </td>
                <td data-label="Verified">{verifiedMinutes === 0 ? "–" : lengthWords(verifiedMinutes)}</td>
                <td data-label="To verify">
                  {waiting === 0 ? (
                    "–"
                  ) : (
                    <Link
                      to="/people/$personId/cpd"
                      params={{ personId: person.id }}
                      search={{ state: "waiting", ...(year === undefined ? {} : { year }) }}
                    >
                      {counted(waiting, "entry", "entries")}
                      <span className="hidden"> of {person.name}</span>
                    </Link>
                  )}
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
