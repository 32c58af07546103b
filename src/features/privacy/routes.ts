import { z } from "zod";
import { can } from "../../core/access/policy.ts";
import { Problem } from "../../core/problem.ts";
import { due } from "../../db/retention.ts";
import { settingsIn } from "../../db/settings.ts";
import { FileOutput } from "../../http/file.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const input = z.object({ personId: z.uuid() });
type Of = z.output<typeof input>;
const subject = (tx: Parameters<typeof store.subject>[0], { personId }: Of, _actor: unknown, today: string) =>
  store.subject(tx, personId, today);

export const dataExport = route({
  method: "GET",
  path: "/people/:personId/data",
  summary: "Everything that is kept about a person as one archive (ZIP): a page to read, and JSON; results only as far as you may see them",
  input,
  output: FileOutput,
  allow: "person.export",
  subject,
  audit: { action: "person.export", when: "always" },
  handle: async ({ tx, actor, subject: person, today, installation, note }) => {
    const { content, rows } = await store.archive(tx, installation, actor, person, today);
    note({ rows });
    return { name: `personal-data-${today}.zip`, mediaType: "application/zip", content };
  },
});

export const erasurePreview = route({
  method: "GET",
  path: "/people/:personId/erasure",
  summary: "What erasing a person would take, what it would leave, and why",
  input,
  output: z.object({
    person: z.object({ id: z.uuid(), name: z.string(), leftOn: z.iso.date().nullable(), erasedAt: z.iso.datetime().nullable() }),
    consequences: z.array(
      z.object({ what: z.string(), count: z.int(), fate: z.enum(["goes", "nameless", "stays"]), because: z.string().nullable() }),
    ),
    /** What stands in the way; null where nothing does. */
    obstacle: z.string().nullable(),
    can: z.object({ "person.export": z.boolean(), "person.erase": z.boolean() }),
  }),
  allow: "person.erase",
  subject,
  audit: { none: "counts, and nothing of what is counted" },
  handle: async ({ tx, actor, subject: person, today }) => ({
    person: { id: person.personId, name: person.name, leftOn: person.leftOn, erasedAt: person.erasedAt?.toISOString() ?? null },
    consequences: await store.consequences(tx, person),
    obstacle:
      person.erasedAt !== null
        ? "Their data has been erased already."
        : person.leftOn === null || person.leftOn > today
          ? "They are still at work here. Record their leaving first; their data can be erased from that day on."
          : null,
    can: can(actor, ["person.export", "person.erase"], person),
  }),
});

export const erasure = route({
  method: "POST",
  path: "/people/:personId/erasure",
  summary: "Erases a person who has left: name, addresses, words and account go for good; figures and the audit log stay whole",
  input: z.object({ personId: z.uuid(), confirm: z.string().max(200).describe("The name of the person, as it stands in the directory") }),
  output: z.object({ erased: z.literal(true) }),
  allow: "person.erase",
  subject,
  audit: { action: "person.erase", when: "always" },
  handle: async ({ tx, subject: person, input: { confirm }, today, installation }) => {
    if (person.erasedAt === null && confirm.trim() !== person.name)
      throw new Problem("invalid", "Nothing was erased: the name is not the one of the person.", [
        { code: "confirm", path: "/confirm", message: `Type the name as it stands: ${person.name}` },
      ]);
    await store.erase(tx, installation.database.accounts, person, today);
    return { erased: true as const };
  },
});

const months = z.coerce.number().int().min(1).max(240).optional();

export const retentionPreview = route({
  method: "GET",
  path: "/retention",
  summary: "What retention takes away today, with the periods that hold or with others; it is done within the hour",
  input: z.object({ auditEntries: months, auditAddresses: months, messages: months, leavers: months }),
  output: z.object({
    kinds: z.array(
      z.object({
        kind: z.enum(["auditEntries", "auditAddresses", "messages", "leavers"]),
        before: z.iso.date().nullable(),
        count: z.int(),
      }),
    ),
    leavers: z.array(z.object({ id: z.uuid(), name: z.string(), leftOn: z.iso.date() })),
  }),
  allow: "settings.read",
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  audit: { none: "counts, and who has left" },
  handle: async ({ tx, input: asked, today }) => {
    const { retention } = await settingsIn(tx);
    const { auditEntries, auditAddresses, messages, leavers } = asked;
    return due(
      tx,
      {
        auditEntries: auditEntries ?? retention.auditEntries,
        auditAddresses: auditAddresses ?? retention.auditAddresses,
        messages: messages ?? retention.messages,
        leavers: leavers ?? retention.leavers,
      },
      today,
    );
  },
});

export const privacyRoutes = [dataExport, erasurePreview, erasure, retentionPreview] as const;
