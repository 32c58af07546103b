import { z } from "zod";
import { isOverdue, stateOf } from "../../core/backup/schedule.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Backup = z.object({
  kind: z.enum(["scheduled", "by-hand"]),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Sealed with a passphrase. */
  encrypted: z.boolean(),
  /** Null where it is not whole. */
  bytes: z.int().nullable(),
  state: z.enum(["whole", "failed", "running", "broken-off"]),
});

const shown = (said: store.Said | null, now: Date): z.input<typeof Backup> | null =>
  said && {
    kind: said.kind,
    startedAt: said.startedAt.toISOString(),
    finishedAt: said.finishedAt?.toISOString() ?? null,
    encrypted: said.encrypted,
    bytes: said.bytes,
    state: stateOf(said, now),
  };

// Neither names of files nor reasons: they are of the machine, and an organisation may be one of several on it.
const backupsRead = route({
  method: "GET",
  path: "/backups",
  summary: "Whether this installation is backed up: what the server does by itself, the last backup that was begun, the last that is whole",
  input: z.object({}),
  output: z.object({
    /** Null where this server takes none by itself. */
    scheduled: z.object({ keep: z.int() }).nullable(),
    last: Backup.nullable(),
    lastWhole: Backup.nullable(),
    /** The server is to take one a day, and there has been none for longer. */
    overdue: z.boolean(),
  }),
  allow: "settings.read",
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  audit: { none: "no result of anybody" },
  handle: async ({ installation: { database, backups }, now }) => {
    const { begun, whole } = await store.last(database.accounts);
    return {
      scheduled: backups,
      last: shown(begun, now),
      lastWhole: shown(whole, now),
      overdue: backups !== null && isOverdue(whole?.startedAt ?? null, now),
    };
  },
});

export const backupRoutes = [backupsRead] as const;
