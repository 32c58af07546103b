import { hashPassword } from "better-auth/crypto";
import { v7 } from "uuid";
import { DEMO_PASSWORD } from "../../core/access/demo.ts";
import type { Database } from "../../db/open.ts";
import { makeKey } from "../../features/accounts/store.ts";
import type { Employee } from "./careers.ts";
import { emailOf, ORGANISATION, orgId, personId } from "./fernhithe.ts";
import { personas } from "./roster.ts";
import { id } from "./seed.ts";

/** The demo's part of what `rungs demo` prints. `role` as the policy has it; `person` an id. */
export type Demo = { organisation: string; apiKey: string; users: { email: string; password: string; role: string; person: string }[] };

const KEY_DAYS = 365;

/** Accounts of the personas and of the outsider. Hashing a password takes a while on purpose, so the one they share is hashed once. */
export async function accounts(
  database: Database,
  all: readonly Employee[],
  outsider: { orgId: string; personId: string; name: string; email: string },
  now: Date,
): Promise<Demo> {
  const password = await hashPassword(DEMO_PASSWORD);
  const named = personas.map((persona, index) => {
    const name = all.find(({ number }) => number === persona.number)?.name ?? "";
    return {
      ...persona,
      name,
      email: emailOf(name),
      orgId,
      personId: personId(persona.number),
      userId: id("account", String(persona.number)),
      position: index + 1,
    };
  });
  const stranger = { ...outsider, userId: id("account", "outsider"), role: "other-organisation-owner" };
  const users = [...named, stranger];
  await database.accounts.transaction().execute(async (tx) => {
    await tx
      .insertInto("user")
      .values(users.map(({ userId, name, email }) => ({ id: userId, name, email })))
      .execute();
    await tx
      .insertInto("account")
      .values(users.map(({ userId }) => ({ id: v7(), user_id: userId, provider_id: "credential", account_id: userId, password })))
      .execute();
    await tx
      .insertInto("membership")
      .values(users.map((user) => ({ user_id: user.userId, org_id: user.orgId, person_id: user.personId })))
      .execute();
    await tx
      .insertInto("persona")
      .values(named.map(({ userId, position, role, title }) => ({ user_id: userId, position, role, title })))
      .execute();
  });
  const partner = named.find(({ role }) => role === "people-partner");
  if (partner === undefined) throw new Error("The demo has no people partner to hold its key.");
  const owner = { orgId, personId: partner.personId, accountId: partner.userId };
  const { key } = await makeKey(
    database.accounts,
    owner,
    { name: "Demo", scopes: ["read", "write"], expiresAt: new Date(now.getTime() + KEY_DAYS * 86_400_000) },
    now,
  );
  return {
    organisation: ORGANISATION.slug,
    apiKey: key,
    users: users.map(({ email, role, personId: person }) => ({ email, password: DEMO_PASSWORD, role, person })),
  };
}
