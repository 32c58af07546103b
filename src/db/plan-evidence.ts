import type { Transaction } from "kysely";
import { Problem } from "../core/problem.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

const linkEvidence = statement(`
  insert into rungs.action_evidence (org_id, action_id, evidence_id, person_id, by, at)
  select org_id, $1, evidence_id, person_id, $3, $4 from rungs.evidence where evidence_id = $2
  on conflict (org_id, action_id, evidence_id) do update set removed_at = null, by = $3, at = $4`);
/** Shows an action done by something that the person has collected. */
export const attachTo = async (tx: Tx, actionId: string, evidenceId: string, by: string, at: Date): Promise<void> =>
  void (await linkEvidence(tx, actionId, evidenceId, by, at));
const unlinkEvidence = statement<{ evidence_id: string }>(
  `update rungs.action_evidence set removed_at = $3 where action_id = $1 and evidence_id = $2 and removed_at is null returning evidence_id`,
);
/** @returns false where it was not attached. */
export const detachFrom = async (tx: Tx, actionId: string, evidenceId: string, at: Date): Promise<boolean> =>
  (await unlinkEvidence(tx, actionId, evidenceId, at)).length > 0;
const collectedRow = statement<{ id: string }>(
  `select evidence_id as id from rungs.evidence where evidence_id = $1 and person_id = $2 and removed_at is null
     and (by = $2 or by = $3 or exists (select from rungs.action_evidence as linked where linked.org_id = evidence.org_id and linked.evidence_id = evidence.evidence_id))`,
);
/** Whether this is evidence of the person that somebody may show: their own, or what was on a plan before. */
export const isCollected = async (tx: Tx, evidenceId: string, personId: string, by: string): Promise<boolean> =>
  (await collectedRow(tx, evidenceId, personId, by)).length > 0;
const fileRow = statement<{ hash: Buffer; name: string; mediaType: string }>(`
  select evidence.attachment as hash, evidence.attachment_name as name, evidence.attachment_type as "mediaType"
    from rungs.action_evidence as linked
    join rungs.evidence on evidence.org_id = linked.org_id and evidence.evidence_id = linked.evidence_id
   where linked.action_id = $1 and linked.evidence_id = $2 and linked.removed_at is null and evidence.kind = 'file' and evidence.removed_at is null`);
/** @throws Problem "not-found" */
export async function fileOnAction(tx: Tx, actionId: string, evidenceId: string) {
  const [found] = await fileRow(tx, actionId, evidenceId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}
