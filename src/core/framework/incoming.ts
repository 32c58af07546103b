import { diff, type Change } from "./diff.ts";
import type { Framework } from "./document.ts";
import { fittingDraft } from "./draft.ts";
import { lintReading, readAs, type Format } from "./formats/read.ts";
import { syntax, type Located, type Note } from "./formats/reading.ts";
import type { TableFound, TableOptions } from "./formats/table-options.ts";
import type { Given } from "./names.ts";
import { isRecord } from "./raw.ts";

/** A file that somebody brings. */
export type Upload = {
  bytes: Uint8Array;
  format: Format;
  fileName: string;
  /** What it is to change; null for a framework that is new. */
  base: Framework | null;
  table: TableOptions;
  /** The other frameworks that its references may lead into; they are left alone where absent. */
  others?: Given;
};

export type Incoming = {
  /** What a draft would hold; null where the file is too broken for that. It may have errors, which a draft may too. */
  content: Framework | null;
  /** Against `base`; empty where there is no content. */
  changes: Change[];
  /** Errors, and warnings about wording, each at its place in the file. */
  problems: Located[];
  /** What was odd in the file, and what was made of it. */
  notes: Note[];
  table: TableFound | null;
};

/** What a person can look at: more of them help nobody, and the first ones are often the reason for the rest. */
const most = 500;

/**
 * What a file would make of a framework, for somebody to look at before anything is written. A framework that is changed
 * keeps its id and kind, whatever the file calls it.
 *
 * @throws Problem "invalid" where the format is one that is only written.
 */
export async function incoming({ bytes, format, fileName, base, table, others }: Upload): Promise<Incoming> {
  const reading = await readAs(format, bytes, { fileName, table, ...(base === null ? {} : { base }) });
  const notes = [...(reading.notes ?? [])];
  if (base !== null && isRecord(reading.value)) {
    const { id, kind } = reading.value;
    if (kind !== base.kind && typeof kind === "string")
      notes.push({ message: `The file holds a ${kind}; this stays a ${base.kind}.`, ...reading.locate("/kind") });
    Object.assign(reading.value, { id: base.id, kind: base.kind });
    if (typeof id === "string" && id !== base.id)
      notes.push({ message: `The file calls itself “${id}”; its content is read into “${base.id}”.`, ...reading.locate("/id") });
  }
  const { problems } = lintReading(reading, others);
  const draft = reading.value === undefined ? null : fittingDraft(reading.value);
  const unfit = draft === null || draft.ok || problems.some(({ severity }) => severity === "error") ? [] : draft.faults;
  const content = draft?.ok === true ? draft.value : null;
  return {
    content,
    changes: content === null ? [] : diff(base ?? emptied(content), content),
    problems: [
      ...problems,
      ...unfit.map(({ path, message }) => syntax(message, "Correct it in the file.", reading.locate(path), path)),
    ].slice(0, most),
    notes: notes.slice(0, most),
    table: reading.table ?? null,
  };
}

/** The same framework before anything was in it. */
const emptied = (content: Framework): Framework => ({
  ...content,
  scale: [],
  domains: [],
  competencies: [],
  tracks: [],
  levels: [],
  responsibilities: [],
  transitions: [],
  equivalences: [],
});
