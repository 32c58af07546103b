import { useState } from "react";
import { Button } from "../../../web/parts/button.tsx";
import type { Progress } from "./cycle-words.ts";
import css from "./board.module.css";
import { ProgressRung } from "./progress-figure.tsx";

/** Whom the list of participants shows; null where everybody. */
export type Choice = {
  state: string | null;
  late: boolean;
  moved: boolean;
  unit: string | null;
  manager: string | null;
  ladder: string | null;
  q: string;
};
export const nobodyChosen: Choice = { state: null, late: false, moved: false, unit: null, manager: null, ladder: null, q: "" };

const FIRST = 8;

/** The groups of a cycle, those with the most to do first; choosing one shows its people alone. */
export function Groups({
  title,
  groups,
  chosen,
  none,
  onChoose,
}: {
  title: string;
  groups: Progress["units"];
  chosen: string | null;
  none: string;
  onChoose: (id: string | null) => void;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? groups : groups.slice(0, FIRST);
  if (groups.length < 2) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className={css.group}>
        {shown.map((group) => (
          <li key={group.id ?? ""}>
            {group.id === null ? (
              <span>{none}</span>
            ) : (
              <button type="button" aria-pressed={chosen === group.id} onClick={() => onChoose(chosen === group.id ? null : group.id)}>
                {group.title}
              </button>
            )}
            <span className={css.count}>
              {group.in} of {group.people}
              {group.late > 0 && <span className="rust">, {group.late} overdue</span>}
            </span>
            <ProgressRung people={group.people} done={group.in} underWay={group.underWay} />
          </li>
        ))}
      </ul>
      {groups.length > FIRST && (
        <Button kind="quiet" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${groups.length}`}
        </Button>
      )}
    </section>
  );
}
