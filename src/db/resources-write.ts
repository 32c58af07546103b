import type { Transaction } from "kysely";
import type { Resource } from "./resources.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** A resource as it is written. */
export type ResourceFields = Pick<Resource, "kind" | "title" | "url" | "provider" | "note" | "minutes" | "minor" | "currency" | "retired">;

const namesake = statement<{ title: string }>(
  `select title from rungs.resource where url = $1 and retired_at is null and resource_id <> $2::uuid limit 1`,
);
/** @returns the title of another that is on offer with this link; null where there is none. */
export const withLink = async (tx: Tx, url: string, but: string): Promise<string | null> =>
  (await namesake(tx, url, but))[0]?.title ?? null;

const insert = statement(`
  insert into rungs.resource (org_id, resource_id, kind, title, url, provider, note, minutes, cost_minor, currency, created_by, created_at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`);
/** @throws Problem "conflict" where somebody added one with the same link meanwhile */
export const writeResource = async (
  tx: Tx,
  { kind, title, url, provider, note, minutes, minor, currency }: Omit<ResourceFields, "retired">,
  made: { id: string; by: string; at: Date },
): Promise<void> => void (await insert(tx, made.id, kind, title, url, provider, note, minutes, minor, currency, made.by, made.at));

const rewrite = statement(`
  update rungs.resource
     set kind = $2, title = $3, url = $4, provider = $5, note = $6, minutes = $7, cost_minor = $8, currency = $9, changed_by = $10, changed_at = $11,
         retired_at = case when $12::boolean then coalesce(retired_at, $11::timestamptz) end, retired_by = case when $12::boolean then coalesce(retired_by, $10::uuid) end,
         revision = revision + 1
   where resource_id = $1`);
/** @throws Problem "conflict" where somebody added one with the same link meanwhile */
export const rewriteResource = async (
  tx: Tx,
  id: string,
  { kind, title, url, provider, note, minutes, minor, currency, retired }: ResourceFields,
  made: { by: string; at: Date },
): Promise<void> => void (await rewrite(tx, id, kind, title, url, provider, note, minutes, minor, currency, made.by, made.at, retired));

const touch = statement(`update rungs.resource set revision = revision + 1 where resource_id = $1`);
const attach = statement<{ id: string }>(`
  insert into rungs.resource_serves (org_id, resource_serves_id, resource_id, framework_id, expectation_id, requirement_id, attached_by, attached_at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning resource_serves_id as id`);
/** Attached already, it stays as it is. */
export async function attachResource(
  tx: Tx,
  resourceId: string,
  to: { frameworkId: string; kind: "expectation" | "requirement"; thing: string },
  made: { id: string; by: string; at: Date },
): Promise<void> {
  const [expectation, requirement] = to.kind === "expectation" ? [to.thing, null] : [null, to.thing];
  const added = await attach(tx, made.id, resourceId, to.frameworkId, expectation, requirement, made.by, made.at);
  if (added.length > 0) await touch(tx, resourceId);
}

const detach = statement(`delete from rungs.resource_serves where resource_id = $1 and resource_serves_id = $2`);
export async function detachResource(tx: Tx, resourceId: string, servesId: string): Promise<void> {
  await detach(tx, resourceId, servesId);
  await touch(tx, resourceId);
}
