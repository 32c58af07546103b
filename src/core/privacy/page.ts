import type { Part } from "./kinds.ts";

/** Whose copy it is, when it was made, and by whom, for the head of the page. */
export type About = { person: string; organisation: string; on: string; by: string; withheld: readonly string[] };

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

/** "fromOn" → "From on" */
export const heading = (key: string): string => {
  const spaced = key.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

function cell(value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return `<pre>${escaped(JSON.stringify(value, null, 1))}</pre>`;
  return escaped(typeof value === "string" ? value : JSON.stringify(value));
}

function section({ name, title, rows }: Part): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const table =
    rows.length === 0
      ? "<p>Nothing is kept.</p>"
      : `<div class="wide"><table><thead><tr>${columns.map((column) => `<th scope="col">${escaped(heading(column))}</th>`).join("")}</tr></thead><tbody>${rows
          .map((row) => `<tr>${columns.map((column) => `<td>${cell(row[column])}</td>`).join("")}</tr>`)
          .join("")}</tbody></table></div>`;
  return `<section id="${escaped(name)}"><h2>${escaped(title)}</h2>${table}</section>`;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;color:#1b1a17;background:#fbfaf6;max-width:1100px;margin:2rem auto;padding:0 1rem}
h1,h2{font-family:Georgia,serif;font-weight:400}.wide{overflow-x:auto}table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #e2ded3}
pre{margin:0;font:14px/1.4 ui-monospace,monospace;white-space:pre-wrap;max-width:60ch}@media print{.wide{overflow:visible}}`;

/** The copy as one page that reads without a server, a network or a script. */
export function readablePage({ person, organisation, on, by, withheld }: About, parts: readonly Part[]): string {
  const kept = parts.filter(({ rows }) => rows.length > 0);
  const none = parts.filter(({ rows }) => rows.length === 0);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>What ${escaped(organisation)} keeps about ${escaped(person)}</title><style>${style}</style></head>
<body><h1>What ${escaped(organisation)} keeps about ${escaped(person)}</h1>
<p>As of ${escaped(on)}, taken by ${escaped(by)}.</p>
${withheld.length === 0 ? "" : `<p>Not in this copy, because whoever took it may not see it: ${escaped(withheld.join(", "))}.</p>`}
<nav aria-label="Contents"><ul>${kept.map(({ name, title, rows }) => `<li><a href="#${escaped(name)}">${escaped(title)}</a> (${rows.length})</li>`).join("")}</ul></nav>
${kept.map(section).join("\n")}
${none.length === 0 ? "" : `<section><h2>Nothing is kept of</h2><p>${escaped(none.map(({ title }) => title).join(", "))}.</p></section>`}
</body></html>
`;
}

/** What stands beside it, for whoever opens the archive with a program. */
export const readMe = ({ person, organisation, on }: About, parts: readonly Part[]): string =>
  [
    `What ${organisation} keeps about ${person}, as of ${on}.`,
    "",
    "index.html   everything, to read in a browser; it needs no network",
    "data/        the same for programs, one JSON file for each kind: a list of objects, dates as YYYY-MM-DD,",
    "             instants as RFC 3339 in UTC, ids as they are in Rungs",
    "",
    ...parts.map(({ name, title, rows }) => `data/${`${name}.json`.padEnd(26)} ${title} (${rows.length})`),
    "",
    "What peers said is put together from several of them and is in the released reports that way; who said what is in no copy.",
    "",
  ].join("\n");
