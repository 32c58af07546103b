import { createContext, useContext, useSyncExternalStore } from "react";
import type { Framework, Level } from "../../../core/framework/document.ts";
import type { DraftStore } from "./draft-store.ts";

/** What the side sheet is open for: `level/<id>`, `competency/<id>`, `domain/<id>`, `framework`, … */
export type SheetName = string;

export type Editor = {
  store: DraftStore;
  /** False for whoever only reads the draft. */
  writes: boolean;
  openSheet: (name: SheetName) => void;
  /** Brings a thing of the draft into view: its cell, or its sheet. */
  goTo: (node: string) => void;
  /** Levels in the order of the matrix. */
  order: (content: Framework) => Level[];
};

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error("This part stands outside an editor.");
  return editor;
}

/** Draws again when this part of the draft changes. @returns the store. */
export function useDraft(key: string): DraftStore {
  const { store } = useEditor();
  useSyncExternalStore(store.listen(key), store.version(key));
  return store;
}
