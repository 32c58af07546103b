import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { api, type Reply } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Bar, PageHead, Tabs } from "../../../web/parts/page-head.tsx";
import rows from "../../../web/parts/rows.module.css";
import { longDate } from "../../../web/parts/words.ts";

const route = getRouteApi("/in/reports/shared");
export type CopyRow = Reply<"/reports/shared">["items"][number];

/** What of a copy is so: taken back, opened, or neither. */
export const stateOf = ({ revokedAt, openedAt }: Pick<CopyRow, "revokedAt" | "openedAt">): string =>
  revokedAt !== null ? `Taken back ${longDate(revokedAt)}` : openedAt === null ? "Not opened yet" : `Opened ${longDate(openedAt)}`;

/** Copies of gap reports: those that others have handed to the reader, and those of theirs and by them. */
export function CopiesPage() {
  const { box } = route.useSearch();
  const which = box === "given" ? "given" : "received";
  const list = useInfiniteQuery({
    queryKey: ["/reports/shared", which],
    queryFn: ({ pageParam }) => api("GET", "/reports/shared", { box: which, ...(pageParam === null ? {} : { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title="Shared gap reports" answer="A copy shows a report as it stood on a day. It never changes, and can be taken back." />
      <Bar>
        <Tabs label="Which copies">
          <Link to="/reports/shared" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
            Shared with you
          </Link>
          <Link to="/reports/shared" search={{ box: "given" }} activeOptions={{ exact: true, includeSearch: true }}>
            Yours, and by you
          </Link>
        </Tabs>
      </Bar>
      {list.isPending ? (
        <Loading rungs={4} />
      ) : list.isError ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : items.length === 0 ? (
        <Nothing given={which === "given"} />
      ) : (
        <>
          <ul className={rows.rows}>
            {items.map((copy) => (
              <Row key={copy.id} copy={copy} given={which === "given"} />
            ))}
          </ul>
          {list.hasNextPage && (
            <p className={rows.more}>
              <Button busy={list.isFetchingNextPage && "Loading…"} onClick={() => void list.fetchNextPage()}>
                Show more
              </Button>
            </p>
          )}
        </>
      )}
    </>
  );
}

function Nothing({ given }: { given: boolean }) {
  return given ? (
    <Empty
      action={
        <Link to="/" className={buttonClass()}>
          Go home
        </Link>
      }
    >
      You have shared no gap report. Open yours and choose Share to hand somebody a copy.
    </Empty>
  ) : (
    <Empty>Nobody has shared a gap report with you. When somebody does, you are told and it stands here.</Empty>
  );
}

function Row({ copy, given }: { copy: CopyRow; given: boolean }) {
  return (
    <li>
      <div>
        <Link to="/reports/shared/$copyId" params={{ copyId: copy.id }}>
          <b>
            {copy.person.name}: {copy.title}
          </b>
        </Link>
        <small>
          {copy.frameworkTitle}, version {copy.version}, as of {longDate(copy.on)}
        </small>
      </div>
      <div>
        {given ? `with ${copy.with.name}` : `by ${copy.by.name}`}
        <small>{longDate(copy.sharedAt)}</small>
      </div>
      <div className={rows.state}>{stateOf(copy)}</div>
    </li>
  );
}
