import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useCycleWord, withArticle } from "../../../web/cycle-word.ts";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { capital, counted, dayAndMonth, listed, longDate, spoken } from "../../../web/parts/words.ts";
import type { HomeReply } from "./asked.tsx";
import s from "./office.module.css";

type Work = NonNullable<HomeReply["office"]>;

const barriersPage: string = "/barriers";

/** What goes on that people partners answer for: cycles with how far they are, then what wants looking after, a line each. */
export function Office({ office, create }: { office: Work; create: boolean }) {
  return (
    <>
      <Cycles cycles={office.cycles} create={create} />
      <section aria-labelledby="after">
        <h2 id="after">To look after</h2>
        <dl className={s.lines}>
          <Line
            name="Drafts that wait for a review"
            count={office.drafts.all}
            none="No draft waits."
            rest={office.drafts.all - office.drafts.items.length}
            items={office.drafts.items.map(({ slug, title, submittedBy }) => (
              <span key={slug}>
                <Link to="/ladders/$slug/edit" params={{ slug }}>
                  {title}
                </Link>
                {submittedBy && <small> from {submittedBy.name}</small>}
              </span>
            ))}
          />
          <Line
            name="Ladders that nobody looks after"
            count={office.ownerless.all}
            none="Every ladder has somebody."
            rest={office.ownerless.all - office.ownerless.items.length}
            items={office.ownerless.items.map(({ slug, title }) => (
              <Link key={slug} to="/ladders/$slug/stewards" params={{ slug }}>
                {title}
              </Link>
            ))}
          />
          <Line
            name="Certificates and checks"
            count={office.expiring.expired + office.expiring.expiring}
            none="Nothing runs out within 60 days."
            rest={0}
            items={[
              <span key="all">
                <Link to="/people/expiring">{expiringWords(office.expiring)}</Link>
                <small> {listed(office.expiring.titles.map(({ title }) => title))}</small>
              </span>,
            ]}
          />
          <Line
            name="Barriers in people’s plans"
            count={office.barriers.open}
            none="No barrier is open."
            rest={0}
            items={[
              <span key="all">
                <Link to={barriersPage}>{counted(office.barriers.open, "barrier is open", "barriers are open")}</Link>
                {office.barriers.oldest && <small> the oldest since {longDate(office.barriers.oldest)}</small>}
              </span>,
            ]}
          />
        </dl>
      </section>
    </>
  );
}

function expiringWords({ expired, expiring }: Work["expiring"]): string {
  const out = `${capital(spoken(expired))} ${expired === 1 ? "has" : "have"} run out`;
  if (expiring === 0) return out;
  const soon = `${expired === 0 ? capital(spoken(expiring)) : spoken(expiring)} ${expiring === 1 ? "runs" : "run"} out within 60 days`;
  return expired === 0 ? soon : `${out}, ${soon}`;
}

/** @param rest how many there are beside those that are named. */
function Line({
  name,
  count,
  none,
  items,
  rest,
}: {
  name: string;
  count: number;
  none: string;
  items: readonly ReactNode[];
  rest: number;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {count === 0 ? <span className="q3">{none}</span> : items}
        {rest > 0 && <span className="q3">and {rest} more</span>}
      </dd>
    </div>
  );
}

function Cycles({ cycles, create }: { cycles: Work["cycles"]; create: boolean }) {
  const word = useCycleWord();
  return (
    <section aria-labelledby="cycles">
      <h2 id="cycles">{capital(word.many)} that run</h2>
      {cycles.length === 0 ? (
        <Empty
          action={
            create && (
              <Link to="/cycles/new" className={buttonClass()}>
                Set up {withArticle(word.one)}
              </Link>
            )
          }
        >
          None runs just now. {capital(withArticle(word.one))} asks everybody in it the same questions at the same time.
        </Empty>
      ) : (
        <ul className={s.cycles}>
          {cycles.map(({ id, title, state, closesOn, people, in: done }) => (
            <li key={id}>
              <div>
                <Link to="/cycles/$cycleId" params={{ cycleId: id }}>
                  {title}
                </Link>
                <small>
                  {state === "calibrating" ? "being calibrated" : closesOn === null ? "open" : `open, due by ${dayAndMonth(closesOn)}`}
                </small>
              </div>
              <span className={s.far}>
                <ReadinessBar
                  low={people === 0 ? 0 : done / people}
                  high={people === 0 ? 0 : done / people}
                  size="map"
                  label={`${title}: ${done} of ${people} reviews are in.`}
                />
                <span aria-hidden="true">
                  {done} of {people} in
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
