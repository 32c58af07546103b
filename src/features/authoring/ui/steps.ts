import type { Change } from "../../../core/framework/diff.ts";
import { isRecord } from "../../../core/framework/raw.ts";
import type { Step } from "./kept.ts";

const same = (one: Change, other: Change) => one.entity === other.entity && one.id === other.id && one.parent === other.parent;

/**
 * Lays what is typed on into what was typed before, so that a sentence is one act and not eighty.
 *
 * @returns whether it could: only changes of fields can be laid into others.
 */
export function joined(step: Step, changes: readonly Change[]): boolean {
  if (changes.some(({ op }) => op !== "change")) return false;
  const result = [...step.changes];
  for (const change of changes) {
    const at = result.findIndex(
      (known) => same(known, change) && (known.op === "add" || (known.op === "change" && known.field === change.field)),
    );
    const known = result[at];
    if (known === undefined) result.push(change);
    else if (known.op === "change") result[at] = { ...known, after: change.after };
    else if (isRecord(known.after) && change.field !== undefined)
      result[at] = { ...known, after: { ...known.after, [change.field]: change.after } };
  }
  step.changes = result;
  return true;
}

/**
 * As many of the steps as may be sent at once. Positions are those of the result of everything that is sent together, so
 * an act that moves something goes by itself.
 */
export function batch(waiting: readonly Step[]): number {
  const moves = (step: Step | undefined) => step?.changes.some(({ op }) => op === "move") ?? false;
  if (moves(waiting[0])) return 1;
  const first = waiting.findIndex(moves);
  return first === -1 ? waiting.length : first;
}

/** Three-way, for texts that lie side by side under keys, such as the scopes of a level: null where one key was changed by both. */
export function mergedKeys(before: unknown, yours: unknown, theirs: unknown): Record<string, unknown> | null {
  if (!isRecord(before) || !isRecord(yours) || !isRecord(theirs)) return null;
  const merged: Record<string, unknown> = { ...theirs };
  for (const key of new Set([...Object.keys(before), ...Object.keys(yours)])) {
    if (yours[key] === before[key]) continue;
    if (theirs[key] !== before[key] && theirs[key] !== yours[key]) return null;
    if (yours[key] === undefined) delete merged[key];
    else merged[key] = yours[key];
  }
  return merged;
}
