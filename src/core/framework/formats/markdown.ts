import type { Framework } from "../document.ts";
import type { FormatCode } from "./read.ts";
import { pageLosses, pageOf, type Block } from "./reading-page.ts";

/** Text that Markdown would otherwise take for its own signs, on one line. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`)
    .replace(/^(\s*)([-+])(?=\s)/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])(?=\s)/, String.raw`$1\$2`);

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => (cell === "" ? "–" : escaped(cell))).join(" | ")} |`;

function set(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.depth)} ${escaped(block.text)}`;
    case "text":
      return block.voice === "aside"
        ? `*${escaped(block.text)}*`
        : block.text
            .split(/\n{2,}/)
            .map(escaped)
            .join("\n\n");
    case "list":
      return block.items.map((item) => `- ${escaped(item)}`).join("\n");
    case "facts":
      return block.rows
        .map(([name, value]) => (value === "" ? `- **${escaped(name)}**` : `- **${escaped(name)}**: ${escaped(value)}`))
        .join("\n");
    case "table":
      return [
        `**${escaped(block.caption)}**`,
        "",
        `| ${block.head.map((cell) => escaped(cell)).join(" | ")} |`,
        `|${block.head.map(() => " --- |").join("")}`,
        ...block.rows.map(row),
      ].join("\n");
  }
}

/** CommonMark with tables as GitHub reads them. */
export const writeMarkdown = (framework: Framework): string =>
  `${[`# ${escaped(framework.title)}`, ...pageOf(framework).map(set)].join("\n\n")}\n`;

export const markdown: FormatCode = { write: writeMarkdown, losses: pageLosses };
