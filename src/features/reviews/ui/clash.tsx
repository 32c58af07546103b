import type { Said } from "../../../core/assessment/answers.ts";
import { Button } from "../../../web/parts/button.tsx";
import type { AnswersStore } from "./answers-store.ts";
import { spokenChoice } from "./rating-scale.tsx";
import s from "./step.module.css";

/** Where the same was written in another window or on another device: both, and which to keep. */
export function ClashBox({ store, place }: { store: AnswersStore; place: string }) {
  const clash = store.clash(place);
  if (clash === undefined) return null;
  const { scale } = store.form.review;
  const words = (said: Said | undefined) =>
    said === undefined ? (
      <i>nothing</i>
    ) : (
      <>
        {place.startsWith("e:") && <b>{spokenChoice(said, scale)} </b>}
        {said.comment}
      </>
    );
  return (
    <div className={s.both} role="group" aria-label="Written twice">
      <p>This was changed in another window meanwhile. Nothing is lost: choose which stays.</p>
      <dl>
        <dt>Written here</dt>
        <dd>{words(clash.mine)}</dd>
        <dt>Written elsewhere</dt>
        <dd>{words(clash.theirs?.said)}</dd>
      </dl>
      <div className={s.row}>
        <Button onClick={() => store.settle(place, "mine")}>Keep what I wrote here</Button>
        <Button onClick={() => store.settle(place, "theirs")}>Take the other</Button>
      </div>
    </div>
  );
}
