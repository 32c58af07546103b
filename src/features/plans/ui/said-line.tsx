import { useState } from "react";
import { Button } from "../../../web/parts/button.tsx";
import type { OnSaid, Said } from "./plan-words.ts";
import s from "./plan.module.css";

/** What was done last, said aloud, and taken back from here. */
export function SaidLine({ said, onSaid }: { said: Said | null; onSaid: OnSaid }) {
  const [failed, setFailed] = useState(false);
  return (
    <div role={said === null ? undefined : "alert"} className={s.said}>
      {said && (
        <p>
          {said.text}{" "}
          {said.undo && (
            <Button
              kind="quiet"
              onClick={() => {
                setFailed(false);
                said.undo?.().then(
                  () => onSaid("Taken back."),
                  () => setFailed(true),
                );
              }}
            >
              Undo
            </Button>
          )}
          {failed && <span className={s.fault}> That could not be taken back just now. Try again.</span>}
        </p>
      )}
    </div>
  );
}
