import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import rows from "../../../web/parts/rows.module.css";
import { capital, spoken } from "../../../web/parts/words.ts";
import { when } from "./message-words.ts";

/** What Rungs has told one, and how one wants to be told. */
export function NotificationsPage() {
  const queries = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: ["/me/notifications", "pages"],
    queryFn: ({ pageParam, signal }) => api("GET", "/me/notifications", pageParam === null ? {} : { cursor: pageParam }, { signal }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.next,
  });
  const markRead = useMutation({
    mutationFn: (ids: string[] | null) => api("POST", "/me/notifications/read", ids === null ? {} : { ids }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["/me/notifications"] }),
  });
  if (list.isPending) return <Loading />;
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const unread = list.data.pages[0]?.unread ?? 0;
  const items = list.data.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHead
        title={unread === 0 ? "Nothing new for you" : unread === 1 ? "One thing is new" : `${capital(spoken(unread))} things are new`}
        tab="What is new"
        answer="What Rungs has told you. What is asked of you stays on Home until it is done, read or not."
        tools={
          unread > 0 && (
            <Button busy={markRead.isPending && "Marking…"} onClick={() => markRead.mutate(null)}>
              Mark all as read
            </Button>
          )
        }
      />
      {items.length === 0 ? (
        <Empty>Reviews to write, results to read and roles you are given will be told here.</Empty>
      ) : (
        <ul className={rows.rows} aria-label="What Rungs has told you, newest first">
          {items.map(({ id, title, path, createdAt, readAt }) => (
            <li key={id}>
              <a href={path} onClick={() => readAt === null && markRead.mutate([id])}>
                {readAt === null ? <b>{title}</b> : title}
              </a>
              <span className={rows.state}>{readAt === null ? "New" : "Read"}</span>
              <small className={rows.acts}>{when(createdAt)}</small>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <p className={rows.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show older ones
          </Button>
        </p>
      )}
      <Preferences />
    </>
  );
}

type Preference = Reply<"/me/message-preferences">["kinds"][number];
const choices = [
  { value: "on", label: "at once" },
  { value: "digest", label: "once a day, together" },
  { value: "off", label: "not at all" },
];

function Preferences() {
  const queries = useQueryClient();
  const preferences = useQuery(read("/me/message-preferences", {}));
  const choose = useMutation({
    mutationFn: (chosen: Pick<Preference, "kind" | "email">) => api("PUT", "/me/message-preferences/:kind", chosen),
    onSuccess: (all) => queries.setQueryData(read("/me/message-preferences", {}).queryKey, all),
  });
  if (!preferences.data) return null;
  return (
    <section className={rows.part} aria-labelledby="preferences">
      <h2 id="preferences">By e-mail as well</h2>
      <p role="alert" className={rows.fault}>
        {choose.error?.message}
      </p>
      <ul className={rows.rows}>
        {preferences.data.kinds.map(({ kind, title, about, email }) => (
          <li key={kind}>
            <span>
              <b>{title}</b>
              <small>{about}</small>
            </span>
            <Select
              quiet
              label={`${title}, by e-mail`}
              options={choices}
              value={email}
              onChange={(chosen) => choose.mutate({ kind, email: chosen as Preference["email"] /* one of the three above */ })}
            />
          </li>
        ))}
      </ul>
      <p className={`q3 ${rows.told}`}>What concerns your account, such as a new password, always comes by e-mail.</p>
    </section>
  );
}
