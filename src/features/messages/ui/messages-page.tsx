import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import rows from "../../../web/parts/rows.module.css";
import { SettingsTabs } from "../../../web/parts/settings-tabs.tsx";
import { counted } from "../../../web/parts/words.ts";
import { stateWords, views, when } from "./message-words.ts";

const route = getRouteApi("/in/settings/messages");

/** The outbox: what Rungs has told people by e-mail, and what waits for a person where there is no mail server. */
export function MessagesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const view = views.find(({ value }) => value === search.show) ?? views[0];
  const list = useInfiniteQuery({
    queryKey: ["/messages", view.value],
    queryFn: ({ pageParam, signal }) =>
      api(
        "GET",
        "/messages",
        { ...(view.states.length > 0 ? { state: view.states.join(",") } : {}), ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: (page) => page.next,
    // What is on its way arrives while one looks.
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some((item) => item.state === "waiting" || item.state === "sending") ? 3000 : false,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ["/messages"] });
  const test = useMutation({ mutationFn: () => api("POST", "/messages/test", {}), onSuccess: refresh });
  const sendHeld = useMutation({ mutationFn: () => api("POST", "/messages/send-held", {}), onSuccess: refresh });
  if (list.isPending) return <Loading />;
  if (list.isError) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  const [first] = list.data.pages;
  const items = list.data.pages.flatMap((page) => page.items);
  const held = first?.counts.find(({ state }) => state === "held")?.count ?? 0;
  return (
    <>
      <PageHead
        title="Messages"
        answer={
          first?.mail ? (
            <>
              Messages go out by e-mail from <b>{first.mail.from}</b>.
            </>
          ) : (
            "There is no mail server, so messages are held here. Open one and pass on what it says; its link is for that person alone."
          )
        }
      />
      <SettingsTabs />
      <div className={rows.bar}>
        <Select
          label="Show"
          options={views.map(({ value, label }) => ({ value, label }))}
          value={view.value}
          onChange={(show) => void navigate({ search: show === "all" ? {} : { show } })}
        />
        {first?.can.manage && (
          <Button busy={test.isPending && "Writing…"} onClick={() => test.mutate()}>
            Send me a test message
          </Button>
        )}
        {first?.can.manage && first.mail && held > 0 && (
          <Button busy={sendHeld.isPending && "Sending…"} onClick={() => sendHeld.mutate()}>
            Send the {counted(held, "message")} held here
          </Button>
        )}
      </div>
      <p role="alert" className={`${rows.told} ${rows.fault}`}>
        {test.error?.message ?? sendHeld.error?.message}
      </p>
      {test.isSuccess && (
        <p className={rows.told} aria-live="polite">
          {first?.mail ? "A test message to you is on its way; it is the newest below." : "A test message to you is held below."}
        </p>
      )}
      {items.length === 0 ? (
        <Empty>
          {view.value === "all" ? "Nothing has been sent yet. Invitations are usually the first." : "There is no such message."}
        </Empty>
      ) : (
        <ul className={rows.rows} aria-label="Messages, newest first">
          {items.map((item) => (
            <li key={item.id}>
              <span>
                <Link to="/settings/messages/$messageId" params={{ messageId: item.id }}>
                  <b>
                    {item.title} to {item.person?.name ?? item.to}
                  </b>
                </Link>
                <small>{item.to}</small>
              </span>
              <span className={rows.state}>
                {stateWords[item.state]}
                {item.lastError !== null && <small>{item.lastError}</small>}
              </span>
              <small className={rows.acts}>{when(item.sentAt ?? item.createdAt)}</small>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <p className={rows.more}>
          <Button busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
            Show older messages
          </Button>
        </p>
      )}
    </>
  );
}
