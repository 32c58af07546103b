import { useId } from "react";
import type { Said } from "../../../core/assessment/answers.ts";
import s from "./rating-scale.module.css";

type Point = { value: number; label: string; description?: string | undefined };
export type Choice = Pick<Said, "answer" | "value">;

/**
 * The scale as a rail with stops: a group of radio buttons, "Not seen" off the rail and "no opportunity" below it.
 *
 * @param keys whether the keys of the page rate here: then they are shown. @param locked no keys, the value as text.
 */
export function RatingScale({
  legend,
  scale,
  target,
  chosen,
  keys,
  locked,
  onChoose,
  onFocus,
}: {
  legend: string;
  scale: readonly Point[];
  target: number;
  chosen: Choice | undefined;
  keys: boolean;
  locked: boolean;
  onChoose: (choice: Choice) => void;
  /** One of the stops has the keyboard. */
  onFocus?: () => void;
}) {
  const name = useId();
  const isOn = (answer: Said["answer"], value: number | null) => chosen?.answer === answer && chosen.value === value;
  if (locked) return <Locked scale={scale} target={target} chosen={chosen} />;
  const radio = (answer: Said["answer"], value: number | null) => (
    <input type="radio" name={name} checked={isOn(answer, value)} onChange={() => onChoose({ answer, value })} onFocus={onFocus} />
  );
  return (
    <fieldset className={s.scale}>
      <legend className="hidden">{legend}</legend>
      <div className={s.stops}>
        {scale.map(({ value, label, description }, position) => (
          <label key={value} className={`${s.stop} ${s.onRail} ${value === target ? s.asked : ""}`} title={description}>
            {radio("rated", value)}
            <i aria-hidden="true" />
            <span>{label}</span>
            {value === target && <em>asked</em>}
            {keys && position < 9 && <kbd aria-hidden="true">{position + 1}</kbd>}
          </label>
        ))}
        <label className={`${s.stop} ${s.off}`}>
          {radio("not-observed", null)}
          <i aria-hidden="true" />
          <span>Not seen</span>
          {keys && <kbd aria-hidden="true">0</kbd>}
        </label>
      </div>
      <label className={s.chance}>
        {radio("no-opportunity", null)}
        <i aria-hidden="true" />
        <span>No opportunity to show this</span>
        {keys && <kbd aria-hidden="true">N</kbd>}
      </label>
    </fieldset>
  );
}

/** What was chosen, in words. */
export const spokenChoice = (chosen: Choice | undefined, scale: readonly Point[]): string =>
  chosen === undefined || chosen.answer === "none"
    ? "no answer yet"
    : chosen.answer === "not-observed"
      ? "Not seen"
      : chosen.answer === "no-opportunity"
        ? "No opportunity"
        : (scale.find(({ value }) => value === chosen.value)?.label ?? "–");

function Locked({ scale, target, chosen }: { scale: readonly Point[]; target: number; chosen: Choice | undefined }) {
  const asked = scale.find(({ value }) => value === target)?.label;
  return (
    <p className={s.locked}>
      <b>{spokenChoice(chosen, scale)}</b> <span className="q3">asked: {asked}</span>
    </p>
  );
}
