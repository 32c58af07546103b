import type { Transaction } from "kysely";
import type { Pin } from "../core/cycle/preflight.ts";
import { Problem } from "../core/problem.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import type { VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;

/** One participant, as an act upon them finds them. */
export type Taken = {
  reviewId: string;
  person: Named;
  managerId: string | null;
  withdrawn: boolean;
  parts: { id: string; kind: "self" | "manager" | "peer" | "assessor"; rater: string; state: string; closed: boolean }[];
};

const oneOf = statement<Taken>(`
  select review.review_id as "reviewId", ${personNamed("review.person_id")} as person, review.manager_id as "managerId",
         review.withdrawn_at is not null as withdrawn,
         (select coalesce(json_agg(json_build_object('id', assessment_id, 'kind', kind, 'rater', rater_id, 'state', state, 'closed', closed_at is not null)), '[]')
            from rungs.assessment where assessment.org_id = review.org_id and assessment.review_id = review.review_id) as parts
    from rungs.review where review.cycle_id = $1 and review.review_id = $2`);

/** @throws Problem "not-found" where nobody of this cycle has this review. */
export async function takenIn(tx: Tx, cycleId: string, reviewId: string): Promise<Taken> {
  const [found] = await oneOf(tx, cycleId, reviewId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

const withdrawRow = statement(`update rungs.review set withdrawn_at = $2, withdrawn_reason = $3 where review_id = $1`);
const closeAll = statement(
  `update rungs.assessment set closed_at = $2 where review_id = $1 and state <> 'submitted' and closed_at is null`,
);

/** Takes somebody out. What was sent in stays as it is; nothing is asked of anybody any more. */
export async function withdraw(tx: Tx, reviewId: string, now: Date, reason: string): Promise<void> {
  await withdrawRow(tx, reviewId, now, reason);
  await closeAll(tx, reviewId, now);
}

const reopenPart = statement(`
  update rungs.assessment set state = 'reopened', reopened_at = $2, reopened_by = $3, reopened_reason = $4 where assessment_id = $1`);

export const reopen = async (tx: Tx, assessment: string, now: Date, by: string, reason: string): Promise<void> =>
  void (await reopenPart(tx, assessment, now, by, reason));

const putOff = statement(
  `update rungs.assessment set due_on = $2 where review_id = $1 and state <> 'submitted' and closed_at is null and ($3::text is null or kind = $3)`,
);

export const extend = async (tx: Tx, reviewId: string, until: string, kind: string | null): Promise<void> =>
  void (await putOff(tx, reviewId, until, kind));

export type Event = { kind: string; at: string; by: Named | null; details: Record<string, unknown> };

const eventsOf = statement<Event>(`
  select kind, ${instant("at")} as at, ${personNamed("by")} as by, details from rungs.review_event where review_id = $1
   order by at desc, review_event_id desc limit 200`);

/** What happened to one participant, the newest first. */
export const eventsIn = (tx: Tx, reviewId: string): Promise<Event[]> => eventsOf(tx, reviewId);

const alreadyOf = statement<{ person: string }>(
  `select person_id as person from rungs.review where cycle_id = $1 and person_id = any($2::uuid[])`,
);

/** Of these people, who is in the cycle or was. */
export const alreadyIn = async (tx: Tx, cycleId: string, people: readonly string[]): Promise<Set<string>> =>
  new Set((await alreadyOf(tx, cycleId, [...people])).map(({ person }) => person));

const restoreRow = statement(`update rungs.review set withdrawn_at = null, withdrawn_reason = null where review_id = $1`);
// Closed by a handover, a manager's part stays closed: it is no longer theirs.
const openAll = statement(`
  update rungs.assessment set closed_at = null
    from rungs.review
   where assessment.review_id = $1 and review.review_id = $1 and (assessment.kind <> 'manager' or assessment.rater_id = review.manager_id)`);

/** Takes somebody back in as they were. */
export async function restore(tx: Tx, reviewId: string): Promise<void> {
  await restoreRow(tx, reviewId);
  await openAll(tx, reviewId);
}

const namesRows = statement<Named>(`select person_id as id, name from rungs.person where person_id = any($1::uuid[])`);
export const namesOf = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> =>
  new Map((await namesRows(tx, [...ids])).map(({ id, name }) => [id, name]));

const titlesRows = statement<{ id: string; title: string }>(
  `select framework_id as id, title from rungs.framework where framework_id = any($1::uuid[])`,
);
export const ladderTitles = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string>> =>
  new Map((await titlesRows(tx, [...ids])).map(({ id, title }) => [id, title]));

const pinnedRows = statement<Pin>(`
  select ${personNamed("review.person_id")} as person, review.framework_id as "frameworkId", framework.slug as framework, review.version,
         review.level_id as level, review.target_level_ids as targets, review.manager_id as "managerId",
         (select rater_id from rungs.assessment where assessment.review_id = review.review_id and kind = 'assessor' limit 1) as "assessorId"
    from rungs.review join rungs.framework on framework.framework_id = review.framework_id
   where review.cycle_id = $1 and ($2::uuid is null or review.person_id = $2) order by review.review_id limit 1`);

/** What somebody of a running cycle is pinned to; the first where nobody is named. */
export const pinnedAs = async (tx: Tx, cycleId: string, person: string | null): Promise<Pin | undefined> =>
  (await pinnedRows(tx, cycleId, person))[0];

const keyRows = statement<VersionKey>(`
  select framework_id as "frameworkId", version, encode(hash, 'hex') as hash from rungs.framework_version where framework_id = $1 and version = $2`);
export const versionKeys = (tx: Tx, frameworkId: string, version: number): Promise<VersionKey[]> => keyRows(tx, frameworkId, version);
