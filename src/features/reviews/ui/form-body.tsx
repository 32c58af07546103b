import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { wordsDue, wordsOf, type Said } from "../../../core/assessment/answers.ts";
import { askedOf } from "../../../core/assessment/asked.ts";
import { missing } from "../../../core/assessment/missing.ts";
import { useTitle } from "../../../web/parts/title.ts";
import { longDate } from "../../../web/parts/words.ts";
import { placeOf, type AnswersStore } from "./answers-store.ts";
import type { AnswersSync } from "./answers-sync.ts";
import { CompetencyList, Progress, type Step } from "./competency-list.tsx";
import { CompetencyStep } from "./competency-step.tsx";
import { KeysHelp } from "./keys-help.tsx";
import { QuestionsStep } from "./questions-step.tsx";
import { SavedAnswers } from "./saved-answers.tsx";
import { SubmitStep } from "./submit-step.tsx";
import s from "./form.module.css";

const route = getRouteApi("/in/reviews/$reviewId/assessments/$assessmentId");

const QUESTIONS = "questions";
const SUBMIT = "submit";

/** Whether nothing more is asked about an expectation. */
export function isDone(said: Said | undefined, target: number, { form }: AnswersStore): boolean {
  if (said === undefined || said.answer === "none") return false;
  return wordsDue(said, target, form.review.scale, form.commentRule) === null || wordsOf(said.comment) !== null;
}

export function FormBody({ store, sync }: { store: AnswersStore; sync: AnswersSync }) {
  useSyncExternalStore(store.listen, store.version);
  const navigate = route.useNavigate();
  const { at: wanted } = route.useSearch();
  const [keys, setKeys] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const { form } = store;
  const { review, assessment } = form;
  const asked = askedOf(review.levels, review.competencies);
  const texts = store.texts();
  const steps: Step[] = [
    ...review.competencies.map(({ id, title }) => ({
      id,
      title,
      done: asked
        .filter(({ competency }) => competency === id)
        .every(({ expectation, target }) => isDone(store.said(placeOf(expectation)), target, store)),
    })),
    ...(form.questions.length > 0
      ? [
          {
            id: QUESTIONS,
            title: "Questions",
            done: form.questions.every(({ id, required }) => !required || wordsOf(texts.get(id) ?? null) !== null),
          },
        ]
      : []),
    { id: SUBMIT, title: form.can.write ? "Check and submit" : "All of it", done: assessment.state === "submitted" },
  ];
  // Where one begins is settled once: whoever answers the last of a competency is not led away from it.
  const [begin] = useState(() => (steps.find(({ done }) => !done) ?? steps.at(-1))?.id);
  const here = steps.find(({ id }) => id === (wanted ?? begin)) ?? steps.find(({ id }) => id === begin);
  const at = here?.id ?? SUBMIT;
  const index = steps.findIndex(({ id }) => id === at);
  const [before, after] = [steps[index - 1], steps[index + 1]];
  const go = (id: string) => void navigate({ search: { at: id }, replace: true });
  useEffect(() => {
    // Whoever loads the page anew comes back to where they were.
    if (wanted === undefined) void navigate({ search: { at }, replace: true });
  }, [wanted, at, navigate]);
  const shown = useRef(at);
  useEffect(() => {
    // Whoever goes on by a key or a button begins at the top of what comes next.
    if (shown.current !== at) heading.current?.focus({ preventScroll: true });
    if (shown.current !== at) scrollTo({ top: 0 });
    shown.current = at;
  }, [at, heading, shown]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("textarea, select, input:not([type=radio])");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.key === "?") setKeys(true);
      else if (event.key === "j" && after) go(after.id);
      else if (event.key === "k" && before) go(before.id);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  const lacking = missing(asked, store.answers(), form.questions, texts, review.scale, form.commentRule);
  const firstClash = Object.keys(store.kept.clashes)[0];
  const seeBoth = () => {
    const place = firstClash?.slice(2);
    go(firstClash?.startsWith("q:") ? QUESTIONS : (asked.find(({ expectation }) => expectation === place)?.competency ?? at));
  };
  const competency = review.competencies.find(({ id }) => id === at);
  const who = review.person.you ? "Your own review" : review.person.name;
  useTitle(competency ? `${competency.title}: ${who}` : `${here?.title ?? ""}: ${who}`);
  const frame = {
    heading,
    number: `${index + 1} of ${steps.length}`,
    back: before && { title: before.title, go: () => go(before.id) },
    on: after && { title: after.title, go: () => go(after.id) },
    showKeys: () => setKeys(true),
  };
  return (
    <div className={s.form}>
      <div className={s.top}>
        <nav className={s.crumbs} aria-label="You are in">
          <Link to="/reviews">Reviews</Link>
          <span aria-hidden="true">/</span>
          <span>{review.title}</span>
          <span aria-hidden="true">/</span>
          <Link to="/reviews/$reviewId" params={{ reviewId: review.id }}>
            {who}
          </Link>
        </nav>
        {form.can.write || store.unsent ? <SavedAnswers store={store} seeBoth={seeBoth} /> : null}
      </div>
      <Progress steps={steps} at={at} />
      {assessment.reopenedReason !== null && <p className={s.notice}>Opened again: {assessment.reopenedReason}</p>}
      {!form.can.write && assessment.shut !== null && <p className={s.notice}>{assessment.shut}</p>}
      <div className={s.wrap}>
        <CompetencyList steps={steps} at={at} ids={store.ids} />
        <article className={s.article}>
          {competency ? (
            <CompetencyStep key={competency.id} store={store} competency={competency} {...frame} />
          ) : at === QUESTIONS ? (
            <QuestionsStep store={store} {...frame} />
          ) : (
            <SubmitStep store={store} sync={sync} lacking={lacking} go={go} questionsStep={QUESTIONS} {...frame} />
          )}
          {form.can.write && form.other !== null && <Other store={store} />}
          {assessment.dueOn !== null && form.can.write && <p className="q3 small">Due by {longDate(assessment.dueOn)}.</p>}
        </article>
      </div>
      {keys && <KeysHelp points={review.scale.length} close={() => setKeys(false)} />}
    </div>
  );
}

function Other({ store: { form } }: { store: AnswersStore }) {
  const { review, assessment, other } = form;
  const them = assessment.kind === "self" ? (review.manager?.name ?? "Your manager") : review.person.name;
  return (
    <p className={s.hid}>
      {other ? `${them} has submitted already.` : `${them} has not submitted yet.`} You each see what the other said once both of you have
      submitted.
    </p>
  );
}
