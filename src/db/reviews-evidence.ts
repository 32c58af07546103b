import type { Transaction } from "kysely";
import { Problem } from "../core/problem.ts";
import type { KeptFile } from "./attachments.ts";
import { instant, personNamed, type Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** Something that somebody can show. `on` a day, `at` RFC 3339. */
export type Evidence = {
  id: string;
  kind: "file" | "link" | "record" | "note";
  title: string;
  body: string | null;
  url: string | null;
  on: string | null;
  by: Named | null;
  at: string;
};
/** …attached to what an assessment says of an expectation; `private` to a rater who is a peer. */
export type Attached = Evidence & { assessment: string; expectation: string };

const columns = `evidence.evidence_id as id, evidence.kind, evidence.title, evidence.body, evidence.url, evidence.on_date as on,
         ${personNamed("evidence.by")} as by, ${instant("evidence.at")} as at`;

const attachedRows = (assessments: string) => `
  select linked.assessment_id as assessment, linked.expectation_id as expectation, ${columns}
    from rungs.rating_evidence as linked
    join rungs.evidence on evidence.org_id = linked.org_id and evidence.evidence_id = linked.evidence_id
   where linked.assessment_id = any(${assessments}) and linked.removed_at is null and evidence.removed_at is null
   order by linked.at, evidence.evidence_id`;
const attachedOf = statement<Attached>(attachedRows("$1::uuid[]"));

/** What is attached in these assessments, in the order in which it was. */
export const attachedIn = (tx: Tx, assessments: readonly string[]) => attachedOf(tx, assessments);

const evidenceRows = (person: string, rater: string) => `
  select ${columns} from rungs.evidence
   where evidence.person_id = ${person} and evidence.removed_at is null and (evidence.by = ${person} or evidence.by = ${rater})
   order by evidence.at desc, evidence.evidence_id desc limit 100`;
const evidenceOf = statement<Evidence>(evidenceRows("$1", "$2"));
/** What a rater may attach: what the person has collected, and what the rater has noted of them. Newest first. */
export const evidenceFor = (tx: Tx, personId: string, raterId: string) => evidenceOf(tx, personId, raterId);

type RecordKept = { id: string; kind: string; title: string; on: string };
const recordRows = (person: string) => `
  select record_id as id, kind, title, on_date as on from rungs.record_standing where person_id = ${person} order by on_date desc, record_id limit 100`;
const recordsOf = statement<RecordKept>(recordRows("$1"));
/** What is on record of a person, newest first. */
export const recordsFor = (tx: Tx, personId: string) => recordsOf(tx, personId);

const insertEvidence = statement(`
  insert into rungs.evidence (org_id, evidence_id, person_id, kind, title, body, url, record_id, on_date, by, at,
         attachment, attachment_name, attachment_type, attachment_size)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`);

export const writeEvidence = async (
  tx: Tx,
  made: {
    id: string;
    personId: string;
    kind: "link" | "note" | "record" | "file";
    title: string;
    body: string | null;
    url: string | null;
    recordId: string | null;
    file: KeptFile | null;
    on: string | null;
    by: string;
    at: Date;
  },
): Promise<void> =>
  void (await insertEvidence(
    tx,
    made.id,
    made.personId,
    made.kind,
    made.title,
    made.body,
    made.url,
    made.recordId,
    made.on,
    made.by,
    made.at,
    made.file?.hash ?? null,
    made.file?.name ?? null,
    made.file?.mediaType ?? null,
    made.file?.size ?? null,
  ));

const fileOf = statement<{ hash: Buffer; name: string; mediaType: string }>(`
  select evidence.attachment as hash, evidence.attachment_name as name, evidence.attachment_type as "mediaType"
    from rungs.rating_evidence as linked
    join rungs.evidence on evidence.org_id = linked.org_id and evidence.evidence_id = linked.evidence_id
   where linked.assessment_id = $1 and linked.evidence_id = $2 and linked.removed_at is null
     and evidence.kind = 'file' and evidence.removed_at is null
   limit 1`);
/** A file that is attached in an assessment. @throws Problem "not-found" */
export async function evidenceFile(tx: Tx, assessmentId: string, evidenceId: string) {
  const [found] = await fileOf(tx, assessmentId, evidenceId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

const attachOne = statement(`
  insert into rungs.rating_evidence (org_id, assessment_id, level_id, expectation_id, evidence_id, by, at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6)
  on conflict (org_id, assessment_id, expectation_id, evidence_id) do update set removed_at = null, by = $5, at = $6`);
export const attach = async (
  tx: Tx,
  to: { assessmentId: string; level: string; expectation: string; evidenceId: string; by: string; at: Date },
): Promise<void> => void (await attachOne(tx, to.assessmentId, to.level, to.expectation, to.evidenceId, to.by, to.at));

const detachOne = statement(`
  update rungs.rating_evidence set removed_at = $4 where assessment_id = $1 and expectation_id = $2 and evidence_id = $3 and removed_at is null`);
export const detach = async (tx: Tx, assessmentId: string, expectation: string, evidenceId: string, at: Date): Promise<void> =>
  void (await detachOne(tx, assessmentId, expectation, evidenceId, at));

/** That a rater finds a statement unclear. */
export type Flag = { expectation: string; body: string; at: string };
const flagRows = (assessment: string) => `
  select expectation_id as expectation, body, ${instant("at")} as at from rungs.unclear_flag
   where assessment_id = ${assessment} and withdrawn_at is null order by unclear_flag.at`;
const flagsOf = statement<Flag>(flagRows("$1"));
export const flagsIn = (tx: Tx, assessmentId: string) => flagsOf(tx, assessmentId);

/** What stands beside the answers of one form; empty where its reader has no business with it. */
export type BesideForm = { attached: Attached[]; flags: Flag[]; evidence: Evidence[]; records: RecordKept[] };
const listed = (wanted: string, rows: string) =>
  `(select coalesce(json_agg(listed), '[]') from (select * from (${rows}) as ordered where ${wanted}) as listed)`;
// $1 the assessment, $2 the person, $3 the rater, $4 to $7 which of these.
const besideOf = statement<BesideForm>(`
  select ${listed("$4::boolean", attachedRows("array[$1::uuid]"))} as attached,
         ${listed("$5::boolean", flagRows("$1::uuid"))} as flags,
         ${listed("$6::boolean", evidenceRows("$2::uuid", "$3::uuid"))} as evidence,
         ${listed("$7::boolean", recordRows("$2::uuid"))} as records`);

/** All of it in one query. @param wanted which of these its reader may have. */
export async function besideForm(
  tx: Tx,
  of: { assessmentId: string; personId: string; raterId: string },
  wanted: Readonly<Record<keyof BesideForm, boolean>>,
): Promise<BesideForm> {
  const { attached, flags, evidence, records } = wanted;
  const [found] = await besideOf(tx, of.assessmentId, of.personId, of.raterId, attached, flags, evidence, records);
  return found ?? { attached: [], flags: [], evidence: [], records: [] };
}

const unflagOne = statement(`
  update rungs.unclear_flag set withdrawn_at = $3 where assessment_id = $1 and expectation_id = $2 and withdrawn_at is null`);
const flagOne = statement(`
  insert into rungs.unclear_flag (org_id, unclear_flag_id, assessment_id, framework_id, version, expectation_id, body, by, at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8)`);

/** Says that a statement is unclear, in place of what the same assessment said of it before; null takes it back. */
export async function writeFlag(
  tx: Tx,
  flag: {
    id: string;
    assessmentId: string;
    frameworkId: string;
    version: number;
    expectation: string;
    body: string | null;
    by: string;
    at: Date;
  },
): Promise<void> {
  await unflagOne(tx, flag.assessmentId, flag.expectation, flag.at);
  if (flag.body !== null)
    await flagOne(tx, flag.id, flag.assessmentId, flag.frameworkId, flag.version, flag.expectation, flag.body, flag.by, flag.at);
}

/**
 * What raters found of the statements of a framework: how many called each unclear, their words without their names, and how
 * many positions managers' ratings lie from people's own on average, null where fewer than three can be compared.
 */
export type Finding = { expectation: string; version: number; flags: number; words: string[] | null; rated: number; spread: number | null };
const findingsOf = statement<Finding>(`
  with flagged as (
    select flag.expectation_id, max(flag.version) as version, count(distinct flag.by)::int as flags,
           json_agg(flag.body order by md5(flag.unclear_flag_id::text)) filter (where flag.body <> '') as words
      from rungs.unclear_flag as flag
     where flag.framework_id = $1 and flag.withdrawn_at is null
     group by flag.expectation_id
  ), newest as (
    select distinct on (rating.assessment_id, rating.expectation_id) review.review_id, review.version, assessment.kind, rating.expectation_id, rating.value
      from rungs.review
      join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
      join rungs.rating on rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
     where review.framework_id = $1 and assessment.state = 'submitted' and assessment.kind in ('self', 'manager')
     order by rating.assessment_id, rating.expectation_id, rating.recorded_at desc, rating.rating_id desc
  ), apart as (
    select own.expectation_id, max(own.version) as version, count(*)::int as rated, avg(abs(own.value - other.value))::float8 as spread
      from newest as own
      join newest as other on other.review_id = own.review_id and other.expectation_id = own.expectation_id and other.kind = 'manager'
     where own.kind = 'self' and own.value is not null and other.value is not null
     group by own.expectation_id
  )
  select coalesce(flagged.expectation_id, apart.expectation_id) as expectation, coalesce(flagged.version, apart.version) as version,
         coalesce(flagged.flags, 0) as flags, flagged.words,
         coalesce(apart.rated, 0) as rated, case when apart.rated >= 3 then apart.spread end as spread
    from flagged full join apart on apart.expectation_id = flagged.expectation_id
   where flagged.flags > 0 or (apart.rated >= 3 and apart.spread >= 0.75)
   order by coalesce(flagged.flags, 0) desc, apart.spread desc nulls last, 1 limit 200`);
export const findings = (tx: Tx, frameworkId: string) => findingsOf(tx, frameworkId);
