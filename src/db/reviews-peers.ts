import type { Transaction } from "kysely";
import type { Named } from "./drafts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

export type Invitation = {
  id: string;
  reviewId: string;
  peer: Named;
  invitedBy: Named;
  state: "suggested" | "invited" | "accepted" | "declined" | "withdrawn";
  reason: string | null;
};

const columns = `
  invited.peer_invitation_id as id, invited.review_id as "reviewId", invited.state, invited.reason,
  json_build_object('id', peer.person_id, 'name', peer.name) as peer,
  json_build_object('id', by.person_id, 'name', by.name) as "invitedBy"`;
const from = `
    from rungs.peer_invitation as invited
    join rungs.person as peer on peer.org_id = invited.org_id and peer.person_id = invited.peer_id
    join rungs.person as by on by.org_id = invited.org_id and by.person_id = invited.invited_by`;

// By name: neither when somebody was asked nor when they answered may be read from the order.
const listOf = statement<Invitation>(
  `select ${columns} ${from} where invited.review_id = $1 and invited.state <> 'withdrawn' order by peer.search_name, peer.person_id`,
);
const oneOf = statement<Invitation>(`select ${columns} ${from} where invited.peer_invitation_id = $1 for update of invited`);

/** Who has been suggested or asked to say something of somebody, by name. */
export const invitations = (tx: Tx, reviewId: string) => listOf(tx, reviewId);

/** One of them, locked; null where there is none. */
export async function invitation(tx: Tx, id: string): Promise<Invitation | null> {
  const [found] = await oneOf(tx, id);
  return found ?? null;
}

const put = statement<{ peer: string }>(`
  insert into rungs.peer_invitation as there (org_id, peer_invitation_id, review_id, peer_id, invited_by, state, reason, at)
  select rungs.current_org(), made.id, $1, made.peer, $3, $4, $5, $6 from jsonb_to_recordset($2::jsonb) as made (id uuid, peer uuid)
  on conflict (org_id, review_id, peer_id) do update set state = $4, invited_by = $3, reason = $5, at = $6, answered_at = null
   where there.state in ('suggested', 'withdrawn', 'declined')
  returning peer_id as peer`);

/** Asks people, or suggests them; one who was suggested is asked, one who has accepted stays. @returns whom this changed something for. */
export const writeInvitations = async (
  tx: Tx,
  reviewId: string,
  peers: readonly { id: string; peer: string }[],
  made: { by: string; state: "suggested" | "invited"; reason: string | null; at: Date },
): Promise<string[]> => (await put(tx, reviewId, JSON.stringify(peers), made.by, made.state, made.reason, made.at)).map(({ peer }) => peer);

const answerOne = statement(
  `update rungs.peer_invitation set state = $2, reason = coalesce($3, reason), answered_at = $4 where peer_invitation_id = $1`,
);
export const answerInvitation = async (
  tx: Tx,
  id: string,
  state: "accepted" | "declined" | "withdrawn",
  reason: string | null,
  at: Date,
): Promise<void> => void (await answerOne(tx, id, state, reason, at));

const insertPeer = statement<{ id: string }>(`
  insert into rungs.assessment (org_id, assessment_id, review_id, rater_id, kind, state)
  values (rungs.current_org(), $1, $2, $3, 'peer', 'not-started')
  on conflict (org_id, review_id, kind, rater_id) do update set closed_at = null
  returning assessment_id as id`);
/** The assessment of a peer who has accepted. @returns its id, that of an earlier one where there is one. */
export async function peerAssessment(tx: Tx, id: string, reviewId: string, peerId: string): Promise<string> {
  const [made] = await insertPeer(tx, id, reviewId, peerId);
  return made?.id ?? id;
}

/** People at work by id. */
const atWorkOf = statement<Named>(
  `select person_id as id, name from rungs.person where person_id = any($1::uuid[]) and (left_on is null or left_on > $2::date)`,
);
export const atWorkAmong = (tx: Tx, ids: readonly string[], on: string) => atWorkOf(tx, ids, on);
