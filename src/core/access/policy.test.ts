import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor, Grant, Member, PersonSubject } from "./actor.ts";
import { can, covers, knowsOf, policy, scope, type Permission } from "./policy.ts";
import { roles } from "./roles.ts";

const ids = fc.constantFrom("a", "b", "c", "d");
const grant: fc.Arbitrary<Grant> = fc.record({
  role: fc.constantFrom(...roles),
  framework: fc.option(fc.constantFrom("operations", "care")),
  teams: fc.option(fc.uniqueArray(fc.constantFrom("north", "south", "west"))),
});
const member: fc.Arbitrary<Member> = fc.record({
  kind: fc.constantFrom("person", "key"),
  orgId: fc.constantFrom("alder", "beech"),
  personId: ids,
  accountId: ids,
  grants: fc.array(grant, { maxLength: 4 }),
  scopes: fc.option(fc.uniqueArray(fc.constantFrom("read", "write", "admin"))),
});
const person: fc.Arbitrary<PersonSubject> = fc.record({
  orgId: fc.constantFrom("alder", "beech"),
  personId: ids,
  managers: fc.uniqueArray(ids),
  teams: fc.uniqueArray(fc.constantFrom("north", "south", "west")),
});
const framework = fc.record({
  orgId: fc.constantFrom("alder", "beech"),
  framework: fc.constantFrom("operations", "care"),
  state: fc.constantFrom("draft", "in-review", "published", "superseded"),
});
const nobody: Actor = { kind: "nobody" };
/** Asked of anybody, before there is an organisation. */
const open: readonly Permission[] = [
  "welcome.read",
  "setup.claim",
  "session.start",
  "session.end",
  "invitation.read",
  "invitation.accept",
  "message.unsubscribe",
];
const permissions = Object.keys(policy) as Permission[]; // the policy's own keys
const asks = (permission: Permission, actor: Actor, subject: object) =>
  (policy[permission] as (actor: Actor, subject: object) => boolean)(actor, subject);
const anySubject = fc
  .oneof(person, framework, fc.record({ orgId: fc.constantFrom("alder", "beech") }))
  .map((subject) => ({
    managers: [],
    teams: [],
    units: null,
    frameworks: ["operations"],
    recordedBy: "a",
    personId: "-",
    framework: "-",
    state: "draft",
    ...subject,
  }))
  // What belongs to a review asks about its person.
  .chain((subject) =>
    fc
      .record({ manager: fc.option(ids), raters: fc.uniqueArray(ids), rater: fc.option(ids) })
      .map((review) => ({ ...subject, ...review, about: subject })),
  );

test("nobody may do anything but what is asked before signing in", () => {
  fc.assert(
    fc.property(fc.constantFrom(...permissions), anySubject, (permission, subject) => {
      expect(asks(permission, nobody, subject)).toBe(open.includes(permission));
    }),
  );
});

test("no role and no scope reaches into another organisation", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...permissions.filter((each) => !open.includes(each))),
      member,
      anySubject,
      (permission, actor, subject) => {
        fc.pre(actor.orgId !== subject.orgId);
        expect(asks(permission, actor, subject)).toBe(false);
        expect(knowsOf(actor, permission, subject)).toBe(false);
      },
    ),
  );
});

test("a role more never takes anything away", () => {
  fc.assert(
    fc.property(fc.constantFrom(...permissions), member, grant, anySubject, (permission, actor, more, subject) => {
      if (asks(permission, actor, subject)) expect(asks(permission, { ...actor, grants: [...actor.grants, more] }, subject)).toBe(true);
    }),
  );
});

test("a key never does more than the person it acts for", () => {
  fc.assert(
    fc.property(fc.constantFrom(...permissions), member, anySubject, (permission, actor, subject) => {
      if (asks(permission, actor, subject)) expect(asks(permission, { ...actor, kind: "person", scopes: null }, subject)).toBe(true);
      expect(covers({ ...actor, scopes: null }, "read") && covers({ ...actor, scopes: null }, "write")).toBe(true);
    }),
  );
});

describe("results of a person", () => {
  const subject: PersonSubject = { orgId: "alder", personId: "kit", managers: ["sam", "rowan"], teams: ["night", "north"] };
  const who = (personId: string, ...grants: Partial<Grant>[]): Member => ({
    kind: "person",
    orgId: "alder",
    personId,
    accountId: personId,
    scopes: null,
    grants: grants.map((each) => ({ role: "auditor", framework: null, teams: null, ...each })),
  });
  test.each<[string, Member, boolean]>([
    ["the person", who("kit"), true],
    ["their manager", who("sam"), true],
    ["their manager's manager", who("rowan"), true],
    ["a colleague", who("jo"), false],
    ["a people partner of the whole organisation", who("jo", { role: "people-partner" }), true],
    ["a people partner of the unit above theirs", who("jo", { role: "people-partner", teams: ["north"] }), true],
    ["a people partner of another unit", who("jo", { role: "people-partner", teams: ["south"] }), false],
    ["a people partner of no unit", who("jo", { role: "people-partner", teams: [] }), false],
    ["an auditor", who("jo", { role: "auditor" }), true],
    ["an administrator", who("jo", { role: "administrator" }), false],
    ["the owner", who("jo", { role: "owner" }), false],
    ["an author", who("jo", { role: "author", framework: "operations" }), false],
  ])("%s", (_who, actor, allowed) => {
    expect(can(actor, ["gap.read", "person.records"], subject)).toEqual({ "gap.read": allowed, "person.records": allowed });
    expect(can(actor, ["person.read"], subject)).toEqual({ "person.read": true });
  });
});

test("what is recorded of people is kept by partners of their units and by administrators, whom it shows no results", () => {
  fc.assert(
    fc.property(member, person, (actor, subject) => {
      fc.pre(actor.orgId === subject.orgId);
      const partner = actor.grants.some(
        ({ role, teams }) => role === "people-partner" && (teams === null || teams.some((team) => subject.teams.includes(team))),
      );
      const administers = actor.grants.some(({ role }) => role === "owner" || role === "administrator");
      const keeps = partner || administers;
      expect(can(actor, ["person.edit", "person.place"], subject)).toEqual({ "person.edit": keeps, "person.place": keeps });
      expect(policy["person.history"](actor, subject)).toBe(keeps || policy["gap.read"](actor, subject));
      expect(policy["person.create"](actor, subject)).toBe(keeps);
      // Which unit is whose is for nobody to say who answers for some units alone.
      expect(policy["team.manage"](actor, subject)).toBe(
        administers || actor.grants.some(({ role, teams }) => role === "people-partner" && teams === null),
      );
    }),
  );
});

test("a draft is for its authors, reviewers and publishers, people partners and auditors; what is published is everybody's", () => {
  fc.assert(
    fc.property(member, framework, (actor, subject) => {
      fc.pre(actor.orgId === subject.orgId);
      const open = subject.state === "published" || subject.state === "superseded";
      const works = actor.grants.some(
        ({ role, framework: on }) => (role === "author" || role === "reviewer" || role === "publisher") && on === subject.framework,
      );
      const reads = actor.grants.some(({ role }) => role === "people-partner" || role === "auditor");
      expect(policy["framework.read"](actor, subject)).toBe(open || works || reads);
    }),
  );
});

test("a list of results shows exactly those whom the policy would show one by one", () => {
  fc.assert(
    fc.property(member, person, (actor, subject) => {
      fc.pre(actor.orgId === subject.orgId);
      const { all, personId, teams, orgId } = scope(actor);
      const listed =
        orgId === subject.orgId &&
        (all || subject.personId === personId || subject.managers.includes(personId) || teams.some((team) => subject.teams.includes(team)));
      expect(listed).toBe(policy["gap.read"](actor, subject));
    }),
  );
});

test("being refused keys or the log says that they exist, being refused somebody's report does not", () => {
  const colleague: Member = { kind: "person", orgId: "alder", personId: "jo", accountId: "jo", grants: [], scopes: null };
  expect(knowsOf(colleague, "key.manage", { orgId: "alder" })).toBe(true);
  expect(knowsOf(colleague, "gap.read", { orgId: "alder", personId: "kit", managers: [], teams: [] })).toBe(false);
});
