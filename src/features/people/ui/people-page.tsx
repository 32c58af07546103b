import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { counted } from "../../../web/parts/words.ts";
import s from "./people-page.module.css";
import { PersonTable } from "./person-table.tsx";

const route = getRouteApi("/in/people");
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

  const asked = {
    ...(sought === "" ? {} : { q: sought }),
    ...(search.manager === undefined
      ? {}
      : { manager: search.manager, depth: search.depth === "all" ? ("all" as const) : ("direct" as const) }),
    ...(search.framework === undefined ? {} : { framework: search.framework }),
    ...(search.level === undefined ? {} : { level: search.level }),
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
  const filteredBy = useQuery({
    ...read("/people/:personId", { personId: search.manager ?? "" }),
    enabled: search.manager !== undefined && me !== undefined && search.manager !== me.person.id,
  }).data;

  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filters = [
    { value: "", label: "everybody" },
    ...(me && (me.reports > 0 || search.manager === me.person.id)
      ? [
          { value: `${me.person.id} direct`, label: "who report to you" },
          { value: `${me.person.id} all`, label: "everybody below you" },
        ]
      : []),
    ...(filteredBy
      ? [
          { value: `${filteredBy.person.id} direct`, label: `who report to ${filteredBy.person.name}` },
          { value: `${filteredBy.person.id} all`, label: `everybody below ${filteredBy.person.name}` },
        ]
      : []),
  ];
  const chosen = search.manager === undefined ? "" : `${search.manager} ${search.depth === "all" ? "all" : "direct"}`;
  const choose = (value: string) => {
    const [manager, depth] = value.split(" ");
    void navigate({
      search: (old) => ({ ...withoutManager(old), ...(manager ? { manager, ...(depth === "all" ? { depth } : {}) } : {}) }),
      resetScroll: false,
    });
  };
  return (
    <>
      <PageHead
        title={me ? `People of ${me.organisation.name}` : "People"}
        tab="People"
        answer="Everybody at work today, by name: where they stand and whom they report to."
        tools={
          me?.can["people.import"] && (
            <Link to="/people/import" className={buttonClass("plain")}>
              Import people
            </Link>
          )
        }
      />
      <search className={s.tools}>
        <TextField
          label="Find by name"
          type="search"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select label="Show" options={filters} value={chosen} onChange={choose} />
      </search>
      <p className="hidden" aria-live="polite">
        {list.isFetched &&
          !list.isPlaceholderData &&
          `${counted(people.length, "person", "people")} shown${list.hasNextPage ? ", there are more" : ""}`}
      </p>
      {list.isPending && <Loading />}
      {list.isSuccess && people.length === 0 && (
        <Empty action={sought === "" ? null : <Button onClick={() => setTyped("")}>Show everybody</Button>}>
          {sought === "" ? "Nobody stands here yet." : `Nobody at work today has a name with “${sought}” in it.`}
        </Empty>
      )}
      {people.length > 0 && <PersonTable people={people} caption="People at work today, by name" />}
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
function withoutManager<S extends { manager?: string; depth?: string; cursor?: string }>({
  manager: _,
  depth: __,
  cursor: ___,
  ...rest
}: S) {
  return rest;
}
