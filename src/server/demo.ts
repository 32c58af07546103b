import { hashPassword } from "better-auth/crypto";
import { v7 } from "uuid";
import { DEMO_PASSWORD } from "../core/access/demo.ts";
import { canonicalJson, contentHash } from "../core/framework/canonical.ts";
import type { Framework } from "../core/framework/document.ts";
import { Problem } from "../core/problem.ts";
import type { Database } from "../db/open.ts";
import { makeKey } from "../features/accounts/store.ts";
import { publish } from "../features/frameworks/store.ts";
import { dateIn } from "../http/today.ts";
import type { Tx } from "../http/route.ts";
import { employees, type Employee } from "./demo/careers.ts";
import { insert } from "./demo/insert.ts";
import { editions, type Edition } from "./demo/ladders.ts";
import { neighbour } from "./demo/neighbour.ts";
import { recordsOf } from "./demo/records.ts";
import { cycles, reviewsOf, type Cycle, type Reviewed } from "./demo/reviews.ts";
import { personas, teams } from "./demo/roster.ts";
import { at, calendar, id, type Calendar } from "./demo/seed.ts";

/** The demo's part of what `rungs demo` prints. `role` as the policy has it; `person` an id. */
export type Demo = { organisation: string; apiKey: string; users: { email: string; password: string; role: string; person: string }[] };

const ORGANISATION = { slug: "fernhithe", name: "Fernhithe Care and Services", time_zone: "Europe/London" } as const;

const KEY_DAYS = 365;

const orgId = id("organisation", ORGANISATION.slug);
const personId = (number: number) => id("person", String(number));

/**
 * Makes the demo organisation: 120 people on all ladders, with the histories, records and reviews that show every state of a
 * gap report, and a tiny second organisation to look in from. The same people, ids and answers wherever it is made; dates are
 * counted back from `now`, so that what runs out in forty days always does.
 *
 * @throws Problem "conflict" where it is there already.
 */
export async function makeDemo(database: Database, { now }: { now: Date }): Promise<Demo> {
  const days = calendar(dateIn(ORGANISATION.time_zone, now));
  const all = employees(days);
  const published = await editions();
  await database.transaction(orgId, async (tx) => {
    const there = await tx.selectFrom("organisation").select("org_id").executeTakeFirst();
    if (there !== undefined) throw new Problem("conflict", "The demo organisation is here already.");
    await tx.insertInto("organisation").values({ org_id: orgId, ...ORGANISATION, settings: JSON.stringify({ demo: true }), created_at: at(days.ago(1130)) }).execute();
    await people(tx, all);
    const { frameworkIds, inForce, byVersion } = await ladders(tx, published, days);
    await careers(tx, all, frameworkIds);
    await records(tx, all, inForce, days);
    for (const cycle of cycles) await reviews(tx, cycle, all.flatMap((employee) => reviewsOf(employee, byVersion, cycle, days)), frameworkIds, days);
  });
  const outsider = await neighbour(database, now);
  return accounts(database, all, outsider, now);
}

async function people(tx: Tx, all: readonly Employee[]): Promise<void> {
  await insert(tx, "team", Object.entries(teams).map(([key, [name, parent]]) => ({
    org_id: orgId, team_id: id("team", key), name, parent_team_id: parent === null ? null : id("team", parent),
  })));
  await insert(tx, "person", all.map(({ number, name, team, startedOn }) => ({
    org_id: orgId, person_id: personId(number), employee_number: `F${String(number).padStart(3, "0")}`, name, email: emailOf(name),
    team_id: id("team", team), employment_share: 1, started_on: startedOn, created_at: at(startedOn),
  })));
  await insert(tx, "reporting_line", all.flatMap(({ number, lines }) =>
    lines.map(({ manager, from }, index) => ({
      org_id: orgId, reporting_line_id: id("line", `${number} ${index}`), person_id: personId(number),
      manager_id: manager === null ? null : personId(manager), from_on: from, recorded_at: at(from),
    })),
  ));
  await insert(tx, "role_grant", personas.flatMap(({ number, grants }) =>
    grants.map((role) => ({ org_id: orgId, role_grant_id: id("grant", `${number} ${role}`), person_id: personId(number), role, granted_by: personId(1), granted_at: "2026-01-05T09:00:00Z" })),
  ));
}

/** The first name and the rest, in letters that every mail program takes. */
const emailOf = (name: string): string =>
  `${name.replace(/[łøđı]/g, (letter) => ({ ł: "l", ø: "o", đ: "d", ı: "i" })[letter] ?? letter).normalize("NFKD").replace(/[^A-Za-z -]/g, "").toLowerCase().replace(/ +/g, ".")}@fernhithe.example`;

async function ladders(tx: Tx, all: readonly Edition[], { ago }: Calendar) {
  const frameworkIds = new Map<string, string>();
  const inForce = new Map<string, Framework>();
  const byVersion = new Map<string, Framework>();
  for (const { content, publishedAgo, effectiveAgo, reason, classes } of all) {
    const { frameworkId, version } = await publish(tx, orgId, {
      content, by: personId(96), reason, effectiveOn: ago(effectiveAgo), now: new Date(at(ago(publishedAgo), 90)), id: () => id("framework", content.id),
      ...(classes && { classes }),
    });
    frameworkIds.set(content.id, frameworkId);
    inForce.set(content.id, content);
    byVersion.set(`${content.id}@${version}`, content);
  }
  return { frameworkIds, inForce, byVersion };
}

const known = (ids: ReadonlyMap<string, string>, slug: string): string => {
  const found = ids.get(slug);
  if (found === undefined) throw new Error(`The demo has no framework ${slug}.`);
  return found;
};

async function careers(tx: Tx, all: readonly Employee[], frameworkIds: ReadonlyMap<string, string>): Promise<void> {
  await insert(tx, "placement", all.flatMap(({ number, placements }) =>
    placements.map(({ framework, level, version, from, reason }, index) => ({
      org_id: orgId, placement_id: id("placement", `${number} ${index}`), person_id: personId(number),
      framework_id: known(frameworkIds, framework), version, level_id: level, from_on: from, reason, recorded_by: personId(96), recorded_at: at(from),
    })),
  ));
}

async function records(tx: Tx, all: readonly Employee[], inForce: ReadonlyMap<string, Framework>, days: Calendar): Promise<void> {
  await insert(tx, "record", all.flatMap((employee) =>
    recordsOf(employee, inForce, days).map(({ kind, title, regulated, on, attested }) => ({
      org_id: orgId, record_id: id("record", `${employee.number} ${kind} ${title}`), person_id: personId(employee.number), kind, title, regulated, on_date: on,
      attested_by: attested && employee.manager !== null ? personId(employee.manager) : null, recorded_by: personId(97), recorded_at: at(on, 240),
    })),
  ));
}

const season = (date: string): string => {
  const [year = "", month = ""] = date.split("-");
  return `${["Winter", "Spring", "Summer", "Autumn"][Math.floor((Number(month) % 12) / 3)] ?? ""} ${year}`;
};

/** A released cycle whole: the reviews with their pins, what was answered, and what each rater signed, byte for byte. */
async function reviews(tx: Tx, cycle: Cycle, all: readonly Reviewed[], frameworkIds: ReadonlyMap<string, string>, { ago }: Calendar): Promise<void> {
  const cycleId = id("cycle", cycle.key);
  const title = season(ago(cycle.releasedAgo));
  await insert(tx, "cycle", [{
    org_id: orgId, cycle_id: cycleId, title, state: "released", opened_on: ago(cycle.openedAgo), closes_on: ago(cycle.closesAgo),
    released_at: at(ago(cycle.releasedAgo), 60), created_at: at(ago(cycle.openedAgo + 14)),
  }]);
  const reviewId = ({ employee }: Reviewed) => id("review", `${cycle.key} ${employee.number}`);
  await insert(tx, "review", all.map((review) => ({
    org_id: orgId, review_id: reviewId(review), cycle_id: cycleId, person_id: personId(review.employee.number), framework_id: known(frameworkIds, review.framework),
    version: review.version, level_id: review.level, target_level_ids: [...review.targets],
    acknowledged_at: review.acknowledgedOn === null ? null : at(review.acknowledgedOn, 200),
  })));

  const assessments = all.flatMap((review) => review.assessed.map((assessed) => ({ review, assessed, key: `${cycle.key} ${review.employee.number} ${assessed.kind}` })));
  await insert(tx, "assessment", assessments.map(({ review, assessed, key }) => {
    const signed = {
      rungs: "assessment@1", cycle: title, person: personId(review.employee.number), rater: personId(assessed.rater), kind: assessed.kind,
      framework: review.framework, version: review.version, level: review.level, targets: review.targets, submittedAt: at(assessed.submittedOn, 420), answers: assessed.given,
    };
    return {
      org_id: orgId, assessment_id: id("assessment", key), review_id: reviewId(review), rater_id: personId(assessed.rater), kind: assessed.kind, state: "submitted" as const,
      submitted_at: signed.submittedAt, document: canonicalJson(signed), hash: `\\x${contentHash(signed)}`,
    };
  }));
  await insert(tx, "rating", assessments.flatMap(({ assessed, key }) =>
    assessed.given.map(({ level, expectation, answer, comment, on }, index) => ({
      org_id: orgId, rating_id: id("rating", `${key} ${expectation}`), assessment_id: id("assessment", key), level_id: level, expectation_id: expectation,
      answer: typeof answer === "number" ? ("rated" as const) : answer, value: typeof answer === "number" ? answer : null, comment, rated_on: on, recorded_at: at(on, 300 + index),
    })),
  ));
  await insert(tx, "calibration", all.flatMap((review) =>
    review.calibrated.map(({ expectation, value, reason, on }) => ({
      org_id: orgId, calibration_id: id("calibration", `${cycle.key} ${review.employee.number} ${expectation}`), review_id: reviewId(review),
      expectation_id: expectation, value, reason, decided_by: personId(96), decided_at: at(on, 330),
    })),
  ));
}

/** Accounts of the personas and of the outsider. Hashing a password takes a while on purpose, so the one they share is hashed once. */
async function accounts(database: Database, all: readonly Employee[], outsider: { orgId: string; personId: string; name: string; email: string }, now: Date): Promise<Demo> {
  const password = await hashPassword(DEMO_PASSWORD);
  const named = personas.map((persona, index) => {
    const name = all.find(({ number }) => number === persona.number)?.name ?? "";
    return { ...persona, name, email: emailOf(name), orgId, personId: personId(persona.number), userId: id("account", String(persona.number)), position: index + 1 };
  });
  const stranger = { ...outsider, userId: id("account", "outsider"), role: "other-organisation-owner" };
  const users = [...named, stranger];
  await database.accounts.transaction().execute(async (tx) => {
    await tx.insertInto("user").values(users.map(({ userId, name, email }) => ({ id: userId, name, email }))).execute();
    await tx.insertInto("account").values(users.map(({ userId }) => ({ id: v7(), user_id: userId, provider_id: "credential", account_id: userId, password }))).execute();
    await tx.insertInto("membership").values(users.map((user) => ({ user_id: user.userId, org_id: user.orgId, person_id: user.personId }))).execute();
    await tx.insertInto("persona").values(named.map(({ userId, position, role, title }) => ({ user_id: userId, position, role, title }))).execute();
  });
  const partner = named.find(({ role }) => role === "people-partner");
  if (partner === undefined) throw new Error("The demo has no people partner to hold its key.");
  const owner = { orgId, personId: partner.personId, accountId: partner.userId };
  const { key } = await makeKey(database.accounts, owner, { name: "Demo", scopes: ["read", "write"], expiresAt: new Date(now.getTime() + KEY_DAYS * 86_400_000) }, now);
  return { organisation: ORGANISATION.slug, apiKey: key, users: users.map(({ email, role, personId: person }) => ({ email, password: DEMO_PASSWORD, role, person })) };
}
