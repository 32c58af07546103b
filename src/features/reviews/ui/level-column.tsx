import { useState } from "react";
import { api } from "../../../web/api.ts";
import { placeOf, type AnswersStore, type Form } from "./answers-store.ts";
import type { Statement } from "./competency-step.tsx";
import { RatingScale, type Choice } from "./rating-scale.tsx";
import s from "./step.module.css";

const relations = { this: "this level", next: "next level", other: "" } as const;

/** What one level asks of the competency, its markers, and the scale where it is asked about. */
export function LevelColumn({
  store,
  level,
  statement,
  active,
  withScale,
  activate,
  choose,
}: {
  store: AnswersStore;
  level: Form["review"]["levels"][number];
  statement: Statement;
  active: boolean;
  withScale: boolean;
  activate: () => void;
  choose: (choice: Choice) => void;
}) {
  const { scale } = store.form.review;
  const writes = store.form.can.write;
  const asked = scale.find(({ value }) => value === statement.target)?.label;
  return (
    <section className={`${s.level} ${active ? s.active : ""}`} aria-label={level.title}>
      <header>
        <h2>{level.title}</h2>
        <span>
          {relations[level.relation]}
          {statement.critical && <b className={s.critical}> critical</b>}
        </span>
      </header>
      {statement.markers.length > 0 ? (
        <ul>
          {statement.markers.map((marker) => (
            <li key={marker}>{marker}</li>
          ))}
        </ul>
      ) : (
        <p className={s.unmarked}>No statements are written for this level.</p>
      )}
      {level.asked && writes && <Unclear store={store} expectation={statement.expectation} />}
      {level.asked && withScale ? (
        <RatingScale
          legend={`${level.title}: your rating`}
          scale={scale}
          target={statement.target}
          chosen={store.said(placeOf(statement.expectation))}
          keys={active}
          locked={!writes}
          onChoose={choose}
          onFocus={activate}
        />
      ) : (
        !level.asked && <p className="q3 small">To read beside the other; asked there: {asked}.</p>
      )}
    </section>
  );
}

/** Saying that a statement is unclear: it goes to whoever writes the ladder, without a name. */
function Unclear({ store, expectation }: { store: AnswersStore; expectation: string }) {
  const known = store.form.flags.find((flag) => flag.expectation === expectation);
  const [open, setOpen] = useState(false);
  const [body, setBody] = useState(known?.body ?? "");
  const [failed, setFailed] = useState(false);
  const send = async (said: string | null) => {
    setFailed(false);
    try {
      const { flags } = await api("POST", "/reviews/:reviewId/assessments/:assessmentId/flags", { ...store.ids, expectation, body: said });
      setOpen(false);
      store.note({ flags });
    } catch {
      setFailed(true);
    }
  };
  if (!open)
    return (
      <p className={s.unclear}>
        {known && <>You called this unclear. </>}
        <button type="button" className={s.inline} onClick={() => (known ? void send(null) : setOpen(true))}>
          {known ? "Take that back" : "This is unclear"}
        </button>
        {failed && <span role="alert"> That was not sent. Try again.</span>}
      </p>
    );
  return (
    <div className={s.unclear}>
      <label>
        <span>What is unclear? Whoever writes the ladder reads it, without your name.</span>
        <textarea rows={2} maxLength={4000} value={body} onChange={(event) => setBody(event.target.value)} />
      </label>
      <div className={s.row}>
        <button type="button" className={s.inline} onClick={() => void send(body)}>
          Send this
        </button>
        <button type="button" className={s.inline} onClick={() => setOpen(false)}>
          Leave it
        </button>
      </div>
      {failed && <p role="alert">That was not sent: your words are still here. Try again when you are back on line.</p>}
    </div>
  );
}
