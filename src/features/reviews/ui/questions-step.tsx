import { Button } from "../../../web/parts/button.tsx";
import { placeOfQuestion, type AnswersStore } from "./answers-store.ts";
import { ClashBox } from "./clash.tsx";
import type { Frame } from "./competency-step.tsx";
import s from "./step.module.css";

/** The questions beside the competencies, answered in words. */
export function QuestionsStep({ store, heading, number, back, on }: { store: AnswersStore } & Frame) {
  const { form } = store;
  return (
    <>
      <div className={s.title}>
        <h1 ref={heading} tabIndex={-1}>
          Questions
        </h1>
        <span className="q3">{number}</span>
      </div>
      {form.questions.map(({ id, text, required }) => {
        const place = placeOfQuestion(id);
        const said = store.said(place)?.comment ?? "";
        return (
          <div key={id} className={s.question}>
            <label className={s.label} htmlFor={`question-${id}`}>
              {text} <span className="q3">{required ? "asked for" : "optional"}</span>
            </label>
            {form.can.write ? (
              <textarea
                id={`question-${id}`}
                rows={6}
                maxLength={20_000}
                value={said}
                onChange={(event) => store.write(place, { answer: "none", value: null, comment: event.target.value })}
              />
            ) : (
              <p id={`question-${id}`}>{said || "–"}</p>
            )}
            <ClashBox store={store} place={place} />
          </div>
        );
      })}
      <footer className={s.go}>
        {back && <Button onClick={back.go}>Back to {back.title}</Button>}
        {on && (
          <Button kind="main" onClick={on.go}>
            On to {on.title}
          </Button>
        )}
      </footer>
    </>
  );
}
