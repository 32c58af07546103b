import { readFileSync } from "node:fs";

/** As `package.json` says, in a clone and in an installed package alike. */
export function versionOfRungs(): string {
  const read: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof read === "object" && read !== null && "version" in read ? String(read.version) : "unknown";
}
