import { z } from "zod";
import { can } from "../../core/access/policy.ts";
import { roleNames, roles } from "../../core/access/roles.ts";
import { personNamed } from "../../db/named.ts";
import { enqueue } from "../../db/outbox.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const organisation = async (_tx: unknown, _input: unknown, actor: { orgId: string }) => ({ orgId: actor.orgId });
const Role = z.enum(roles);
const Named = z.object({ id: z.uuid(), name: z.string() });
const Grant = z.object({
  id: z.uuid(),
  role: Role,
  framework: z.object({ slug: z.string(), title: z.string() }).nullable(),
  /** Of a people partner; null: of the whole organisation. */
  units: z.array(Named).nullable(),
  /** The first day on which it no longer holds. */
  expiresOn: z.iso.date().nullable(),
  by: z.string().nullable(),
  at: z.iso.datetime(),
});

const Page = z.object({
  person: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(1000).optional(),
});

export const roleList = route({
  method: "GET",
  path: "/roles",
  summary: "Who has which role, since when and from whom, the furthest reaching first",
  input: Page,
  output: z.object({
    items: z.array(Grant.extend({ person: Named.extend({ leftOn: z.iso.date().nullable() }), can: z.object({ revoke: z.boolean() }) })),
    next: z.string().nullable(),
    /** How many people have a role; null but on the first page. */
    people: z.int().nullable(),
    /** The roles that you may give. */
    grantable: z.array(Role),
    units: z.array(Named),
    frameworks: z.array(z.object({ slug: z.string(), title: z.string() })),
  }),
  allow: "role.list",
  subject: organisation,
  audit: { none: "no result of anybody" },
  handle: async ({ tx, actor, input }) => {
    const { orgId } = actor;
    const { items, next, people } = await store.list(tx, input);
    const about = (personId: string, role: (typeof roles)[number]) => ({ orgId, personId, role });
    return {
      items: items.map((row) => ({ ...row, can: { revoke: can(actor, ["role.revoke"], about(row.person.id, row.role))["role.revoke"] } })),
      next,
      people,
      // Asked of somebody who is not oneself: nobody gives a role to themselves.
      grantable: roles.filter((role) => can(actor, ["role.grant"], about(input.person ?? "somebody else", role))["role.grant"]),
      ...(await store.choicesOf(tx)),
    };
  },
});

export const rolePast = route({
  method: "GET",
  path: "/roles/past",
  summary: "The roles that ended, the last first: who had them, from whom, and who took them back",
  input: Page,
  output: z.object({
    items: z.array(Grant.extend({ person: Named, endedBy: z.string().nullable(), endedAt: z.iso.datetime() })),
    next: z.string().nullable(),
  }),
  allow: "role.list",
  subject: organisation,
  audit: { none: "no result of anybody" },
  handle: ({ tx, input }) => store.past(tx, input),
});

export const roleGrant = route({
  method: "POST",
  path: "/people/:personId/roles",
  summary: "Gives a person a role, of some units or one ladder where it can be narrowed, until a day where it is to end",
  input: z.object({
    personId: z.uuid(),
    role: Role,
    units: z.array(z.uuid()).min(1).max(200).optional(),
    framework: z.string().max(100).optional(),
    /** The first day on which it no longer holds. */
    expiresOn: z.iso.date().optional(),
  }),
  output: z.object({ id: z.uuid() }),
  allow: "role.grant",
  subject: async (tx, { personId, role }, actor) => {
    const { id, name } = await personNamed(tx, personId);
    return { orgId: actor.orgId, personId: id, role, name };
  },
  audit: { action: "role.grant", when: "always" },
  creates: true,
  handle: async ({ tx, actor, input, today, note }) => {
    const { personId, ...wanted } = input;
    const { id, limits } = await store.grant(tx, personId, wanted, actor.personId, today);
    note({
      role: input.role,
      ...(input.units === undefined ? {} : { units: input.units }),
      ...(input.framework === undefined ? {} : { framework: input.framework }),
      ...(input.expiresOn === undefined ? {} : { until: input.expiresOn }),
    });
    const { name: by } = await personNamed(tx, actor.personId);
    const data = { role: roleNames[input.role], limits, by, until: input.expiresOn ?? null };
    await enqueue(tx, { template: "role-granted", personId, data, dedupeKey: `role ${id}` });
    return { id };
  },
});

export const roleRevoke = route({
  method: "DELETE",
  path: "/roles/:grantId",
  summary: "Takes a role back, or lays one's own down; who had it, and until when, stays on record",
  input: z.object({ grantId: z.uuid() }),
  output: z.object({ id: z.uuid() }),
  allow: "role.revoke",
  subject: (tx, { grantId }) => store.grantById(tx, grantId),
  audit: { action: "role.revoke", when: "always" },
  handle: async ({ tx, actor, subject, note }) => {
    await store.revoke(tx, subject, actor.personId);
    note({ role: subject.role });
    if (subject.personId !== actor.personId) {
      const { name: by } = await personNamed(tx, actor.personId);
      const data = { role: roleNames[subject.role], by };
      await enqueue(tx, { template: "role-ended", personId: subject.personId, data, dedupeKey: `role ended ${subject.grantId}` });
    }
    return { id: subject.grantId };
  },
});

export const roleRoutes = [roleList, rolePast, roleGrant, roleRevoke] as const;
