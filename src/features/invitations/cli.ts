import type { Command } from "../../cli/command.ts";
import { UsageError } from "../../cli/command.ts";
import { choiceOf, optionsOf } from "../../cli/options.ts";
import { replied, wayHelp, wayOf, wayOptions, type Directly } from "../../cli/way.ts";
import { roles } from "../../core/access/roles.ts";
import { client } from "../../http/client.ts";
import type { peopleRoutes } from "../people/routes.ts";
import type { roleRoutes } from "../roles/routes.ts";
import type { secondFactorRoutes } from "../second-factor/routes.ts";
import type { invitationRoutes } from "./routes.ts";

type Api =
  | (typeof invitationRoutes)[number]
  | (typeof roleRoutes)[number]
  | (typeof peopleRoutes)[number]
  | (typeof secondFactorRoutes)[number];
type Client = ReturnType<typeof client<Api>>;

const usage =
  "user list | user invite WHO… | user invite --everybody | user roles [WHO] | user grant WHO ROLE | user revoke WHO ROLE | user recover WHO [--ladder SLUG] [--until YYYY-MM-DD] [--url URL | --data ./data | --database-url postgres://…] [--format text|json]";
const verbs = ["list", "invite", "roles", "grant", "revoke", "recover"] as const;

/** @param directly opens a database, for whoever names no address. */
export const user = (directly: Directly): Command => ({
  name: "user",
  usage,
  summary: "Lists who can sign in, invites people, and gives and takes back roles, and lets in who lost every key.",
  help: [
    "list               everybody, by name: whether they can sign in, are invited or were never invited.",
    "invite WHO…        invites people, or again; --everybody: all with an e-mail address who never were.",
    "roles [WHO]        who has which role, or what roles one person has.",
    "grant WHO ROLE     gives a role: owner, administrator, people-partner, auditor, author, reviewer, publisher.",
    "                   --ladder for the last three, --until the first day on which it no longer holds.",
    "revoke WHO ROLE    takes a role back.",
    "recover WHO        for somebody who lost every key: takes their passkeys, app and recovery codes away, signs them out",
    "                   everywhere and tells them; their password, or a link from the sign-in page, lets them in.",
    "WHO                an e-mail address, or an id as `user list` shows it.",
    ...wayHelp,
    "--format           text or json (text).",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = optionsOf(args, {
      ...wayOptions,
      everybody: { type: "boolean" },
      ladder: { type: "string" },
      until: { type: "string" },
      format: { type: "string" },
    });
    const format = choiceOf("format", values.format, ["text", "json"]);
    const [verb, ...who] = positionals;
    const wanted = {
      list: 0,
      roles: who.length > 0 ? 1 : 0,
      grant: 2,
      revoke: 2,
      recover: 1,
      invite: values.everybody === true ? 0 : Math.max(1, who.length),
    };
    const what = verbs.find((each) => each === verb);
    if (what === undefined || who.length !== wanted[what]) throw new UsageError(`Say what to do: rungs ${usage}`);
    const way = await wayOf(values, io, directly);
    const api = client<Api>(way.send);
    const print = (result: unknown, lines: readonly string[]) =>
      io.out(format === "json" ? `${JSON.stringify(result, null, 2)}\n` : lines.map((each) => `${each}\n`).join(""));
    try {
      if (what === "invite" && values.everybody === true) {
        const done = await replied(api("POST", "/invitations", { everybody: true }));
        print(done, [`${done.invited} invited.`]);
        return 0;
      }
      const people = await everybody(api);
      if (what === "list") {
        print(
          people,
          people.map(({ person, state }) => `${person.id}  ${state.padEnd(10)}  ${person.email ?? "-"}  ${person.name}`),
        );
        return 0;
      }
      if (what === "invite") {
        const done = await replied(api("POST", "/invitations", { people: who.map((each) => meant(people, each)) }));
        print(done, [`${done.invited} invited.`, ...done.skipped.map(({ name, because }) => `${name} was not: ${because}.`)]);
        return done.skipped.length > 0 ? 1 : 0;
      }
      if (what === "recover") {
        const personId = meant(people, who[0] ?? "");
        print(await replied(api("POST", "/people/:personId/second-factor/lift", { personId })), ["Their keys are gone; they are told."]);
        return 0;
      }
      const [named, role] = who;
      const person = named === undefined ? undefined : meant(people, named);
      const items = await rolesOf(api, person);
      if (what === "roles" || person === undefined) {
        print(
          items,
          items.map(
            (each) =>
              `${each.role.padEnd(14)}  ${each.person.name}${each.framework ? `  of ${each.framework.slug}` : ""}${each.units ? `  of ${each.units.map(({ name }) => name).join(", ")}` : ""}${each.expiresOn ? `  until ${each.expiresOn}` : ""}`,
          ),
        );
        return 0;
      }
      const chosen = choiceOf("role", role, roles);
      if (what === "grant") {
        const more = {
          ...(values.ladder === undefined ? {} : { framework: values.ladder }),
          ...(values.until === undefined ? {} : { expiresOn: values.until }),
        };
        const made = await replied(api("POST", "/people/:personId/roles", { personId: person, role: chosen, ...more }));
        print(made, [`Given: ${chosen}.`]);
        return 0;
      }
      const held = items.filter((each) => each.role === chosen && (values.ladder === undefined || each.framework?.slug === values.ladder));
      const [one, another] = held;
      if (one === undefined) throw new UsageError(`They do not have the role ${chosen}.`);
      if (another !== undefined)
        throw new UsageError(`They have it ${held.length} times; name the ladder with --ladder, or use the page of roles.`);
      print(await replied(api("DELETE", "/roles/:grantId", { grantId: one.id })), [`Taken back: ${chosen}.`]);
      return 0;
    } finally {
      await way.stop();
    }
  },
});

/** Page by page, up to 20,000 people. */
async function everybody(api: Client) {
  const first = await replied(api("GET", "/invitations", { limit: 200 }));
  const people = [...first.items];
  for (let next = first.next, pages = 1; next !== null && pages < 100; pages += 1) {
    const page = await replied(api("GET", "/invitations", { limit: 200, cursor: next }));
    people.push(...page.items);
    next = page.next;
  }
  return people;
}

/** Page by page, up to 20,000 roles. */
async function rolesOf(api: Client, person: string | undefined) {
  const asked = { limit: 200, ...(person === undefined ? {} : { person }) };
  const first = await replied(api("GET", "/roles", asked));
  const held = [...first.items];
  for (let next = first.next, pages = 1; next !== null && pages < 100; pages += 1) {
    const page = await replied(api("GET", "/roles", { ...asked, cursor: next }));
    held.push(...page.items);
    next = page.next;
  }
  return held;
}

function meant(people: Awaited<ReturnType<typeof everybody>>, who: string): string {
  const found = people.filter(({ person }) => person.id === who || person.email?.toLowerCase() === who.toLowerCase());
  const [one, another] = found;
  if (one === undefined) throw new UsageError(`Nobody here is “${who}”; rungs user list shows everybody.`);
  if (another !== undefined) throw new UsageError(`“${who}” fits ${found.length} people; write the id.`);
  return one.person.id;
}
