import { type Ref, useImperativeHandle, useState } from "react";
import type { Level } from "../../../core/framework/document.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { CellEditor } from "./cell-editor.tsx";
import { CellWords } from "./cell.tsx";
import { useDraft, useEditor } from "./editor-context.ts";
import type { Going } from "./matrix.tsx";
import { type CellRow, isCellRow, type Row, rowsOf } from "./table.ts";
import css from "./level-list.module.css";

/** The draft as a list: a level at a time on a phone; the competencies alone for a library, which has no levels. */
export function LevelList({ ref }: { ref: Ref<Going> }) {
  const store = useDraft("structure");
  const { order, openSheet } = useEditor();
  const content = store.shown;
  const levels = order(content);
  const [chosen, setChosen] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const level = levels.find(({ id }) => id === chosen) ?? levels[0];
  const rows = rowsOf(content, store.draft.inherited);
  useImperativeHandle(ref, () => ({
    go: ({ row, level }) => {
      setChosen(level);
      setOpen(row);
    },
  }));
  if (content.kind === "library") return <Competencies rows={rows} />;
  if (level === undefined) return <Empty>No rung is written down yet.</Empty>;
  return (
    <div className={css.list}>
      <div className={css.chooser}>
        <Select
          label="Level"
          value={level.id}
          options={levels.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={setChosen}
        />
        <Button kind="quiet" onClick={() => openSheet(`level/${level.id}`)}>
          All about it
        </Button>
      </div>
      {rows.map((row) =>
        isCellRow(row) ? (
          <Item key={row.key} level={level} row={row} open={open === row.key} setOpen={setOpen} />
        ) : (
          <h2 key={row.key}>{row.title}</h2>
        ),
      )}
    </div>
  );
}

function Item({ level, row, open, setOpen }: { level: Level; row: CellRow; open: boolean; setOpen: (row: string | null) => void }) {
  const { writes } = useEditor();
  const store = useDraft(`cell/${level.id}/${row.key}`);
  const found = store.shown.levels.find(({ id }) => id === level.id) ?? level;
  return (
    <section className={css.item} aria-label={row.kind === "scope" ? `Scope: ${row.title}` : row.title}>
      {open && writes ? (
        <CellEditor level={found} row={row} leave={() => setOpen(null)} last={false} />
      ) : (
        <>
          <h3>{row.title}</h3>
          <CellWords level={found} row={row} />
          {writes && (
            <button type="button" className={css.edit} onClick={() => setOpen(row.key)}>
              Write<span className="hidden"> {row.title}</span>
            </button>
          )}
        </>
      )}
    </section>
  );
}

/** What a library holds: each competency with its words, opened in the sheet. */
function Competencies({ rows }: { rows: readonly Row[] }) {
  const store = useDraft("any");
  const { openSheet, writes } = useEditor();
  return (
    <div className={css.list}>
      {rows.map((row) => {
        if (row.kind === "scope") return null;
        if (row.kind === "group")
          return (
            <div key={row.key} className={css.chooser}>
              <h2>{row.title}</h2>
              {row.domain !== null && (
                <button type="button" className={css.edit} onClick={() => openSheet(`domain/${row.domain}`)}>
                  {writes ? "Add, rename or remove" : "About it"}
                  <span className="hidden"> {row.title}</span>
                </button>
              )}
            </div>
          );
        const one = store.shown.competencies.find((competency) => "id" in competency && competency.id === row.key);
        return (
          <section key={row.key} className={css.item} aria-label={row.title}>
            <h3>{row.title}</h3>
            {one && "definition" in one && <p>{one.definition}</p>}
            {row.inherited.map((marker, at) => (
              // Two markers may read the same while they are written.
              <p key={at} className="q2">
                {marker}
              </p>
            ))}
            <button type="button" className={css.edit} onClick={() => openSheet(`competency/${row.key}`)}>
              {writes ? "Write" : "Read"}
              <span className="hidden"> {row.title}</span>
            </button>
          </section>
        );
      })}
    </div>
  );
}
