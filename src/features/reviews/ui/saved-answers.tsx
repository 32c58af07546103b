import type { AnswersStore } from "./answers-store.ts";
import s from "./form.module.css";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** Whether what was written is safe, and where. */
export function SavedAnswers({ store, seeBoth }: { store: AnswersStore; seeBoth: () => void }) {
  const { saved, savedAt, reason, kept } = store;
  const wrong = saved === "unkept" || saved === "signed-out" || saved === "gone" || saved === "shut";
  const clashes = Object.keys(kept.clashes).length;
  return (
    <p className={s.saved}>
      <span role="status" className={wrong ? s.wrong : saved === "kept" ? s.away : undefined}>
        {saved === "saving" && "saving…"}
        {saved === "saved" && (
          <>
            <Tick /> {savedAt ? `Saved at ${clock.format(savedAt)}` : "Everything is saved"}
          </>
        )}
        {saved === "kept" && (
          <>
            <Away /> Kept on this device, sends when you are back on line
          </>
        )}
        {saved === "unkept" && "Not saved: this device keeps nothing more. Leave this page open until you are back on line."}
        {saved === "signed-out" && "Kept on this device. You are signed out: sign in again, and it sends."}
        {saved === "gone" && "This review is no longer yours to write. What you wrote since is kept on this device."}
        {saved === "shut" && reason}
      </span>
      {clashes > 0 && (
        <button type="button" className={s.two} onClick={seeBoth}>
          Changed elsewhere: see both
        </button>
      )}
    </p>
  );
}

const Tick = () => (
  <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M2.5 8.5 6.5 12.5 13.5 4" className={s.tick} />
  </svg>
);
/** The same dotted ring as a rating whose wording has changed: it was true once. */
const Away = () => (
  <svg width="14" height="14" aria-hidden="true">
    <circle cx="7" cy="7" r="5.5" className={s.ring} />
  </svg>
);
