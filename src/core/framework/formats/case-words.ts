import { textOf } from "../raw.ts";
import type { CaseItem, CaseTree } from "./case-read.ts";

/** Markup may stand in statements since 1.1: only the words are kept. */
export const words = (text: string): string =>
  text
    .replaceAll(/<\/(?:p|li|div|h\d)>|<br\s*\/?>/gi, "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();

export const kindOf = ({ item }: CaseItem): string => {
  const said = `${textOf(item, "CFItemType") ?? ""} ${textOf(item, "fullStatement") ?? ""}`.toLowerCase();
  return /knowledge/.test(said) ? "knowledge" : /behaviou?r/.test(said) ? "behaviour" : /\bvalues?\b/.test(said) ? "value" : "skill";
};

/** Levels from the lowest up, as `precedes` says; what it does not order keeps the order of the file. */
export function inOrderOf(nodes: readonly CaseItem[], precedes: CaseTree["precedes"]): CaseItem[] {
  const before = new Map(
    nodes.map(({ identifier }) => [identifier, new Set(precedes.filter(([, to]) => to === identifier).map(([from]) => from))]),
  );
  const placed: CaseItem[] = [];
  const waiting = [...nodes];
  while (waiting.length > 0) {
    const free = waiting.findIndex(
      ({ identifier }) =>
        ![...(before.get(identifier) ?? [])].some((earlier) =>
          waiting.some((other) => other.identifier === earlier && other.identifier !== identifier),
        ),
    );
    placed.push(...waiting.splice(Math.max(0, free), 1));
  }
  return placed;
}

export const slug = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 100)
    .replace(/-+$/, "");
