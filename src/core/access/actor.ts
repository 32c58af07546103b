import type { Role } from "./roles.ts";

/** Who is asking. `nobody` has not signed in; a key acts for the person who made it, within its scopes. */
export type Member = {
  kind: "person" | "key";
  orgId: string;
  personId: string;
  accountId: string;
  grants: readonly Grant[];
  /** What a key may do; null for a person in a browser. */
  scopes: readonly KeyScope[] | null;
};
export type Nobody = { kind: "nobody" };
export type Actor = Member | Nobody;
export type KeyScope = "read" | "write" | "admin";

/** A role given to a person; `teams` limits a people partner to units, `framework` an author, reviewer or publisher to one framework. */
export type Grant = { role: Role; framework: string | null; teams: readonly string[] | null };

/** A person as the policy sees them: `managers` are the ids of direct and indirect managers today, `teams` own team and those above it. */
export type PersonSubject = { orgId: string; personId: string; managers: readonly string[]; teams: readonly string[] };
/** Somebody's logged learning; `recordedBy` whoever logged it. */
export type CpdSubject = PersonSubject & { recordedBy: string };
export type FrameworkSubject = { orgId: string; framework: string; state: "draft" | "in-review" | "published" | "superseded" };
export type OrganisationSubject = { orgId: string };
/** Something to learn from; `frameworks` are the slugs of all that it is attached to. */
export type ResourceSubject = { orgId: string; frameworks: readonly string[] };
/** An evaluation cycle: `units` are the units that its people are of, each with those above it; null where some are of none, or it is for everybody. */
export type CycleSubject = { orgId: string; units: readonly (readonly string[])[] | null };
/** A unit, or where somebody is to be put: the team and those above it, none for no team. */
export type UnitSubject = { orgId: string; teams: readonly string[] };

export const isMember = (actor: Actor): actor is Member => actor.kind !== "nobody";
export const inside = (actor: Actor, subject: { orgId: string }): actor is Member => isMember(actor) && actor.orgId === subject.orgId;
export const has = (actor: Member, ...roles: Role[]) => actor.grants.some((grant) => roles.includes(grant.role));
export const self = (actor: Member, person: PersonSubject) => actor.personId === person.personId;
export const manages = (actor: Member, person: PersonSubject) => person.managers.includes(actor.personId);
export const partners = (actor: Member, unit: UnitSubject) =>
  actor.grants.some(
    (grant) => grant.role === "people-partner" && (grant.teams === null || grant.teams.some((team) => unit.teams.includes(team))),
  );
/** People partner of all units, not of some alone. */
export const partnersAll = (actor: Member) => actor.grants.some(({ role, teams }) => role === "people-partner" && teams === null);
/** A partner of units answers for what concerns their own units alone. */
export const partnersEach = (actor: Member, { units }: CycleSubject) =>
  partnersAll(actor) ||
  (units !== null &&
    units.length > 0 &&
    units.every((line) => actor.grants.some(({ role, teams }) => role === "people-partner" && teams?.some((team) => line.includes(team)))));
/** Named for this one framework. */
export const stewards = (actor: Member, { framework }: FrameworkSubject, ...roles: Role[]) =>
  actor.grants.some((grant) => roles.includes(grant.role) && grant.framework === framework);
/** Author of each framework that it is attached to, of which there is one at least. */
export const authorsAll = (actor: Member, { frameworks }: ResourceSubject) =>
  frameworks.length > 0 &&
  frameworks.every((framework) => actor.grants.some((grant) => grant.role === "author" && grant.framework === framework));
/** Ladders are the organisation's, so a partner of one unit writes them like one of the whole. */
export const byPartner = (actor: Actor, subject: OrganisationSubject) => inside(actor, subject) && has(actor, "people-partner");
export const isAdministrator = (actor: Member) =>
  has(actor, "owner", "administrator") && (actor.scopes === null || actor.scopes.includes("admin"));
