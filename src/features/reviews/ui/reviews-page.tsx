import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, longDate, spoken } from "../../../web/parts/words.ts";
import { whatIsAsked } from "./asked-words.ts";
import s from "./reviews.module.css";

type Item = Reply<"/reviews">["items"][number];

/** What is asked of me, what is about me, and what I have written. */
export function ReviewsPage() {
  const write = useQuery(read("/reviews", { part: "write" }));
  const invited = useQuery(read("/reviews", { part: "invited" }));
  const about = useQuery(read("/reviews", { part: "about" }));
  const written = useQuery(read("/reviews", { part: "written" }));
  for (const query of [write, invited, about, written])
    if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!write.data || !invited.data || !about.data || !written.data) return <Loading />;
  const waiting = write.data.items.length;
  const [first] = write.data.items;
  const more = write.data.next === null ? capital(spoken(waiting)) : `More than ${waiting}`;
  return (
    <>
      <PageHead
        title={waiting === 0 ? "No review waits for you" : `${more} ${waiting === 1 ? "review waits" : "reviews wait"} for you`}
        tab="Reviews"
        tools={first?.assessment && <Go item={first} main />}
      />
      {waiting + invited.data.items.length + about.data.items.length + written.data.items.length === 0 && (
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
      {invited.data.items.length > 0 && (
        <Part title="Asked as a peer">
          {invited.data.items.map((item) => (
            <Invited key={item.invitation} item={item} />
          ))}
        </Part>
      )}
      {waiting > 0 && (
        <Part title="To write">
          {write.data.items.map((item) => (
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
      {about.data.items.length > 0 && (
        <Part title="About you">
          {about.data.items.map((item) => (
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
      {written.data.items.length > 0 && (
        <Part title="Written by you">
          {written.data.items.map((item) => (
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

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={s.part} aria-label={title}>
      <h2>{title}</h2>
      <ol className={s.rows}>{children}</ol>
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
