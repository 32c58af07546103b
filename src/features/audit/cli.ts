import type { Command } from "../../cli/command.ts";
import { UsageError } from "../../cli/command.ts";
import { choiceOf, flagsOf } from "../../cli/options.ts";
import { replied, wayHelp, wayOf, wayOptions, type Directly } from "../../cli/way.ts";
import { client } from "../../http/client.ts";
import type { auditRoutes } from "./routes.ts";

type Api = (typeof auditRoutes)[number];

const usage = "verify-audit [--expect HASH] [--url URL | --data ./data | --database-url postgres://…] [--format text|json]";

/** @param directly opens a database, for whoever names no address. */
export const verifyAudit = (directly: Directly): Command => ({
  name: "verify-audit",
  usage,
  summary: "Reads the whole audit log against its chain of seals, and names whatever was tampered with.",
  help: [
    "--expect   the hash of a seal that was noted before, as this command prints it: finds out too whether the log was cut off",
    "           before it or written anew since.",
    ...wayHelp,
    "--format   text or json (text).",
    "",
    "Exit code 1 where the log is not as it was written.",
  ].join("\n"),
  run: async (args, io) => {
    const flags = flagsOf(args, { ...wayOptions, expect: { type: "string" }, format: { type: "string" } });
    const format = choiceOf("format", flags.format, ["text", "json"]);
    if (flags.expect !== undefined && !/^[0-9a-fA-F]{64}$/.test(flags.expect))
      throw new UsageError("--expect takes the hash of a seal: 64 hexadecimal digits, as this command prints them.");
    const way = await wayOf(flags, io, directly);
    try {
      const found = await replied(ask(client<Api>(way.send), flags.expect));
      if (format === "json") io.out(`${JSON.stringify(found, null, 2)}\n`);
      else io.out(inLines(found));
      return found.whole ? 0 : 1;
    } finally {
      await way.stop();
    }
  },
});

const ask = (api: ReturnType<typeof client<Api>>, expect: string | undefined) =>
  api("GET", "/audit/verification", expect === undefined ? {} : { expect });

function inLines(found: Awaited<ReturnType<typeof ask>>): string {
  const { whole, sealed, seals, unsealed, unsealedSince, head, faults, faultCount, entriesForgotten, addressesForgotten } = found;
  return [
    ...faults.map(({ code, message }) => `${code}: ${message}`),
    ...(faultCount > faults.length ? [`and ${faultCount - faults.length} more`] : []),
    whole ? "The log is whole." : "The log is not as it was written.",
    `${sealed} entries in ${seals} seals; ${unsealed} not sealed yet${unsealedSince === null ? "" : `, the oldest of ${unsealedSince}`}.`,
    ...(entriesForgotten + addressesForgotten > 0
      ? [`Taken away on purpose: ${entriesForgotten} entries, ${addressesForgotten} addresses.`]
      : []),
    ...(head === null ? [] : [`Head: seal ${head.seal} of ${head.sealedAt}`, head.hash]),
  ]
    .map((line) => `${line}\n`)
    .join("");
}
