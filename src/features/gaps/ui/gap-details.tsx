import { Link } from "@tanstack/react-router";
import { explainExpectation, explainGain } from "../../../core/gap/explain.ts";
import type { Names } from "../../../core/gap/names.ts";
import { pointLabel } from "../../../core/gap/scale.ts";
import { explainWording } from "../../../core/gap/trend-words.ts";
import { Runs } from "../../../web/parts/why.tsx";
import { longDate, shortDate } from "../../../web/parts/words.ts";
import s from "./gap-details.module.css";
import type { Offer } from "../../../web/gap-beside.ts";
import type { ExpectationLine, Gap, Report } from "./gap-table.tsx";

export type Line = Gap["lines"][string];
type Answer = Line["history"][number]["answer"];

const raters = { manager: "manager", assessor: "assessor", calibration: "in calibration" } as const;

/** All that stands behind one expectation: what is asked in words, who said what and when and on what, and the arithmetic. */
export function GapDetails({
  gap,
  report,
  names,
  line,
  about,
  offers,
}: {
  gap: Gap;
  report: Report;
  names: Names;
  line: ExpectationLine;
  about: Line;
  offers: readonly Offer[];
}) {
  const point = (value: number) => pointLabel(gap.scale, value);
  const answer = (given: Answer) =>
    typeof given === "number" ? point(given) : given === "not-observed" ? "not observed" : "no opportunity";
  const unassessed = line.status === "not-assessed" || line.status === "stale";
  return (
    <div className={s.hung}>
      <div>
        {about.definition && <p className={s.definition}>{about.definition}</p>}
        {about.markers.length > 0 && (
          <ul className={s.markers}>
            {about.markers.map((marker) => (
              <li key={marker}>{marker}</li>
            ))}
          </ul>
        )}
        <Offers offers={offers} />
      </div>
      <div className={s.facts}>
        <dl>
          <dt>Asked</dt>
          <dd>{point(line.required)}</dd>
          {line.answer !== null && (
            <>
              <dt>Rated</dt>
              <dd>
                {answer(line.answer)}
                {line.ratedOn && `, ${longDate(line.ratedOn)}`}
                {about.rater && (
                  <span className={s.by}>
                    by {about.rater.name}, {raters[about.rater.kind]}
                  </span>
                )}
              </dd>
            </>
          )}
          {about.self !== null && (
            <>
              <dt>{gap.person.you ? "You" : "Own rating"}</dt>
              <dd>{point(about.self)}</dd>
            </>
          )}
          {unassessed && gap.assessor !== null && (
            <>
              <dt>Can assess it</dt>
              <dd>
                {gap.assessor}
                <span className={s.by}>in the next cycle, or in a check-in</span>
              </dd>
            </>
          )}
          {about.history.length > 1 && (
            <>
              <dt>Before</dt>
              <dd>
                <ul>
                  {about.history
                    .slice(0, -1)
                    .toReversed()
                    .map((past) => (
                      <li key={past.cycle + past.on}>
                        {answer(past.answer)}, {past.cycle} ({shortDate(past.on)}){!past.carries && ", by older wording"}
                      </li>
                    ))}
                </ul>
              </dd>
            </>
          )}
          {about.pieces.length > 0 && (
            <>
              <dt>Evidence</dt>
              <dd>
                <ul>
                  {about.pieces.map((piece) => (
                    <li key={piece.id + piece.review}>
                      <Piece piece={piece} />
                    </li>
                  ))}
                </ul>
              </dd>
            </>
          )}
        </dl>
        {about.comment && <blockquote>{about.comment}</blockquote>}
      </div>
      <p className={s.why}>
        {about.wording && (
          <>
            <Runs runs={explainWording(about.wording, { scale: gap.scale })} />{" "}
          </>
        )}
        <Runs runs={explainExpectation(line, names)} /> {line.gain > 0 && <Runs runs={explainGain(line, report, names)} />}
      </p>
    </div>
  );
}

/** A link leads where it says; the rest is read in the review it is attached in. */
function Piece({ piece }: { piece: Line["pieces"][number] }) {
  return (
    <>
      {piece.url !== null ? (
        <a href={piece.url} rel="noreferrer noopener" target="_blank">
          {piece.title}
        </a>
      ) : (
        <Link to="/reviews/$reviewId" params={{ reviewId: piece.review }}>
          {piece.title}
        </Link>
      )}
      <span className={s.by}>
        {piece.kind}, {piece.cycle}
        {piece.on && `, ${shortDate(piece.on)}`}
      </span>
    </>
  );
}

function Offers({ offers }: { offers: readonly Offer[] }) {
  if (offers.length === 0) return null;
  return (
    <div className={s.offers}>
      <p>To learn it from</p>
      <ul>
        {offers.map(({ id, title, url, words }) => (
          <li key={id}>
            {url === null ? (
              title
            ) : (
              <a href={url} rel="noreferrer noopener" target="_blank">
                {title}
              </a>
            )}
            {words && <span className={s.by}>{words}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
