import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { api, type Reply } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, longDate, spoken } from "../../../web/parts/words.ts";
import { whatIsAsked } from "./asked-words.ts";
import s from "./reviews.module.css";

type Item = Reply<"/reviews">["items"][number];

/** One part of one's reviews, page by page. */
function usePart(part: "write" | "written" | "about" | "invited") {
  const list = useInfiniteQuery({
    queryKey: ["/reviews", { part }, "pages"],
    queryFn: ({ pageParam, signal }) => api("GET", "/reviews", { part, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  return {
    list,
    items: list.data?.pages.flatMap(({ items }) => items) ?? [],
    more: list.hasNextPage ? { busy: list.isFetchingNextPage, go: () => void list.fetchNextPage() } : null,
  };
}
type More = ReturnType<typeof usePart>["more"];

/** What is asked of me, what is about me, and what I have written. */
export function ReviewsPage() {
  const write = usePart("write");
  const invited = usePart("invited");
  const about = usePart("about");
  const written = usePart("written");
  const parts = [write, invited, about, written];
  const failed = parts.find(({ list }) => list.isError);
  if (failed?.list.error) return <ErrorState error={failed.list.error} retry={() => void failed.list.refetch()} />;
  if (parts.some(({ list }) => list.isPending)) return <Loading />;
  const waiting = write.items.length;
  const [first] = write.items;
  const more = write.more === null ? capital(spoken(waiting)) : `More than ${waiting}`;
  return (
    <>
      <PageHead
        title={waiting === 0 ? "No review waits for you" : `${more} ${waiting === 1 ? "review waits" : "reviews wait"} for you`}
        tab="Reviews"
        tools={first?.assessment && <Go item={first} main />}
      />
      {parts.every(({ items }) => items.length === 0) && (
        <Empty
          action={
            <Link to="/" className={buttonClass()}>
              Back to Home
            </Link>
          }
        >
          You are asked for a review in a cycle, or in a check-in that you or your manager begin. It stands here then.
        </Empty>
      )}
      {invited.items.length > 0 && (
        <Part title="Asked as a peer" more={invited.more}>
          {invited.items.map((item) => (
            <Invited key={item.invitation} item={item} />
          ))}
        </Part>
      )}
      {waiting > 0 && (
        <Part title="To write" more={write.more}>
          {write.items.map((item) => (
            <li key={item.assessment?.id}>
              <p>
                <b>{whatIsAsked(item)}</b>
                <span className="q3"> {item.title}</span>
              </p>
              <p className="q2">
                {item.assessment && `${item.assessment.answered} of ${item.assessment.asked} answered`}
                {item.assessment?.dueOn && `, due by ${longDate(item.assessment.dueOn)}`}
                {item.assessment?.state === "reopened" && ", opened again"}
              </p>
              <Go item={item} />
            </li>
          ))}
        </Part>
      )}
      {about.items.length > 0 && (
        <Part title="About you" more={about.more}>
          {about.items.map((item) => (
            <li key={item.review}>
              <p>
                <b>{item.title}</b> <span className="q3">{item.level}</span>
              </p>
              <p className="q2">
                {item.released === null
                  ? "not released yet"
                  : `released on ${longDate(item.released)}${item.acknowledged ? ", you have acknowledged it" : ", to be read"}`}
              </p>
              <Link to="/reviews/$reviewId" params={{ reviewId: item.review }} className={buttonClass("quiet")}>
                Read it<span className="hidden">: {item.title}</span>
              </Link>
            </li>
          ))}
        </Part>
      )}
      {written.items.length > 0 && (
        <Part title="Written by you" more={written.more}>
          {written.items.map((item) => (
            <li key={item.assessment?.id}>
              <p>
                <b>{item.person.name}</b> <span className="q3">{item.title}</span>
              </p>
              <p className="q2">{item.released === null ? "submitted" : `released on ${longDate(item.released)}`}</p>
              <Link to="/reviews/$reviewId" params={{ reviewId: item.review }} className={buttonClass("quiet")}>
                Read it<span className="hidden">: {item.person.name}</span>
              </Link>
            </li>
          ))}
        </Part>
      )}
    </>
  );
}

function Part({ title, more, children }: { title: string; more: More; children: ReactNode }) {
  return (
    <section className={s.part} aria-label={title}>
      <h2>{title}</h2>
      <ol className={s.rows}>{children}</ol>
      {more && (
        <p className={s.more}>
          <Button busy={more.busy && "Fetching…"} onClick={more.go}>
            Show more<span className="hidden"> of {title.toLowerCase()}</span>
          </Button>
        </p>
      )}
    </section>
  );
}

function Go({ item, main }: { item: Item; main?: boolean }) {
  if (item.assessment === null) return null;
  const begun = item.assessment.state !== "not-started";
  return (
    <Link
      to="/reviews/$reviewId/assessments/$assessmentId"
      params={{ reviewId: item.review, assessmentId: item.assessment.id }}
      className={buttonClass(main ? "main" : "quiet")}
    >
      {begun ? "Go on with" : "Begin"} {main ? whatIsAsked(item).replace(/^./, (letter) => letter.toLowerCase()) : "it"}
      {!main && <span className="hidden">: {whatIsAsked(item)}</span>}
    </Link>
  );
}

function Invited({ item }: { item: Item }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const invitationId = item.invitation ?? "";
  const answer = useMutation({
    mutationFn: (accept: boolean) =>
      accept
        ? api("POST", "/peer-invitations/:invitationId/accept", { invitationId })
        : api("POST", "/peer-invitations/:invitationId/decline", { invitationId }),
    onSuccess: async ({ review, assessment }) => {
      if (assessment)
        await navigate({ to: "/reviews/$reviewId/assessments/$assessmentId", params: { reviewId: review, assessmentId: assessment } });
      await queries.invalidateQueries();
    },
  });
  return (
    <li>
      <p>
        <b>What do you see of {item.person.name}?</b> <span className="q3">{item.title}</span>
      </p>
      <p className="q2">What you say is shown together with what others say, never by itself.</p>
      <p className={s.choice}>
        <Button busy={answer.isPending && "One moment…"} onClick={() => answer.mutate(true)}>
          Accept<span className="hidden"> to write of {item.person.name}</span>
        </Button>
        <Button kind="quiet" onClick={() => answer.mutate(false)}>
          Decline<span className="hidden"> to write of {item.person.name}</span>
        </Button>
      </p>
      {answer.isError && <p role="alert">{answer.error.message}</p>}
    </li>
  );
}
