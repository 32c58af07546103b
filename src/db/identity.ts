import type { Transaction } from "kysely";
import type { Grant, KeyScope, Member } from "../core/access/actor.ts";
import type { Role } from "../core/access/roles.ts";
import { owesSecondFactor } from "../core/access/second-factor.ts";
import { settingsOf } from "../core/organisation/settings.ts";
import { ask, sha256, type Accounts } from "./account.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/** Who a session or a key stands for. */
type Known = Pick<Member, "kind" | "orgId" | "personId" | "accountId" | "scopes"> & { secondFactor: boolean };

const HOUR = 3_600_000;
/** Uses of a session that lie closer together are one, so that reading a page writes nothing. */
const SEEN_EVERY = 5 * 60_000;

const bySession = ask<{ orgId: string; personId: string; accountId: string; secondFactor: boolean; lastSeenAt: Date | null }>(`
  select m.org_id as "orgId", m.person_id as "personId", m.user_id as "accountId", s.second_factor as "secondFactor",
         s.last_seen_at as "lastSeenAt"
  from accounts.session s join accounts.membership m on m.user_id = s.user_id
  where s.token = $1 and s.expires_at > $2
  order by m.created_at, m.org_id limit 1`);

/** @param token as in the cookie, its signature checked already. */
export async function sessionIdentity(accounts: Accounts, token: string, now: Date): Promise<Known | null> {
  const [row] = await bySession(accounts, token, now);
  if (!row) return null;
  const { lastSeenAt, ...identity } = row;
  if (lastSeenAt === null || now.getTime() - lastSeenAt.getTime() > SEEN_EVERY)
    await accounts.updateTable("session").set({ last_seen_at: now }).where("token", "=", token).execute();
  return { kind: "person", ...identity, scopes: null };
}

const byKey = ask<{ keyId: string; orgId: string; personId: string; accountId: string; scopes: KeyScope[]; lastUsedAt: Date | null }>(`
  select key_id as "keyId", org_id as "orgId", person_id as "personId", user_id as "accountId", scopes, last_used_at as "lastUsedAt"
  from accounts.api_key where hash = $1 and expires_at > $2 and revoked_at is null`);

/** The key is looked up by its hash, so that nothing compares secrets byte by byte. Its use is noted at most once an hour. */
export async function keyIdentity(accounts: Accounts, key: string, now: Date): Promise<Known | null> {
  const [row] = await byKey(accounts, sha256(key), now);
  if (!row) return null;
  const { keyId, lastUsedAt, ...identity } = row;
  if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() > HOUR)
    await accounts.updateTable("api_key").set({ last_used_at: now }).where("key_id", "=", keyId).execute();
  return { kind: "key", ...identity, secondFactor: false };
}

const theirGrants = statement<{
  timeZone: string;
  asked: string | null;
  leftOn: string | null;
  grants: { role: Role; framework: string | null; teams: string[] | null; until: string | null }[];
}>(`
  select o.time_zone as "timeZone", o.settings ->> 'secondFactor' as asked, p.left_on as "leftOn", (select coalesce(json_agg(json_build_object(
      'role', g.role, 'framework', f.slug, 'teams', g.team_ids, 'until', g.expires_on)), '[]')
    from rungs.role_grant g left join rungs.framework f using (org_id, framework_id)
    where g.org_id = p.org_id and g.person_id = p.person_id) as grants
  from rungs.person p join rungs.organisation o using (org_id)
  where p.org_id = $1 and p.person_id = $2`);

/** @returns null where the person is not there or has left; else also whether they owe the organisation a second factor. */
export async function member(
  tx: Transaction<Tables>,
  identity: Known,
  dateIn: (timeZone: string) => string,
): Promise<{ actor: Member; timeZone: string; owes: boolean } | null> {
  const [row] = await theirGrants(tx, identity.orgId, identity.personId);
  if (!row) return null;
  const today = dateIn(row.timeZone);
  if (row.leftOn !== null && row.leftOn <= today) return null;
  const grants = row.grants
    .filter(({ until }) => until === null || until > today)
    .map(({ role, framework, teams }): Grant => ({ role, framework, teams }));
  const { secondFactor, ...known } = identity;
  const actor = { ...known, grants };
  // Most organisations have not decided: nothing is read into every request for that.
  const rule = row.asked === null ? "none" : settingsOf({ secondFactor: row.asked }).secondFactor;
  return { actor, timeZone: row.timeZone, owes: owesSecondFactor(actor, rule, secondFactor) };
}
