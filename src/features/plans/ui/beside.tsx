import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { shortDate } from "../../../web/parts/words.ts";
import type { OnSaid, PlanReply } from "./plan-words.ts";
import { faultWords, useWork } from "./work.ts";
import s from "./plan.module.css";

/** What there was no opportunity to show, and that is not yet a goal. */
export function Matters({ reply, onSaid }: { reply: PlanReply; onSaid: OnSaid }) {
  const work = useWork(onSaid);
  const { matters, person, can } = reply;
  if (matters.length === 0) return null;
  return (
    <section aria-labelledby="matters">
      <h2 id="matters">Not yet a goal</h2>
      <p className="small q3">
        {person.you ? "You" : person.name} had no opportunity to show {matters.length === 1 ? "this" : "these"}. As a goal it gets an
        action, or what stands in the way.
      </p>
      <ul className={s.matters}>
        {matters.map(({ framework, level, expectation, title, cycle, comment }) => (
          <li key={`${framework} ${expectation}`}>
            <b>{title}</b>
            <small>
              {cycle}
              {comment !== null && `: ${comment}`}
            </small>
            {can["plan.write"] && (
              <Button
                aria-label={`Make it a goal: ${title}`}
                busy={work.isPending && work.variables.said.includes(title) && "Saving…"}
                onClick={() =>
                  work.mutate({
                    send: () =>
                      api("POST", "/plans/:personId/goals", { personId: person.id, source: "expectation", framework, level, expectation }),
                    said: `${title} is a goal now.`,
                  })
                }
              >
                Make it a goal
              </Button>
            )}
          </li>
        ))}
      </ul>
      {work.isError && (
        <p role="alert" className={s.fault}>
          {faultWords(work.error)}
        </p>
      )}
    </section>
  );
}

/** Plans that are done, each to be read as it was. @param shown the one that is being read, if it is one of these. */
export function Earlier({ reply: { person }, shown }: { reply: PlanReply; shown: string | null }) {
  const list = useInfiniteQuery({
    queryKey: ["/plans/:personId/earlier", { personId: person.id }],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/plans/:personId/earlier", { personId: person.id, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="earlier" className="noprint">
      <h2 id="earlier">Earlier plans</h2>
      {list.isError && <p className={s.fault}>These cannot be read just now.</p>}
      <ul className={s.matters}>
        {items
          .filter(({ id }) => id !== shown)
          .map(({ id, title, closedAt, goals, achieved }) => (
            <li key={id}>
              <Link to="/people/$personId/plan" params={{ personId: person.id }} search={{ plan: id }}>
                {title}
              </Link>
              <small>
                closed {shortDate(closedAt)}, {achieved} of {goals} achieved
              </small>
            </li>
          ))}
      </ul>
      {list.hasNextPage && (
        <Button kind="quiet" busy={list.isFetchingNextPage && "Fetching…"} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  );
}
