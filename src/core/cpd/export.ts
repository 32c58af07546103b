import { toCell } from "../framework/formats/cells.ts";
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
  Title: toCell(entry.title),
  Kind: cpdKindWords[entry.kind],
  Hours: hoursText(entry.minutes),
  Provider: toCell(entry.provider ?? ""),
  Reflection: toCell(entry.reflection ?? ""),
  Serves: toCell(entry.serves.map(({ title, level }) => (level === null ? title : `${title} (${level})`)).join("; ")),
  Link: toCell(entry.url ?? ""),
  Files: toCell(entry.files.map(({ name }) => name).join("; ")),
  "Verified by": toCell(entry.verifiedBy?.name ?? ""),
  "Verified on": entry.verifiedAt?.slice(0, 10) ?? "",
});
