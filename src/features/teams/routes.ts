import { z } from "zod";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Name = z.string().trim().min(1).max(200);
const Team = z.object({
  id: z.uuid(),
  name: z.string(),
  parent: z.uuid().nullable(),
  /** At work today in the team itself, and with those of all teams below it. */
  people: z.int(),
  below: z.int(),
  /** People partners who answer for this team by its name, and not for one above it. */
  partners: z.array(z.string()),
  /** What If-Match is to hold when this team is changed. */
  tag: z.string(),
});
const team = { teamId: z.uuid() };

export const teamList = route({
  method: "GET",
  path: "/teams",
  summary: "The tree of teams with how many work in each",
  input: z.object({}),
  output: z.object({
    /** Each after the one above it, then by name. */
    items: z.array(Team),
    can: z.object({ "team.manage": z.boolean() }),
  }),
  allow: "team.list",
  audit: { none: "teams and their sizes are the organisation's to read" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: ({ tx, actor, today }) => store.list(tx, actor, today),
});

export const teamCreate = route({
  method: "POST",
  path: "/teams",
  summary: "Make a team, at the top or below another",
  creates: true,
  input: z.object({ name: Name, parent: z.uuid().nullable().default(null) }),
  output: z.object({ id: z.uuid() }),
  allow: "team.manage",
  audit: { action: "team.create", when: "always" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: store.create,
});

export const teamChange = route({
  method: "PATCH",
  path: "/teams/:teamId",
  summary: "Rename a team, or move it with all below it under another or to the top",
  input: z.object({ ...team, name: Name.optional(), parent: z.uuid().nullable().optional() }),
  output: z.object({ tag: z.string() }),
  allow: "team.manage",
  audit: { action: "team.change", when: "always" },
  subject: (tx, { teamId }) => store.team(tx, teamId),
  matches: store.matches,
  handle: store.change,
});

export const teamMerge = route({
  method: "POST",
  path: "/teams/:teamId/merge",
  summary: "Put everybody of a team, and the teams below it, into another; the team itself goes",
  input: z.object({ ...team, into: z.uuid() }),
  output: z.object({ people: z.int(), teams: z.int() }),
  allow: "team.manage",
  audit: { action: "team.merge", when: "always" },
  subject: (tx, { teamId }) => store.team(tx, teamId),
  matches: store.matches,
  handle: store.merge,
});

export const teamDelete = route({
  method: "DELETE",
  path: "/teams/:teamId",
  summary: "Take away a team in which nobody is, and below which there is none",
  input: z.object(team),
  output: z.object({}),
  allow: "team.manage",
  audit: { action: "team.delete", when: "always" },
  subject: (tx, { teamId }) => store.team(tx, teamId),
  matches: store.matches,
  handle: store.remove,
});

export const teamRoutes = [teamList, teamCreate, teamChange, teamMerge, teamDelete] as const;
