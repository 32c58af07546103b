import { neutralised } from "../framework/formats/cells.ts";
import { cpdKindWords, hoursText, type Said } from "./entry.ts";

/** An entry as a row of a spreadsheet; nothing in it is run as a formula. */
export const exportRow = (
  entry: Pick<Said, "kind" | "title" | "minutes" | "doneOn" | "provider" | "reflection" | "url"> & {
    serves: readonly { title: string; level: string | null }[];
    files: readonly { name: string }[];
    verifiedBy: { name: string } | null;
    /** RFC 3339. */
    verifiedAt: string | null;
  },
) => ({
  Date: entry.doneOn,
  Title: neutralised(entry.title),
  Kind: cpdKindWords[entry.kind],
  Hours: hoursText(entry.minutes),
  Provider: neutralised(entry.provider ?? ""),
  Reflection: neutralised(entry.reflection ?? ""),
  Serves: neutralised(entry.serves.map(({ title, level }) => (level === null ? title : `${title} (${level})`)).join("; ")),
  Link: neutralised(entry.url ?? ""),
  Files: neutralised(entry.files.map(({ name }) => name).join("; ")),
  "Verified by": neutralised(entry.verifiedBy?.name ?? ""),
  "Verified on": entry.verifiedAt?.slice(0, 10) ?? "",
});
