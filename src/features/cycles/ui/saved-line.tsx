import { Button } from "../../../web/parts/button.tsx";
import type { Cycle } from "./cycle-words.ts";
import css from "./cycle.module.css";
import type { Saved } from "./setup-saving.ts";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Whether what stands on the page is kept; where it is not, what to do. */
export function SavedLine({ saved, onSettle }: { saved: Saved; onSettle: (theirs: Cycle, mine: boolean) => void }) {
  if (saved.is === "clash")
    return (
      <div role="alert" className={css.clash}>
        <p>Somebody else changed this set-up while you did. What you chose is still here, and not saved yet.</p>
        <Button onClick={() => onSettle(saved.theirs, false)}>Take theirs</Button>
        <Button onClick={() => onSettle(saved.theirs, true)}>Save yours over it</Button>
      </div>
    );
  return (
    <p aria-live="polite" className={saved.is === "refused" ? css.fault : css.saved}>
      {saved.is === "saving" && "Saving…"}
      {saved.is === "saved" && (saved.at === null ? "Everything is saved." : `Saved at ${time.format(saved.at)}`)}
      {saved.is === "away" && "The line is broken. What you chose is kept on this page and is sent when you are back on line."}
      {saved.is === "refused" && `Not saved: ${saved.problems[0]?.message ?? saved.message} What you chose is kept on this page.`}
    </p>
  );
}
