import type { Clash } from "./kept.ts";
import { useDraft } from "./editor-context.ts";
import css from "./clash-box.module.css";

/**
 * Where two people wrote the same thing: both texts, and which to keep.
 *
 * @param field of the node, any where null. @param inside a key within the field's value.
 */
export function ClashBox({ node, field = null, inside = null }: { node: string; field?: string | null; inside?: string | null }) {
  const store = useDraft("any");
  const clashes = store.clashes(node).filter(({ change }) => field === null || change.field === field || change.field === undefined);
  return clashes.map((clash) => <Both key={clash.id} clash={clash} inside={inside} />);
}

export function Both({ clash, inside = null, about }: { clash: Clash; inside?: string | null; about?: string }) {
  const store = useDraft("any");
  const { change, theirs, reason } = clash;
  const gone = reason === "removed";
  return (
    <div className={css.both} role="group" aria-label="Written by two">
      <p>
        {about && <b>{about}. </b>}
        {gone
          ? "Somebody else has taken this out meanwhile."
          : "Somebody else has changed this meanwhile. Nothing is lost: choose which stays."}
      </p>
      <dl>
        <dt>Yours</dt>
        <dd>{change.op === "remove" ? <i>taken out</i> : words(change.after, change.field, inside)}</dd>
        <dt>Theirs</dt>
        <dd>{gone ? <i>taken out</i> : words(theirs, change.field, inside)}</dd>
      </dl>
      <div className={css.choice}>
        <button type="button" onClick={() => store.mine(clash)}>
          Keep mine
        </button>
        <button type="button" onClick={() => store.theirs(clash)}>
          Take theirs
        </button>
      </div>
    </div>
  );
}

/** A value as somebody reads it. */
function words(value: unknown, field: string | undefined, inside: string | null): string {
  if (value === undefined || value === "") return "–";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.map((item) => words(item, undefined, null)).join("\n");
  const record = value as Record<string, unknown>; // of what JSON holds, nothing else is left
  if (inside !== null) return words(record[inside], undefined, null);
  if (field === undefined && record["markers"] !== undefined)
    return words(record["markers"], undefined, null) || words(record["title"], undefined, null);
  return words(record["title"] ?? Object.values(record).filter((one) => typeof one === "string"), undefined, null);
}
