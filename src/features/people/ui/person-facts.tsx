import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Button } from "../../../web/parts/button.tsx";
import { capital, shortDate } from "../../../web/parts/words.ts";
import { leaveWords, type Editing, type Person } from "./person-fields.tsx";
import s from "./person-page.module.css";

/** Opens what puts a fact right; null for those who may not. */
export type Right = ((editing: Editing) => void) | null;
const since = (from: string, to: string | null, today: string): string =>
  from > today ? `from ${shortDate(from)}` : to === null ? `since ${shortDate(from)}` : `${shortDate(from)} to ${shortDate(to)}`;

function Fact({
  children,
  small,
  dates,
  onRight,
  label,
  className,
}: {
  children: ReactNode;
  small?: ReactNode;
  dates: string;
  onRight: (() => void) | null;
  label: string;
  className?: string | undefined;
}) {
  return (
    <li className={className}>
      <span>
        {children}
        <small>{small}</small>
      </span>
      <span className={s.dates}>
        {dates}
        {onRight !== null && (
          <Button kind="quiet" className={s.right} aria-label={`Put right: ${label}, ${dates}`} onClick={onRight}>
            Put right
          </Button>
        )}
      </span>
    </li>
  );
}

/** From the newest down: what is ahead, where one stands, and the way so far. */
export function History({ page, you, right }: { page: Person; you: boolean; right: Right }) {
  const { history, today } = page;
  if (history === null) return null;
  const now = history.find(({ from, to }) => from <= today && (to === null || to > today));
  return (
    <section aria-labelledby="history">
      <h2 id="history">{you ? "Your way so far" : "The way so far"}</h2>
      {history.length === 0 ? (
        <p className="q3">No level is on record yet.</p>
      ) : (
        <ol className={s.history}>
          {history.map((place) => (
            <Fact
              key={place.id}
              className={place === now ? s.now : place.from > today ? s.ahead : undefined}
              dates={since(place.from, place.to, today)}
              label={place.levelTitle}
              onRight={right && (() => right({ what: "place", fact: place }))}
              small={
                <>
                  {place.frameworkTitle}, version {place.version}
                  {place.reason !== null && <>. {place.reason}</>}
                </>
              }
            >
              <Link to="/ladders/$slug/levels/$level" params={{ slug: place.framework, level: place.level }}>
                {place.levelTitle}
              </Link>
            </Fact>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Managers, leave and employment share, where there is more to tell than what holds today. */
export function Employment({ page, right }: { page: Person; right: Right }) {
  const { lines, employment, today } = page;
  if (lines === null || employment === null) return null;
  const { shares, leave } = employment;
  return (
    <>
      {lines.length > 0 && (
        <section aria-labelledby="lines">
          <h2 id="lines">Managers</h2>
          <ul className={s.records}>
            {lines.map((line) => (
              <Fact
                key={line.id}
                dates={since(line.from, line.to, today)}
                label={line.manager?.name ?? "nobody"}
                onRight={right && (() => right({ what: "line", fact: line }))}
                small={line.reason}
              >
                {line.manager?.name ?? "Nobody"}
              </Fact>
            ))}
          </ul>
        </section>
      )}
      {(leave.length > 0 || shares.length > 0) && (
        <section aria-labelledby="time">
          <h2 id="time">Leave and working time</h2>
          <ul className={s.records}>
            {leave.map((each) => (
              <Fact
                key={each.id}
                dates={each.to === null ? `from ${shortDate(each.from)}` : `${shortDate(each.from)} to ${shortDate(each.to)}`}
                label={leaveWords[each.kind]}
                onRight={right && (() => right({ what: "leave", fact: each }))}
                small={each.reason}
              >
                {leaveWords[each.kind]}
              </Fact>
            ))}
            {shares.map((each) => (
              <Fact
                key={each.id}
                dates={since(each.from, each.to, today)}
                label={`${Math.round(each.share * 1000) / 10}%`}
                onRight={right && (() => right({ what: "share", fact: each }))}
                small={each.reason}
              >
                {Math.round(each.share * 1000) / 10}% of full time
              </Fact>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** What was recorded and put right: kept, with who said so and why. */
export function Corrections({ corrections }: Pick<Person, "corrections">) {
  if (corrections === null || corrections.length === 0) return null;
  return (
    <details className={s.corrections}>
      <summary>What was recorded before ({corrections.length})</summary>
      <ul className={s.records}>
        {corrections.map((each) => (
          <li key={`${each.kind} ${each.at} ${each.from}`}>
            <span>
              <del>
                {capital(each.was)}, from {shortDate(each.from)}
              </del>
              <small>
                {each.retracted ? "Taken back" : "Put right"}
                {each.by !== null && ` by ${each.by}`} on {shortDate(each.at)}
                {each.reason !== null && `: ${each.reason}`}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
