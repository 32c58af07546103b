import { Button } from "../../../web/parts/button.tsx";
import { placeOf, type AnswersStore } from "./answers-store.ts";
import type { Frame, Statement } from "./competency-step.tsx";
import { RatingScale, spokenChoice, type Choice } from "./rating-scale.tsx";
import s from "./step.module.css";

/** On a phone the scale lies under the thumb: which level, the stops, and the way on. */
export function PhoneSheet({
  store,
  statements,
  active,
  activate,
  choose,
  back,
  on,
}: {
  store: AnswersStore;
  statements: readonly Statement[];
  active: Statement;
  activate: (expectation: string) => void;
  choose: (choice: Choice) => void;
} & Pick<Frame, "back" | "on">) {
  const { levels, scale } = store.form.review;
  const called = (id: string) => {
    const level = levels.find((each) => each.id === id);
    return level?.relation === "this"
      ? "This level"
      : level?.relation === "next" && levels.length < 3
        ? "Next level"
        : (level?.title ?? id);
  };
  return (
    <section className={s.sheet} data-sheet="" aria-label="Your rating">
      {statements.length > 1 && (
        <div className={s.switch}>
          {statements.map(({ expectation, level }) => (
            <button key={expectation} type="button" aria-pressed={expectation === active.expectation} onClick={() => activate(expectation)}>
              {called(level)} <b>{spokenChoice(store.said(placeOf(expectation)), scale)}</b>
            </button>
          ))}
        </div>
      )}
      <RatingScale
        key={active.expectation}
        legend={`${levels.find(({ id }) => id === active.level)?.title ?? ""}: your rating`}
        scale={scale}
        target={active.target}
        chosen={store.said(placeOf(active.expectation))}
        keys={false}
        locked={false}
        onChoose={choose}
      />
      <div className={s.step}>
        {back && (
          <Button kind="quiet" onClick={back.go}>
            Back
          </Button>
        )}
        {on && (
          <Button kind="main" onClick={on.go}>
            On to {on.title}
          </Button>
        )}
      </div>
    </section>
  );
}
