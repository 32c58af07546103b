import { has, inside, manages, partners, self, type Actor, type PersonSubject } from "./actor.ts";

/**
 * A review as the policy sees it. `personId` is whom the audit log says it is about: the reviewed person, and for what a peer
 * does the peer alone, so that nobody learns from the log who was asked about them.
 */
export type ReviewSubject = {
  orgId: string;
  personId: string;
  about: PersonSubject;
  /** Who rates as the manager: pinned, whoever the person reports to today. */
  manager: string | null;
  /** Everybody who rates, and whom nobody has taken it over from. */
  raters: readonly string[];
};
/** One assessment; `rater` null where it was taken over before it was submitted. */
export type AssessmentSubject = ReviewSubject & { rater: string | null };

const asManager = (actor: Actor, { about, manager }: ReviewSubject): boolean =>
  inside(actor, about) && (actor.personId === manager || manages(actor, about)) && !self(actor, about);
const office = (actor: Actor, { about }: ReviewSubject): boolean => inside(actor, about) && !self(actor, about) && partners(actor, about);

/** What belongs to one review. */
export const reviewPolicy = {
  "review.list": (actor: Actor, organisation: { orgId: string }) => inside(actor, organisation),
  "review.read": (actor: Actor, review: ReviewSubject) =>
    inside(actor, review.about) &&
    (self(actor, review.about) ||
      asManager(actor, review) ||
      review.raters.includes(actor.personId) ||
      partners(actor, review.about) ||
      has(actor, "auditor")),
  "review.write": (actor: Actor, assessment: AssessmentSubject) => inside(actor, assessment.about) && actor.personId === assessment.rater,
  /** Both sides, beside each other. */
  "review.compare": (actor: Actor, review: ReviewSubject) =>
    inside(actor, review.about) &&
    (self(actor, review.about) || asManager(actor, review) || partners(actor, review.about) || has(actor, "auditor")),
  "review.note": (actor: Actor, review: ReviewSubject) =>
    inside(actor, review.about) && (self(actor, review.about) || asManager(actor, review)),
  "review.acknowledge": (actor: Actor, review: ReviewSubject) => inside(actor, review.about) && self(actor, review.about),
  /** A second look that was asked for. */
  "review.answer": office,
  /** Suggested by the person, invited by whom the cycle lets choose. */
  "review.peers": (actor: Actor, review: ReviewSubject) =>
    inside(actor, review.about) && (self(actor, review.about) || asManager(actor, review) || office(actor, review)),
  /** An invitation is answered by whom it names. */
  "peer.answer": (actor: Actor, invitation: { orgId: string; personId: string }) =>
    inside(actor, invitation) && actor.personId === invitation.personId,
  /** A form of a check-in that was sent in too soon: by whoever answers for the person, and by nobody for themselves. */
  "checkin.reopen": (actor: Actor, review: ReviewSubject) => asManager(actor, review) || office(actor, review),
  /** With oneself or with whom one answers for. */
  "checkin.start": (actor: Actor, person: PersonSubject) =>
    inside(actor, person) && (self(actor, person) || manages(actor, person) || partners(actor, person)),
};
