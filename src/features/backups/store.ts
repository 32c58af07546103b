import type { Kysely } from "kysely";
import type { AccountsTables } from "../../db/tables.gen.ts";

type Accounts = Kysely<AccountsTables>;

export type Kind = "scheduled" | "by-hand";
export type Outcome = { bytes: number } | { failure: string };

/** How long what was said of a backup is kept, in ms: about a year. */
const KEPT = 366 * 86_400_000;

/** Says that a backup was begun. One whose end nobody writes down shows as broken off. */
export async function begun(
  accounts: Accounts,
  backup: { id: string; kind: Kind; startedAt: Date; fileName: string; encrypted: boolean },
): Promise<void> {
  await accounts
    .insertInto("backup")
    .values({
      backup_id: backup.id,
      kind: backup.kind,
      started_at: backup.startedAt,
      file_name: backup.fileName.slice(-255),
      encrypted: backup.encrypted,
    })
    .execute();
  await accounts
    .deleteFrom("backup")
    .where("started_at", "<", new Date(backup.startedAt.getTime() - KEPT))
    .execute();
}

export async function ended(accounts: Accounts, id: string, at: Date, outcome: Outcome): Promise<void> {
  const said = "bytes" in outcome ? { bytes: outcome.bytes } : { failure: outcome.failure.slice(0, 1000) };
  await accounts
    .updateTable("backup")
    .set({ finished_at: at, ...said })
    .where("backup_id", "=", id)
    .execute();
}

export type Said = {
  kind: Kind;
  startedAt: Date;
  finishedAt: Date | null;
  encrypted: boolean;
  bytes: number | null;
  failure: string | null;
};

/** The last backup that was begun, and the last that is whole; null where there is none. */
export async function last(accounts: Accounts): Promise<{ begun: Said | null; whole: Said | null }> {
  const newest = accounts
    .selectFrom("backup")
    .select(["kind", "started_at as startedAt", "finished_at as finishedAt", "encrypted", "bytes", "failure"])
    .orderBy("started_at", "desc")
    .limit(1);
  const [one, whole] = await Promise.all([newest.executeTakeFirst(), newest.where("bytes", "is not", null).executeTakeFirst()]);
  return { begun: one ?? null, whole: whole ?? null };
}
