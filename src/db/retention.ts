import type { Transaction } from "kysely";
import { cutOff } from "../core/privacy/kinds.ts";
import type { OrganisationSettings } from "../core/organisation/settings.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;
export type Retention = OrganisationSettings["retention"];

/** Midnight at the start of a date where the organisation is, as an instant. */
const instant = statement<{ at: Date }>(`select ($1::date)::timestamp at time zone time_zone as at from rungs.organisation`);

/** What would go today. `before` is a date where the organisation is; null where nothing of the kind is ever taken away. */
export type Due = { kind: keyof Retention; before: string | null; count: number };

const counts = {
  auditEntries: statement<{ count: number }>(
    `select count(*)::int as count from rungs.audit join rungs.audit_sealed using (org_id, audit_id) where audit.at < $1::timestamptz`,
  ),
  auditAddresses: statement<{ count: number }>(
    `select count(*)::int as count from rungs.audit where at < $1::timestamptz and address is not null`,
  ),
  messages: statement<{ count: number }>(
    `select (select count(*) from rungs.message where created_at < $1::timestamptz and state not in ('waiting', 'sending', 'held', 'gathered'))::int
          + (select count(*) from rungs.notification where created_at < $1::timestamptz)::int as count`,
  ),
};
const leaversGone = statement<{ id: string; name: string; leftOn: string }>(
  `select person_id as id, name, left_on as "leftOn" from rungs.person where left_on < $1::date and erased_at is null order by left_on, person_id limit $2`,
);
const leaverCount = statement<{ count: number }>(
  `select count(*)::int as count from rungs.person where left_on < $1::date and erased_at is null`,
);

/** Of each kind how much would go, and of whom: the first fifty leavers. */
export async function due(
  tx: Tx,
  retention: Retention,
  today: string,
): Promise<{ kinds: Due[]; leavers: { id: string; name: string; leftOn: string }[] }> {
  const kinds: Due[] = [];
  for (const kind of ["auditEntries", "auditAddresses", "messages"] as const) {
    const months = retention[kind];
    const before = months === null ? null : cutOff(today, months);
    const [row] = before === null ? [] : await counts[kind](tx, (await instant(tx, before))[0]?.at);
    kinds.push({ kind, before, count: row?.count ?? 0 });
  }
  const before = retention.leavers === null ? null : cutOff(today, retention.leavers);
  const [row] = before === null ? [] : await leaverCount(tx, before);
  kinds.push({ kind: "leavers", before, count: row?.count ?? 0 });
  return { kinds, leavers: before === null ? [] : await leaversGone(tx, before, 50) };
}

const forget = {
  auditEntries: statement<{ count: string }>(`select rungs.forget_audit_entries($1::timestamptz) as count`),
  auditAddresses: statement<{ count: string }>(`select rungs.forget_audit_addresses($1::timestamptz) as count`),
  messages: statement<{ count: string }>(`select rungs.forget_messages($1::timestamptz) as count`),
};
/** As the log calls what went; the verification of its chain goes by the first two. */
const called = { auditEntries: "audit-entries", auditAddresses: "audit-addresses", messages: "messages" } as const;

/** Takes away what is old enough, but for leavers. @returns what the log is to say, one for each kind of which something went. */
export async function forgetOld(tx: Tx, retention: Retention, today: string): Promise<{ kind: string; before: string; count: number }[]> {
  const done: { kind: string; before: string; count: number }[] = [];
  for (const kind of ["auditEntries", "auditAddresses", "messages"] as const) {
    const months = retention[kind];
    if (months === null) continue;
    const [at] = await instant(tx, cutOff(today, months));
    if (at === undefined) continue;
    const [row] = await forget[kind](tx, at.at);
    const count = Number(row?.count ?? 0);
    if (count > 0) done.push({ kind: called[kind], before: at.at.toISOString(), count });
  }
  return done;
}

/** Leavers whose time is over, at most so many. */
export const leaversDue = async (tx: Tx, retention: Retention, today: string, most: number): Promise<string[]> =>
  retention.leavers === null ? [] : (await leaversGone(tx, cutOff(today, retention.leavers), most)).map(({ id }) => id);
