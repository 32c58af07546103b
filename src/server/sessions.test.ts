import pg from "pg";
import { expect, test } from "vitest";
import { freshDatabase } from "../../test/setup/database.ts";
import { open } from "../db/open.ts";
import { record } from "../features/audit/store.ts";
import { sessions } from "./sessions.ts";

const { database, address, superuser } = await freshDatabase();
const given = { database, secret: "a secret of the tests, long enough to sign with", https: false, record };

test("the tables of accounts are those that the sign-in library expects, none of them by another name", async () => {
  const checked = async () => {
    const own = open(address);
    try {
      await (await sessions({ ...given, database: own }).auth.$context).checkSchema?.();
    } finally {
      await own.close();
    }
  };
  await expect(checked()).resolves.toBeUndefined();
  const client = new pg.Client(superuser);
  await client.connect();
  await client.query("alter table accounts.session rename column ip_address to address");
  await expect(checked()).rejects.toThrow(Error);
  await client.end();
});

test("a secret that could be guessed is refused before anything is signed with it", () => {
  expect(() => sessions({ ...given, secret: "short" })).toThrow("fewer than 32 characters");
});
