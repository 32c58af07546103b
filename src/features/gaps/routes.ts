import { z } from "zod";
import { can } from "../../core/access/policy.ts";
import { GapReply, levelReference } from "../../core/gap/reply.ts";
import { gapSubject, reportFor } from "../../db/gap-report.ts";
import { route } from "../../http/route.ts";

export const gapReport = route({
  method: "GET",
  path: "/people/:personId/gap",
  summary: "Where a person stands against a level, and what is missing",
  input: z.object({
    personId: z.uuid(),
    /** `framework/level`; absent: the first next level of the person's own, or their own where there is none above. */
    target: levelReference.optional(),
    on: z.iso.date().optional(),
    /** The version that the person was moved from, while both count; that of their place where absent. */
    version: z.coerce.number().int().min(1).optional(),
  }),
  output: GapReply.extend({ can: z.object({ "gap.read": z.boolean(), "checkin.start": z.boolean(), "gap.share": z.boolean() }) }),
  allow: "gap.read",
  audit: { action: "gap.read", when: "others" },
  subject: (tx, { personId }, _actor, today) => gapSubject(tx, personId, today),
  handle: async ({ tx, actor, input, subject, today }) => ({
    ...(await reportFor(tx, actor, subject, input.target ?? null, input.on ?? today, input.version ?? null)),
    can: can(actor, ["gap.read", "checkin.start", "gap.share"], subject),
  }),
});

export const gapRoutes = [gapReport] as const;
