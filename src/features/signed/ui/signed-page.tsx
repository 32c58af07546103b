import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { read, type Reply } from "../../../web/api.ts";
import { StatusMark } from "../../../web/figures/status-mark.tsx";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { longDate, percentRange } from "../../../web/parts/words.ts";
import s from "./signed.module.css";

const route = getRouteApi("/in/reviews/$reviewId/signed");
type Kept = Reply<"/reviews/:reviewId/signed">;
type Signed = Kept["signed"][number];
type Released = Kept["released"][number];

/** What was signed and released of a review, shown from the very documents that were kept, for reading, printing and taking away. */
export function SignedPage() {
  const { reviewId } = route.useParams();
  const kept = useQuery(read("/reviews/:reviewId/signed", { reviewId }));
  if (kept.isError) return <ErrorState error={kept.error} retry={() => void kept.refetch()} />;
  if (!kept.data) return <Loading rungs={6} />;
  const { title, person, signed, released } = kept.data;
  const none = signed.length + released.length === 0;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="reviews" to="/reviews">
            Reviews
          </Link>,
          <Link key="review" to="/reviews/$reviewId" params={{ reviewId }}>
            {person.you ? `Your review: ${title}` : `${person.name}: ${title}`}
          </Link>,
        ]}
        title={person.you ? "What was signed about you" : `What was signed about ${person.name}`}
        answer={
          none
            ? undefined
            : "Shown from the documents that were kept, with the words of that day. Whatever becomes of the ladder, these stay as they are."
        }
        tools={none ? undefined : <Button onClick={() => print()}>Print</Button>}
      />
      {none ? (
        <Empty
          action={
            <Link to="/reviews/$reviewId" params={{ reviewId }} className={buttonClass()}>
              Back to the review
            </Link>
          }
        >
          Nothing that you may read has been signed yet.
        </Empty>
      ) : (
        <div className={s.documents}>
          {released.map((each) => (
            <ReleasedDocument key={each.id} reviewId={reviewId} kept={each} />
          ))}
          {signed.map((each) => (
            <SignedDocument key={each.id} reviewId={reviewId} kept={each} />
          ))}
        </div>
      )}
    </>
  );
}

function Foot({ reviewId, kept: { id, hash, at } }: { reviewId: string; kept: Signed | Released }) {
  return (
    <footer className={s.foot}>
      <p>
        Kept on {longDate(at)}. SHA-256 <code>{hash}</code>
      </p>
      <p className="noprint">
        <a className={buttonClass("quiet")} href={`/api/v1/reviews/${reviewId}/signed/${id}`} download>
          Take the document away
        </a>
      </p>
    </footer>
  );
}

const Erased = () => <p className={s.erased}>What stood here was erased with the person’s data. Its hash stays.</p>;

const kinds = { self: "Own ratings", manager: "Manager’s ratings", peer: "Peer’s ratings", assessor: "Assessor’s ratings" } as const;
const without = { "not-observed": "not seen", "no-opportunity": "no opportunity", none: "no point" } as const;

function SignedDocument({ reviewId, kept }: { reviewId: string; kept: Signed }) {
  const { says } = kept;
  const label = (value: number | null) => says?.scale.find((point) => point.value === value)?.label ?? String(value ?? "–");
  const answers = new Map(says?.answers.map((answer) => [answer.expectation, answer]));
  return (
    <article className={s.document} aria-labelledby={`document-${kept.id}`}>
      <h2 id={`document-${kept.id}`}>
        {kinds[kept.kind]}, signed by {says?.rater.name ?? kept.rater.name}
      </h2>
      {says === null ? (
        <Erased />
      ) : (
        <>
          <p className={s.about}>
            {says.of.title}. {says.person.name}, by {says.framework.title}, version {says.framework.version}. Signed on{" "}
            {longDate(says.submittedAt)}.
          </p>
          {says.asked.map(({ level, statements }) => (
            <table key={level.id} className={s.table}>
              <caption>{level.title}</caption>
              <thead>
                <tr>
                  <th scope="col">Competency</th>
                  <th scope="col">Asked</th>
                  <th scope="col">Said</th>
                </tr>
              </thead>
              <tbody>
                {statements.map(({ id, competency, markers, target, critical }) => {
                  const answer = answers.get(id);
                  return (
                    <tr key={id}>
                      <th scope="row">
                        {competency}
                        {critical && <small className="rust italic"> critical</small>}
                        {markers.map((marker) => (
                          <small key={marker}>{marker}</small>
                        ))}
                      </th>
                      <td>{label(target)}</td>
                      <td>
                        <b>
                          {answer === undefined ? "no answer" : answer.answer === "rated" ? label(answer.value) : without[answer.answer]}
                        </b>
                        {answer?.comment && <p className={s.words}>{answer.comment}</p>}
                        {answer?.evidence.map(({ title, url, on }) => (
                          <small key={`${title} ${on ?? ""}`}>
                            Evidence: {url === null ? title : <a href={url}>{title}</a>}
                            {on !== null && `, ${longDate(on)}`}
                          </small>
                        ))}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          ))}
          {says.questions.length > 0 && (
            <dl className={s.questions}>
              {says.questions.map(({ id, text, answer }) => (
                <Fragment key={id}>
                  <dt>{text}</dt>
                  <dd className={s.words}>{answer === "" ? "No answer." : answer}</dd>
                </Fragment>
              ))}
            </dl>
          )}
        </>
      )}
      <Foot reviewId={reviewId} kept={kept} />
    </article>
  );
}

const statusWords = { met: "met", exceeds: "exceeds", gap: "short", "not-assessed": "not assessed", stale: "stale" } as const;

function ReleasedDocument({ reviewId, kept }: { reviewId: string; kept: Released }) {
  const { says } = kept;
  const label = (value: number) => says?.scale.find((point) => point.value === value)?.label ?? String(value);
  const results = new Map(says?.results.map((result) => [result.expectation, result]));
  return (
    <article className={s.document} aria-labelledby={`document-${kept.id}`}>
      <h2 id={`document-${kept.id}`}>
        Result towards {says?.level.title ?? kept.level}
        {kept.corrected && ", after a second look"}
      </h2>
      {says === null ? (
        <Erased />
      ) : (
        <>
          <p className={s.about}>
            {says.cycle}. {says.person.name}, by {says.framework.title}, version {says.framework.version}. Released on{" "}
            {longDate(says.report.on)}. Readiness <b>{percentRange(says.report.readiness)}</b>
            {says.report.ready && "; everything that the level asks for was met"}.
          </p>
          <table className={s.table}>
            <caption className="hidden">What counted towards {says.level.title}</caption>
            <thead>
              <tr>
                <th scope="col">Competency</th>
                <th scope="col">Asked</th>
                <th scope="col">Counted</th>
              </tr>
            </thead>
            <tbody>
              {says.report.expectations.map(({ id, required, status, answer }) => {
                const result = results.get(id);
                return (
                  <tr key={id}>
                    <th scope="row">{says.words[id]?.title ?? id}</th>
                    <td>{label(required)}</td>
                    <td>
                      <span className={s.status}>
                        <StatusMark status={status} />
                        <b>{typeof answer === "number" ? label(answer) : answer === null ? "nobody has assessed it" : without[answer]}</b>
                        <span className="q3">{statusWords[status]}</span>
                      </span>
                      {result && (
                        <small>
                          {result.rater.kind === "calibration" ? "Calibrated by" : "By"} {result.rater.name}
                          {typeof says.own[id] === "number" && `; own rating ${label(says.own[id])}`}
                        </small>
                      )}
                      {result?.comment && <p className={s.words}>{result.comment}</p>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </>
      )}
      <Foot reviewId={reviewId} kept={kept} />
    </article>
  );
}
