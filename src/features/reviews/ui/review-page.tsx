import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { counted, listed, longDate } from "../../../web/parts/words.ts";
import { Acknowledge, SecondLooks } from "./acknowledge.tsx";
import { OpenAgain } from "./open-again.tsx";
import { namesOf, type Review } from "./names.ts";
import { PeersPart } from "./peers-part.tsx";
import { spokenChoice } from "./rating-scale.tsx";
import s from "./reviews.module.css";

const route = getRouteApi("/in/reviews/$reviewId");

/** One review as far as its reader may see it now. */
export function ReviewPage() {
  const { reviewId } = route.useParams();
  const review = useQuery(read("/reviews/:reviewId", { reviewId }));
  if (review.isError) return <ErrorState error={review.error} retry={() => void review.refetch()} />;
  if (!review.data) return <Loading rungs={6} />;
  return <Page data={review.data} />;
}

const sideWords = { self: "own ratings", manager: "manager’s ratings", assessor: "assessor’s ratings", peer: "peer’s ratings" } as const;
const stateWords = { "not-started": "not begun", "in-progress": "begun", submitted: "submitted", reopened: "opened again" } as const;

function sentence({ review, results, sides, as }: Review): string {
  if (review.withdrawn) return "This review was withdrawn. What was written is kept.";
  if (results !== null)
    return `Released on ${review.releasedAt ? longDate(review.releasedAt) : "a day that is not known"}: what counts stands first below.`;
  const waiting = sides.filter(({ state, kind }) => state !== "submitted" && (kind === "self" || kind === "manager"));
  if (as === "rater") return "You read here what you wrote yourself.";
  if (waiting.length === 0) return "Everything has been submitted. Results are read once they are released.";
  return `Still to be submitted: ${listed(waiting.map(({ kind, rater }) => (rater.you ? "your own ratings" : `${sideWords[kind]} by ${rater.name}`)))}.`;
}

function Page({ data }: { data: Review }) {
  const { review, sides, results, can } = data;
  const toWrite = sides.find(({ writable }) => writable);
  const acknowledging = can.acknowledge;
  const signed = results !== null || sides.some(({ state, answers }) => state === "submitted" && answers !== null);
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="reviews" to="/reviews">
            Reviews
          </Link>,
        ]}
        title={review.person.you ? `Your review: ${review.title}` : `${review.person.name}: ${review.title}`}
        answer={sentence(data)}
        tools={
          <>
            {toWrite && (
              <Link
                to="/reviews/$reviewId/assessments/$assessmentId"
                params={{ reviewId: review.id, assessmentId: toWrite.id }}
                className={buttonClass(acknowledging ? "plain" : "main")}
              >
                {toWrite.state === "not-started" ? "Begin" : "Go on with"} your ratings
              </Link>
            )}
            {data.compared && (
              <Link
                to="/reviews/$reviewId/compare"
                params={{ reviewId: review.id }}
                className={buttonClass(toWrite || acknowledging ? "plain" : "main")}
              >
                Compare both sides
              </Link>
            )}
            {signed && (
              <Link to="/reviews/$reviewId/signed" params={{ reviewId: review.id }} className={buttonClass()}>
                What was signed
              </Link>
            )}
            <Button onClick={() => print()}>Print</Button>
          </>
        }
      />
      <div className={`columns ${s.columns}`}>
        <div className={s.main}>
          {can.acknowledge && <Acknowledge reviewId={review.id} />}
          {results !== null && <Results data={data} />}
          {sides.map((side) =>
            side.answers === null || side.answers.length === 0 ? null : <Side key={side.id} data={data} side={side} />,
          )}
          {data.peers !== null && <Peers data={data} />}
          {(can.secondLook || data.secondLooks.length > 0) && <SecondLooks data={data} />}
        </div>
        <div className={s.margin}>
          <section aria-labelledby="who">
            <h2 id="who">Who says what</h2>
            <ul className={s.lines}>
              {sides.map(({ id, kind, rater, state, submittedAt, dueOn }) => (
                <li key={id}>
                  <b>{rater.you ? "You" : rater.name}</b> <span className="q3">{sideWords[kind]}</span>
                  <br />
                  {stateWords[state]}
                  {state === "submitted" && submittedAt && ` on ${longDate(submittedAt)}`}
                  {state !== "submitted" && dueOn && `, due by ${longDate(dueOn)}`}
                  {can.reopen && state === "submitted" && <OpenAgain reviewId={review.id} assessmentId={id} name={rater.name} />}
                </li>
              ))}
            </ul>
            <p className="q3 small">
              {review.framework.title}, version {review.framework.version}. {review.level.title}.
            </p>
          </section>
          {data.acknowledged && (
            <section aria-labelledby="acknowledged">
              <h2 id="acknowledged">Acknowledged</h2>
              <p>
                {longDate(data.acknowledged.at)}
                {data.acknowledged.comment && `: “${data.acknowledged.comment}”`}
              </p>
            </section>
          )}
          {sides.some(({ writable, dueOn }) => writable && dueOn !== null) && (
            <p className="noprint">
              <a className={buttonClass("quiet")} href={`/api/v1/reviews/${review.id}/calendar`} download>
                Take your date into a calendar
              </a>
            </p>
          )}
          {data.note && data.note.text !== "" && (
            <section aria-labelledby="agreed">
              <h2 id="agreed">What was agreed</h2>
              <p className={s.note}>{data.note.text}</p>
            </section>
          )}
          {data.peersChosenBy !== null && can["review.peers"] && <PeersPart review={review} />}
        </div>
      </div>
    </>
  );
}

function Results({ data }: { data: Review }) {
  const named = namesOf(data);
  const { scale } = data.review;
  return (
    <section aria-labelledby="results">
      <h2 id="results">What counts</h2>
      <ul className={s.lines}>
        {data.results?.map((result) => {
          const { title, level, target } = named(result.expectation);
          return (
            <li key={result.expectation}>
              <h3>
                {title} <span className="q3 small">{level}</span>
              </h3>
              <p>
                <b>{spokenChoice(result, scale)}</b> <span className="q3">asked: {scale.find(({ value }) => value === target)?.label}</span>
                {result.calibrated && <span className="q3">, brought into line by {result.calibrated.by}</span>}
              </p>
              {result.comment && <p className={s.words}>{result.comment}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Side({ data, side }: { data: Review; side: Review["sides"][number] }) {
  const named = namesOf(data);
  const said = new Map((side.answers ?? []).map((answer) => [answer.expectation, answer]));
  const texts = new Map((side.texts ?? []).map(({ question, text }) => [question, text]));
  return (
    // Beside the results it is folded: both can be compared on a page of their own.
    <details className={s.said} open={data.results === null}>
      <summary>
        <h2>{side.rater.you ? "What you said" : `What ${side.rater.name} said`}</h2> <span>{counted(said.size, "answer")}</span>
      </summary>
      <ul className={s.lines}>
        {data.review.competencies.flatMap(({ statements }) =>
          statements.flatMap(({ expectation }) => {
            const answer = said.get(expectation);
            if (answer === undefined) return [];
            const { title, level } = named(expectation);
            return [
              <li key={expectation}>
                <h3>
                  {title} <span className="q3 small">{level}</span>
                </h3>
                <p>
                  <b>{spokenChoice(answer, data.review.scale)}</b>
                </p>
                {answer.comment && <p className={s.words}>{answer.comment}</p>}
                {side.attached
                  .filter((each) => each.expectation === expectation)
                  .map((each) => (
                    <p key={each.id} className="small">
                      Evidence: {each.url ? <a href={each.url}>{each.title}</a> : each.title}
                    </p>
                  ))}
              </li>,
            ];
          }),
        )}
        {side.questions.map(({ id, text }) =>
          texts.get(id) ? (
            <li key={id}>
              <h3>{text}</h3>
              <p className={s.words}>{texts.get(id)}</p>
            </li>
          ) : null,
        )}
      </ul>
    </details>
  );
}

function Peers({ data }: { data: Review }) {
  const named = namesOf(data);
  return (
    <section aria-labelledby="peers">
      <h2 id="peers">What peers said together</h2>
      <p className="q3">
        The middle of what they said, and their comments in no order. Where fewer than three gave a point nothing is shown.
      </p>
      <ul className={s.peers}>
        {data.peers?.map(({ expectation, raters, median, comments }) => (
          <li key={expectation}>
            <h3>
              {named(expectation).title} <span className="q3 small">{named(expectation).level}</span>
            </h3>
            <p>
              <b>{spokenChoice({ answer: "rated", value: median }, data.review.scale)}</b>{" "}
              <span className="q3">{counted(raters, "peer")}</span>
            </p>
            {comments.map((comment) => (
              <p key={comment} className={s.words}>
                {comment}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
