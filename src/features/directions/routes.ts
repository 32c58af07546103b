import { z } from "zod";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Reference = z
  .string()
  .max(201)
  .regex(/^[^/]+\/[^/]+$/, "framework/level");
const Arm = z.object({
  value: Reference,
  title: z.string(),
  /** The track's title, where it is on the same ladder; the ladder's where it is on another. */
  along: z.string().nullable(),
});
const Direction = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), you: z.boolean() }),
  /** Where they stand; null without a placement. */
  from: z.object({ framework: z.string(), title: z.string() }).nullable(),
  /** What may come next from there, in the order of the ladder. */
  arms: z.array(Arm),
  /** Which of these they said they want; null where none, or where they have moved on since. */
  declared: z.object({ value: Reference, on: z.iso.date() }).nullable(),
  can: z.object({ "direction.say": z.boolean() }),
});

export const directionRead = route({
  method: "GET",
  path: "/people/:personId/direction",
  summary: "What may come next for somebody, and which of it they said they want",
  input: z.object({ personId: z.uuid() }),
  output: Direction,
  allow: "gap.read",
  audit: { action: "direction.read", when: "others" },
  subject: (tx, { personId }, _actor, today) => store.person(tx, personId, today),
  handle: ({ tx, actor, subject }) => store.direction(tx, actor, subject),
});

export const directionSay = route({
  method: "PUT",
  path: "/people/:personId/direction",
  summary: "Say where you want to go next: cycles ask about it from the next launch on, and your gap report aims there",
  input: z.object({
    personId: z.uuid(),
    /** One of what may come next; null takes back what was said. */
    to: Reference.nullable(),
  }),
  output: Direction,
  allow: "direction.say",
  audit: { action: "direction.say", when: "always" },
  subject: (tx, { personId }, _actor, today) => store.person(tx, personId, today),
  handle: (context) => store.say(context),
});

export const directionRoutes = [directionRead, directionSay] as const;
