import type { Framework } from "../document.ts";
import type { Library } from "../../gap/wording.ts";
import { dateInProse } from "../../gap/words.ts";
import type { FormatCode } from "./read.ts";
import { pageLosses, pageOf, type Block } from "./reading-page.ts";

export type HtmlPage = {
  framework: Framework;
  libraries?: readonly Library[];
  /** Who publishes it, which version it is and since when it is in force: on the public page; a file on its own says none of it. */
  published?: { organisation: string; version: number; effectiveOn: string; url: string };
  /** The same framework in other formats, to be named at the foot. */
  files?: readonly { name: string; href: string }[];
};

/** Text that can stand in HTML, attributes in double quotes included. */
export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

const paragraphs = (text: string, name: string): string =>
  text
    .split(/\n{2,}/)
    .map((part) => `<p${name}>${escapeHtml(part).replaceAll("\n", "<br>")}</p>`)
    .join("\n");

function set(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.depth}${block.id ? ` id="${escapeHtml(block.id)}"` : ""}>${escapeHtml(block.text)}</h${block.depth}>`;
    case "text":
      return paragraphs(block.text, block.voice ? ` class="${block.voice}"` : "");
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("\n")}\n</ul>`;
    case "facts":
      return `<dl>\n${block.rows.map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${address(value)}</dd></div>`).join("\n")}\n</dl>`;
    case "table":
      return table(block);
  }
}

/** Only http and https become links: a source may name anything. */
const address = (value: string): string =>
  /^https?:\/\/[^\s"<>]+$/i.test(value)
    ? `<a href="${escapeHtml(value)}" rel="noopener nofollow">${escapeHtml(value)}</a>`
    : escapeHtml(value);

const table = ({
  caption,
  head,
  rows,
}: Extract<Block, { kind: "table" }>): string => `<div class="wide" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head.map((cell) => (cell === "" ? "<td></td>" : `<th scope="col">${escapeHtml(cell)}</th>`)).join("")}</tr></thead>
<tbody>
${rows.map(([name = "", ...cells]) => `<tr><th scope="row">${escapeHtml(name)}</th>${cells.map((cell) => `<td>${cell === "" ? "–" : escapeHtml(cell)}</td>`).join("")}</tr>`).join("\n")}
</tbody></table></div>`;

/** schema.org's words for a set of competencies, for those who find it by machine. */
function linkedData({ framework, published }: HtmlPage): string {
  const data = {
    "@context": "https://schema.org",
    "@type": "DefinedTermSet",
    name: framework.title,
    ...(framework.description ? { description: framework.description } : {}),
    inLanguage: framework.language,
    ...(framework.source?.licence ? { license: framework.source.licence } : {}),
    ...(framework.source?.url ? { isBasedOn: framework.source.url } : {}),
    ...(published
      ? {
          url: published.url,
          version: String(published.version),
          datePublished: published.effectiveOn,
          publisher: { "@type": "Organization", name: published.organisation },
        }
      : {}),
    hasDefinedTerm: framework.levels.map((level) => ({
      "@type": "DefinedTerm",
      termCode: level.id,
      name: level.title,
      ...(level.scope ? { description: level.scope } : {}),
      ...(published ? { url: `${published.url}#level-${level.id}` } : {}),
    })),
  };
  // A script ends where "</script" stands, whatever is around it.
  return JSON.stringify(data).replaceAll("<", String.raw`\u003c`);
}

/** The one style of every page, word for word as it stands in them: a Content-Security-Policy can name its hash. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #FBFAF6; --ink: #1B1A17; --ink-2: #4E4A42; --ink-3: #6A655B; --line: #E2DED3; --green: #17513A; }
@media (prefers-color-scheme: dark) { :root { --paper: #161613; --ink: #ECE9E0; --ink-2: #BDB8AB; --ink-3: #9B9689; --line: #2F2D28; --green: #86C7A4; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 "Source Sans 3 Variable", "Source Sans 3", system-ui, sans-serif; }
main { max-width: 1128px; margin: 0 auto; padding: 40px 24px 96px; }
h1, h2, h3, .scope { font-family: "Source Serif 4 Variable", "Source Serif 4", Georgia, serif; font-weight: 420; }
h1 { font-size: 2.25rem; line-height: 1.15; margin: 0 0 8px; }
h2 { font-size: 1.5rem; line-height: 2rem; margin: 56px 0 8px; padding-top: 16px; border-top: 2px solid var(--ink); }
h3 { font-size: 1.1875rem; line-height: 1.75rem; margin: 32px 0 4px; }
h4 { font-size: 1rem; margin: 16px 0 0; font-weight: 600; }
p, ul, dl { max-width: 66ch; margin: 0 0 8px; }
.scope { font-size: 1.1875rem; line-height: 1.75rem; color: var(--ink-2); }
.aside, .note { color: var(--ink-3); font-size: .875rem; line-height: 1.25rem; margin: 0 0 4px; }
ul { padding-left: 24px; }
dl div { display: flex; gap: 16px; padding: 4px 0; border-bottom: 1px solid var(--line); }
dt { flex: 0 0 128px; color: var(--ink-3); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
a { color: var(--green); }
.wide { overflow-x: auto; margin: 16px 0; }
.wide:focus-visible, a:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.25rem; min-width: 100%; }
caption { text-align: left; font-weight: 600; padding: 8px 0; }
th, td { text-align: left; vertical-align: top; padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); min-width: 96px; font-weight: 400; }
thead th { font-weight: 600; }
thead :is(th, td) { border-bottom: 2px solid var(--ink); }
footer { margin-top: 56px; padding-top: 16px; border-top: 1px solid var(--line); }
@media print { main { padding: 0; max-width: none; } h2 { break-after: avoid; } h3, h4 { break-after: avoid; } tr, li { break-inside: avoid; } .wide { overflow: visible; } }
`;

/** What is around every page: no script that runs, nothing to fetch. `head` and `main` are HTML. */
const page = (language: string, title: string, head: string, main: string): string => `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${head}<style>${pageStyle}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;

/** A whole page, readable anywhere and on paper. */
export function htmlPage(wanted: HtmlPage): string {
  const { framework, libraries = [], published, files = [] } = wanted;
  const { title, description, language } = framework;
  const head = [
    description ? `<meta name="description" content="${escapeHtml(description.slice(0, 300).toWellFormed())}">\n` : "",
    published ? `<link rel="canonical" href="${escapeHtml(published.url)}">\n` : "",
    `<script type="application/ld+json">${linkedData(wanted)}</script>\n`,
  ];
  const main = [
    `<h1>${escapeHtml(title)}</h1>`,
    ...(published
      ? [
          `<p class="note">${escapeHtml(published.organisation)}, version ${published.version}, in force since ${dateInProse(published.effectiveOn)}</p>`,
        ]
      : []),
    ...pageOf(framework, libraries).map(set),
    ...(files.length > 0
      ? [
          `<footer><p class="note">The same in other formats: ${files.map(({ name, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(name)}</a>`).join(", ")}</p></footer>`,
        ]
      : []),
  ];
  return page(language, published ? `${title} · ${published.organisation}` : title, head.join(""), main.join("\n"));
}

/** A page that says one thing, in the same dress. */
export const messagePage = (title: string, text: string): string =>
  page("en", title, "", `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(text)}</p>`);

export const html: FormatCode = { write: (framework) => htmlPage({ framework }), losses: pageLosses };
