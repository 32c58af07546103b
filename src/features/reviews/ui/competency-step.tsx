import { useEffect, useRef, useState, type RefObject } from "react";
import { wordsDue, type Said } from "../../../core/assessment/answers.ts";
import { promptFor, promptWords, type Prompt } from "../../../core/assessment/prompts.ts";
import { Button } from "../../../web/parts/button.tsx";
import { placeOf, type AnswersStore, type Form } from "./answers-store.ts";
import { ClashBox } from "./clash.tsx";
import { EvidencePart } from "./evidence-part.tsx";
import { LevelColumn } from "./level-column.tsx";
import { useOnPhone } from "./on-phone.ts";
import { PhoneSheet } from "./phone-sheet.tsx";
import type { Choice } from "./rating-scale.tsx";
import s from "./step.module.css";

type Competency = Form["review"]["competencies"][number];
export type Statement = Competency["statements"][number];
type Way = { title: string; go: () => void };
export type Frame = {
  heading: RefObject<HTMLHeadingElement | null>;
  number: string;
  back: Way | undefined;
  on: Way | undefined;
  showKeys: () => void;
};

const nothing: Said = { answer: "none", value: null, comment: null };

/** Which thoughts were offered in this assessment, on this device. */
function offered(id: string): Set<Prompt> {
  try {
    return new Set((localStorage.getItem(`rungs.offered.${id}`) ?? "").split(" ") as Prompt[]); // written below
  } catch {
    return new Set();
  }
}

/** One competency: what each level in view asks of it, and what the rater says. */
export function CompetencyStep({
  store,
  competency,
  heading,
  number,
  back,
  on,
  showKeys,
}: { store: AnswersStore; competency: Competency } & Frame) {
  const { form } = store;
  const { review } = form;
  const writes = form.can.write;
  const onPhone = useOnPhone();
  const columns = review.levels
    .map((level) => ({ level, statements: competency.statements.filter((each) => each.level === level.id) }))
    .filter(({ statements }) => statements.length > 0);
  const rateable = columns.flatMap(({ level, statements }) => (level.asked ? statements : []));
  const undone = rateable.find(({ expectation }) => (store.said(placeOf(expectation))?.answer ?? "none") === "none");
  const [active, setActive] = useState((undone ?? rateable[0])?.expectation ?? "");
  const [prompt, setPrompt] = useState<Prompt | null>(null);
  const comment = useRef<HTMLTextAreaElement>(null);
  const statement = rateable.find(({ expectation }) => expectation === active);
  const place = placeOf(active);
  const said = store.said(place) ?? nothing;

  const offer = (answer: Said) => {
    const shown = offered(store.ids.assessmentId);
    const before = [...new Set(store.order)].filter((each) => each !== place).flatMap((each) => store.said(each) ?? []);
    const found = promptFor([...before, answer], shown);
    if (found === null) return;
    setPrompt(found);
    try {
      localStorage.setItem(`rungs.offered.${store.ids.assessmentId}`, [...shown, found].join(" "));
    } catch {
      // It is offered once more than it need be.
    }
  };
  const choose = (expectation: string, choice: Choice) => {
    setActive(expectation);
    const answer = { ...(store.said(placeOf(expectation)) ?? nothing), ...choice };
    store.write(placeOf(expectation), answer, true);
    offer(answer);
    // A reason is asked for with it.
    if (choice.answer === "no-opportunity") comment.current?.focus();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("textarea, select, input:not([type=radio])");
      if (!writes || typing || event.ctrlKey || event.metaKey || event.altKey || statement === undefined) return;
      const point = review.scale[Number(event.key) - 1];
      if (/^[1-9]$/.test(event.key) && point) choose(statement.expectation, { answer: "rated", value: point.value });
      else if (event.key === "0") choose(statement.expectation, { answer: "not-observed", value: null });
      else if (event.key === "n") choose(statement.expectation, { answer: "no-opportunity", value: null });
      else if (event.key === "c") comment.current?.focus();
      else if (event.key === "l" && rateable.length > 1)
        setActive(rateable[(rateable.indexOf(statement) + 1) % rateable.length]?.expectation ?? active);
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });

  const due = statement === undefined ? null : wordsDue(said, statement.target, review.scale, form.commentRule);
  const levelOf = (id: string | undefined) => review.levels.find((level) => level.id === id)?.title ?? "";
  const label = due === "reason" ? "Why was there no opportunity?" : "What did you see?";
  const hint =
    due === null
      ? "optional here"
      : due === "reason"
        ? "asked for, and the two of you read it"
        : "asked for, because it lies far from what is asked";
  return (
    <>
      <div className={s.title}>
        <h1 ref={heading} tabIndex={-1}>
          {competency.title}
        </h1>
        <span className="q3">{number}</span>
      </div>
      {competency.definition !== null && <p className={s.definition}>{competency.definition}</p>}
      <div className={s.pair}>
        {columns.map(({ level, statements }) =>
          statements.map((each) => (
            <LevelColumn
              key={each.expectation}
              store={store}
              level={level}
              statement={each}
              active={level.asked && writes && each.expectation === active}
              withScale={!onPhone || !writes}
              activate={() => level.asked && setActive(each.expectation)}
              choose={(choice) => choose(each.expectation, choice)}
            />
          )),
        )}
      </div>
      {statement !== undefined && (
        <>
          <ClashBox store={store} place={place} />
          <div className={s.said}>
            <div>
              <label className={s.label} htmlFor="comment">
                {label}{" "}
                <span className={due === null ? "q3" : s.due}>
                  {rateable.length > 1 ? `${levelOf(statement.level)}, ` : ""}
                  {hint}
                </span>
              </label>
              {writes ? (
                <textarea
                  id="comment"
                  ref={comment}
                  rows={onPhone ? 4 : 5}
                  maxLength={4000}
                  value={said.comment ?? ""}
                  onChange={(event) => store.write(place, { ...said, comment: event.target.value === "" ? null : event.target.value })}
                  onBlur={() => said.comment !== null && offer(said)}
                />
              ) : (
                <p id="comment">{said.comment ?? "–"}</p>
              )}
              {prompt !== null && (
                <p className={s.prompt} role="note">
                  {promptWords[prompt]}{" "}
                  <button type="button" className={s.inline} onClick={() => setPrompt(null)}>
                    Thanks
                  </button>
                </p>
              )}
            </div>
            <EvidencePart key={active} store={store} expectation={active} />
          </div>
        </>
      )}
      {onPhone && writes && statement !== undefined ? (
        <PhoneSheet
          store={store}
          statements={rateable}
          active={statement}
          activate={setActive}
          choose={(choice) => choose(statement.expectation, choice)}
          back={back}
          on={on}
        />
      ) : (
        <footer className={s.go}>
          {back && <Button onClick={back.go}>Back to {back.title}</Button>}
          {on && (
            <Button kind="main" onClick={on.go}>
              On to {on.title}
            </Button>
          )}
          {writes && (
            <span className={s.keys}>
              <span>
                <kbd>1</kbd>–<kbd>{Math.min(review.scale.length, 9)}</kbd> rate
              </span>
              <span>
                <kbd>C</kbd> comment
              </span>
              <span>
                <kbd>J</kbd> <kbd>K</kbd> on, back
              </span>
              <button type="button" className={s.inline} onClick={showKeys}>
                All keys
              </button>
            </span>
          )}
        </footer>
      )}
    </>
  );
}
