import { useEffect, useRef, useState } from "react";
import { Button } from "../../../web/parts/button.tsx";
import css from "./account.module.css";

/** Shown this once: to be copied, kept as a file or printed before one goes on. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const [copied, setCopied] = useState("");
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const text = `Recovery codes for Rungs at ${location.host}\n\n${codes.join("\n")}\n`;
  return (
    <div className={css.opened}>
      <h3 ref={head} tabIndex={-1}>
        Keep these recovery codes
      </h3>
      <p>
        Each signs you in once without the app, should you lose your phone. They are shown this once: print them, or put them where you keep
        passwords.
      </p>
      <ul className={css.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={css.acts}>
        <Button kind="main" onClick={done}>
          I have kept them
        </Button>
        <Button
          onClick={() =>
            void navigator.clipboard.writeText(text).then(
              () => setCopied("Copied."),
              () => setCopied("Your browser does not let us copy. Select them instead."),
            )
          }
        >
          Copy them
        </Button>
        <a className={css.file} href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="rungs-recovery-codes.txt">
          Keep them as a file
        </a>
      </div>
      <p role="status" className="small q3">
        {copied}
      </p>
    </div>
  );
}
