import type { Transaction } from "kysely";
import type { Scope } from "../core/access/policy.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { placementsOn } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** A placement that a move would follow with another: the one that holds on its day, or one that begins later. */
export type Due = { person: Named; version: number; level: string; title: string; on: string };

// $1 framework, $2 version to move to, $3 day, $4 all, $5 units, $6 people (null: everybody).
const dueOf = statement<Due>(`
  with recursive unit (team_id) as (
    select team_id from rungs.team where team_id = any($5::uuid[])
    union
    select team.team_id from unit join rungs.team on team.parent_team_id = unit.team_id
  ), holding as (select placement_id from ${placementsOn("$3::date")} as at)
  select json_build_object('id', person.person_id, 'name', person.name) as person, held.version, held.level_id as level, level.title,
         greatest(held.from_on, $3::date) as "on"
    from rungs.placement_standing as held
    join rungs.person on person.org_id = held.org_id and person.person_id = held.person_id
    join rungs.level on level.org_id = held.org_id and level.framework_id = held.framework_id and level.version = held.version and level.level_id = held.level_id
   where held.framework_id = $1 and held.version <> $2
     and (held.from_on > $3::date or held.placement_id in (select placement_id from holding))
     and not exists (
           select from rungs.placement_standing as later
            where later.org_id = held.org_id and later.person_id = held.person_id and later.from_on = held.from_on
              and (later.recorded_at, later.placement_id) > (held.recorded_at, held.placement_id))
     and (person.left_on is null or person.left_on > greatest(held.from_on, $3::date))
     and ($4::boolean or coalesce(person.team_id in (select team_id from unit), false))
     and ($6::uuid[] is null or person.person_id = any($6))
   order by person.search_name, person.person_id, "on"`);

/** Everybody of the reader's units whom a move to this version from this day on would concern, by name. */
export const dueFor = (
  tx: Tx,
  frameworkId: string,
  toVersion: number,
  on: string,
  scope: Scope,
  people: readonly string[] | null,
): Promise<Due[]> => dueOf(tx, frameworkId, toVersion, on, scope.all, [...scope.teams], people === null ? null : [...people]);

const writeMoveRow = statement(`
  insert into rungs.version_move (org_id, version_move_id, framework_id, to_version, on_date, mapping, by, at, overlap_until)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8)`);

const writePlacements = statement(`
  insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on, reason, recorded_by, version_move_id)
  select rungs.current_org(), id, person, framework, version, level, "from", $2, $3, $4
    from jsonb_to_recordset($1::jsonb) as written (id uuid, person uuid, framework uuid, version int, level text, "from" date)`);

type Written = { id: string; person: string; framework: string | null; version: number | null; level: string | null; from: string };
export type Move = {
  id: string;
  frameworkId: string;
  toVersion: number;
  on: string;
  mapping: Readonly<Record<string, string>>;
  by: string;
  now: Date;
  /** The last day on which people are reported against the version they come from as well; null for none. */
  overlapUntil: string | null;
};

/** Writes a move and the placements it is made of. */
export async function writeMove(
  tx: Tx,
  move: Move,
  placements: readonly { id: string; person: string; level: string; from: string }[],
): Promise<void> {
  await writeMoveRow(
    tx,
    move.id,
    move.frameworkId,
    move.toVersion,
    move.on,
    JSON.stringify(move.mapping),
    move.by,
    move.now,
    move.overlapUntil,
  );
  const rows = placements.map((each): Written => ({ ...each, framework: move.frameworkId, version: move.toVersion }));
  await writePlacements(tx, JSON.stringify(rows), `Moved to version ${move.toVersion}`, move.by, move.id);
}

export type PastMove = {
  id: string;
  toVersion: number;
  on: string;
  people: number;
  by: Named | null;
  at: string;
  undone: { by: Named | null; at: string } | null;
  overlapUntil: string | null;
  /** Changes with what of it can be changed. */
  tag: string;
};

const movesOf = statement<PastMove>(`
  select move.version_move_id as id, move.to_version as "toVersion", move.on_date as "on", move.overlap_until as "overlapUntil",
         substr(md5(jsonb_build_array(move.overlap_until, move.undone_at)::text), 1, 16) as tag,
         (select count(distinct written.person_id) from rungs.placement as written where written.org_id = move.org_id and written.version_move_id = move.version_move_id) as people,
         ${personNamed("move.by")} as by, ${instant("move.at")} as at,
         case when move.undone_at is null then null else json_build_object('by', ${personNamed("move.undone_by")}, 'at', ${instant("move.undone_at")}) end as undone
    from rungs.version_move as move
   where move.framework_id = $1 and ($2::uuid is null or move.version_move_id = $2)
     and ($4::timestamptz is null or (date_trunc('milliseconds', move.at), move.version_move_id) < ($4::timestamptz, $5::uuid))
   order by date_trunc('milliseconds', move.at) desc, move.version_move_id desc limit $3`);

/** The newest first. @param after where the page before ended. */
export const movesOn = (tx: Tx, frameworkId: string, limit: number, after: readonly [string, string] | null): Promise<PastMove[]> =>
  movesOf(tx, frameworkId, null, limit, after?.[0] ?? null, after?.[1] ?? null);

export async function moveOf(tx: Tx, frameworkId: string, id: string): Promise<PastMove | null> {
  const [found] = await movesOf(tx, frameworkId, id, 1, null, null);
  return found ?? null;
}

const hold = statement(`select from rungs.version_move where version_move_id = $1 and framework_id = $2 for update`);
/** As `moveOf`; nobody else changes it until the transaction ends. */
export async function moveToChange(tx: Tx, frameworkId: string, id: string): Promise<PastMove | null> {
  await hold(tx, id, frameworkId);
  return moveOf(tx, frameworkId, id);
}

const writeOverlap = statement<{ id: string }>(`
  update rungs.version_move set overlap_until = $2 where version_move_id = $1 and undone_at is null returning version_move_id as id`);

/** Until when both versions count from now on. @returns false where the move was undone. */
export const setOverlap = async (tx: Tx, moveId: string, until: string | null): Promise<boolean> =>
  (await writeOverlap(tx, moveId, until)).length > 0;

type Undoing = { person: string; from: string; held: boolean; framework: string | null; version: number | null; level: string | null };

// What each placement of a move has taken the place of, on the day from which that can be had back. $1 move, $2 today.
const undoingOf = statement<Undoing>(`
  select written.person_id as person, written.begins as "from", held.placement_id = written.placement_id as held,
         before.framework_id as framework, before.version, before.level_id as level
    from (select placement.*, greatest(placement.from_on, $2::date) as begins from rungs.placement_standing as placement where placement.version_move_id = $1) as written
    join lateral (
         select holding.placement_id from rungs.placement_standing as holding
          where holding.org_id = written.org_id and holding.person_id = written.person_id and holding.from_on <= written.begins
          order by holding.from_on desc, holding.recorded_at desc, holding.placement_id desc limit 1) as held on true
    left join lateral (
         select earlier.framework_id, earlier.version, earlier.level_id from rungs.placement_standing as earlier
          where earlier.org_id = written.org_id and earlier.person_id = written.person_id and earlier.from_on <= written.begins
            and earlier.version_move_id is distinct from $1
          order by earlier.from_on desc, earlier.recorded_at desc, earlier.placement_id desc limit 1) as before on true
   order by written.person_id, written.begins`);

const markUndone = statement<{ id: string }>(`
  update rungs.version_move set undone_at = $2, undone_by = $3 where version_move_id = $1 and undone_at is null returning version_move_id as id`);

/**
 * Puts everybody whom a move has moved back to where they would be without it, from today on or from the day of the move if
 * that is still to come; nothing that was is rewritten. Who was placed anew since is left where they are.
 *
 * @returns how many placements were taken back and how many left; null if it was undone before.
 */
export async function undo(
  tx: Tx,
  move: PastMove,
  today: string,
  { personId, now, id }: { personId: string; now: Date; id: () => string },
): Promise<{ undone: number; kept: number } | null> {
  if ((await markUndone(tx, move.id, now, personId)).length === 0) return null;
  const all = await undoingOf(tx, move.id, today);
  const back = all.filter(({ held }) => held);
  const rows = back.map(({ held: _held, ...each }): Written => ({ ...each, id: id() }));
  await writePlacements(tx, JSON.stringify(rows), `Moved back from version ${move.toVersion}`, personId, null);
  return { undone: back.length, kept: all.length - back.length };
}
