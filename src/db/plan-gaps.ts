import type { Transaction } from "kysely";
import type { Level } from "../core/framework/document.ts";
import { namesOf } from "../core/gap/names.ts";
import { gapIn, type Gap } from "../core/plan/goal.ts";
import { Problem } from "../core/problem.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;

// The version that the person is under where it is their ladder, else the one in force on the day; and else the oldest there is.
const versionOf = statement<VersionKey>(`
  select stored.framework_id as "frameworkId", stored.version, encode(stored.hash, 'hex') as hash
    from rungs.framework
    join rungs.framework_version as stored on stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
   where framework.slug = $1
   order by stored.version = $2::int desc nulls last, stored.effective_on <= $3::date desc, 
            case when stored.effective_on <= $3::date then stored.version else -stored.version end desc limit 1`);

/** A level as goals name it: what it asks, and what each of that is called. */
export type AskedLevel = VersionKey & { level: Level; gap: (id: string) => Gap | null; title: (gap: Gap) => string };

/**
 * @param own the version of this framework that the person is under; null where it is not theirs.
 * @throws Problem "invalid" where the framework, or this version of it, has no such level
 */
export async function askedLevel(
  tx: Tx,
  orgId: string,
  at: { framework: string; level: string; path: string },
  own: number | null,
  on: string,
): Promise<AskedLevel> {
  const [key] = await versionOf(tx, at.framework, own, on);
  const stored = key === undefined ? undefined : (await versions(tx, orgId, [key])).get(key.hash);
  const level = stored?.content.levels.find(({ id }) => id === at.level);
  if (key === undefined || stored === undefined || level === undefined)
    throw new Problem("invalid", `There is no level ${at.framework}/${at.level}.`, [
      { code: "unknown-reference", path: at.path, message: "No framework has this level." },
    ]);
  const names = namesOf(stored.content, level, stored.libraries);
  return {
    ...key,
    level,
    gap: (id) => gapIn(level, id),
    title: ({ source, id }) => (source === "expectation" ? names.expectation(id) : names.requirement(id)).slice(0, 200),
  };
}
