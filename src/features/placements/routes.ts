import { z } from "zod";
import { route } from "../../http/route.ts";
import { factKinds } from "../../db/facts.ts";
import { personToChange } from "../../db/person-rows.ts";
import * as store from "./store.ts";

const Text = z.string().trim().min(1).max(200);
const Reason = z.string().trim().min(1).max(4000);
const Level = z.strictObject({
  framework: z.string().max(100),
  /** The one in force on the day where absent. */
  version: z.int().min(1).optional(),
  level: z.string().max(100),
});
const Email = z.email().max(200);
const Share = z.number().min(0.001).max(1);

/** What was done, by which it can be taken back, null where nothing changed; and what If-Match is to hold next. */
const Done = z.object({ act: z.uuid().nullable(), tag: z.string() });
const person = z.uuid();
/** The fact of the same kind that this one takes the place of. With it a reason is asked for. */
const corrects = z.uuid().optional();
const ofPerson = {
  subject: (tx: Parameters<typeof personToChange>[0], { personId }: { personId: string }, _actor: unknown, today: string) =>
    personToChange(tx, personId, today),
  matches: store.matches,
};

export const personAdd = route({
  method: "POST",
  path: "/people",
  summary: "Add one person by hand",
  creates: true,
  input: z.object({
    employeeNumber: Text,
    name: Text,
    email: Email.nullable().default(null),
    team: z.uuid().nullable().default(null),
    location: Text.nullable().default(null),
    startedOn: z.iso.date().nullable().default(null),
    share: Share.default(1),
    manager: z.uuid().nullable().default(null),
    level: Level.nullable().default(null),
  }),
  output: z.object({ id: z.uuid(), act: z.uuid(), tag: z.string() }),
  allow: "person.create",
  audit: { action: "person.add", when: "always" },
  subject: (tx, { team }, actor) => store.unit(tx, actor, team),
  handle: store.add,
});

export const personEdit = route({
  method: "PATCH",
  path: "/people/:personId",
  summary: "Change what a person's own row says; what is left out stays",
  input: z.object({
    personId: person,
    employeeNumber: Text.optional(),
    name: Text.optional(),
    email: Email.nullable().optional(),
    team: z.uuid().nullable().optional(),
    location: Text.nullable().optional(),
    startedOn: z.iso.date().nullable().optional(),
  }),
  output: Done,
  allow: "person.edit",
  audit: { action: "person.edit", when: "always" },
  ...ofPerson,
  handle: store.edit,
});

export const personPlace = route({
  method: "POST",
  path: "/people/:personId/placements",
  summary: "Place a person at a level from a day on, or at none; or put a placement right",
  creates: true,
  input: z.object({ personId: person, level: Level.nullable(), from: z.iso.date(), reason: Reason.optional(), corrects }),
  output: Done,
  allow: "person.place",
  audit: { action: "person.place", when: "always" },
  ...ofPerson,
  handle: store.place,
});

export const personLine = route({
  method: "POST",
  path: "/people/:personId/lines",
  summary: "Say to whom a person reports from a day on, or to nobody; or put a line right",
  creates: true,
  input: z.object({ personId: person, manager: z.uuid().nullable(), from: z.iso.date(), reason: Reason.optional(), corrects }),
  output: Done,
  allow: "person.edit",
  audit: { action: "person.manager", when: "always" },
  ...ofPerson,
  handle: store.line,
});

export const personLeave = route({
  method: "POST",
  path: "/people/:personId/leave",
  summary: "Record leave from a first day to a last, or put it right",
  creates: true,
  input: z.object({
    personId: person,
    kind: z.enum(["parental", "sick", "study", "unpaid", "other"]),
    from: z.iso.date(),
    /** The last day; null where nobody knows it yet. */
    to: z.iso.date().nullable(),
    reason: Reason.optional(),
    corrects,
  }),
  output: Done,
  allow: "person.edit",
  audit: { action: "person.leave", when: "always" },
  ...ofPerson,
  handle: store.leave,
});

export const personShare = route({
  method: "POST",
  path: "/people/:personId/shares",
  summary: "Record how much of full time somebody works from a day on, or put it right",
  creates: true,
  input: z.object({ personId: person, share: Share, from: z.iso.date(), reason: Reason.optional(), corrects }),
  output: Done,
  allow: "person.edit",
  audit: { action: "person.share", when: "always" },
  ...ofPerson,
  handle: store.share,
});

export const personRetract = route({
  method: "POST",
  path: "/people/:personId/retractions",
  summary: "Say that something recorded of a person never was; it stays on record with the reason",
  creates: true,
  input: z.object({ personId: person, kind: z.enum(factKinds), id: z.uuid(), reason: Reason }),
  output: Done,
  allow: "person.place",
  audit: { action: "person.retract", when: "always" },
  ...ofPerson,
  handle: store.retraction,
});

export const personDepart = route({
  method: "POST",
  path: "/people/:personId/departure",
  summary: "Say from which day on a person no longer works here: they lose access then, and their records stay",
  input: z.object({ personId: person, on: z.iso.date(), reason: Reason.optional() }),
  output: Done,
  allow: "person.edit",
  audit: { action: "person.depart", when: "always" },
  ...ofPerson,
  handle: store.depart,
});

export const personReturn = route({
  method: "POST",
  path: "/people/:personId/return",
  summary: "Say that a person who left works here again from a day on, or stays after all",
  input: z.object({ personId: person, on: z.iso.date(), reason: Reason.optional() }),
  output: Done,
  allow: "person.edit",
  audit: { action: "person.return", when: "always" },
  ...ofPerson,
  handle: store.comeBack,
});

export const personUndo = route({
  method: "POST",
  path: "/people/:personId/undo",
  summary: "Take back the last that was done to a person's page, while nothing rests on it",
  input: z.object({ personId: person, act: z.uuid() }),
  /** `gone` where the person was only added by it, and is no more. */
  output: z.object({ gone: z.boolean() }),
  allow: "person.edit",
  audit: { action: "person.undo", when: "always" },
  ...ofPerson,
  handle: store.undo,
});

export const placementRoutes = [
  personAdd,
  personEdit,
  personPlace,
  personLine,
  personLeave,
  personShare,
  personRetract,
  personDepart,
  personReturn,
  personUndo,
] as const;
