import type { Command } from "../../cli/command.ts";
import { UsageError } from "../../cli/command.ts";
import { choiceOf, optionsOf } from "../../cli/options.ts";
import { replied, wayHelp, wayOf, wayOptions, type Directly } from "../../cli/way.ts";
import { client } from "../../http/client.ts";
import type { accountRoutes } from "../accounts/routes.ts";

type Api = (typeof accountRoutes)[number];

const DAY = 86_400_000;
const scopes = ["read", "write", "admin"] as const;
const usage =
  "key list | key make NAME [--scopes read,write,admin] [--days 90] | key revoke ID [--url URL | --data ./data | --database-url postgres://…] [--format text|json]";

/** @param directly opens a database, for whoever names no address. */
export const key = (directly: Directly): Command => ({
  name: "key",
  usage,
  summary: "Lists, makes and revokes keys for programs.",
  help: [
    "list       all keys, newest first: id, beginning, scopes, until when, last use, name.",
    "make NAME  makes a key for the program of that name and prints it, this once. It acts for you; without --url, for an owner.",
    "           --scopes  what it may do: read, write, admin, with commas between (read).",
    "           --days    how long it is good for, 1 to 366 (90).",
    "revoke ID  ends a key at once; the id or the beginning of it, as in the list.",
    ...wayHelp,
    "--format   text or json (text).",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = optionsOf(args, {
      ...wayOptions,
      scopes: { type: "string" },
      days: { type: "string" },
      format: { type: "string" },
    });
    const format = choiceOf("format", values.format, ["text", "json"]);
    const [what, which, more] = positionals;
    if (more !== undefined || !["list", "make", "revoke"].includes(what ?? "") || (what === "list") !== (which === undefined))
      throw new UsageError(`Say what to do: rungs ${usage}`);
    const wanted = scopesOf(values.scopes);
    const days = daysOf(values.days);
    const way = await wayOf(values, io, directly);
    const api = client<Api>(way.send);
    const print = (result: unknown, text: string) => io.out(format === "json" ? `${JSON.stringify(result, null, 2)}\n` : text);
    try {
      if (what === "make" && which !== undefined) {
        const expiresAt = new Date(Date.now() + days * DAY).toISOString();
        const made = await replied(api("POST", "/api-keys", { name: which, scopes: wanted, expiresAt }));
        print(made, `${made.key}\n`);
        io.err(`Keep it: it cannot be shown again. Good until ${made.expiresAt}.\n`);
        return 0;
      }
      const keys = await allOf(api);
      if (what === "list") {
        print(keys, keys.map(line).join(""));
        return 0;
      }
      const meant = keys.filter(
        ({ id, prefix }) => which !== undefined && (id === which || id.startsWith(which) || prefix.startsWith(which)),
      );
      const [one] = meant;
      if (one === undefined) throw new UsageError(`There is no key “${which}”; rungs key list shows them.`);
      if (meant.length > 1) throw new UsageError(`“${which}” fits ${meant.length} keys; write more of its id.`);
      const revoked = await replied(api("DELETE", "/api-keys/:keyId", { keyId: one.id }));
      print(revoked, `Revoked ${one.name} (${one.prefix}…).\n`);
      return 0;
    } finally {
      await way.stop();
    }
  },
});

/** Every page of the list, some thousands of keys at the most. */
async function allOf(api: ReturnType<typeof client<Api>>) {
  const first = await replied(api("GET", "/api-keys", { limit: 200 }));
  const keys = [...first.items];
  for (let next = first.next, pages = 1; next !== null && pages < 50; pages += 1) {
    const page = await replied(api("GET", "/api-keys", { limit: 200, cursor: next }));
    keys.push(...page.items);
    next = page.next;
  }
  return keys;
}
type Key = Awaited<ReturnType<typeof allOf>>[number];

const line = ({ id, prefix, scopes: may, expiresAt, lastUsedAt, revokedAt, name }: Key): string =>
  `${id}  ${prefix}…  ${may.join(",")}  ${revokedAt === null ? `until ${expiresAt.slice(0, 10)}` : `revoked ${revokedAt.slice(0, 10)}`}  ${lastUsedAt === null ? "never used" : `used ${lastUsedAt.slice(0, 10)}`}  ${name}\n`;

function scopesOf(given: string | undefined): (typeof scopes)[number][] {
  if (given === undefined) return ["read"];
  return given.split(",").map((each) => choiceOf("scopes", each.trim(), scopes));
}

function daysOf(given: string | undefined): number {
  const days = Number(given ?? "90");
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new UsageError(`--days is a number from 1 to 366, not “${given}”.`);
  return days;
}
