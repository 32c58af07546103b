import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { api, read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { SettingsTabs } from "../../../web/parts/settings-tabs.tsx";
import css from "./audit.module.css";
import { Chain } from "./chain.tsx";
import { moment, Sentence } from "./entry-words.tsx";
import { ActionFilter, PersonFilter, type Narrowed } from "./filters.tsx";

const route = getRouteApi("/in/audit");

/** Who read or changed what of whom. Whoever may read the whole log does; everybody else what they did and what was done about them. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const me = useQuery(read("/me", {})).data;
  const asked: Narrowed = Object.fromEntries(Object.entries(search).filter(([, value]) => value !== ""));
  const list = useInfiniteQuery({
    queryKey: ["/audit", "pages", asked],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/audit", { ...asked, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const narrow = (more: { [name in keyof Narrowed]: string | undefined }) =>
    void navigate({
      search: (old) => Object.fromEntries(Object.entries({ ...old, ...more }).filter(([, value]) => value !== undefined && value !== "")),
      replace: true,
      resetScroll: false,
    });
  const all = me?.can["audit.read"] === true;
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const isNarrowed = Object.keys(asked).length > 0;
  return (
    <>
      <PageHead
        title={all ? "Audit log" : "What you did, and what was done about you"}
        tab="Audit log"
        answer={
          all
            ? "Who read or changed what of whom, when, and from where. Nothing in it can be changed; what is taken away is told."
            : "Whoever reads your results leaves a line here, and so does every change you make."
        }
      />
      {me?.can["settings.read"] && <SettingsTabs />}
      {all && <Chain />}
      <search className={css.tools}>
        <ActionFilter value={search.action ?? ""} onChange={(action) => narrow({ action })} />
        {all && <PersonFilter label="Done by" chosen={search.by} onChoose={(by) => narrow({ by })} />}
        {all && <PersonFilter label="About" chosen={search.about} onChoose={(about) => narrow({ about })} />}
        <TextField label="From" type="date" value={search.from ?? ""} onChange={(event) => narrow({ from: event.target.value })} />
        <TextField label="To" type="date" value={search.to ?? ""} onChange={(event) => narrow({ to: event.target.value })} />
        {all && (
          <TextField
            label="Network address"
            value={search.address ?? ""}
            autoComplete="off"
            onChange={(event) => narrow({ address: event.target.value })}
          />
        )}
      </search>
      <p className={css.acts}>
        {(["csv", "json"] as const).map((format) => (
          <a
            key={format}
            className={buttonClass("plain")}
            href={`/api/v1/audit/export?${new URLSearchParams({ format, ...asked })}`}
            download
          >
            Take as {format.toUpperCase()}
          </a>
        ))}
        {isNarrowed && (
          <Button kind="quiet" onClick={() => void navigate({ search: {}, replace: true, resetScroll: false })}>
            Show everything
          </Button>
        )}
      </p>
      {list.isPending && <Loading />}
      {list.isError && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && entries.length === 0 && (
        <Empty>{isNarrowed ? "No entry fits what you look for." : "Nothing has been read or changed yet."}</Empty>
      )}
      {entries.length > 0 && (
        <ol className={css.entries} aria-label="Entries, newest first">
          {entries.map((entry) => (
            <li key={entry.id}>
              <time dateTime={entry.at}>{moment(entry.at)}</time>
              <Sentence entry={entry} opens />
              <small>{entry.address}</small>
            </li>
          ))}
        </ol>
      )}
      {list.hasNextPage && (
        <p className={css.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show earlier entries
          </Button>
        </p>
      )}
    </>
  );
}
