import { useEffect, useRef } from "react";
import { useDraft } from "./editor-context.ts";
import { CompetencySheet } from "./competency-sheet.tsx";
import { DomainSheet } from "./domain-sheet.tsx";
import { Part } from "./inputs.tsx";
import { useKeys } from "./keys.ts";
import { FrameworkSheet } from "./framework-sheet.tsx";
import { LevelSheet } from "./level-sheet.tsx";
import { canNoteHere, nodeNotes } from "./slots.tsx";
import css from "./sheet.module.css";

/** Everything about one thing of the ladder, beside the matrix: it stays open while one writes there. */
export function Sheet({ name, close }: { name: string; close: () => void }) {
  const store = useDraft("any");
  const panel = useRef<HTMLDivElement>(null);
  const [entity, id] = [name.split("/")[0], name.slice(name.indexOf("/") + 1)];
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      store.pause();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [store]);
  useKeys(panel, ({ key }) => key === "Escape" && close());
  return (
    <div ref={panel} className={css.sheet} role="dialog" aria-label="Details" tabIndex={-1}>
      <button type="button" className={css.close} onClick={close}>
        Close
      </button>
      {entity === "level" && <LevelSheet id={id} close={close} />}
      {entity === "competency" && <CompetencySheet id={id} close={close} />}
      {entity === "domain" && <DomainSheet id={id} close={close} />}
      {entity === "framework" && <FrameworkSheet />}
      {canNoteHere && store.draft.can.comment && <Part title="Notes">{nodeNotes(store.slug, name)}</Part>}
    </div>
  );
}
