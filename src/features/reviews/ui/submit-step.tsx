import { Link } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Missing } from "../../../core/assessment/missing.ts";
import { ApiError } from "../../../http/client.ts";
import { api } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { capital, counted, longDate, spoken } from "../../../web/parts/words.ts";
import { placeOf, type AnswersStore } from "./answers-store.ts";
import type { AnswersSync } from "./answers-sync.ts";
import type { Frame } from "./competency-step.tsx";
import { spokenChoice } from "./rating-scale.tsx";
import s from "./step.module.css";

const due = {
  answer: "to be answered",
  reason: "a reason is asked for",
  comment: "a comment is asked for",
  question: "to be answered",
} as const;

/** All that was said, what is still missing, and the way there; else submitting. */
export function SubmitStep({
  store,
  sync,
  lacking,
  go,
  questionsStep,
  heading,
  number,
  back,
}: { store: AnswersStore; sync: AnswersSync; lacking: readonly Missing[]; go: (id: string) => void; questionsStep: string } & Frame) {
  const { form } = store;
  const { review, assessment } = form;
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const clashes = Object.keys(store.kept.clashes).length;
  const titles = new Map(review.competencies.map(({ id, title }) => [id, title]));
  const levels = new Map(review.levels.map(({ id, title }) => [id, title]));
  const submit = async () => {
    setFailed(null);
    if (lacking.length > 0)
      return setFailed(
        `${capital(spoken(lacking.length))} ${lacking.length === 1 ? "thing is" : "things are"} still missing: they are named above.`,
      );
    if (clashes > 0) return setFailed("Something was changed elsewhere meanwhile. Choose which stays, then submit.");
    setBusy(true);
    try {
      await sync.run();
      if (store.unsent) throw new TypeError("unsent");
      await api("POST", "/reviews/:reviewId/assessments/:assessmentId/submit", store.ids);
      await sync.renew();
      await queries.invalidateQueries();
    } catch (error) {
      setFailed(
        error instanceof ApiError
          ? error.message
          : "Not submitted: the server cannot be reached. Everything you wrote is kept on this device. Try again when you are back on line.",
      );
    } finally {
      setBusy(false);
    }
  };
  if (assessment.state === "submitted")
    return (
      <>
        <h1 ref={heading} tabIndex={-1}>
          {form.can.write ? "" : "You have submitted this"}
        </h1>
        <p className={s.definition}>
          {assessment.submittedAt && `Submitted on ${longDate(assessment.submittedAt)}. `}
          {form.other === false ? "It is shown once the other side is in as well." : form.other === true ? "Both sides are in." : ""}
        </p>
        <p className={s.row}>
          <Link to="/reviews/$reviewId" params={{ reviewId: review.id }} className={buttonClass()}>
            Read the review
          </Link>
          {form.other === true && form.can["review.compare"] && (
            <Link to="/reviews/$reviewId/compare" params={{ reviewId: review.id }} className={buttonClass("main")}>
              Compare both sides
            </Link>
          )}
          <Button onClick={() => print()}>Print</Button>
        </p>
        <Everything store={store} go={go} />
      </>
    );
  return (
    <>
      <div className={s.title}>
        <h1 ref={heading} tabIndex={-1}>
          {!form.can.write
            ? "All that was said"
            : lacking.length === 0
              ? "Everything is answered"
              : `${capital(spoken(lacking.length))} ${lacking.length === 1 ? "thing is" : "things are"} still missing`}
        </h1>
        <span className="q3">{number}</span>
      </div>
      {lacking.length > 0 && (
        <ul className={s.missing}>
          {lacking.map((each) => (
            <li key={each.what === "question" ? each.question : each.expectation}>
              <button type="button" className={s.inline} onClick={() => go(each.what === "question" ? questionsStep : each.competency)}>
                {each.what === "question"
                  ? (form.questions.find(({ id }) => id === each.question)?.text ?? "A question")
                  : `${titles.get(each.competency) ?? each.competency}, ${levels.get(each.level) ?? each.level}`}
              </button>{" "}
              <span className="q3">{due[each.what]}</span>
            </li>
          ))}
        </ul>
      )}
      <Everything store={store} go={go} />
      {form.can.write && (
        <>
          <p className="q2">
            Submitting signs what you said and closes it. {form.other === null ? "" : "It is shown once the other side is in as well."}
          </p>
          {failed && (
            <p role="alert" className={s.wrong}>
              {failed}
            </p>
          )}
          <footer className={s.go}>
            {back && <Button onClick={back.go}>Back to {back.title}</Button>}
            <Button kind="main" busy={busy && "Submitting…"} onClick={() => void submit()}>
              Submit {review.person.you ? "your own ratings" : `your ratings of ${review.person.name}`}
            </Button>
          </footer>
        </>
      )}
    </>
  );
}

function Everything({ store, go }: { store: AnswersStore; go: (id: string) => void }) {
  const { review, questions } = store.form;
  const texts = store.texts();
  const asked = review.levels.filter((level) => level.asked);
  return (
    <div className={s.everything}>
      {asked.map((level) => (
        <section key={level.id} aria-label={level.title}>
          <h2>{level.title}</h2>
          <p className="q3 small">
            {counted(
              review.competencies.filter((each) => each.statements.some((one) => one.level === level.id)).length,
              "competency",
              "competencies",
            )}
          </p>
          <dl>
            {review.competencies.flatMap((competency) =>
              competency.statements
                .filter((statement) => statement.level === level.id)
                .map(({ expectation }) => {
                  const said = store.said(placeOf(expectation));
                  return (
                    <div key={expectation}>
                      <dt>
                        <button type="button" className={s.inline} onClick={() => go(competency.id)}>
                          {competency.title}
                        </button>
                      </dt>
                      <dd>
                        <b>{spokenChoice(said, review.scale)}</b>
                        {said?.comment && <span> {said.comment}</span>}
                      </dd>
                    </div>
                  );
                }),
            )}
          </dl>
        </section>
      ))}
      {questions.length > 0 && (
        <section aria-label="Questions">
          <h2>Questions</h2>
          <dl>
            {questions.map(({ id, text }) => (
              <div key={id}>
                <dt>{text}</dt>
                <dd>{texts.get(id) || "–"}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}
