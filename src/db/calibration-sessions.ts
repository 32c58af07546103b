import type { Transaction } from "kysely";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

export type Session = {
  id: string;
  title: string;
  agenda: string;
  heldOn: string | null;
  participants: Named[];
  record: string;
  changes: number;
  lockedAt: string | null;
  lockedBy: Named | null;
  /** Changes with what is written down. */
  tag: string;
};

const sessionsOf = statement<Session>(`
  select session.calibration_session_id as id, session.title, session.agenda, session.held_on as "heldOn", session.record,
         (select coalesce(json_agg(json_build_object('id', person.person_id, 'name', person.name) order by person.search_name), '[]')
            from rungs.person where person.person_id = any(session.participants)) as participants,
         (select count(*) from rungs.calibration where calibration.session_id = session.calibration_session_id) as changes,
         ${instant("session.locked_at")} as "lockedAt", ${personNamed("session.locked_by")} as "lockedBy",
         substr(md5(jsonb_build_array(title, agenda, held_on, participants, record, locked_at)::text), 1, 16) as tag
    from rungs.calibration_session as session
   where session.cycle_id = $1 and ($2::uuid is null or session.calibration_session_id = $2)
   order by session.created_at, session.calibration_session_id limit 200`);

/** In the order they were called; at most 200. @param id of this one alone. */
export const sessionsIn = (tx: Tx, cycleId: string, id: string | null = null): Promise<Session[]> => sessionsOf(tx, cycleId, id);

export type SessionWords = { title: string; agenda: string; heldOn: string | null; participants: readonly string[]; record: string };

const insert = statement(`
  insert into rungs.calibration_session (org_id, calibration_session_id, cycle_id, title, agenda, held_on, participants, record, created_by, created_at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9)`);
const update = statement(`
  update rungs.calibration_session set title = $2, agenda = $3, held_on = $4, participants = $5, record = $6
   where calibration_session_id = $1 and locked_at is null`);
const lock = statement<{ id: string }>(`
  update rungs.calibration_session set locked_at = $2, locked_by = $3 where calibration_session_id = $1 and locked_at is null
  returning calibration_session_id as id`);
const known = statement<{ person: string }>(`select person_id as person from rungs.person where person_id = any($1::uuid[])`);

/** Of these, those who are somebody here. */
export const peopleKnown = async (tx: Tx, people: readonly string[]): Promise<Set<string>> =>
  new Set((await known(tx, [...people])).map(({ person }) => person));

export const openSession = async (tx: Tx, id: string, cycleId: string, words: SessionWords, by: string, now: Date): Promise<void> =>
  void (await insert(tx, id, cycleId, words.title, words.agenda, words.heldOn, [...words.participants], words.record, by, now));

export const keepSession = async (tx: Tx, id: string, words: SessionWords): Promise<void> =>
  void (await update(tx, id, words.title, words.agenda, words.heldOn, [...words.participants], words.record));

/** @returns false where it was locked before. */
export const lockSession = async (tx: Tx, id: string, by: string, now: Date): Promise<boolean> => (await lock(tx, id, now, by)).length > 0;
