import { useDraft } from "./editor-context.ts";
import css from "./editor.module.css";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** The same in a word, inside what one is writing in; the line above says it to those who hear the page. */
export function SavedWord() {
  const { saved, savedAt } = useDraft("head");
  const words =
    saved === "saving"
      ? "saving…"
      : saved === "saved"
        ? savedAt
          ? `Saved at ${clock.format(savedAt)}`
          : "Saved"
        : saved === "kept"
          ? "Kept on this device"
          : "Not saved: see above";
  return (
    <span aria-hidden="true" className={css.word}>
      {words}
    </span>
  );
}

/** Whether what was written is safe, and where. */
export function SavedLine({ seeBoth }: { seeBoth: () => void }) {
  const store = useDraft("head");
  const { saved, savedAt, kept } = store;
  const two = kept.clashes.length > 0;
  return (
    <p className={css.saved}>
      <span
        role="status"
        className={
          saved === "kept" ? css.keptState : saved === "unkept" || saved === "gone" || saved === "signed-out" ? css.wrong : undefined
        }
      >
        {saved === "saving" && "saving…"}
        {saved === "saved" && savedAt && (
          <>
            <Tick /> Saved at {clock.format(savedAt)}
          </>
        )}
        {saved === "saved" && !savedAt && (
          <>
            <Tick /> Everything is saved
          </>
        )}
        {saved === "kept" && (
          <>
            <Away /> Kept on this device, sends when you are back on line
          </>
        )}
        {saved === "unkept" && "Not saved: this device keeps nothing more. Leave this page open until you are back on line."}
        {saved === "signed-out" && "Kept on this device. You are signed out: sign in again, and it sends."}
        {saved === "gone" && "This draft is gone: somebody has published or discarded it. What you wrote since is kept on this device."}
      </span>
      {two && (
        <button type="button" className={css.two} onClick={seeBoth}>
          Changed elsewhere: see both
        </button>
      )}
    </p>
  );
}

const Tick = () => (
  <svg width="14" height="14" aria-hidden="true">
    <path d="M2 8L5.5 11.5L12 3" className="s-rail" />
  </svg>
);
/** The same dotted ring as a rating whose wording has changed: it was true once. */
const Away = () => (
  <svg width="14" height="14" aria-hidden="true">
    <circle cx="7" cy="7" r="5.5" className={css.ring} />
  </svg>
);
