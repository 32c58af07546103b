import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { dayWords } from "../../../core/home/days.ts";
import type { Reply } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { longDate } from "../../../web/parts/words.ts";
import s from "./asked.module.css";

export type HomeReply = Reply<"/home">;
/** Rows that Home shows; what waits beside them stands on its own page. */
const MOST = 8;

/** What is asked: `act` the words of the button, `link` the button itself, in the look it is given. */
type Row = {
  key: string;
  what: string;
  more: string | null;
  due: string | null;
  late: boolean;
  act: string;
  link: (look: string, label: ReactNode) => ReactNode;
};

const plansPage = (person: string, me: string): string => (person === me ? "/plan" : `/people/${person}/plan`);

/** Everything that is asked of the reader, what is most pressing first. @param me the reader's id. */
export function askedRows({ asked, office, today }: HomeReply, me: string): Row[] {
  const on = (day: string | null) => ({ due: day === null ? null : dayWords(day, today), late: day !== null && day < today });
  const plain = { due: null, late: false, more: null };
  return [
    ...asked.write.map((item) => ({ ...writing(item, today), ...on(item.assessment.dueOn) })),
    ...asked.results.map((item) => ({
      ...plain,
      key: item.review,
      what: `Read your result of ${item.title}`,
      more: item.released === null ? null : `out since ${longDate(item.released)}`,
      act: "Read your result",
      link: (look: string, label: ReactNode) => (
        <Link to="/reviews/$reviewId" params={{ reviewId: item.review }} className={look}>
          {label}
        </Link>
      ),
    })),
    ...(office?.looks.items ?? []).map((look) => ({
      ...plain,
      key: `look ${look.review}`,
      what: `Answer ${look.person.name}, who asks for a second look`,
      more: `${look.title}, asked on ${longDate(look.askedAt)}`,
      act: "Read it",
      link: (className: string, label: ReactNode) => (
        <Link to="/reviews/$reviewId" params={{ reviewId: look.review }} className={className}>
          {label}
        </Link>
      ),
    })),
    ...asked.plans.map((plan) => ({
      ...plain,
      key: `plan ${plan.person.id}`,
      what: plan.person.id === me ? "Agree on your plan" : `Agree on ${plan.person.name}’s plan`,
      more: plan.title,
      act: "Read the plan",
      link: (look: string, label: ReactNode) => (
        <Link to={plansPage(plan.person.id, me)} className={look}>
          {label}
        </Link>
      ),
    })),
    ...asked.drafts.map((draft) => ({
      ...plain,
      key: `draft ${draft.slug}`,
      what: `Review the draft of ${draft.title}`,
      more: draft.submittedBy === null ? null : `from ${draft.submittedBy.name}`,
      act: "Read the draft",
      link: (look: string, label: ReactNode) => (
        <Link to="/ladders/$slug/edit" params={{ slug: draft.slug }} className={look}>
          {label}
        </Link>
      ),
    })),
    ...asked.invited.map((item) => ({
      ...plain,
      key: `invited ${item.review}`,
      what: `Say what you have seen of ${item.person.name}`,
      more: `as a peer, ${item.title}`,
      act: "Answer",
      link: (look: string, label: ReactNode) => (
        <Link to="/reviews" className={look}>
          {label}
        </Link>
      ),
    })),
    ...asked.due.map((action) => ({
      key: action.id,
      what: action.title,
      more: action.person.id === me ? "in your plan" : `in ${action.person.name}’s plan`,
      ...on(action.dueOn),
      act: "Open the plan",
      link: (look: string, label: ReactNode) => (
        <Link to={plansPage(action.person.id, me)} className={look}>
          {label}
        </Link>
      ),
    })),
    ...asked.records.map((record) => ({
      key: record.id,
      what: `Renew ${record.title}`,
      more: record.standing === "expired" ? `ran out on ${longDate(record.expires)}` : `runs out on ${longDate(record.expires)}`,
      due: record.standing === "expired" ? "run out" : null,
      late: record.standing === "expired",
      act: "Your records",
      link: (look: string, label: ReactNode) => (
        <Link to="/people/$personId" params={{ personId: me }} className={look}>
          {label}
        </Link>
      ),
    })),
  ];
}

function writing({ review, title, person, assessment, lastOn, selfIn }: HomeReply["asked"]["write"][number], today: string) {
  const begun = assessment.state !== "not-started";
  const own = assessment.kind === "self";
  return {
    key: assessment.id,
    what: own
      ? `${begun ? "Finish" : "Give"} your own ratings`
      : `${begun ? "Finish" : "Review"} ${person.name}${begun ? "’s review" : ""}`,
    more: begun
      ? `${assessment.answered} of ${assessment.asked} answered${lastOn === null ? "" : `, last ${lastOn === today ? "today" : `on ${dayWords(lastOn, today)}`}`}`
      : selfIn === null
        ? title
        : `their own is in since ${dayWords(selfIn, today)}`,
    act: begun ? "Continue" : "Start",
    link: (look: string, label: ReactNode) => (
      <Link to="/reviews/$reviewId/assessments/$assessmentId" params={{ reviewId: review, assessmentId: assessment.id }} className={look}>
        {label}
      </Link>
    ),
  };
}

/** Rows of what waits, the first with the one main act of the page. @param named whether the title of the page has said it already. */
export function Asked({ rows, named }: { rows: readonly Row[]; named: boolean }) {
  return (
    <section aria-labelledby="asked" className={s.asked}>
      <h2 id="asked" className={named ? "hidden" : undefined}>
        Asked of you
      </h2>
      <ol className={s.rows}>
        {rows.slice(0, MOST).map(({ key, what, more, due, late, act, link }, index) => (
          <li key={key}>
            <div>
              <b>{what}</b>
              {more && <small>{more}</small>}
            </div>
            <span className={late ? `${s.due} rust` : s.due}>
              {due}
              {late && due !== "run out" && <span className="hidden">, overdue</span>}
            </span>
            {link(
              buttonClass(index === 0 ? "main" : "plain"),
              <>
                {act}
                <span className="hidden">: {what}</span>
              </>,
            )}
          </li>
        ))}
      </ol>
      <p className={s.all}>
        {rows.length > MOST && <span className="q3">and {rows.length - MOST} more: </span>}
        <Link to="/reviews">All your reviews</Link>
      </p>
    </section>
  );
}
