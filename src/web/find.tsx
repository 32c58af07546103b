import { lazy, Suspense, useEffect, useState } from "react";
import css from "./shell.module.css";

const Palette = lazy(() => import("../features/search/ui/palette.tsx").then((module) => ({ default: module.Palette })));
const KeysHelp = lazy(() => import("./keys-help.tsx").then((module) => ({ default: module.KeysHelp })));

/** What floats over any page: the search, or the keys. */
export type Floating = "find" | "keys" | null;

/** On the keyboards of one maker the key is another. */
export const findKey = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";

/** Pages whose own keys answer `?` themselves. */
const ownHelp = /^\/reviews\/[^/]+\/assessments\//;

/** Opens the search on ⌘ K and Ctrl K, and the keys on `?` where nobody is typing. */
export function useFloating(path: string): [Floating, (what: Floating) => void] {
  const [floating, setFloating] = useState<Floating>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        // Over another dialog nothing more is opened: it may hold what is not saved yet.
        setFloating((now) => (now === "find" ? null : document.querySelector("dialog[open], [role='dialog']") === null ? "find" : now));
        return;
      }
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
      if (event.key !== "?" || typing || event.ctrlKey || event.metaKey || event.altKey || ownHelp.test(path)) return;
      if (document.querySelector("dialog[open], [role='dialog']") !== null) return;
      event.preventDefault();
      setFloating("keys");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [path]);
  return [floating, setFloating];
}

export function Floats({ floating, path, onClose }: { floating: Floating; path: string; onClose: () => void }) {
  return (
    <Suspense fallback={null}>
      {floating === "find" && <Palette onClose={onClose} />}
      {floating === "keys" && <KeysHelp path={path} onClose={onClose} />}
    </Suspense>
  );
}

/** The way to the search by hand. */
export function FindButton({ onPress }: { onPress: () => void }) {
  return (
    <button type="button" className={css.find} onClick={onPress} aria-keyshortcuts="Control+K Meta+K">
      <span>Find</span>
      <kbd aria-hidden="true">{findKey}</kbd>
    </button>
  );
}
