import { UsageError, type Io } from "../cli/command.ts";
import { versionOfRungs } from "../cli/version.ts";
import { whereOf } from "../config.ts";
import type { Database } from "../db/open.ts";
import { statement } from "../db/statement.ts";
import { makeKey } from "../features/accounts/store.ts";
import { buildApp } from "./app.ts";
import { provide } from "./database.ts";
import { filesOf, vaultIn } from "./vault.ts";

export type DirectFlags = { data: string | undefined; databaseUrl: string | undefined; organisation: string | undefined };
/** Asks the application that runs within this command, as an owner of the organisation. */
export type Direct = { send: (path: string, init: RequestInit) => Promise<Response>; stop: () => Promise<void> };

/** A command takes its time, but not longer than this, in ms. */
const HOUR = 3_600_000;

type Owner = { orgId: string; slug: string; personId: string; accountId: string };
const ownersOf = statement<{ slug: string; personId: string }>(`
  select organisation.slug, role_grant.person_id as "personId"
    from rungs.organisation
    join rungs.role_grant on role_grant.org_id = organisation.org_id
    join rungs.person on person.org_id = role_grant.org_id and person.person_id = role_grant.person_id
   where role_grant.role = 'owner' and role_grant.expires_on is null and person.left_on is null
   order by role_grant.granted_at, role_grant.person_id`);

/** An owner of each organisation who has an account. */
async function owners(database: Database): Promise<Owner[]> {
  const members = await database.accounts
    .selectFrom("membership")
    .select(["user_id as accountId", "org_id as orgId", "person_id as personId"])
    .orderBy("created_at")
    .execute();
  const byOrganisation = Map.groupBy(members, ({ orgId }) => orgId);
  const found: Owner[] = [];
  for (const [orgId, accounts] of byOrganisation) {
    const owning = await database.transaction(orgId, (tx) => ownersOf(tx));
    const owner = owning.flatMap(({ slug, personId }) =>
      accounts.filter((account) => account.personId === personId).map(({ accountId }) => ({ orgId, slug, personId, accountId })),
    )[0];
    if (owner !== undefined) found.push(owner);
  }
  return found;
}

/**
 * Opens a database for a command of whoever may read it anyway: everything still goes through the door, on record as done by
 * an owner's key that is made for this and gone after it.
 *
 * @throws UsageError where there is no organisation to act in, or several and none is named.
 */
export async function direct({ data, databaseUrl, organisation }: DirectFlags, io: Io): Promise<Direct> {
  const where = whereOf(data, databaseUrl, io.env);
  const { database, secret, stop } = await provide({ where, say: (text) => io.err(`${text}\n`) });
  try {
    const all = await owners(database);
    const meant = organisation === undefined ? all : all.filter(({ slug }) => slug === organisation);
    const [owner] = meant;
    if (owner === undefined)
      throw new UsageError(
        organisation === undefined
          ? "There is no organisation with an owner who has an account in this database."
          : `There is no organisation “${organisation}” in this database.`,
      );
    if (meant.length > 1) throw new UsageError(`Say which organisation with --organisation: ${all.map(({ slug }) => slug).join(", ")}.`);
    const now = new Date();
    const made = await makeKey(
      database.accounts,
      owner,
      { name: "rungs on the command line", scopes: ["read", "write", "admin"], expiresAt: new Date(now.getTime() + HOUR) },
      now,
    );
    const vault = vaultIn(filesOf(io.env["RUNGS_FILES"] ?? null, where));
    const app = buildApp({ database, secret, version: versionOfRungs(), vault });
    return {
      send: async (path, init) =>
        app.request(path, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${made.key}` } }),
      stop: async () => {
        await database.accounts.updateTable("api_key").set({ revoked_at: new Date() }).where("key_id", "=", made.id).execute();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
