import { z } from "zod";
import { cycleStates } from "../../core/cycle/state.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

/** How well the title answers: 0 it is just that, 1 it begins so, 2 every word begins one of its words, 3 every word is in it. */
const common = { title: z.string(), rank: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]) };
const kind = z.enum(["ladder", "library", "standard"]);
const of = <K extends string, S extends z.ZodRawShape>(name: K, shape: S) =>
  z.object({
    kind: z.literal(name),
    items: z.array(z.object({ ...common, ...shape })),
    /** Whether there are others beside these: another word finds them. */
    more: z.boolean(),
  });

export const search = route({
  method: "GET",
  path: "/search",
  summary: "People, levels, ladders, competencies, resources, teams and cycles by any part of their names, as far as you may see them",
  input: z.object({
    /** Accents and case are ignored, and every word has to be in the name. */
    q: z.string().trim().min(1).max(100),
  }),
  output: z.object({
    /** The kind with the best answer first; kinds of which nothing is called so are left out. */
    groups: z.array(
      z.discriminatedUnion("kind", [
        of("person", { id: z.uuid(), level: z.string().nullable(), team: z.string().nullable() }),
        /** `role`: the name of a job held at the level, where it is that which was found. */
        of("level", { id: z.string(), slug: z.string(), ladder: z.string(), role: z.string().nullable() }),
        of("ladder", { slug: z.string(), kind, state: z.enum(["published", "draft"]) }),
        of("competency", { id: z.string(), slug: z.string(), ladder: z.string(), kind }),
        of("resource", { id: z.uuid(), provider: z.string().nullable() }),
        of("team", { id: z.uuid(), above: z.string().nullable() }),
        of("cycle", { id: z.uuid(), state: z.enum(cycleStates) }),
      ]),
    ),
  }),
  allow: "search.find",
  scope: true,
  audit: { none: "names and titles, of what one may open" },
  handle: store.found,
});

export const searchRoutes = [search] as const;
