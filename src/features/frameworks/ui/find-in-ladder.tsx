import { Link } from "@tanstack/react-router";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { folded, type Hit, hitsIn } from "./find-words.ts";
import { type Ladder, useVersionSearch } from "./ladder-data.ts";
import css from "./find.module.css";

const most = 8;

/** Jumps to a competency at a level by any of its words; `/` leads here from anywhere on the ladder. */
export function FindInLadder({ ladder }: { ladder: Ladder }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const search = useVersionSearch();
  const all = useMemo(() => hitsIn(ladder), [ladder]);
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const found = words.length === 0 ? [] : all.filter(({ text }) => words.every((word) => text.includes(word)));
  useEffect(() => {
    const around = box.current;
    const slash = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]") !== null;
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    const keys = (event: KeyboardEvent) => {
      const stops = [...(around?.querySelectorAll<HTMLElement>("input, a") ?? [])];
      const here = stops.findIndex((stop) => stop === document.activeElement);
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (event.key === "Escape") {
        setTyped("");
        field.current?.focus();
      } else if (event.key === "Enter" && event.target === field.current) stops[1]?.click();
      else if (step !== 0) {
        event.preventDefault();
        stops[Math.min(Math.max(here + step, 0), stops.length - 1)]?.focus();
      }
    };
    const left = ({ relatedTarget }: FocusEvent) => {
      if (!(relatedTarget instanceof Node && around?.contains(relatedTarget))) setTyped("");
    };
    document.addEventListener("keydown", slash);
    around?.addEventListener("keydown", keys);
    around?.addEventListener("focusout", left);
    return () => {
      document.removeEventListener("keydown", slash);
      around?.removeEventListener("keydown", keys);
      around?.removeEventListener("focusout", left);
    };
  }, []);
  return (
    <div ref={box} className={css.find} role="search">
      <label htmlFor={id} className="hidden">
        Find in this ladder
      </label>
      <input
        id={id}
        ref={field}
        type="search"
        autoComplete="off"
        placeholder="Find"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-keyshortcuts="/"
      />
      <kbd aria-hidden="true">/</kbd>
      {words.length > 0 && (
        <div className={css.found}>
          <p aria-live="polite" className="hidden">
            {found.length} found
          </p>
          {found.length === 0 ? (
            <p className={css.none}>Nothing here says that.</p>
          ) : (
            <ul>
              {found.slice(0, most).map((hit) => (
                <li key={`${hit.level} ${hit.expectation}`}>
                  <Found hit={hit} slug={ladder.slug} search={search} leave={() => setTyped("")} />
                </li>
              ))}
            </ul>
          )}
          {found.length > most && <p className={css.none}>and {found.length - most} more: add another word</p>}
        </div>
      )}
    </div>
  );
}

function Found({ hit, slug, search, leave }: { hit: Hit; slug: string; search: { version?: string | undefined }; leave: () => void }) {
  return (
    <Link
      to="/ladders/$slug/levels/$level"
      params={{ slug, level: hit.level }}
      search={search}
      {...(hit.expectation === null ? {} : { hash: `expectation-${hit.expectation}` })}
      onClick={leave}
    >
      <b>{hit.title}</b> <small>{hit.levelTitle}</small>
      {hit.statement !== "" && <span>{hit.statement}</span>}
    </Link>
  );
}
