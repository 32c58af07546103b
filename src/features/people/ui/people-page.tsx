import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { counted } from "../../../web/parts/words.ts";
import { PeopleFilters, type Narrowed } from "./people-filters.tsx";
import { PeopleTabs } from "../../../web/people-tabs.tsx";
import s from "./people-page.module.css";
import { PersonTable } from "./person-table.tsx";

const route = getRouteApi("/in/people");
const standings = ["left", "coming"] as const;
const sorts = ["team", "level"] as const;
const among = (narrowed: boolean, standing: (typeof standings)[number] | undefined, total: number): string => {
  const one = total === 1;
  if (standing === "left") return one ? "has left. Their records are kept." : "have left and are among these. Their records are kept.";
  if (standing === "coming") return `${one ? "is" : "are"} still to come.`;
  if (narrowed) return `at work today ${one ? "is" : "are"} what you look for.`;
  return `${one ? "works" : "work"} here today: where they stand and whom they report to.`;
};
/** How long somebody may pause between two letters before the list follows, in ms. */
const pause = 150;

/** The directory: everybody at work today, found while one types. */
export function PeoplePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useQuery(read("/me", {})).data;

  const sought = search.q ?? "";
  const [typed, setTyped] = useState(sought);
  const [seen, setSeen] = useState(sought);
  const [sent, setSent] = useState(sought);
  if (seen !== sought) {
    setSeen(sought);
    // The address changed by something else than typing here: back, a link.
    if (sought !== sent) setTyped(sought);
  }
  useEffect(() => {
    if (typed === sought) return;
    const wait = setTimeout(() => {
      setSent(typed);
      void navigate({
        search: (old) => ({ ...withoutQuestion(old), ...(typed === "" ? {} : { q: typed }) }),
        replace: true,
        resetScroll: false,
      });
    }, pause);
    return () => clearTimeout(wait);
  }, [typed, sought, navigate]);

  const standing = standings.find((each) => each === search.standing);
  const sort = sorts.find((each) => each === search.sort);
  const asked = {
    ...(sought === "" ? {} : { q: sought }),
    ...(search.team === undefined ? {} : { team: search.team }),
    ...(search.manager === undefined
      ? {}
      : { manager: search.manager, depth: search.depth === "all" ? ("all" as const) : ("direct" as const) }),
    ...(search.framework === undefined ? {} : { framework: search.framework }),
    ...(search.level === undefined ? {} : { level: search.level }),
    ...(standing === undefined ? {} : { standing }),
    ...(sort === undefined ? {} : { sort }),
  };
  const list = useInfiniteQuery({
    queryKey: ["/people", "pages", asked],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/people", { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? null;
  const narrowed = Object.keys(asked).some((each) => each !== "sort");
  const change = (changed: { [K in keyof Narrowed]: string | undefined }) =>
    void navigate({
      search: ({ cursor: _, ...old }) =>
        Object.fromEntries(Object.entries({ ...old, ...changed }).filter(([, value]) => value !== undefined)),
      resetScroll: false,
    });
  return (
    <>
      <PageHead
        title={me ? `People of ${me.organisation.name}` : "People"}
        tab="People"
        answer={
          total === null ? (
            "Everybody at work today: where they stand and whom they report to."
          ) : (
            <>
              <b>{counted(total, "person", "people")}</b> {among(narrowed, standing, total)}
            </>
          )
        }
        tools={
          <>
            {me?.can["person.create"] && (
              <Link to="/people/new" className={buttonClass("plain")}>
                Add a person
              </Link>
            )}
            {me?.can["people.import"] && (
              <Link to="/people/import" className={buttonClass("plain")}>
                Import people
              </Link>
            )}
            {me?.can["invitation.list"] && (
              <Link to="/people/invitations" search={{}} className={buttonClass("plain")}>
                See who can sign in
              </Link>
            )}
          </>
        }
      />
      <PeopleTabs />
      <search className={s.tools}>
        <TextField
          label="Find by name"
          type="search"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
        <PeopleFilters search={search} onChange={change} mayListLeft={me?.can["person.list-left"] === true} />
      </search>
      <p className="hidden" aria-live="polite">
        {list.isFetched &&
          !list.isPlaceholderData &&
          `${counted(people.length, "person", "people")} shown${list.hasNextPage ? `, ${total ?? "more"} in all` : ""}`}
      </p>
      {list.isPending && <Loading />}
      {list.isSuccess && people.length === 0 && (
        <Empty
          action={
            narrowed ? (
              <Button
                onClick={() => {
                  setTyped("");
                  void navigate({ search: {}, resetScroll: false });
                }}
              >
                Show everybody
              </Button>
            ) : null
          }
        >
          {!narrowed
            ? "Nobody stands here yet."
            : sought === "" || Object.keys(asked).length > 1
              ? "Nobody is what you are looking for in all of that."
              : `Nobody at work today has a name with “${sought}” in it.`}
        </Empty>
      )}
      {people.length > 0 && (
        <PersonTable
          people={people}
          caption={`People ${standing === "left" ? "who have left" : standing === "coming" ? "who are still to come" : "at work today"}, by ${sort ?? "name"}`}
        />
      )}
      {list.hasNextPage && (
        <p className={s.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show more people
          </Button>
        </p>
      )}
    </>
  );
}

function withoutQuestion<S extends { q?: string; cursor?: string }>({ q: _, cursor: __, ...rest }: S) {
  return rest;
}
