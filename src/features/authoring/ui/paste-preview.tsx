import { useEffect, useRef } from "react";
import { Button } from "../../../web/parts/button.tsx";
import { counted } from "../../../web/parts/words.ts";
import { useKeys } from "./keys.ts";
import type { Block } from "./block.ts";
import css from "./paste-preview.module.css";

/** How much would be pasted where, before it is. */
export function PastePreview({ block, lay, leave }: { block: Block; lay: () => void; leave: () => void }) {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => strip.current?.querySelector("button")?.focus(), []);
  useKeys(strip, ({ key }) => key === "Escape" && leave());
  return (
    <div ref={strip} className={css.strip} role="group" aria-label="Paste">
      <p>
        {counted(block.rows, "row")} by {counted(block.columns, "level")}: <b>{counted(block.cells, "cell")}</b> will be written over.
        {block.left > 0 && ` ${counted(block.left, "cell")} beyond the matrix ${block.left === 1 ? "is" : "are"} left out.`}
      </p>
      <Button onClick={lay}>Paste {counted(block.cells, "cell")}</Button>
      <Button kind="quiet" onClick={leave}>
        Leave it
      </Button>
    </div>
  );
}
