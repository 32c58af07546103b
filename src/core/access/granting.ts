import { has, inside, isAdministrator, partnersAll, type Actor, type Member, type OrganisationSubject } from "./actor.ts";
import type { Role } from "./roles.ts";

/** A role that somebody has or is to have. `personId` is theirs. */
export type RoleSubject = { orgId: string; personId: string; role: Role };

/** A message of the outbox; `toOwner` where it is for an owner, whose account it may open. */
export type MessageSubject = { orgId: string; toOwner: boolean };

/** Only owners make owners, whoever gives roles is an owner or administrator, and nobody gives one to themselves. */
export const mayGrant = (actor: Actor, { orgId, personId, role }: RoleSubject): boolean =>
  inside(actor, { orgId }) && isAdministrator(actor) && actor.personId !== personId && (role !== "owner" || has(actor, "owner"));

/** As giving; a role of one's own can be laid down besides. A key lays nothing down: whoever holds it may not be who made it. */
export const mayRevoke = (actor: Actor, subject: RoleSubject): boolean =>
  mayGrant(actor, subject) || (inside(actor, subject) && actor.kind === "person" && actor.personId === subject.personId);

/** Whoever opens a message to an owner could become that owner: it is for owners alone. */
export const opensMessage = (actor: Actor, { orgId, toOwner }: MessageSubject): boolean =>
  inside(actor, { orgId }) && isAdministrator(actor) && (!toOwner || has(actor, "owner"));

/**
 * Whoever takes everybody's keys away lets in who can read their mail: owners alone, also for themselves, since the last owner
 * has nobody to ask.
 */
export const liftsFactors = (actor: Actor, organisation: OrganisationSubject): boolean =>
  inside(actor, organisation) && has(actor, "owner") && isAdministrator(actor);

/** Who brings people in: whoever may import them. */
export const invites = (actor: Actor, organisation: OrganisationSubject): boolean =>
  inside(actor, organisation) && (isAdministrator(actor) || partnersAll(actor));

/**
 * Whoever keeps people says where an invitation goes, and could take one up themselves: who is to be an owner is brought in by
 * owners alone, and an administrator by owners and administrators.
 */
export const bringsIn = (actor: Member, theirs: readonly Role[]): boolean =>
  (!theirs.includes("owner") || has(actor, "owner")) && (!theirs.includes("administrator") || isAdministrator(actor));

/** A grant is of the whole organisation unless it is narrowed; what narrows it depends on the role. */
export const narrowedBy = (role: Role): "units" | "framework" | null =>
  role === "people-partner" ? "units" : role === "author" || role === "reviewer" || role === "publisher" ? "framework" : null;
