import type { Transaction } from "kysely";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** A comment on a part of a draft, perhaps with another wording of the text there. */
export type Note = {
  id: string;
  node: string;
  body: string;
  suggestion: string | null;
  wording: string | null;
  by: Named;
  at: string;
  resolved: { by: Named; at: string; accepted: boolean } | null;
};

const columns = `
  note.draft_note_id as id, note.node, note.body, note.suggestion, note.wording, ${personNamed("note.by")} as by, ${instant("note.at")} as at,
  case when note.resolved_at is null then null else json_build_object(
    'by', ${personNamed("note.resolved_by")}, 'at', ${instant("note.resolved_at")}, 'accepted', note.accepted) end as resolved`;

// $1 framework, $2 first revision, $3 whether open (null: all), $4 limit, $5 and $6 where the page before ended.
const listOf = statement<Note>(`
  select ${columns} from rungs.draft_note as note
   where note.framework_id = $1 and note.revision >= $2 and ($3::boolean is null or (note.resolved_at is null) = $3)
     and ($5::timestamptz is null or (date_trunc('milliseconds', note.at), note.draft_note_id) > ($5::timestamptz, $6::uuid))
   order by date_trunc('milliseconds', note.at), note.draft_note_id limit $4`);

/** Notes on an open draft, the oldest first. */
export const notesOn = (
  tx: Tx,
  frameworkId: string,
  since: number,
  open: boolean | null,
  limit: number,
  after: readonly [string, string] | null,
) => listOf(tx, frameworkId, since, open, limit, after?.[0] ?? null, after?.[1] ?? null);

const oneOf = statement<Note>(`select ${columns} from rungs.draft_note as note where note.draft_note_id = $1 and note.framework_id = $2`);

export async function noteOf(tx: Tx, noteId: string, frameworkId: string): Promise<Note | null> {
  const [found] = await oneOf(tx, noteId, frameworkId);
  return found ?? null;
}

const insertNote = statement(`
  insert into rungs.draft_note (org_id, draft_note_id, framework_id, revision, node, body, suggestion, wording, by, at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9)`);

export const writeNote = async (
  tx: Tx,
  note: {
    id: string;
    frameworkId: string;
    revision: number;
    node: string;
    body: string;
    suggestion: string | null;
    wording: string | null;
    by: string;
    at: Date;
  },
): Promise<void> =>
  void (await insertNote(
    tx,
    note.id,
    note.frameworkId,
    note.revision,
    note.node,
    note.body,
    note.suggestion,
    note.wording,
    note.by,
    note.at,
  ));

const resolve = statement(
  `update rungs.draft_note set resolved_by = $2, resolved_at = $3, accepted = $4 where draft_note_id = $1 and resolved_at is null`,
);

export const closeNote = async (tx: Tx, noteId: string, by: string, at: Date, accepted: boolean): Promise<void> =>
  void (await resolve(tx, noteId, by, at, accepted));
