import { z } from "zod";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Year = z.object({
  /** The calendar year in which it begins, by which it is asked for. */
  first: z.int(),
  /** "2026", or "2026/27" */
  label: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
});

export const learnerList = route({
  method: "GET",
  path: "/cpd/team",
  summary: "Hours of learning of everybody whose results you may see, in a year",
  input: z.object({
    year: z.coerce.number().int().min(1900).max(2200).optional(),
    team: z.uuid().optional(),
    show: z.enum(["all", "waiting", "nothing"]).default("all"),
    /** `hours`: who has learned least first. */
    sort: z.enum(["name", "hours"]).default("name"),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        person: Named.extend({ team: z.string().nullable() }),
        minutes: z.int(),
        verifiedMinutes: z.int(),
        entries: z.int(),
        /** Entries that nobody has verified. */
        waiting: z.int(),
        /** Asked of them; null where the organisation asks for no hours. */
        target: z.int().nullable(),
      }),
    ),
    next: z.string().nullable(),
    /** Over all pages; null but on the first. */
    total: z.object({ people: z.int(), minutes: z.int(), entries: z.int(), waiting: z.int(), nothing: z.int() }).nullable(),
    year: Year,
    years: z.array(Year),
  }),
  allow: "cpd.list",
  scope: true,
  audit: { action: "cpd.team", when: "always" },
  handle: store.list,
});

export const learnerRoutes = [learnerList] as const;
