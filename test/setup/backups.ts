import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import pg from "pg";
import { inject } from "vitest";
import type { Vault } from "../../src/db/attachments.ts";
import { takeBackup } from "../../src/db/backup.ts";
import { checkBackup } from "../../src/db/backup-check.ts";
import { addressOf, type Address } from "../../src/db/open.ts";
import { contentOf, restoreBackup } from "../../src/db/restore.ts";

/** An empty database as a hosting company hands one out: an address, and a login that is no superuser. */
export async function emptyDatabase(): Promise<{ url: string; address: Address; superuser: pg.ClientConfig }> {
  const socket = inject("socket");
  const name = `empty_${randomUUID().replaceAll("-", "")}`;
  await asked(
    { host: socket, port: 5432, user: "postgres", database: "postgres" },
    `create database ${name} owner rungs_owner template template0`,
  );
  const url = `postgres://rungs_owner@/${name}?host=${socket}`;
  return { url, address: addressOf(url), superuser: { host: socket, port: 5432, user: "postgres", database: name } };
}

/** The rows that one statement gives, of a connection of its own. */
export async function asked(who: pg.ClientConfig, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(who);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A vault in memory. */
export function memory(): Vault & { held: Map<string, Uint8Array> } {
  const held = new Map<string, Uint8Array>();
  return {
    held,
    keep: async (orgId, hash, bytes) => void held.set(`${orgId}/${hash}`, bytes),
    read: async (orgId, hash) => held.get(`${orgId}/${hash}`) ?? null,
    forget: async (orgId, hash) => void held.delete(`${orgId}/${hash}`),
  };
}

export const take = (owner: pg.ClientConfig, file: string, more: { vault?: Vault; passphrase?: string; now?: Date } = {}) =>
  takeBackup({
    owner,
    file,
    vault: more.vault ?? memory(),
    passphrase: more.passphrase ?? null,
    version: "0.0.0",
    now: more.now ?? new Date("2026-11-21T12:00:00Z"),
  });

/** Checked and restored, as the command does it. */
export async function restored(owner: pg.ClientConfig, file: string, more: { vault?: Vault; passphrase?: string } = {}): Promise<void> {
  const passphrase = more.passphrase ?? null;
  const { manifest } = await checkBackup(createReadStream(file), passphrase);
  await restoreBackup({ owner, read: () => createReadStream(file), passphrase, manifest, vault: more.vault ?? null });
}

/** The content of what a backup of it holds, table by table. */
export const content = (owner: pg.ClientConfig, { tables }: { tables: readonly { name: string }[] }) =>
  contentOf(owner, new Set(tables.map(({ name }) => name)));

/** Everything that a migration makes and rows do not show: rights, row-level security, constraints, indexes, functions, views. */
export const shape = (superuser: pg.ClientConfig) =>
  asked(
    superuser,
    `select n.nspname || '.' || c.relname as name, c.relkind as kind, pg_get_userbyid(c.relowner) as owner, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
            (select array_agg(acl::text order by acl::text) from unnest(c.relacl) as acl) as rights,
            (select array_agg(k.conname || ' ' || pg_get_constraintdef(k.oid) order by k.conname) from pg_constraint k where k.conrelid = c.oid) as constraints,
            (select array_agg(pg_get_indexdef(x.indexrelid) order by 1) from pg_index x where x.indrelid = c.oid) as indexes,
            (select array_agg(pg_get_triggerdef(t.oid) || t.tgenabled::text order by t.tgname) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
            (select array_agg(p.polname || pg_get_expr(p.polqual, p.polrelid)) from pg_policy p where p.polrelid = c.oid) as policies
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('rungs', 'accounts', 'rungs_meta') and c.relkind in ('r', 'v')
     union all
     select n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', 'f', pg_get_userbyid(p.proowner), p.prosecdef, null,
            (select array_agg(acl::text order by acl::text) from unnest(p.proacl) as acl), array[p.prosrc], null, null, null
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('rungs', 'accounts', 'rungs_meta')
     order by 1`,
  );
