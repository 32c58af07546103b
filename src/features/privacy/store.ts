import { strToU8, zipSync, type Zippable } from "fflate";
import { CompiledQuery, type Kysely } from "kysely";
import type { Member, PersonSubject } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { readablePage, readMe, type About } from "../../core/privacy/page.ts";
import type { Consequence, Kind, Part } from "../../core/privacy/kinds.ts";
import { Problem } from "../../core/problem.ts";
import { fileBytes, filesOf } from "../../db/attachments.ts";
import { managersOf, teamsOf } from "../../db/lines.ts";
import { personalAccountData, personalData } from "../../db/personal-data.ts";
import { statement } from "../../db/statement.ts";
import type { AccountsTables } from "../../db/tables.gen.ts";
import type { Installation, Tx } from "../../http/route.ts";

type Accounts = Kysely<AccountsTables>;

/** A person as the policy asks about them, leavers included. */
export type Subject = PersonSubject & { name: string; leftOn: string | null; erasedAt: Date | null; organisation: string };

const oneOf = statement<Subject>(`
  select person.org_id as "orgId", person.person_id as "personId", person.name, person.left_on as "leftOn", person.erased_at as "erasedAt",
         organisation.name as organisation, ${managersOf("person", "$2::date")} as managers, ${teamsOf("person")} as teams
    from rungs.person join rungs.organisation using (org_id) where person.person_id = $1`);

/** @throws Problem "not-found" */
export async function subject(tx: Tx, personId: string, today: string): Promise<Subject> {
  const [found] = await oneOf(tx, personId, today);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

/** What of the kinds whoever asks may be given. */
function seen(actor: Member, person: Subject): (kind: Kind) => boolean {
  const results = can(actor, ["gap.read"], person)["gap.read"];
  return ({ sees }) => actor.personId === person.personId || sees === "anyone" || (sees === "results" && results);
}

/**
 * Everything about a person, as far as whoever asks may see it: a page to read, and the same for programs. One statement a kind.
 *
 * @returns the archive, and how many rows are in it.
 */
export async function archive(
  tx: Tx,
  { database: { accounts }, vault }: Pick<Installation, "database" | "vault">,
  actor: Member,
  person: Subject,
  on: string,
): Promise<{ content: Uint8Array; rows: number }> {
  const may = seen(actor, person);
  const parts: Part[] = [];
  const withheld: string[] = [];
  for (const kind of personalData) {
    if (kind.rows === null) continue;
    if (may(kind))
      parts.push({ name: kind.name, title: kind.title, rows: await statement<Record<string, unknown>>(kind.rows)(tx, person.personId) });
    else withheld.push(kind.title);
  }
  for (const kind of personalAccountData) {
    if (!may(kind)) withheld.push(kind.title);
    else {
      const { rows } = await accounts.executeQuery<Record<string, unknown>>(CompiledQuery.raw(kind.rows, [person.personId, person.orgId]));
      parts.push({ name: kind.name, title: kind.title, rows });
    }
  }
  const [by] = await oneOf(tx, actor.personId, on);
  const about: About = {
    person: person.name,
    organisation: person.organisation,
    on,
    by: actor.personId === person.personId ? "yourself" : (by?.name ?? "somebody"),
    withheld,
  };
  const plain = parts.map((part) => ({
    ...part,
    rows: part.rows.map((row) => JSON.parse(JSON.stringify(row)) as Record<string, unknown>),
  })); // dates as text
  const content = zipSync({
    "README.txt": strToU8(readMe(about, plain)),
    "index.html": strToU8(readablePage(about, plain)),
    ...Object.fromEntries(plain.map(({ name, rows }) => [`data/${name}.json`, strToU8(JSON.stringify(rows, null, 2))])),
    ...(await filesIn(tx, vault, person, may({ name: "files", title: "Files", sees: "results" }))),
  });
  return { content, rows: parts.reduce((sum, { rows }) => sum + rows.length, 0) };
}

/** What was attached, under its own name; of two with the same name the second has a number. */
async function filesIn(tx: Tx, vault: Installation["vault"], { orgId, personId }: Subject, results: boolean): Promise<Zippable> {
  const found: Zippable = {};
  for (const { hash, name } of await filesOf(tx, personId, results)) {
    const dot = name.lastIndexOf(".");
    let path = `files/${name}`;
    for (let count = 2; Object.hasOwn(found, path); count += 1) path = `files/${name.slice(0, dot)} (${count})${name.slice(dot)}`;
    // Kept as they are: pictures and documents are compressed already.
    found[path] = [await fileBytes(vault, orgId, hash), { level: 0 }];
  }
  return found;
}

const counted = statement<{ name: string; count: number }>(
  personalData
    .map(({ name, table, mine }) => `select '${name}' as name, (select count(*)::int from rungs.${table} as fact where ${mine}) as count`)
    .join("\nunion all\n"),
);

/** What an erasure would take, what it would leave, and why. */
export async function consequences(tx: Tx, person: Subject): Promise<Consequence[]> {
  const counts = new Map((await counted(tx, person.personId)).map(({ name, count }) => [name, count]));
  return personalData.flatMap(({ name, title, what = title, fate, because }) => {
    const count = counts.get(name) ?? 0;
    return count === 0 ? [] : [{ what, count, fate, because }];
  });
}

const erasing = statement(`select rungs.erase_person($1)`);

/**
 * Erases the person and their account. The account goes first to be gone whatever happens next; both can be done again.
 *
 * @throws Problem "conflict" while they are at work
 */
export async function erase(
  tx: Tx,
  accounts: Accounts,
  { orgId, personId, leftOn }: Pick<Subject, "orgId" | "personId" | "leftOn">,
  today: string,
): Promise<void> {
  if (leftOn === null || leftOn > today)
    throw new Problem("conflict", "They are still at work here. Record their leaving first; their data can be erased from that day on.");
  await erasing(tx, personId);
  await accounts.transaction().execute(async (above) => {
    const member = await above
      .deleteFrom("membership")
      .where("org_id", "=", orgId)
      .where("person_id", "=", personId)
      .returning("user_id")
      .executeTakeFirst();
    await above.deleteFrom("api_key").where("org_id", "=", orgId).where("person_id", "=", personId).execute();
    await above.deleteFrom("calendar_feed").where("org_id", "=", orgId).where("person_id", "=", personId).execute();
    if (member === undefined) return;
    // Whoever is in another organisation too keeps their account there.
    const elsewhere = await above.selectFrom("membership").select("org_id").where("user_id", "=", member.user_id).executeTakeFirst();
    if (elsewhere === undefined) await above.deleteFrom("user").where("id", "=", member.user_id).execute();
  });
}
