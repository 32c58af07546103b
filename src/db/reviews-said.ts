import type { Transaction } from "kysely";
import type { Said } from "../core/assessment/answers.ts";
import type { Standing } from "../core/assessment/saving.ts";
import { instant } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** What stands of an expectation, or of a question, in one assessment; `id` as its writer called it. */
export type StandingAnswer = { assessment: string; id: string; level: string; expectation: string; on: string; at: string } & Said;
export type StandingText = { assessment: string; id: string; question: string; text: string; at: string };

const answersIn = `
  select distinct on (assessment_id, expectation_id) assessment_id as assessment, coalesce(client_id, rating_id) as id, level_id as level,
         expectation_id as expectation, answer, value, comment, rated_on as on, ${instant("recorded_at")} as at
    from rungs.rating where assessment_id = any($1::uuid[])
   order by assessment_id, expectation_id, recorded_at desc, rating_id desc`;
const textsIn = `
  select distinct on (assessment_id, question_id) assessment_id as assessment, coalesce(client_id, question_answer_id) as id,
         question_id as question, body as text, ${instant("recorded_at")} as at
    from rungs.question_answer where assessment_id = any($1::uuid[])
   order by assessment_id, question_id, recorded_at desc, question_answer_id desc`;
const answersOf = statement<StandingAnswer>(answersIn);
const textsOf = statement<StandingText>(textsIn);

/** The newest answer about every expectation in these assessments. */
export const standingAnswers = (tx: Tx, assessments: readonly string[]) => answersOf(tx, assessments);
/** The newest text to every question in these assessments. */
export const standingTexts = (tx: Tx, assessments: readonly string[]) => textsOf(tx, assessments);

/** By expectation, as the rules of saving and of submitting take them. */
export const byExpectation = (answers: readonly StandingAnswer[]): Map<string, Standing<Said>> =>
  new Map(answers.map(({ id, expectation, answer, value, comment }) => [expectation, { id, said: { answer, value, comment } }]));
export const saidIn = (answers: readonly StandingAnswer[]): Map<string, Said> =>
  new Map(answers.map(({ expectation, answer, value, comment }) => [expectation, { answer, value, comment }]));

const listed = (rows: string) => `(select coalesce(json_agg(said), '[]') from (${rows}) as said)`;
const saidOf = statement<{ answers: StandingAnswer[]; texts: StandingText[]; came: string[] }>(`
  select ${listed(answersIn)} as answers, ${listed(textsIn)} as texts,
         array(select client_id::text from rungs.rating where assessment_id = any($1::uuid[]) and client_id = any($2::uuid[])
               union all
               select client_id::text from rungs.question_answer where assessment_id = any($1::uuid[]) and client_id = any($2::uuid[])) as came`);

/**
 * All that stands in one assessment, in one query. @param sent names of answers that come now.
 *
 * @returns `came`: which of those have come before, whatever has been written over them since.
 */
export async function saidBy(tx: Tx, assessmentId: string, sent: readonly string[] = []) {
  const [said] = await saidOf(tx, [assessmentId], sent);
  return { answers: said?.answers ?? [], texts: said?.texts ?? [], came: new Set(said?.came) };
}

// In the order of the lock on the assessment, by the database's own clock: a request that waited for it comes later than the one
// it waited for, whenever either began.
const write = statement<{ revision: number }>(`
  with answers as (
    insert into rungs.rating (org_id, rating_id, assessment_id, level_id, expectation_id, answer, value, comment, rated_on, client_id, recorded_at)
    select rungs.current_org(), made.id, $1, made.level, made.expectation, made.answer, made.value, made.comment, $4::date, made.client, clock_timestamp()
      from jsonb_to_recordset($2::jsonb) as made (id uuid, level text, expectation text, answer text, value int, comment text, client uuid)
  ), texts as (
    insert into rungs.question_answer (org_id, question_answer_id, assessment_id, question_id, body, client_id, recorded_at)
    select rungs.current_org(), made.id, $1, made.question, made.body, made.client, clock_timestamp()
      from jsonb_to_recordset($3::jsonb) as made (id uuid, question text, body text, client uuid)
  )
  update rungs.assessment set revision = revision + 1, state = $5 where assessment_id = $1 returning revision`);

/** Adds answers and texts to an assessment that is locked. Of one place at most one: the newest holds by the instant. @returns its revision. */
export async function writeSaid(
  tx: Tx,
  assessmentId: string,
  {
    state,
    today,
    answers,
    texts,
  }: {
    state: string;
    today: string;
    answers: readonly (Said & { id: string; client: string; level: string; expectation: string })[];
    texts: readonly { id: string; client: string; question: string; body: string }[];
  },
): Promise<number> {
  const [touched] = await write(tx, assessmentId, JSON.stringify(answers), JSON.stringify(texts), today, state);
  return touched?.revision ?? 0;
}

const signOne = statement(`
  with signed as (
    insert into rungs.signed_assessment (org_id, signed_assessment_id, assessment_id, submitted_at, document, hash)
    values (rungs.current_org(), $2, $1, $3, $4, decode($5, 'hex')))
  update rungs.assessment
     set state = 'submitted', submitted_at = $3, document = $4, hash = decode($5, 'hex'), revision = revision + 1 where assessment_id = $1`);

/** Keeps what was signed, beside whatever was signed of it before. */
export const writeSigned = async (
  tx: Tx,
  assessmentId: string,
  id: string,
  at: Date,
  signed: { document: string; hash: string },
): Promise<void> => void (await signOne(tx, assessmentId, id, at, signed.document, signed.hash));

const happened = statement(`
  insert into rungs.review_event (org_id, review_event_id, review_id, kind, by, at, details) values (rungs.current_org(), $1, $2, $3, $4, $5, $6)`);

/** Adds to what happened to a participant. */
export const writeEvent = async (
  tx: Tx,
  event: { id: string; reviewId: string; kind: string; by: string | null; at: Date; details?: Record<string, unknown> },
): Promise<void> =>
  void (await happened(tx, event.id, event.reviewId, event.kind, event.by, event.at, JSON.stringify(event.details ?? {})));
