import pg from "pg";

type Asked = { text?: string; name?: string };

/**
 * Counts what is asked of the database meanwhile, by listening in on the driver.
 *
 * @returns the texts of the prepared statements, without what the door asks of every request: who it is, and the audit row.
 */
export async function statements<T>(work: () => Promise<T>): Promise<{ result: T; texts: string[] }> {
  const texts: string[] = [];
  // The driver's own method, whose many overloads all begin with what is asked.
  const query = Reflect.get(pg.Client.prototype, "query") as (...args: unknown[]) => unknown;
  const listening = function (this: pg.Client, ...args: unknown[]): unknown {
    const asked = args[0] as Asked | string | undefined;
    if (typeof asked === "object" && asked.name !== undefined && asked.text !== undefined) texts.push(asked.text);
    return Reflect.apply(query, this, args);
  };
  Object.assign(pg.Client.prototype, { query: listening });
  try {
    const result = await work();
    return {
      result,
      texts: texts.filter((text) => !/from accounts\.|from rungs\.role_grant|insert into rungs\.audit|insert into "audit"/.test(text)),
    };
  } finally {
    Object.assign(pg.Client.prototype, { query });
  }
}
