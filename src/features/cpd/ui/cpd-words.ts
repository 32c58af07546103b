import { lengthWords } from "../../../core/cpd/entry.ts";
import type { Reply } from "../../../web/api.ts";
import { counted } from "../../../web/parts/words.ts";

export type Log = Reply<"/cpd">;
export type Entry = Log["items"][number];
type Year = Log["year"];

/** What the year comes to, in a sentence to the person or about them. */
export function yearWords({ minutes, entries, target, label }: Year, you: boolean): { strong: string; rest: string } {
  const strong = minutes === 0 ? "Nothing yet" : lengthWords(minutes);
  if (target === null || target.minutes === 0)
    return { strong, rest: minutes === 0 ? ` in ${label}.` : ` of learning in ${label}, in ${counted(entries, "entry", "entries")}.` };
  const asked = ` of the ${lengthWords(target.minutes)} that ${label} asks of ${you ? "you" : "them"}`;
  const left = target.minutes - minutes;
  return { strong, rest: left > 0 ? `${asked}: ${lengthWords(left)} to go.` : `${asked}: that is done.` };
}

/** The arithmetic of what is asked. */
export function targetWords({ target, verifiedMinutes, waiting }: Year): string {
  const part = target === null || target.proportion === 1 ? "" : ` × ${target.proportion} of a full year at full time`;
  const asked = target === null ? "" : `${target.hours} hours a year${part}${part === "" ? "" : ` = ${lengthWords(target.minutes)}`}. `;
  const verified = verifiedMinutes === 0 ? "Nothing is verified yet" : `${lengthWords(verifiedMinutes)} are verified`;
  return `${asked}${verified}${waiting === 0 ? "" : `, ${counted(waiting, "entry waits", "entries wait")} for it`}. What waits counts too.`;
}
