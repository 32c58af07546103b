import { randomBytes } from "node:crypto";
import pg from "pg";

/**
 * @param owner the login that owns the schemas, on a migrated database: the roles that serve requests cannot read this.
 * @returns what cookies are signed with: made once, and the same for every server on this database. 43 characters.
 */
export async function secretOf(owner: pg.ClientConfig): Promise<string> {
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {}); // the query under way rejects with it
  await client.connect();
  try {
    const made = randomBytes(32).toString("base64url");
    await client.query("insert into rungs_meta.secret (name, value) values ('cookies', $1) on conflict do nothing", [made]);
    const { rows } = await client.query<{ value: string }>("select value from rungs_meta.secret where name = 'cookies'");
    const found = rows[0];
    if (!found) throw new Error("The secret of this installation was written and is not there.");
    return found.value;
  } finally {
    await client.end();
  }
}
