import type { Kysely } from "kysely";
import type { Framework } from "../core/framework/document.ts";
import type { Library } from "../core/gap/wording.ts";
import type { Database } from "./open.ts";
import { statement } from "./statement.ts";
import type { AccountsTables } from "./tables.gen.ts";
import { versions, type VersionKey } from "./versions.ts";

/** The version in force of a framework that its stewards have made public, with what it inherits. */
export type PublicFramework = {
  organisation: string;
  version: number;
  effectiveOn: string;
  content: Framework;
  libraries: readonly Library[];
};

const place = (accounts: Kysely<AccountsTables>, organisation: string, framework: string) =>
  accounts
    .selectFrom("public_framework")
    .select(["org_id as orgId", "framework_id as frameworkId"])
    .where("organisation_slug", "=", organisation)
    .where("framework_slug", "=", framework)
    .executeTakeFirst();

const shownOf = statement<VersionKey & { organisation: string; effectiveOn: string }>(`
  select organisation.name as organisation, framework.framework_id as "frameworkId", stored.version,
         stored.effective_on as "effectiveOn", encode(stored.hash, 'hex') as hash
    from rungs.framework
    join rungs.organisation on organisation.org_id = framework.org_id
    join rungs.framework_version as stored
      on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.state = 'published'
   where framework.framework_id = $1 and framework.public`);

/**
 * @returns null where there is none at this address that anybody may read: not there, not public, without a version yet.
 * @throws Problem "unavailable"
 */
export async function publicFramework(database: Database, organisation: string, framework: string): Promise<PublicFramework | null> {
  const found = await place(database.accounts, organisation, framework);
  if (found === undefined) return null;
  return database.transaction(found.orgId, async (tx) => {
    const [shown] = await shownOf(tx, found.frameworkId);
    if (shown === undefined) return null;
    const stored = (await versions(tx, found.orgId, [shown])).get(shown.hash);
    return stored === undefined
      ? null
      : { organisation: shown.organisation, version: shown.version, effectiveOn: shown.effectiveOn, ...stored };
  });
}
