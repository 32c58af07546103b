import { useEffect, useRef } from "react";
import css from "./keys-help.module.css";
import { generalKeys, keysOf, type Key } from "./page-keys.ts";
import { Button } from "./parts/button.tsx";

/** The keys of the page that is open, and those that count everywhere. @param path of that page. */
export function KeysHelp({ path, onClose }: { path: string; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const own = keysOf(path);
  return (
    <dialog ref={dialog} className={css.help} onClose={onClose} aria-labelledby="keys-help">
      <header>
        <h2 id="keys-help">Keys</h2>
        <Button kind="quiet" onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </header>
      {own !== null && <Keys title={own.title} keys={own.keys} />}
      <Keys title="Everywhere" keys={generalKeys} />
    </dialog>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly Key[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {keys.map(({ keys: names, does }) => (
          <div key={names.join(" ")}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
