import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { expect, test } from "vitest";
import { freshDatabase } from "../setup/database.ts";

const { database, address, superuser } = await freshDatabase();

/** Asked behind the server's back, of PostgreSQL's own catalogue. */
async function catalogue<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** What PostgreSQL answers to one statement of a role, outside any transaction of ours. */
async function answerTo(who: pg.ClientConfig, text: string): Promise<string> {
  const client = new pg.Client(who);
  await client.connect();
  try {
    const { rowCount } = await client.query(text);
    return `${rowCount} rows`;
  } catch (error) {
    return error instanceof pg.DatabaseError ? `${error.code} ${error.message}` : String(error);
  } finally {
    await client.end();
  }
}

const tables = (
  await catalogue<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'rungs'::regnamespace and relkind in ('r', 'p') order by relname",
  )
).map(({ name }) => name);

test("every table of organisations' data puts row-level security on everybody, its owner included", async () => {
  expect(tables).toContain("rating");
  const open = await catalogue(
    `select relname from pg_class where relnamespace = 'rungs'::regnamespace and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`,
  );
  expect(open).toEqual([]);
});

test("the one policy of every table asks for the organisation of the transaction, to read and to write", async () => {
  const policies = await catalogue<{ name: string; rule: string }>(
    `select c.relname as name, concat_ws(' ', p.polcmd, p.polpermissive, p.polroles::text, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as rule
     from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'rungs'::regnamespace order by c.relname`,
  );
  expect(policies.map(({ name }) => name)).toEqual(tables);
  const own = "(org_id = ( SELECT rungs.current_org() AS current_org))";
  expect([...new Set(policies.map(({ rule }) => rule))]).toEqual([`* t {0} ${own} ${own}`]);
});

test("the organisation leads every primary key, every unique index and every foreign key", async () => {
  const strays = await catalogue(
    `select c.relname as "table", i.relname as "index" from pg_index x
       join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
       left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
     where c.relnamespace = 'rungs'::regnamespace and x.indisunique and a.attname is distinct from 'org_id'
     union all
     select c.relname, k.conname from pg_constraint k
       join pg_class c on c.oid = k.conrelid
       join pg_attribute mine on mine.attrelid = k.conrelid and mine.attnum = k.conkey[1]
       join pg_attribute theirs on theirs.attrelid = k.confrelid and theirs.attnum = k.confkey[1]
     where c.relnamespace = 'rungs'::regnamespace and k.contype = 'f' and (mine.attname <> 'org_id' or theirs.attname <> 'org_id')`,
  );
  expect(strays).toEqual([]);
  const keyless = await catalogue(
    `select relname from pg_class c where relnamespace = 'rungs'::regnamespace and relkind in ('r', 'p')
       and not exists (select from pg_index where indrelid = c.oid and indisprimary)`,
  );
  expect(keyless).toEqual([]);
});

test("a view shows what whoever asks may see, not what its owner may", async () => {
  const views = await catalogue<{ name: string; options: string[] | null }>(
    "select relname as name, reloptions as options from pg_class where relnamespace in ('rungs'::regnamespace, 'accounts'::regnamespace) and relkind in ('v', 'm')",
  );
  expect(views.filter(({ options }) => options?.includes("security_invoker=true") !== true)).toEqual([]);
});

test("the roles that serve requests own nothing, bypass nothing and are members of nothing", async () => {
  const roles = await catalogue(
    `select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as able,
       exists (select from pg_auth_members where member = r.oid) as member,
       exists (select from pg_shdepend where refobjid = r.oid and deptype = 'o') as owns
     from pg_roles r where rolname in ('rungs_server', 'rungs_accounts', 'rungs_jobs') order by rolname`,
  );
  const plain = { able: false, member: false, owns: false };
  expect(roles).toEqual([
    { rolname: "rungs_accounts", ...plain },
    { rolname: "rungs_jobs", ...plain },
    { rolname: "rungs_server", ...plain },
  ]);
});

test("the server cannot become the owner, switch the protection off, or see the accounts; nor the accounts the organisations", async () => {
  expect(await answerTo(address.server, "set role rungs_owner")).toMatch(/^42501 permission denied/);
  expect(await answerTo(address.server, "set session authorization postgres")).toMatch(/^42501 permission denied/);
  expect(await answerTo(address.server, "alter table rungs.person disable row level security")).toMatch(/^42501 must be owner/);
  expect(await answerTo(address.server, "drop policy organisation on rungs.person")).toMatch(/^42501 must be owner/);
  expect(await answerTo(address.server, "set row_security = off; select * from rungs.person")).toMatch(/^42501 query would be affected/);
  expect(await answerTo(address.server, "create table rungs.mine (n int)")).toMatch(/^42501 permission denied/);
  expect(await answerTo(address.server, "select * from accounts.session")).toMatch(/^42501 permission denied for schema accounts/);
  expect(await answerTo(address.server, "select * from rungs_meta.secret")).toMatch(/^42501 permission denied for schema rungs_meta/);
  expect(await answerTo(address.jobs, "select * from rungs.person")).toMatch(/^42501 permission denied for schema rungs/);
  expect(await answerTo(address.jobs, "create table jobs.mine (n int)")).toMatch(/^42501 permission denied/);
  expect(await answerTo(address.server, "select * from jobs.job")).toMatch(/^42501 permission denied for schema jobs/);
  expect(await answerTo(address.accounts, "select * from rungs.person")).toMatch(/^42501 permission denied for schema rungs/);
  expect(await answerTo(address.accounts, "select * from rungs_meta.secret")).toMatch(/^42501 permission denied for schema rungs_meta/);
});

const [ours, theirs] = [randomUUID(), randomUUID()];
for (const org_id of [ours, theirs]) {
  await database.transaction(org_id, async (tx) => {
    await tx
      .insertInto("organisation")
      .values({ org_id, slug: `o-${org_id}`, name: "Alder House" })
      .execute();
    await tx.insertInto("person").values({ org_id, person_id: org_id, employee_number: "1", name: "Ana Lima" }).execute();
  });
}

test("without an organisation, no table shows a row, and none is written", async () => {
  for (const table of tables) expect(await answerTo(address.server, `select * from rungs.${table} limit 1`), table).toBe("0 rows");
  expect(await answerTo(address.server, "update rungs.person set name = 'x'")).toBe("0 rows");
  expect(
    await answerTo(address.server, `insert into rungs.team (org_id, team_id, name) values ('${ours}', '${randomUUID()}', 'x')`),
  ).toMatch(/^42501 new row violates row-level security/);
  expect(await answerTo({ ...address.server, options: "-c rungs.org=" }, "select 1 from rungs.person")).toBe("0 rows");
  expect(await answerTo(address.server, "set rungs.org = 'not an id'; select 1 from rungs.person")).toMatch(/^22P02/);
});

test("in one organisation's transaction another's rows are neither seen, changed, deleted, nor written, nor pointed at", async () => {
  const attempt = (statement: ReturnType<typeof sql>) =>
    database.transaction(ours, async (tx) => (await statement.execute(tx)).numAffectedRows);
  expect(await database.transaction(ours, (tx) => tx.selectFrom("person").select("org_id").execute())).toEqual([{ org_id: ours }]);
  expect(await attempt(sql`update person set name = 'x' where org_id = ${theirs}`)).toBe(0n);
  expect(await attempt(sql`delete from person where org_id = ${theirs}`)).toBe(0n);
  await expect(attempt(sql`update person set org_id = ${theirs}`)).rejects.toThrow("row-level security");
  await expect(attempt(sql`insert into team (org_id, team_id, name) values (${theirs}, ${randomUUID()}, 'x')`)).rejects.toThrow(
    "row-level security",
  );
  await expect(
    attempt(
      sql`insert into reporting_line (org_id, reporting_line_id, person_id, manager_id, from_on) values (${ours}, ${randomUUID()}, ${ours}, ${theirs}, '2026-01-01')`,
    ),
  ).rejects.toThrow("foreign key");
});

test("an organisation set in one transaction is forgotten with it, also on the same connection", async () => {
  const client = new pg.Client(address.server);
  await client.connect();
  await client.query(`begin; set local rungs.org = '${ours}'`);
  expect((await client.query("select 1 from rungs.person")).rowCount).toBe(1);
  await client.query("commit");
  expect((await client.query("select 1 from rungs.person")).rowCount).toBe(0);
  await client.end();
});

test("facts are added and never changed: ratings, calibrations, placements, reporting lines, the audit log", async () => {
  for (const table of ["rating", "calibration", "placement", "reporting_line", "audit"]) {
    for (const statement of [`update rungs.${table} set org_id = org_id`, `delete from rungs.${table}`, `truncate rungs.${table}`]) {
      expect(await answerTo(address.server, statement), statement).toMatch(/^42501 permission denied/);
    }
  }
});
