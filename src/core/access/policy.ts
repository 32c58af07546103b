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
export type FrameworkSubject = { orgId: string; framework: string; state: "draft" | "in-review" | "published" | "superseded" };
export type OrganisationSubject = { orgId: string };

const isMember = (actor: Actor): actor is Member => actor.kind !== "nobody";
const inside = (actor: Actor, subject: { orgId: string }): actor is Member => isMember(actor) && actor.orgId === subject.orgId;
const has = (actor: Member, ...roles: Role[]) => actor.grants.some((grant) => roles.includes(grant.role));
const self = (actor: Member, person: PersonSubject) => actor.personId === person.personId;
const manages = (actor: Member, person: PersonSubject) => person.managers.includes(actor.personId);
const partners = (actor: Member, person: PersonSubject) =>
  actor.grants.some(
    (grant) => grant.role === "people-partner" && (grant.teams === null || grant.teams.some((team) => person.teams.includes(team))),
  );
/** Named for this one framework. */
const stewards = (actor: Member, { framework }: FrameworkSubject, ...roles: Role[]) =>
  actor.grants.some((grant) => roles.includes(grant.role) && grant.framework === framework);
/** Ladders are the organisation's, so a partner of one unit writes them like one of the whole. */
const byPartner = (actor: Actor, subject: OrganisationSubject) => inside(actor, subject) && has(actor, "people-partner");
const isAdministrator = (actor: Member) =>
  has(actor, "owner", "administrator") && (actor.scopes === null || actor.scopes.includes("admin"));

/** A person's own results, and those of whom they answer for: themselves, managers up the line, people partners of the unit, auditors. */
const readsResults = (actor: Actor, person: PersonSubject) =>
  inside(actor, person) && (self(actor, person) || manages(actor, person) || partners(actor, person) || has(actor, "auditor"));

/** Who may do what. Pure, total, and the only copy: the door enforces it and the same answers go to the screen as `can`. */
export const policy = {
  "welcome.read": () => true,
  "setup.claim": () => true,
  "session.start": () => true,
  "session.end": () => true,
  "me.read": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
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
  "person.history": readsResults,
  /** A file may say anything of anybody, so a partner of some units alone does not bring one. */
  "people.import": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) &&
    (has(actor, "owner", "administrator") || actor.grants.some(({ role, teams }) => role === "people-partner" && teams === null)),
  "gap.read": readsResults,
  "key.list": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && (isAdministrator(actor) || has(actor, "auditor")),
  "key.manage": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation) && isAdministrator(actor),
  /** Everybody reads what they did and what was done to them; `audit.read` is everybody's entries. */
  "audit.list": (actor: Actor, organisation: OrganisationSubject) => inside(actor, organisation),
  "audit.read": (actor: Actor, organisation: OrganisationSubject) =>
    inside(actor, organisation) && (isAdministrator(actor) || has(actor, "auditor")),
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
  "key.list": "me.read",
  "key.manage": "me.read",
  "audit.read": "me.read",
  "people.import": "me.read",
  "framework.create": "me.read",
  "framework.import": "me.read",
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
