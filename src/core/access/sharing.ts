import { has, inside, manages, partners, self, type Actor, type Member, type PersonSubject } from "./actor.ts";

/** A copy of somebody's gap report, as the policy sees it: whose report it is, and who handed it to whom. */
export type CopySubject = PersonSubject & { sharedBy: string; sharedWith: string; revoked: boolean };

/** Whoever answers for the person; an auditor reads and hands nothing on. */
const answersFor = (actor: Member, person: PersonSubject) => self(actor, person) || manages(actor, person) || partners(actor, person);

export const sharingPolicy = {
  "gap.share": (actor: Actor, person: PersonSubject) => inside(actor, person) && answersFor(actor, person),
  /** Everybody has a list of what was shared with them and by them. */
  "copy.list": (actor: Actor, organisation: { orgId: string }) => inside(actor, organisation),
  /** That there is such a copy. Whoever had it and has it no more is told so. */
  "copy.read": (actor: Actor, copy: CopySubject) =>
    inside(actor, copy) && (answersFor(actor, copy) || has(actor, "auditor") || actor.personId === copy.sharedWith),
  /** What it says. */
  "copy.open": (actor: Actor, copy: CopySubject) =>
    inside(actor, copy) && (answersFor(actor, copy) || has(actor, "auditor") || (actor.personId === copy.sharedWith && !copy.revoked)),
  /** The person, whoever shared it for as long as they answer for the person, and people partners. */
  "copy.revoke": (actor: Actor, copy: CopySubject) => inside(actor, copy) && answersFor(actor, copy),
};

/**
 * Whom a copy may be handed to: a person hands theirs to whom they like; whoever else answers for them to the person and to
 * those who manage them, since the rest may not see it.
 */
export const mayReceive = (sharer: Member, person: PersonSubject, recipient: string): boolean =>
  recipient !== sharer.personId && (self(sharer, person) || recipient === person.personId || person.managers.includes(recipient));
