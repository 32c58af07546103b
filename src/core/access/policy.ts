import {
  authorsAll,
  byPartner,
  has,
  inside,
  isAdministrator,
  manages,
  partners,
  partnersAll,
  partnersEach,
  self,
  stewards,
  type Actor,
  type CpdSubject,
  type CycleSubject,
  type Member,
  type PersonSubject,
  type ResourceSubject,
  type UnitSubject,
  type FrameworkSubject,
  type OrganisationSubject,
} from "./actor.ts";
import { reviewPolicy } from "./review.ts";
import { sharingPolicy } from "./sharing.ts";
import { invites, liftsFactors, mayGrant, mayRevoke, opensMessage } from "./granting.ts";

/** A person's own results, and those of whom they answer for: themselves, managers up the line, people partners of the unit, auditors. */
const readsResults = (actor: Actor, person: PersonSubject) =>
  inside(actor, person) && (self(actor, person) || manages(actor, person) || partners(actor, person) || has(actor, "auditor"));

/** Who keeps what is recorded of people: partners of the unit, and administrators, who read no results by it. */
const keepsPeople = (actor: Actor, unit: UnitSubject) =>
  inside(actor, unit) && (partners(actor, unit) || has(actor, "owner", "administrator"));
/** A file may say anything of anybody, and the tree of teams says whose units are whose: a partner of some units alone changes neither. */
const keepsAll = (actor: Actor, organisation: OrganisationSubject) =>
  inside(actor, organisation) && (has(actor, "owner", "administrator") || partnersAll(actor));

/** Whoever runs a cycle: people partners, of units where all who take part are theirs. */
const runsCycle = (actor: Actor, cycle: CycleSubject) => inside(actor, cycle) && partnersEach(actor, cycle);
const readsCycle = (actor: Actor, cycle: CycleSubject) => inside(actor, cycle) && (partnersEach(actor, cycle) || has(actor, "auditor"));

/** Who may do what. Pure, total, and the only copy: the door enforces it and the same answers go to the screen as `can`. */
export const policy = {
  "welcome.read": () => true,
  "setup.claim": () => true,
  "session.start": () => true,
  "session.end": () => true,
  "me.read": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  /** What is asked of oneself, where one stands, and what is going on that one answers for. */
  "home.read": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  /** What goes on that people partners answer for: counts and titles, of their units where it is about people. */
  "home.office": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && has(actor, "people-partner", "auditor"),
  /** By name, of what one may open. */
  "search.find": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  /** How far an organisation has been set up. */
  "start.read": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation) && isAdministrator(actor),
  /** One's own sign-in and sessions; a key is no way to them. */
  "account.manage": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation) && actor.kind === "person",
  /** For somebody who lost every key. */
  "account.recover": liftsFactors,
  "framework.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "framework.read": (actor: Actor, framework: FrameworkSubject) =>
    inside(actor, framework) &&
    (framework.state === "published" ||
      framework.state === "superseded" ||
      has(actor, "people-partner", "auditor") ||
      stewards(actor, framework, "author", "reviewer", "publisher")),
  "framework.create": byPartner,
  "framework.import": byPartner,
  "framework.edit": (actor: Actor, framework: FrameworkSubject) =>
    byPartner(actor, framework) || (inside(actor, framework) && stewards(actor, framework, "author")),
  "framework.comment": (actor: Actor, framework: FrameworkSubject) =>
    byPartner(actor, framework) || (inside(actor, framework) && stewards(actor, framework, "author", "reviewer", "publisher")),
  "framework.review": (actor: Actor, framework: FrameworkSubject) =>
    byPartner(actor, framework) || (inside(actor, framework) && stewards(actor, framework, "reviewer")),
  "framework.publish": (actor: Actor, framework: FrameworkSubject) =>
    byPartner(actor, framework) || (inside(actor, framework) && stewards(actor, framework, "publisher")),
  "framework.steward": (actor: Actor, framework: FrameworkSubject) => byPartner(actor, framework),
  "framework.move": (actor: Actor, framework: FrameworkSubject) => byPartner(actor, framework),
  "person.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "person.read": (actor: Actor, person: PersonSubject) => inside(actor, person),
  /** Who has left, and who is still to come, is no part of what everybody looks up. */
  "person.list-left": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && has(actor, "owner", "administrator", "people-partner", "auditor"),
  "person.history": (actor: Actor, person: PersonSubject) => readsResults(actor, person) || keepsPeople(actor, person),
  "person.records": readsResults,
  /** One's own, as unverified; of others whoever answers for them. */
  "person.records.write": (actor: Actor, person: PersonSubject) =>
    inside(actor, person) && (self(actor, person) || manages(actor, person) || partners(actor, person)),
  /** Nobody vouches for themselves. */
  "person.records.verify": (actor: Actor, person: PersonSubject) =>
    inside(actor, person) && !self(actor, person) && (manages(actor, person) || partners(actor, person)),
  /** Of those whose results one may see. */
  "person.records.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "cpd.read": readsResults,
  /** One's own log; whoever answers for somebody may log for them, who perhaps has no account. */
  "cpd.write": (actor: Actor, person: PersonSubject) =>
    inside(actor, person) && (self(actor, person) || manages(actor, person) || partners(actor, person)),
  /** What somebody else logged for them is theirs too; what they logged themselves is nobody else's to change. */
  "cpd.change": (actor: Actor, entry: CpdSubject) =>
    inside(actor, entry) &&
    (self(actor, entry) || (entry.recordedBy === actor.personId && (manages(actor, entry) || partners(actor, entry)))),
  "cpd.verify": (actor: Actor, person: PersonSubject) =>
    inside(actor, person) && !self(actor, person) && (manages(actor, person) || partners(actor, person)),
  /** Of those whose results one may see. */
  "cpd.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  /** What there is to learn from is everybody's. */
  "resource.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "resource.create": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && has(actor, "people-partner", "author"),
  "resource.edit": (actor: Actor, resource: ResourceSubject) =>
    byPartner(actor, resource) || (inside(actor, resource) && authorsAll(actor, resource)),
  /** Hang it on what this framework asks for, or take it off. */
  "resource.attach": (actor: Actor, framework: FrameworkSubject) =>
    byPartner(actor, framework) || (inside(actor, framework) && stewards(actor, framework, "author")),
  "person.create": keepsPeople,
  "person.edit": (actor: Actor, person: PersonSubject) => keepsPeople(actor, person),
  "person.place": (actor: Actor, person: PersonSubject) => keepsPeople(actor, person),
  "team.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "team.manage": keepsAll,
  "people.import": keepsAll,
  "gap.read": readsResults,
  /** Of those whose results one may see. */
  "gap.team": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  ...sharingPolicy,
  "plan.read": readsResults,
  /** Both sides write a plan, the person and whoever answers for them; which of them may agree or close is `core/plan/life.ts`. */
  "plan.write": (actor: Actor, person: PersonSubject) =>
    inside(actor, person) && (self(actor, person) || manages(actor, person) || partners(actor, person)),
  /** Of those whose plans one may see. */
  "barrier.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  /** Where somebody wants to go is theirs to say, and nobody else's. */
  "direction.say": (actor: Actor, person: PersonSubject) => inside(actor, person) && self(actor, person),
  /** Everybody finds the cycles that they are in. */
  "cycle.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "cycle.create": byPartner,
  "cycle.read": readsCycle,
  /** What was said in it of everybody. */
  "cycle.results": readsCycle,
  "cycle.manage": runsCycle,
  "cycle.calibrate": runsCycle,
  "cycle.release": runsCycle,
  /** Figures about many: of those whose results one may see. */
  "insight.read": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  /** The same figures of everybody, where groups of those whom one may not see one by one are large enough. */
  "insight.whole": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && (partnersAll(actor) || has(actor, "auditor", "owner")),
  "role.list": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && (isAdministrator(actor) || has(actor, "auditor")),
  "role.grant": mayGrant,
  "role.revoke": mayRevoke,
  "invitation.list": invites,
  "invitation.manage": invites,
  /** Whoever has the link. */
  "invitation.read": () => true,
  "invitation.accept": () => true,
  /** With an account that one has already signed in to. */
  "invitation.join": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation) && actor.kind === "person",
  "message.list": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && (isAdministrator(actor) || has(actor, "auditor")),
  "message.read": opensMessage,
  "message.manage": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation) && isAdministrator(actor),
  "message.unsubscribe": () => true,
  /** What Rungs has told oneself, and how one wants to be told. */
  "notification.read": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "key.list": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && (isAdministrator(actor) || has(actor, "auditor")),
  "key.manage": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation) && isAdministrator(actor),
  /** Everybody reads what they did and what was done to them; `audit.read` is everybody's entries. */
  "audit.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "audit.read": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && (isAdministrator(actor) || has(actor, "auditor")),
  /** What the organisation has decided for itself. */
  "settings.read": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && (isAdministrator(actor) || has(actor, "auditor")),
  "settings.change": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation) && isAdministrator(actor),
  /** A copy of everything about somebody: theirs to take; of another for whoever answers such requests. It holds results only where `gap.read` shows them. */
  "person.export": (actor: Actor, person: PersonSubject) =>
    inside(actor, person) && (self(actor, person) || partners(actor, person) || isAdministrator(actor)),
  ...reviewPolicy,
  "person.erase": (actor: Actor, person: PersonSubject) => inside(actor, person) && isAdministrator(actor),
} satisfies Record<string, (actor: Actor, subject: never) => boolean>;

export type Permission = keyof typeof policy;
export type Subject<P extends Permission> = Parameters<(typeof policy)[P]> extends [Actor, infer S] ? S : null;

/** The permissions of one kind of thing that this actor has on it, for the screen. */
export function can<P extends Permission>(actor: Actor, permissions: readonly P[], subject: Subject<P>): Record<P, boolean> {
  return Object.fromEntries(
    // Each permission is asked with the subject its own signature names: P fixes both.
    permissions.map((permission) => [permission, (policy[permission] as (actor: Actor, subject: unknown) => boolean)(actor, subject)]),
  ) as Record<P, boolean>;
}

/** What being refused may admit to exist, by permission: whoever holds the other one knows of the thing and is told "forbidden". All else is "not found". */
const known: Partial<Record<Permission, Permission>> = {
  "account.manage": "me.read",
  "account.recover": "me.read",
  "start.read": "me.read",
  "key.list": "me.read",
  "role.list": "me.read",
  "role.grant": "me.read",
  "role.revoke": "me.read",
  "invitation.list": "me.read",
  "invitation.manage": "me.read",
  "invitation.join": "me.read",
  "message.list": "me.read",
  "message.read": "me.read",
  "message.manage": "me.read",
  "key.manage": "me.read",
  "audit.read": "me.read",
  "settings.read": "me.read",
  "settings.change": "me.read",
  "person.records.write": "person.records",
  "plan.write": "plan.read",
  "cpd.write": "cpd.read",
  "cpd.change": "cpd.read",
  "resource.create": "me.read",
  "resource.edit": "resource.list",
  "resource.attach": "framework.read",
  "person.export": "person.read",
  "person.erase": "person.read",
  "people.import": "me.read",
  "person.create": "me.read",
  "person.edit": "person.read",
  "person.place": "person.read",
  "team.manage": "me.read",
  "framework.create": "me.read",
  "framework.import": "me.read",
  "cycle.create": "me.read",
  "cycle.manage": "cycle.read",
  "cycle.calibrate": "cycle.read",
  "cycle.release": "cycle.read",
  "framework.edit": "framework.read",
  "framework.comment": "framework.read",
  "framework.review": "framework.read",
  "framework.publish": "framework.read",
  "framework.steward": "framework.read",
  "framework.move": "framework.read",
};

/** @returns whether this actor, refused this permission, may know that the subject exists. */
export function knowsOf(actor: Actor, permission: Permission, subject: unknown): boolean {
  const other = known[permission];
  // `known` pairs permissions that take the same kind of subject.
  return other !== undefined && (policy[other] as (actor: Actor, subject: unknown) => boolean)(actor, subject);
}

/** @returns whether a key's scopes let it try at all; people in a browser are not limited so. */
export const covers = (actor: Member, effect: "read" | "write") => actor.scopes === null || actor.scopes.includes(effect);

declare const scoped: unique symbol;
/** Whose results a list may hold. Only `scope` makes one, and stores that list results ask for it. */
export type Scope = { orgId: string; all: boolean; personId: string; teams: readonly string[] } & { [scoped]: true };

/** @returns for lists of results: everybody's (`all`), or own, reports' and the given units'. */
export function scope(actor: Member): Scope {
  const partner = actor.grants.filter((grant) => grant.role === "people-partner");
  return {
    orgId: actor.orgId,
    all: partner.some((grant) => grant.teams === null) || has(actor, "auditor"),
    personId: actor.personId,
    teams: partner.flatMap((grant) => grant.teams ?? []),
  } as unknown as Scope; // the brand exists in types only, so no value can carry it
}
