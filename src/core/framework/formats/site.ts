import type { Framework } from "../document.ts";
import { htmlPage } from "./html.ts";
import { formats, writeAs } from "./read.ts";

const beside = ["yaml", "json", "case"] as const;

/** @returns what to put into a folder to publish a framework anywhere: file name → content, the page first. */
export async function siteOf(framework: Framework): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const files = beside.map((format) => ({ format, name: formats[format].name, href: `framework.${formats[format].extensions[0]}` }));
  const site = new Map<string, string | Uint8Array>([["index.html", htmlPage({ framework, files })]]);
  for (const { format, href } of files) site.set(href, (await writeAs(format, framework)).content);
  return site;
}
