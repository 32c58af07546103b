import type { Transaction } from "kysely";
import type { CalibratedValue } from "../core/assessment/settle.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

const noteOne = statement(`update rungs.review set agreed_note = $2, agreed_note_by = $3, agreed_note_at = $4 where review_id = $1`);
/** Writes what two people agreed in their conversation. */
export const writeAgreed = async (tx: Tx, reviewId: string, text: string, by: string, at: Date): Promise<void> =>
  void (await noteOne(tx, reviewId, text, by, at));

const acknowledgeOne = statement(
  `update rungs.review set acknowledged_at = $2, acknowledged_comment = $3 where review_id = $1 and acknowledged_at is null`,
);
export const writeAcknowledged = async (tx: Tx, reviewId: string, at: Date, comment: string | null): Promise<void> =>
  void (await acknowledgeOne(tx, reviewId, at, comment));

export type SecondLook = {
  id: string;
  body: string;
  askedAt: string;
  answer: { body: string; outcome: "stands" | "corrected" | "talked-over"; by: Named | null; at: string } | null;
};
const looksOf = statement<SecondLook>(`
  select second_look_id as id, body, ${instant("asked_at")} as "askedAt",
         case when answered_at is null then null else json_build_object('body', answer, 'outcome', outcome, 'by', ${personNamed("answered_by")},
              'at', ${instant("answered_at")}) end as answer
    from rungs.second_look where review_id = $1 order by asked_at, second_look_id`);
/** Second looks that were asked for, the oldest first. */
export const secondLooks = (tx: Tx, reviewId: string) => looksOf(tx, reviewId);

const askOne = statement(`
  insert into rungs.second_look (org_id, second_look_id, review_id, asked_by, asked_at, body) values (rungs.current_org(), $1, $2, $3, $4, $5)`);
export const askSecondLook = async (tx: Tx, id: string, reviewId: string, by: string, at: Date, body: string): Promise<void> =>
  void (await askOne(tx, id, reviewId, by, at, body));

const answerOne = statement<{ id: string }>(`
  update rungs.second_look set answered_by = $3, answered_at = $4, answer = $5, outcome = $6
   where second_look_id = $1 and review_id = $2 and answered_at is null returning second_look_id as id`);
/** @returns whether there was one that nobody had answered. */
export const answerSecondLook = async (
  tx: Tx,
  id: string,
  reviewId: string,
  by: string,
  at: Date,
  body: string,
  outcome: string,
): Promise<boolean> => (await answerOne(tx, id, reviewId, by, at, body, outcome)).length > 0;

const calibratedOf = statement<CalibratedValue>(`
  select decided.review_id as review, decided.expectation_id as expectation, decided.value, decided.reason, decider.name as by,
         (decided.decided_at at time zone organisation.time_zone)::date as on
    from rungs.calibration as decided
    join rungs.organisation on organisation.org_id = decided.org_id
    join rungs.person as decider on decider.org_id = decided.org_id and decider.person_id = decided.decided_by
   where decided.review_id = $1
   order by decided.decided_at, decided.calibration_id`);
/** Calibrated values of a review in order of decision: of one expectation the last holds. */
export const calibrated = (tx: Tx, reviewId: string) => calibratedOf(tx, reviewId);
