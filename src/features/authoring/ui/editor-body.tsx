import { Link } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../../web/parts/button.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { counted, longDate } from "../../../web/parts/words.ts";
import type { DraftStore } from "./draft-store.ts";
import { type Editor, EditorContext, useDraft } from "./editor-context.ts";
import type { Figure } from "./editor-page.tsx";
import { Discard } from "./discard.tsx";
import { LevelList } from "./level-list.tsx";
import { type Going, Matrix } from "./matrix.tsx";
import { ClashList, ProblemsList } from "./problems-list.tsx";
import { SavedLine } from "./saved-line.tsx";
import { Sheet } from "./sheet.tsx";
import { canNoteHere, canPublishHere, fetchNotes, nodeNotes, Publishing, reviewBar } from "./slots.tsx";
import { useNarrow } from "./narrow.ts";
import css from "./editor.module.css";

type Panel = "problems" | "wording" | "both" | "notes" | null;

export function EditorBody({ store, figure }: { store: DraftStore; figure: Figure }) {
  const [panel, setPanel] = useState<Panel>(null);
  const [sheet, setSheet] = useState<string | null>(null);
  const table = useRef<Going>(null);
  const [publishing, setPublishing] = useState(false);
  const narrow = useNarrow();
  const writes = store.draft.can.edit;

  const goTo = useCallback(
    (node: string) => {
      const slash = node.indexOf("/");
      const [entity, id] = [node.slice(0, slash), node.slice(slash + 1)];
      const level = store.shown.levels.find((one) =>
        (entity === "requirement" ? one.requirements : one.expectations).some((item) => item.id === id),
      );
      const expectation = level?.expectations.find((one) => one.id === id);
      if (entity === "expectation" && level && expectation) {
        setSheet(null);
        table.current?.go({ row: expectation.competency, level: level.id });
      } else if (entity === "requirement" && level) setSheet(`level/${level.id}`);
      else if (entity === "use") setSheet(`competency/${id}`);
      else setSheet(["level", "competency", "domain"].includes(entity) ? node : "framework");
    },
    [store],
  );
  const editor = useMemo<Editor>(() => ({ store, writes, openSheet: setSheet, goTo, order: figure.order }), [store, writes, goTo, figure]);

  useEffect(fetchNotes, []);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z" || !writes) return;
      // Within a field it is the field's own.
      if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      if (event.shiftKey) store.redo();
      else store.undo();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [store, writes]);

  const openPublishing = () => {
    store.hold(true);
    setPublishing(true);
  };
  const closePublishing = (node?: string) => {
    store.hold(false);
    setPublishing(false);
    if (node !== undefined) goTo(node);
  };
  const show = (wanted: Panel) => setPanel((now) => (now === wanted ? null : wanted));
  return (
    <EditorContext value={editor}>
      <Head publish={openPublishing} />
      <Bar tools={<Tools panel={panel} show={show} openSheet={setSheet} />}>
        <SavedLine seeBoth={() => setPanel("both")} />
      </Bar>
      {reviewBar(store.slug)}
      <News />
      {panel === "both" ? (
        <ClashList />
      ) : panel === "notes" ? (
        <div className={css.notes}>{nodeNotes(store.slug, "framework")}</div>
      ) : (
        panel !== null && <ProblemsList kind={panel} />
      )}
      <div className={css.matrix}>
        {narrow || store.shown.kind === "library" ? (
          <LevelList ref={table} />
        ) : (
          <Matrix figure={(levels) => figure.figure(store.shown, levels)} ref={table} />
        )}
      </div>
      {writes && !narrow && <Keys />}
      <Discard />
      {sheet !== null && <Sheet key={sheet} name={sheet} close={() => setSheet(null)} />}
      {publishing && <Publishing slug={store.slug} revision={store.revision} onClosed={closePublishing} />}
    </EditorContext>
  );
}

function Head({ publish }: { publish: () => void }) {
  const store = useDraft("head");
  const { draft, shown, slug } = store;
  const faults = store.problems.length;
  return (
    <PageHead
      crumbs={[
        <Link key="ladders" to="/ladders">
          Ladders
        </Link>,
        draft.currentVersion === null ? (
          <span key={slug}>{shown.title}</span>
        ) : (
          <Link key={slug} to="/ladders/$slug" params={{ slug }}>
            {shown.title}
          </Link>
        ),
      ]}
      title={shown.title}
      tab={`${shown.title}, draft`}
      answer={
        <>
          {draft.baseVersion === null ? <b>The first draft</b> : <b>A draft on version {draft.baseVersion}</b>}
          {draft.startedBy && `, begun by ${draft.startedBy.name} on ${longDate(draft.startedAt)}`}.{" "}
          {draft.state === "in-review"
            ? "It is with its reviewers. A change takes it back from them; then it is submitted again."
            : !draft.can.edit
              ? "You read it as it stands; others write in it."
              : faults === 0
                ? "Nothing stands in the way of publishing it."
                : `${counted(faults, "thing")} ${faults === 1 ? "stands" : "stand"} in the way of publishing it.`}
        </>
      }
      tools={
        canPublishHere && draft.can.publish ? (
          <Button kind="main" onClick={publish}>
            Publish…
          </Button>
        ) : undefined
      }
    />
  );
}

function Tools({ panel, show, openSheet }: { panel: Panel; show: (panel: Panel) => void; openSheet: (name: string) => void }) {
  const store = useDraft("head");
  const words = store.allWording().length;
  const { can, notes } = store.draft;
  const tool = (name: Exclude<Panel, null>, label: string) => (
    <button type="button" className={css.tool} aria-expanded={panel === name} onClick={() => show(name)}>
      {label}
    </button>
  );
  return (
    <div className={css.tools}>
      {can.edit && (
        <>
          <button type="button" className={css.tool} aria-disabled={store.done.length === 0} onClick={() => store.undo()}>
            Undo
          </button>
          <button type="button" className={css.tool} aria-disabled={store.undone.length === 0} onClick={() => store.redo()}>
            Redo
          </button>
        </>
      )}
      {tool("problems", store.problems.length === 0 ? "No problems" : counted(store.problems.length, "problem"))}
      {tool("wording", words === 0 ? "Wording" : counted(words, "wording"))}
      {can.comment && canNoteHere && tool("notes", notes === 0 ? "Notes" : counted(notes, "note"))}
      <button type="button" className={css.tool} onClick={() => openSheet("framework")}>
        Whole ladder
      </button>
    </div>
  );
}

/** What others did just now, said to those who do not see the cell change. */
function News() {
  const store = useDraft("head");
  return (
    <p role="log" className="hidden">
      {store.news}
    </p>
  );
}

const Keys = () => (
  <p className={css.foot}>
    <span className={css.bar}>differs from what is in force</span>
    <span>
      <kbd>Type</kbd> in a cell
    </span>
    <span>
      <kbd>Tab</kbd> to the next
    </span>
    <span>
      <kbd>Esc</kbd> leaves it
    </span>
    <span>
      <kbd>Alt ↓</kbd> from the text to what is asked
    </span>
    <span>
      <kbd>Alt 1</kbd> … <kbd>9</kbd> asks on the scale
    </span>
    <span>
      <kbd>Delete</kbd> asks nothing there
    </span>
    <span>
      <kbd>Alt</kbd> and an arrow moves a row or a level
    </span>
    <span>
      <kbd>Ctrl Z</kbd> undoes
    </span>
  </p>
);
