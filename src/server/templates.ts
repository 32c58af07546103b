import { readdir, readFile } from "node:fs/promises";
import { check } from "../core/framework/check.ts";
import type { Framework } from "../core/framework/document.ts";
import { readYaml } from "../core/framework/formats/yaml.ts";

const folder = new URL("../../templates/", import.meta.url);

let known: Promise<ReadonlyMap<string, Framework>> | undefined;

/** The frameworks that ship with Rungs, by id. Read and checked once, when somebody first asks. */
export const templates = (): Promise<ReadonlyMap<string, Framework>> => (known ??= read());

async function read(): Promise<ReadonlyMap<string, Framework>> {
  const found = new Map<string, Framework>();
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).toSorted();
  for (const name of names) {
    const { framework } = check(readYaml(await readFile(new URL(name, folder))).value);
    if (framework === null) throw new Error(`templates/${name} has faults; rungs lint names them.`);
    found.set(framework.id, framework);
  }
  return found;
}
