import { useId } from "react";
import type { ScalePoint } from "../../../core/framework/document.ts";
import css from "./target-choice.module.css";

/** What is asked, chosen on the scale: a rail with a stop per point. */
export function TargetChoice({
  scale,
  value,
  name,
  onChange,
}: {
  scale: readonly ScalePoint[];
  value: number | undefined;
  name: string;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const chosen = scale.find((point) => point.value === value);
  return (
    <fieldset className={css.scale}>
      <legend>
        Asked{chosen ? `: ${chosen.label}` : ""}
        <span className="hidden"> of {name}</span>
      </legend>
      <div className={css.rail}>
        {scale.map((point) => (
          <label key={point.value} title={point.label}>
            <input type="radio" name={id} value={point.value} checked={point.value === value} onChange={() => onChange(point.value)} />
            <span className="hidden">{point.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
