import { template } from "./template.ts";

export const reportTemplates = {
  /** To whom a copy is handed. `whose` is "their" or "Amara Nwosu’s". */
  "report-shared": template<{ by: string; whose: string; note: string | null; path: string }>({
    title: "Gap report shared",
    kind: "asked",
    letter: ({ by, whose, note, path }) => ({
      subject: `${by} shares ${whose} gap report with you`,
      paragraphs: [
        `${by} has handed you a copy of ${whose} gap report, as it stands today. What changes later does not change the copy.`,
        ...(note === null ? [] : ["Beside it they write:", note]),
      ],
      action: { label: "Open the copy", path },
      closing: ["That you open it is on record. It can be taken back."],
    }),
    notice: ({ by, whose, path }) => ({ title: `${by} shares ${whose} gap report with you`, path }),
  }),
  /** To the person, where somebody else handed theirs on. */
  "report-shared-of-you": template<{ by: string; with: string; path: string }>({
    title: "Own gap report shared by another",
    kind: "results",
    letter: ({ by, with: reader, path }) => ({
      subject: `${by} shared your gap report with ${reader}`,
      paragraphs: [`${by} has handed ${reader} a copy of your gap report, as it stands today. You can read the copy, and take it back.`],
      action: { label: "See what is shared", path },
    }),
    notice: ({ by, with: reader, path }) => ({ title: `${by} shared your gap report with ${reader}`, path }),
  }),
} as const;
