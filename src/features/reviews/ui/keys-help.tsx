import { useEffect, useRef } from "react";
import { Button } from "../../../web/parts/button.tsx";
import s from "./form.module.css";

/** All keys of the form. */
export function KeysHelp({ points, close }: { points: number; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const keys: [string, string][] = [
    [`1 to ${Math.min(points, 9)}`, "rate the level that is marked green"],
    ["0", "not seen"],
    ["N", "no opportunity to show this"],
    ["← →", "the stop before, the stop after"],
    ["L, Tab", "the other level"],
    ["C", "comment"],
    ["J, K", "on, back"],
  ];
  return (
    <dialog ref={dialog} className={s.dialog} onClose={close} aria-label="Keys">
      <h2>Keys</h2>
      <dl>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={() => dialog.current?.close()}>Close</Button>
    </dialog>
  );
}
