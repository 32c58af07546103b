import type { Framework, ScalePoint } from "../document.ts";
import { askedUnlessSaid } from "./asked.ts";
import { folded, fromCell } from "./cells.ts";
import { labelsOf } from "./labels.ts";
import type { TableOptions } from "./table-options.ts";

/** The scale of a ladder that says nothing about its own. */
export const usualScale: readonly ScalePoint[] = ["Not yet", "Developing", "Performing", "Leading"].map((label, index) => ({
  value: index + 1,
  label,
}));

/** Words for steps of skill, each list from the lowest up; where a table uses them its scale is put into this order. */
const ladders = [
  ["awareness", "working", "practitioner", "expert"],
  ["none", "basic", "intermediate", "advanced", "expert"],
  ["novice", "beginner", "competent", "proficient", "expert"],
  ["foundation", "foundational", "intermediate", "advanced", "expert"],
  ["low", "medium", "high"],
  ["learning", "practising", "mastering", "leading"],
];

/** Nothing is asked here. */
export const isNothing = (text: string): boolean => /^(not in use|n\/?a|not applicable|not required|none|no|[-–—/])$/i.test(text.trim());
/** Something is asked here, and no more is said. */
const isMark = (text: string): boolean => /^(x|✓|✔|yes|y|•|●)$/iu.test(text.trim());

export class Scale {
  readonly points: readonly ScalePoint[];
  /** What is asked where the table does not say. */
  readonly asked: number;
  readonly #byName = new Map<string, number>();

  constructor(points: readonly ScalePoint[], asked: number | undefined) {
    this.points = points;
    this.asked = asked ?? askedUnlessSaid(points)?.value ?? 1;
    const labels = labelsOf(points.map(({ value, label }) => ({ id: String(value), title: label })));
    const names = [...labels].map(([value, label]) => [label, Number(value)] as const);
    // Ways of writing a point that are no label of another one.
    for (const { value, label } of points)
      names.push([String(value), value], [label, value], [`${label} (${value})`, value], [`${value} ${label}`, value]);
    for (const [name, value] of names) if (!this.#byName.has(folded(name))) this.#byName.set(folded(name), value);
  }

  /** @returns null where the text is no point of the scale. */
  find(text: string): number | null {
    return this.#byName.get(folded(text)) ?? null;
  }

  /** Whether a cell of a matrix says what is asked and nothing else. @returns null if not. */
  alone(cell: string): number | null {
    const text = cell.trim();
    return this.find(text) ?? (isMark(text) ? this.asked : null);
  }
}

/**
 * The scale on which a table asks: that of the framework it changes, else as told, else as its cells look.
 *
 * @param targets what stands in the column for what is asked.
 */
export function scaleOf(base: Framework | null, options: TableOptions, targets: readonly string[]): Scale {
  if (base !== null && base.scale.length > 0) return new Scale(base.scale, options.target);
  if (options.scale !== undefined && options.scale.length > 0)
    return new Scale(
      options.scale.map((label, index) => ({ value: index + 1, label })),
      options.target,
    );
  const words = [...new Set(targets.flatMap((cell) => fromCell(cell) ?? []).filter((text) => !isNothing(text)))];
  const usual = new Scale(usualScale, options.target);
  if (words.every((word) => usual.find(word) !== null)) return usual;
  const numbers = words.map(Number);
  if (numbers.every((number) => Number.isSafeInteger(number) && Math.abs(number) <= 100)) {
    const [low, high] = [Math.min(...numbers, 1), Math.max(...numbers)];
    return new Scale(
      Array.from({ length: high - low + 1 }, (_, index) => ({ value: low + index, label: String(low + index) })),
      options.target,
    );
  }
  if (words.length > 20) return usual;
  const order = ladders.find((steps) => words.every((word) => steps.includes(folded(word))));
  const labels = order === undefined ? words : words.toSorted((a, b) => order.indexOf(folded(a)) - order.indexOf(folded(b)));
  return new Scale(
    labels.map((label, index) => ({ value: index + 1, label })),
    options.target,
  );
}
