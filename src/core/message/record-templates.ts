import { template } from "./template.ts";

/** `on` is words, "9 March 2026": the first day on which it no longer counts. */
export const recordTemplates = {
  "record-expiring": template<{ title: string; on: string; days: number; path: string }>({
    title: "Record runs out",
    kind: "reminders",
    letter: ({ title, on, days, path }) => ({
      subject: `${title} runs out on ${on}`,
      paragraphs: [
        `Your record of ${title} counts until ${on}: ${days === 1 ? "one day is" : `${days} days are`} left. Once you have renewed it, record the new date.`,
      ],
      action: { label: "Open your records", path },
    }),
    notice: ({ title, on, path }) => ({ title: `${title} runs out on ${on}`, path }),
  }),
  /** To the manager, in the last week. */
  "record-expiring-report": template<{ name: string; title: string; on: string; path: string }>({
    title: "Record of a report runs out",
    kind: "reminders",
    letter: ({ name, title, on, path }) => ({
      subject: `${title} of ${name} runs out on ${on}`,
      paragraphs: [`The record of ${title} of ${name} counts until ${on}, and nothing newer is on record.`],
      action: { label: "Open their records", path },
    }),
    notice: ({ name, title, on, path }) => ({ title: `${title} of ${name} runs out on ${on}`, path }),
  }),
} as const;
