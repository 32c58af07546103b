import { useId } from "react";
import type { Line } from "../../../core/framework/lines.ts";
import type { Lineage } from "../../../core/framework/lineage.ts";
import type { Framework } from "../../../core/framework/document.ts";
import { DiffLine, DiffList } from "../../../web/parts/diff-list.tsx";
import { spoken } from "../../../web/parts/words.ts";
import type { Class, Typed } from "./publish-decisions.ts";
import { ComesFrom, successorOf } from "./publish-lineage.tsx";
import css from "./publish-changes.module.css";

type Choice = { class: Class; reason: string };
type Props = {
  lines: readonly Line[];
  lineage: readonly Lineage[];
  before: Framework | null;
  after: Framework;
  typed: Typed;
  /** By key of a line: what is wrong with its reason. */
  faults: Readonly<Record<string, string>>;
  onChoice: (key: string, choice: Choice) => void;
  onSources: (expectation: string, from: readonly string[]) => void;
};

/** Everything that is different from the version before, and of each rewording whether it still means the same. */
export function Changes({ lines, lineage, before, after, typed, faults, onChoice, onSources }: Props) {
  return (
    <DiffList label="What changes">
      {lines.map((line) => {
        const successor = line.entity === "expectation" && line.verb === "Removed" ? successorOf(line.id, lineage, after) : null;
        return (
          <DiffLine
            key={line.key}
            line={line}
            heading="h4"
            beside={
              line.asks.length > 0 ? (
                <Meaning
                  line={line}
                  choice={typed.choices[line.key] ?? { class: "substantive", reason: "" }}
                  fault={faults[line.key]}
                  onChoice={(choice) => onChoice(line.key, choice)}
                />
              ) : (
                <p>{successor === null ? line.effect : `Ratings become history; ${successor} goes on from it`}</p>
              )
            }
          >
            {line.entity === "expectation" && line.verb !== "Removed" && before !== null && (
              <ComesFrom
                line={line}
                lines={lines}
                lineage={lineage}
                before={before}
                chosen={typed.sources[line.id]}
                onSources={onSources}
              />
            )}
          </DiffLine>
        );
      })}
    </DiffList>
  );
}

function Meaning({
  line,
  choice,
  fault,
  onChoice,
}: {
  line: Line;
  choice: Choice;
  fault: string | undefined;
  onChoice: (choice: Choice) => void;
}) {
  const id = useId();
  const radio = (value: Class, label: string) => (
    <label>
      <input type="radio" name={id} checked={choice.class === value} onChange={() => onChoice({ ...choice, class: value })} />
      <span>{label}</span>
    </label>
  );
  return (
    <fieldset className={css.meaning}>
      <legend className="hidden">How much does this change? {line.name}</legend>
      {radio("editorial", "Editorial")}
      {radio("substantive", "Substantive")}
      {choice.class === "editorial" ? (
        <>
          <textarea
            aria-label={`Why ${line.name} still means the same`}
            placeholder="Why the same?"
            rows={2}
            maxLength={4000}
            data-reason={line.key}
            value={choice.reason}
            aria-invalid={fault === undefined ? undefined : true}
            aria-describedby={fault === undefined ? undefined : `${id}-fault`}
            onChange={(event) => onChoice({ ...choice, reason: event.target.value })}
          />
          {fault === undefined ? (
            <p className={css.after}>ratings carry over</p>
          ) : (
            <p id={`${id}-fault`} className={css.fault}>
              {fault}
            </p>
          )}
        </>
      ) : (
        <p className={css.after}>{line.asks.length > 1 ? `ratings go stale at ${spoken(line.asks.length)} levels` : "ratings go stale"}</p>
      )}
    </fieldset>
  );
}
