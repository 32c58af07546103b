import { createRequire } from "node:module";
import Pdf from "pdfkit";
import { answerLine } from "../core/gap/answer.ts";
import { explainReadiness, statusWord, unassessedBecause } from "../core/gap/explain.ts";
import { explainRequirement } from "../core/gap/explain-requirement.ts";
import { explainClause, requirementsSummary } from "../core/gap/explain-rule.ts";
import { thawed, type FrozenReport } from "../core/gap/frozen.ts";
import { namesIn } from "../core/gap/reply-names.ts";
import { pointLabel } from "../core/gap/scale.ts";
import { trendLine } from "../core/gap/trend-words.ts";
import { dateInProse, plain, points, rangeInFigures } from "../core/gap/words.ts";

type Doc = PDFKit.PDFDocument;
type Face = "text" | "strong" | "title";

/** What each face is set in, the widest first; a letter that none of them has is set as the first sets what it lacks. */
const faces: Readonly<Record<Face, readonly [family: string, weight: number]>> = {
  text: ["source-sans-3", 400],
  strong: ["source-sans-3", 600],
  title: ["source-serif-4", 400],
};
const scripts = ["latin", "latin-ext", "greek", "cyrillic", "vietnamese"] as const;
const require = createRequire(import.meta.url);
const fontOf = (face: Face, script: string): string => {
  const [family, weight] = faces[face];
  return require.resolve(`@fontsource/${family}/files/${family}-${script}-${weight}-normal.woff`);
};

const ink = "#1d1b16";
const pale = "#5c574c";
const LEFT = 56;
const WIDTH = 483; // of A4, between its margins
const FOOT = 780;

/** Codes of letters that a face has in a script, asked of the font once. */
function covering(doc: Doc): (face: Face, letter: string) => string {
  const known = new Map<string, boolean>();
  const has = (face: Face, script: string, letter: string): boolean => {
    const key = `${face} ${script} ${letter}`;
    let found = known.get(key);
    if (found === undefined) {
      doc.font(`${face}-${script}`);
      // pdfkit keeps the opened font, which its types do not name.
      const { font } = Reflect.get(doc, "_font") as { font: { hasGlyphForCodePoint: (code: number) => boolean } };
      known.set(key, (found = font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)));
    }
    return found;
  };
  return (face, letter) => scripts.find((script) => has(face, script, letter)) ?? "latin";
}

/**
 * The report as PDF: A4, tagged (title, language, headings, tables, lists), fonts embedded, with the figures of the page.
 *
 * @param document what was frozen; the same document makes the same pages, but for the date on which the file was made.
 */
export async function reportPdf(document: FrozenReport): Promise<Uint8Array> {
  const gap = thawed(document, "");
  const { report, target, person } = gap;
  if (report === null || target === null) throw new Error("A frozen report measures against something.");
  const names = namesIn(gap);
  const title = `${person.name}: the way to ${target.levelTitle}`;
  const options: PDFKit.PDFDocumentOptions = {
    size: "A4",
    margins: { top: 56, bottom: 56, left: LEFT, right: 56 },
    pdfVersion: "1.7",
    tagged: true,
    lang: "en-GB",
    displayTitle: true,
    font: fontOf("text", "latin"),
    bufferPages: true,
    info: { Title: title, Author: "Rungs", CreationDate: new Date(`${report.on}T00:00:00Z`) },
  };
  // It says of itself that it is PDF/UA, which pdfkit's types do not know of yet.
  Reflect.set(options, "subset", "PDF/UA");
  const doc = new Pdf(options);
  const parts: Uint8Array[] = [];
  const written = new Promise<void>((resolve, reject) =>
    doc
      .on("data", (part: Uint8Array) => parts.push(part))
      .once("end", resolve)
      .once("error", reject),
  );
  for (const face of Object.keys(faces) as Face[])
    // the keys of `faces` itself
    for (const script of scripts) {
      try {
        doc.registerFont(`${face}-${script}`, fontOf(face, script));
      } catch {
        doc.registerFont(`${face}-${script}`, fontOf(face, "latin")); // this family has no such script
      }
    }
  const scriptOf = covering(doc);

  const root = doc.struct("Document", { title });
  doc.addStructure(root);
  /** Text in the faces that have its letters, from `x` in a column of `width`. @returns where it ends. */
  const set = (text: string, face: Face, size: number, { x = LEFT, y = doc.y, width = WIDTH, colour = ink } = {}): number => {
    const runs: { script: string; text: string }[] = [];
    for (const letter of text.normalize("NFC")) {
      const script = letter === " " ? (runs.at(-1)?.script ?? "latin") : scriptOf(face, letter);
      const last = runs.at(-1);
      if (last?.script === script) last.text += letter;
      else runs.push({ script, text: letter });
    }
    doc.fillColor(colour).fontSize(size);
    runs.forEach((run, index) => {
      doc.font(`${face}-${run.script}`);
      const options = { width, lineGap: 2, continued: index < runs.length - 1 };
      if (index === 0) doc.text(run.text, x, y, options);
      else doc.text(run.text, options);
    });
    return doc.y;
  };
  const room = (height: number) => {
    if (doc.y + height > FOOT) doc.addPage();
  };
  const block = (kind: string, text: string, face: Face, size: number, gapAfter: number, colour = ink) => {
    if (text === "") return;
    room(size * 3);
    root.add(doc.struct(kind, {}, () => void set(text, face, size, { colour })));
    doc.y += gapAfter;
  };
  const rule = (weight: number) => {
    const y = doc.y;
    doc.markContent("Artifact", { type: "Layout" });
    doc
      .lineWidth(weight)
      .strokeColor(ink)
      .moveTo(LEFT, y)
      .lineTo(LEFT + WIDTH, y)
      .stroke();
    doc.endMarkedContent();
    doc.y = y + 4;
  };
  type Column = { title: string; x: number; width: number };
  /** A table with a head; rows do not break. */
  const table = (columns: readonly Column[], rows: readonly (readonly string[])[]) => {
    const struct = doc.struct("Table");
    root.add(struct);
    const row = (cells: readonly string[], head: boolean) => {
      const size = head ? 9 : 10;
      const heights = cells.map((cell, index) => {
        doc.font(`${head || index > 0 ? "text" : "strong"}-latin`).fontSize(size);
        return doc.heightOfString(cell || " ", { width: columns[index]?.width ?? 60, lineGap: 2 });
      });
      const height = Math.max(...heights);
      room(height + 8);
      const y = doc.y;
      const tr = doc.struct("TR");
      struct.add(tr);
      cells.forEach((cell, index) => {
        const column = columns[index];
        if (column === undefined) return;
        const kind = head ? "TH" : index === 0 ? "TH" : "TD";
        tr.add(
          doc.struct(kind, {}, () => {
            set(cell || "–", head || index > 0 ? "text" : "strong", size, {
              x: LEFT + column.x,
              y,
              width: column.width,
              colour: head ? pale : ink,
            });
          }),
        );
      });
      tr.end();
      doc.y = y + height + 4;
      rule(head ? 1 : 0.25);
    };
    row(
      columns.map((column) => column.title),
      true,
    );
    for (const cells of rows) row(cells, false);
    struct.end();
    doc.y += 10;
  };

  const reader = { you: false, name: person.name } as const;
  const point = (value: number | null) => (value === null ? "" : pointLabel(gap.scale, value));
  block("H1", title, "title", 22, 6);
  block("P", plain(answerLine(report, reader, { ownLevel: target.relation === "current" })), "title", 13, 6);
  block("P", plain(explainReadiness(report)), "text", 10, 6, pale);
  const facts = [
    person.team,
    `${target.frameworkTitle}, version ${target.version}`,
    gap.cycle && `${gap.cycle.title}, released ${dateInProse(gap.cycle.releasedOn)}`,
    `as of ${dateInProse(report.on)}`,
  ].filter((fact) => fact !== null);
  block("P", facts.join(" · "), "text", 10, 12, pale);

  const lines: readonly Column[] = [
    { title: "What is asked", x: 0, width: 150 },
    { title: "Asked", x: 160, width: 68 },
    { title: "Rated", x: 236, width: 68 },
    { title: "Own rating", x: 312, width: 68 },
    { title: "State", x: 388, width: 95 },
  ];
  for (const domain of [...gap.domains, { id: "", title: "Other" }]) {
    const members = report.expectations.filter((line) => {
      const of = gap.lines[line.id]?.domain ?? "";
      return of === domain.id || (domain.id === "" && !gap.domains.some(({ id }) => id === of));
    });
    if (members.length === 0) continue;
    room(90);
    block("H2", domain.title, "title", 14, 4);
    table(
      lines,
      members.map((line) => [
        `${names.expectation(line.id)}${line.critical ? " (critical)" : ""}`,
        point(line.required),
        point(line.attained),
        point(gap.lines[line.id]?.self ?? null),
        [statusWord(line, names), unassessedBecause(line, names)].filter((part) => part !== null).join(": "),
      ]),
    );
  }

  const open = report.movesMost.flatMap((id) => report.expectations.find((line) => line.id === id) ?? []);
  if (open.length > 0) {
    room(90);
    block("H2", "What moves most", "title", 14, 4);
    table(
      [
        { title: "Once met", x: 0, width: 300 },
        { title: "Points of readiness", x: 312, width: 120 },
      ],
      open.map((line) => [names.expectation(line.id), `${line.status === "gap" ? "+" : "up to +"}${points(line.gain)}`]),
    );
  }
  if (report.requirements.length > 0) {
    room(90);
    block("H2", "Also asked", "title", 14, 2);
    block("P", `${requirementsSummary(report)}.`, "text", 10, 4, pale);
    table(
      [
        { title: "Requirement", x: 0, width: 220 },
        { title: "How it stands", x: 236, width: 247 },
      ],
      report.requirements.map((line, index) => {
        const written = gap.requirements[index];
        return [names.requirement(line.id), written === undefined ? line.status : explainRequirement(line, written, names, report.on)];
      }),
    );
  }
  room(90);
  block("H2", target.relation === "current" ? "The rule for this level" : `When ${person.name} is ready`, "title", 14, 4);
  const states = { met: "Met", "not-met": "Not met", unknown: "Not known yet" } as const;
  table(
    [
      { title: "Clause", x: 0, width: 370 },
      { title: "State", x: 388, width: 95 },
    ],
    report.clauses.map((line) => [plain(explainClause(line, report, names)), states[line.status]]),
  );
  if (gap.trend.length > 0) {
    room(110);
    block("H2", "Over time", "title", 14, 2);
    block("P", plain(trendLine({ report, lines: gap.lines, trend: gap.trend })), "text", 10, 4, pale);
    table(
      [
        { title: "After", x: 0, width: 200 },
        { title: "Version", x: 212, width: 60 },
        { title: "Readiness", x: 284, width: 80 },
        { title: "Met, short, open", x: 376, width: 107 },
      ],
      gap.trend.map((each) => [
        `${each.cycle}, ${dateInProse(each.on)}`,
        String(each.version),
        rangeInFigures(each.readiness),
        `${each.met}, ${each.short}, ${each.open}`,
      ]),
    );
  }
  root.end();
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    doc.markContent("Artifact", { type: "Pagination" });
    set(`${title} · as of ${dateInProse(report.on)} · page ${page + 1} of ${count}`, "text", 8, { y: 806, colour: pale });
    doc.endMarkedContent();
  }
  doc.end();
  await written;
  return Buffer.concat(parts);
}
