import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Fragment, useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { inOrder } from "../../../core/search/rank.ts";
import { read, type Reply } from "../../../web/api.ts";
import { firstPlaces, placesFor, type Found } from "./places.ts";
import s from "./palette.module.css";

type Group = Reply<"/search">["groups"][number];
type Shown = { title: string; items: Found[]; rest: { words: string; to: string } | null };

/** How long the last letter has to stand before the server is asked, in ms. */
const PAUSE = 120;

const headings: Readonly<Record<Group["kind"], string>> = {
  person: "People",
  level: "Levels",
  ladder: "Ladders",
  competency: "Competencies",
  resource: "Learning resources",
  team: "Teams",
  cycle: "Cycles",
};
const states = {
  draft: "being set up",
  open: "open",
  calibrating: "being calibrated",
  released: "released",
  archived: "archived",
  cancelled: "cancelled",
} as const;
const joined = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(", ");

/** The rows of one kind, each with where it leads. */
function shown(group: Group, typed: string): Shown {
  const title = headings[group.kind];
  const search = new URLSearchParams({ q: typed });
  const rest = (to: string) => (group.more ? { words: `All ${title.toLowerCase()} called so`, to } : null);
  switch (group.kind) {
    case "person":
      return {
        title,
        items: group.items.map(({ id, title: name, level, team, rank }) => ({
          title: name,
          rank,
          to: `/people/${id}`,
          detail: joined(level, team),
        })),
        rest: rest(`/people?${search}`),
      };
    case "level":
      return {
        title,
        items: group.items.map(({ id, slug, title: name, ladder, role, rank }) => ({
          title: role ?? name,
          rank,
          to: `/ladders/${slug}/levels/${encodeURIComponent(id)}`,
          detail: joined(role === null ? null : name, ladder),
        })),
        rest: null,
      };
    case "ladder":
      return {
        title,
        items: group.items.map(({ slug, title: name, kind, state, rank }) => ({
          title: name,
          rank,
          to: state === "draft" ? `/ladders/${slug}/edit` : `/ladders/${slug}`,
          detail: joined(kind === "ladder" ? null : kind, state === "draft" ? "a draft" : null),
        })),
        rest: rest("/ladders"),
      };
    case "competency":
      return {
        title,
        items: group.items.map(({ slug, title: name, ladder, rank }) => ({
          title: name,
          rank,
          to: `/ladders/${slug}/matrix`,
          detail: ladder,
        })),
        rest: null,
      };
    case "resource":
      return {
        title,
        items: group.items.map(({ title: name, provider, rank }) => ({
          title: name,
          rank,
          to: `/resources?${new URLSearchParams({ q: name })}`,
          detail: provider ?? "",
        })),
        rest: rest(`/resources?${search}`),
      };
    case "team":
      return {
        title,
        items: group.items.map(({ id, title: name, above, rank }) => ({
          title: name,
          rank,
          to: `/people?team=${id}`,
          detail: above ?? "",
        })),
        rest: rest("/people/teams"),
      };
    case "cycle":
      return {
        title,
        items: group.items.map(({ id, title: name, state, rank }) => ({ title: name, rank, to: `/cycles/${id}`, detail: states[state] })),
        rest: rest("/cycles"),
      };
  }
}

/** The text as it stands once nobody has changed it for a moment. */
function useStill(text: string): string {
  const [still, setStill] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setStill(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return still;
}

/** Finds whatever one may see by any part of its name: arrow keys go through it, Enter opens it, Escape leaves. */
export function Palette({ onClose }: { onClose: () => void }) {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  const { history } = useRouter();
  const me = useQuery(read("/me", {})).data;
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const q = typed.trim();
  const still = useStill(q);
  const found = useQuery({ ...read("/search", { q: still.slice(0, 100) }), enabled: still !== "", placeholderData: keepPreviousData });

  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // A link that led away has given the keyboard to the new page already.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);

  const own = q === "" ? firstPlaces(me) : placesFor(q, me);
  const named: Shown[] = own.length === 0 ? [] : [{ title: q === "" ? "Go to" : "Pages and acts", items: own, rest: null }];
  const others = q === "" || found.data === undefined ? [] : found.data.groups.map((group) => shown(group, q));
  const groups = inOrder([...others, ...named]);
  const rows = groups.flatMap(({ items, rest }) => [
    ...items,
    ...(rest === null ? [] : [{ title: rest.words, to: rest.to, detail: "", rank: 3 }]),
  ]);
  const active = Math.min(at, rows.length - 1);
  // What is shown answers what was typed.
  const waits = q !== "" && !found.isError && (still !== q || found.isFetching);

  const go = (to: string | undefined) => {
    if (to === undefined) return;
    onClose();
    history.push(to);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (rows.length > 0) setAt((active + step + rows.length) % rows.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      // Not what was found for fewer letters.
      if (!waits) go(rows[active]?.to);
    }
  };
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);

  /** The place of a group's first row among all rows. */
  const begins = (group: number) =>
    groups.slice(0, group).reduce((sum, { items, rest }) => sum + items.length + (rest === null ? 0 : 1), 0);
  const row = ({ title, to, detail }: Pick<Found, "title" | "to" | "detail">, own: number) => {
    return (
      <div
        key={own}
        id={`${id}-${own}`}
        role="option"
        tabIndex={-1}
        aria-selected={own === active}
        onPointerMove={() => setAt(own)}
        onClick={() => go(to)}
        onKeyDown={onKey}
      >
        <span>{title}</span>
        {detail !== "" && <small>{detail}</small>}
      </div>
    );
  };
  return (
    // What lies around it is part of the dialog's own element: a press there is a press beside the box.
    <dialog
      ref={box}
      className={s.palette}
      aria-label="Find"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === box.current && onClose()}
    >
      <div className={s.box}>
        <div className={s.field}>
          <input
            type="text"
            role="combobox"
            aria-label="Find people, ladders, levels, competencies, resources and pages"
            aria-expanded={rows.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="go"
            maxLength={100}
            placeholder="A name, or part of one"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKey}
          />
          <button type="button" className={s.close} onClick={onClose}>
            Close
          </button>
        </div>
        <div id={`${id}-list`} role="listbox" aria-label="What was found" className={s.list} hidden={rows.length === 0}>
          {groups.map(({ title, items, rest }, group) => (
            <div key={title} role="group" aria-labelledby={`${id}-${title}`}>
              <div id={`${id}-${title}`} className={s.heading}>
                {title}
              </div>
              {items.map((item, index) => (
                <Fragment key={`${item.to} ${item.title} ${index}`}>{row(item, begins(group) + index)}</Fragment>
              ))}
              {rest !== null && row({ title: rest.words, to: rest.to, detail: "" }, begins(group) + items.length)}
            </div>
          ))}
        </div>
        <p className={s.said} aria-live="polite">
          {found.isError && q !== "" ? (
            <span className={s.error}>What is called so could not be looked up just now. Pages are found all the same.</span>
          ) : waits ? (
            <span className="hidden">Looking</span>
          ) : q !== "" && rows.length === 0 ? (
            `Nothing that you can see is called “${q}”. Try fewer letters.`
          ) : (
            <span className="hidden">{rows.length} found</span>
          )}
        </p>
        <p className={s.keys} aria-hidden="true">
          <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> open <kbd>Esc</kbd> leave
        </p>
      </div>
    </dialog>
  );
}
