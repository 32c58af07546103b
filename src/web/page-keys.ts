/** A key or keys as they are written on it, and what they do. */
export type Key = { keys: readonly string[]; does: string };
type PageKeys = { title: string; at: RegExp; keys: readonly Key[] };

/** Everywhere. */
export const generalKeys: readonly Key[] = [
  { keys: ["Ctrl K", "⌘ K"], does: "find people, ladders, levels, competencies, resources and pages" },
  { keys: ["?"], does: "show these keys" },
  { keys: ["Tab", "Shift Tab"], does: "go to the next or the last thing that can be used" },
  { keys: ["Enter"], does: "open a link, press a button" },
  { keys: ["Esc"], does: "leave what has opened" },
];

/** What single pages take beside. A page that shows its own keys on `?` is not among them. */
const pages: readonly PageKeys[] = [
  {
    title: "Writing a ladder",
    at: /^\/ladders\/[^/]+\/edit$/,
    keys: [
      { keys: ["↑", "↓", "←", "→"], does: "go from cell to cell" },
      { keys: ["Home", "End"], does: "go to the start or the end of a row" },
      { keys: ["Enter", "F2"], does: "write in a cell, open a level or a competency" },
      { keys: ["Tab"], does: "keep what is written and go to the next cell" },
      { keys: ["Esc"], does: "leave a cell as it was" },
      { keys: ["Delete"], does: "empty a cell" },
      { keys: ["Alt 1", "…", "Alt 9"], does: "set what is asked, as a point of the scale" },
      { keys: ["Alt ↑", "Alt ↓"], does: "move a row" },
      { keys: ["Alt ←", "Alt →"], does: "move a level" },
      { keys: ["Ctrl Z", "⌘ Z"], does: "take the last change back" },
      { keys: ["Ctrl Shift Z", "⌘ Shift Z"], does: "do it again" },
    ],
  },
  {
    title: "Reading a ladder",
    at: /^\/ladders\/(?!new|import)[^/]+(\/(matrix|levels.*|compare|history))?$/,
    keys: [
      { keys: ["/"], does: "find in this ladder" },
      { keys: ["↑", "↓"], does: "go through what was found" },
    ],
  },
  {
    title: "Org chart",
    at: /^\/people\/chart$/,
    keys: [
      { keys: ["↑", "↓"], does: "go to the person above or below" },
      { keys: ["→"], does: "show who reports to somebody, then go to the first of them" },
      { keys: ["←"], does: "hide them, or go to the manager" },
      { keys: ["Home", "End"], does: "go to the first or the last" },
      { keys: ["A", "…", "Z"], does: "go to the next whose name begins so" },
      { keys: ["Enter"], does: "open the person’s page" },
    ],
  },
];

/** The keys of a page, or null where it has none of its own. */
export const keysOf = (path: string): Pick<PageKeys, "title" | "keys"> | null => pages.find(({ at }) => at.test(path)) ?? null;
