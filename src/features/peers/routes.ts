import { z } from "zod";
import { reviewRow } from "../../db/reviews.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Invitation = z.object({
  id: z.uuid(),
  peer: Named,
  invitedBy: Named,
  /** Whether they have written anything is nobody's to know but people partners'. */
  state: z.enum(["suggested", "invited", "accepted", "declined"]),
  reason: z.string().nullable(),
});
const Peers = z.object({
  items: z.array(Invitation),
  /** From how many on what they say is put together; below that only people partners read it. */
  from: z.int(),
  chosenBy: z.enum(["employee", "manager", "partner"]),
  can: z.object({ invite: z.boolean(), suggest: z.boolean() }),
});
const ofReview = { reviewId: z.uuid() };

export const peerList = route({
  method: "GET",
  path: "/reviews/:reviewId/peers",
  summary: "Who has been suggested or asked as a peer",
  input: z.object(ofReview),
  output: Peers,
  allow: "review.peers",
  audit: { none: "who was asked, and nothing of what they said" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today),
  handle: ({ tx, actor, subject }) => store.list(tx, actor, subject),
});

export const peerInvite = route({
  method: "POST",
  path: "/reviews/:reviewId/peers",
  summary: "Ask somebody as a peer where you choose them, else suggest them",
  input: z.object({ ...ofReview, people: z.array(z.uuid()).min(1).max(20), reason: z.string().trim().max(4000).optional() }),
  output: Peers,
  allow: "review.peers",
  audit: { action: "review.peers", when: "always" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today, true),
  handle: (context) => store.invite(context),
});

const answered = z.object({
  id: z.uuid(),
  state: z.enum(["accepted", "declined", "withdrawn"]),
  review: z.uuid(),
  assessment: z.uuid().nullable(),
});
export const peerAccept = route({
  method: "POST",
  path: "/peer-invitations/:invitationId/accept",
  summary: "Accept to say something as a peer",
  input: z.object({ invitationId: z.uuid() }),
  output: answered,
  allow: "peer.answer",
  audit: { action: "peer.accept", when: "always" },
  subject: (tx, { invitationId }, _actor, today) => store.invited(tx, invitationId, today),
  handle: (context) => store.accept(context),
});
export const peerDecline = route({
  method: "POST",
  path: "/peer-invitations/:invitationId/decline",
  summary: "Decline to say something as a peer, with a reason if you wish",
  input: z.object({ invitationId: z.uuid(), reason: z.string().trim().max(4000).optional() }),
  output: answered,
  allow: "peer.answer",
  audit: { action: "peer.decline", when: "always" },
  subject: (tx, { invitationId }, _actor, today) => store.invited(tx, invitationId, today),
  handle: (context) => store.decline(context),
});

export const peerRoutes = [peerList, peerInvite, peerAccept, peerDecline] as const;
