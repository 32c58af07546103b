import { useQuery } from "@tanstack/react-query";
import { read } from "../../../web/api.ts";
import type { Entry } from "./cpd-words.ts";
import s from "./cpd.module.css";

export type Serves = { framework: string; expectation: string };
const same = (a: Serves, b: Serves) => a.framework === b.framework && a.expectation === b.expectation;

/** What it serves: of one's own level and the next, and of the rest of the ladder on asking. */
export function ServesField({
  personId,
  chosen,
  known,
  onChange,
}: {
  personId: string;
  chosen: readonly Serves[];
  /** What the entry serves already, which may be on another ladder. */
  known: Entry["serves"];
  onChange: (serves: Serves[]) => void;
}) {
  const choices = useQuery(read("/cpd/choices", { person: personId }));
  if (choices.data === undefined) return null;
  const { items } = choices.data;
  const elsewhere = known.filter((each) => !items.some((item) => same(item, each)));
  const tick = (each: Serves, label: string, level: string | null) => (
    <label key={`${each.framework} ${each.expectation}`} className={s.tick}>
      <input
        type="checkbox"
        checked={chosen.some((one) => same(one, each))}
        onChange={({ target }) =>
          onChange(
            target.checked
              ? [...chosen, { framework: each.framework, expectation: each.expectation }]
              : chosen.filter((one) => !same(one, each)),
          )
        }
      />
      <span>
        {label}
        {level !== null && <small> {level}</small>}
      </span>
    </label>
  );
  const near = items.filter(({ where }) => where !== "other");
  const rest = items.filter(({ where }) => where === "other");
  if (near.length + rest.length + elsewhere.length === 0) return null;
  return (
    <fieldset className={s.serves}>
      <legend>What it serves, if you want to say so</legend>
      <div className={s.ticks}>
        {elsewhere.map((each) => tick(each, each.title, each.frameworkTitle))}
        {near.map((each) => tick(each, each.title, each.level))}
      </div>
      {rest.length > 0 && (
        <details>
          <summary>Other levels of {rest[0]?.frameworkTitle}</summary>
          <div className={s.ticks}>{rest.map((each) => tick(each, each.title, each.level))}</div>
        </details>
      )}
    </fieldset>
  );
}
