import { v7 } from "uuid";
import type { KeyScope } from "../src/core/access/actor.ts";
import type { Role } from "../src/core/access/roles.ts";
import type { FrameworkDocument } from "../src/core/framework/document.ts";
import type { Answer } from "../src/core/gap/report.ts";
import { createAccount, makeKey } from "../src/features/accounts/store.ts";
import { record } from "../src/features/audit/store.ts";
import { publish as publication, type Publication } from "../src/db/publishing.ts";
import { client } from "../src/http/client.ts";
import type { Tx } from "../src/http/route.ts";
import { buildApp, type AppOptions } from "../src/server/app.ts";
import type { Api } from "../src/server/routes.ts";
import { sessions } from "../src/server/sessions.ts";
import { freshDatabase, type FreshDatabase } from "./setup/database.ts";

export type Person = { orgId: string; personId: string; name: string; email: string };
export type Client = ReturnType<typeof client<Api>>;

const SECRET = "a secret of the tests, long enough to sign with";
/** The hour at which a test's world stands still unless it says otherwise. */
export const NOON = "2026-11-21T12:00:00Z";

/**
 * A database and an application of this test file's own, empty. `now` is the application's clock, which a test may set.
 *
 * @param options what the application is to be given beside; limits are wide open unless the test is about them.
 * @param on another database than a fresh one of the run's own PostgreSQL.
 */
export async function world(options: Partial<AppOptions> = {}, on?: FreshDatabase) {
  const { database, address, superuser } = on ?? (await freshDatabase());
  const clock = { now: new Date(NOON) };
  const wide = { burst: 1e9, perSecond: 1e9 };
  const app = buildApp({
    database,
    secret: SECRET,
    version: "0.0.0",
    clock: () => clock.now,
    checkReplies: true,
    limits: { member: wide, stranger: wide, signIn: { address: wide, accountFromAddress: wide, account: wide, device: wide } },
    ...options,
  });
  const { cookieFor } = sessions({ database, secret: SECRET, https: false, record });

  /** The typed client, with these headers on every request. */
  const through = (headers: Record<string, string>): Client =>
    client<Api>((path, init) =>
      app.request(path, { ...init, headers: { origin: "http://localhost", ...Object.fromEntries(new Headers(init.headers)), ...headers } }),
    );

  /** Accounts made without a password: hashing one takes longer than most tests. */
  const known = new Map<string, Promise<string>>();
  function accountOf(person: Person): Promise<string> {
    // Whoever asks while it is being made waits for the same one.
    const account = known.get(person.personId) ?? newAccount(person);
    known.set(person.personId, account);
    return account;
  }
  async function newAccount(person: Person): Promise<string> {
    const id = v7();
    await database.accounts.insertInto("user").values({ id, name: person.name, email: person.email }).execute();
    await database.accounts.insertInto("membership").values({ user_id: id, org_id: person.orgId, person_id: person.personId }).execute();
    return id;
  }

  /** The Cookie header of a new session of this person. */
  async function cookie(person: Person): Promise<string> {
    const token = v7();
    await database.accounts
      .insertInto("session")
      .values({ id: v7(), token, user_id: await accountOf(person), expires_at: new Date(clock.now.getTime() + 86_400_000) })
      .execute();
    return cookieFor(token);
  }

  /** The Authorization header of a new key of this person. */
  async function key(person: Person, scopes: readonly KeyScope[] = ["read"]): Promise<string> {
    const owner = { orgId: person.orgId, personId: person.personId, accountId: await accountOf(person) };
    const made = await makeKey(
      database.accounts,
      owner,
      { name: "Test", scopes, expiresAt: new Date(clock.now.getTime() + 86_400_000) },
      clock.now,
    );
    return `Bearer ${made.key}`;
  }

  return {
    database,
    address,
    superuser,
    app,
    clock,
    through,
    cookie,
    key,
    as: async (person: Person): Promise<Client> => through({ cookie: await cookie(person) }),
    nobody: through({}),
    /** Gives the person a password to sign in with. */
    password: async (person: Person, password: string): Promise<void> => {
      const { accountId } = await createAccount(database.accounts, { ...person, password });
      known.set(person.personId, Promise.resolve(accountId));
    },
    organisation: async (name = "Alder House", timeZone = "Europe/London") => {
      const orgId = v7();
      const within = <T>(work: (tx: Tx) => Promise<T>) => database.transaction(orgId, work);
      const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
      await within((tx) => tx.insertInto("organisation").values({ org_id: orgId, slug, name, time_zone: timeZone }).execute());
      return { orgId, name, slug, within, ...builders(orgId, within) };
    },
  };
}
export type World = Awaited<ReturnType<typeof world>>;
export type Organisation = Awaited<ReturnType<World["organisation"]>>;

/** Long before anything that a test dates. */
const LONG_AGO = "2020-01-01";

/** What an organisation in a test is made of. Everything is written as the server would write it, under row-level security. */
function builders(orgId: string, within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>) {
  let count = 0;

  async function team(name: string, parent: string | null = null): Promise<string> {
    const team_id = v7();
    await within((tx) => tx.insertInto("team").values({ org_id: orgId, team_id, parent_team_id: parent, name }).execute());
    return team_id;
  }

  async function person(name?: string, more: { team?: string; manager?: Person; leftOn?: string } = {}): Promise<Person> {
    count += 1;
    const called = name ?? `Person ${count}`;
    const personId = v7();
    const email = `${called.toLowerCase().replace(/[^a-z0-9]+/g, ".")}.${personId.slice(-6)}@example.org`;
    await within((tx) =>
      tx
        .insertInto("person")
        .values({
          org_id: orgId,
          person_id: personId,
          employee_number: String(count),
          name: called,
          email,
          team_id: more.team ?? null,
          left_on: more.leftOn ?? null,
        })
        .execute(),
    );
    const made = { orgId, personId, name: called, email };
    if (more.manager) await manager(made, more.manager);
    return made;
  }

  /** @param by null ends the line. */
  const manager = (of: Person, by: Person | null, from = LONG_AGO) =>
    within((tx) =>
      tx
        .insertInto("reporting_line")
        .values({ org_id: orgId, reporting_line_id: v7(), person_id: of.personId, manager_id: by?.personId ?? null, from_on: from })
        .execute(),
    );

  const grant = (to: Person, role: Role, more: { teams?: readonly string[]; framework?: string; expiresOn?: string } = {}) =>
    within(async (tx) => {
      const framework =
        more.framework === undefined
          ? null
          : await tx.selectFrom("framework").select("framework_id as id").where("slug", "=", more.framework).executeTakeFirstOrThrow();
      await tx
        .insertInto("role_grant")
        .values({
          org_id: orgId,
          role_grant_id: v7(),
          person_id: to.personId,
          role,
          framework_id: framework?.id ?? null,
          team_ids: more.teams ? [...more.teams] : null,
          expires_on: more.expiresOn ?? null,
        })
        .execute();
    });

  /** The next version of the framework, in force from long ago unless told otherwise. @returns its number. */
  const publish = (content: FrameworkDocument, more: Partial<Omit<Publication, "content" | "now" | "id">> = {}): Promise<number> =>
    within(async (tx) => {
      const { version } = await publication(tx, orgId, {
        content,
        by: null,
        reason: null,
        effectiveOn: LONG_AGO,
        now: new Date(LONG_AGO),
        id: v7,
        ...more,
      });
      return version;
    });

  const versionOf = async (tx: Tx, framework: string) =>
    tx
      .selectFrom("framework_version")
      .innerJoin("framework", "framework.framework_id", "framework_version.framework_id")
      .select(["framework.framework_id", "framework_version.version"])
      .where("slug", "=", framework)
      .where("state", "=", "published")
      .executeTakeFirstOrThrow();

  /** @param at `framework/level`, under the version that is published now. */
  const place = (who: Person, at: string, from = LONG_AGO) =>
    within(async (tx) => {
      const [framework = "", level_id = ""] = at.split("/");
      const { framework_id, version } = await versionOf(tx, framework);
      await tx
        .insertInto("placement")
        .values({ org_id: orgId, placement_id: v7(), person_id: who.personId, framework_id, version, level_id, from_on: from })
        .execute();
    });

  /** A whole cycle of one person, released: what the manager said and, where given, what they said themselves. */
  const rate = (
    who: Person,
    at: string,
    answers: Readonly<Record<string, Answer>>,
    more: { by: Person; self?: Readonly<Record<string, Answer>>; on?: string; cycle?: string },
  ) =>
    within(async (tx) => {
      const [framework = "", level_id = ""] = at.split("/");
      const { framework_id, version } = await versionOf(tx, framework);
      const on = more.on ?? "2026-03-09";
      const cycle_id = v7();
      const review_id = v7();
      await tx
        .insertInto("cycle")
        .values({
          org_id: orgId,
          cycle_id,
          title: more.cycle ?? `Cycle ${on}`,
          state: "released",
          opened_on: on,
          released_at: `${on}T12:00:00Z`,
        })
        .execute();
      await tx
        .insertInto("review")
        .values({
          org_id: orgId,
          review_id,
          cycle_id,
          person_id: who.personId,
          framework_id,
          version,
          level_id,
          target_level_ids: [level_id],
        })
        .execute();
      const raters = [
        { kind: "manager", rater: more.by, said: answers },
        ...(more.self ? [{ kind: "self", rater: who, said: more.self } as const] : []),
      ] as const;
      for (const { kind, rater, said } of raters) {
        const assessment_id = v7();
        await tx
          .insertInto("assessment")
          .values({
            org_id: orgId,
            assessment_id,
            review_id,
            rater_id: rater.personId,
            kind,
            state: "submitted",
            submitted_at: `${on}T11:00:00Z`,
          })
          .execute();
        for (const [expectation_id, answer] of Object.entries(said))
          await tx
            .insertInto("rating")
            .values({
              org_id: orgId,
              rating_id: v7(),
              assessment_id,
              level_id,
              expectation_id,
              rated_on: on,
              ...(typeof answer === "number" ? { answer: "rated" as const, value: answer } : { answer, value: null }),
            })
            .execute();
      }
    });

  /** A qualification, training, check, thing demonstrated or responsibility of a person. */
  const hold = (
    who: Person,
    kind: "qualification" | "training" | "check" | "demonstrated" | "responsibility",
    title: string,
    on: string,
    more: { regulated?: string; validMonths?: number } = {},
  ) =>
    within((tx) =>
      tx
        .insertInto("record")
        .values({
          org_id: orgId,
          record_id: v7(),
          person_id: who.personId,
          kind,
          title,
          on_date: on,
          regulated: more.regulated ?? null,
          valid_months: more.validMonths ?? null,
        })
        .execute(),
    );

  return { team, person, manager, grant, publish, place, rate, hold };
}
