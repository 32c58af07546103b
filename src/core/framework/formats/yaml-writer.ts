import { Document, isMap, isPair, isScalar, isSeq, visit, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { Framework } from "../document.ts";

const widest = 100;

/** YAML as people like to write it, with every default written out: small things on one line, long texts as blocks. */
export function writeYaml(framework: Framework): string {
  const document = new Document(framework, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (key, node) => {
      if (key === "key" || typeof node.value !== "string") return;
      if (node.value.includes("\n")) node.type = "BLOCK_LITERAL";
      else if (node.value.length > widest) node.type = "BLOCK_FOLDED";
    },
    Collection: (key, node, ancestors) => {
      const owner = ancestors.at(-1);
      const isStatements = isPair(owner) && isScalar(owner.key) && owner.key.value === "markers";
      if (isSmall(node) && (isSeq(node) ? !isStatements || node.items.length === 0 : key !== "value" || ancestors.length > 3))
        node.flow = true;
      if (isMap(node) && ancestors.length === 1) for (const pair of node.items) airBefore(pair);
    },
    Pair: (_, pair) => {
      if (isScalar(pair.key) && pair.key.value === "levels" && isSeq<Node>(pair.value)) {
        for (const level of pair.value.items.slice(1)) level.spaceBefore = true;
      }
    },
  });
  return document.toString({ lineWidth: widest, flowCollectionPadding: true });
}

/** Short enough for one line, and in it nothing but single values and short lists of them. */
const isSmall = (node: YAMLMap | YAMLSeq): boolean =>
  JSON.stringify(node).length < widest - 15 &&
  node.items.every((item) => {
    const value = isPair(item) ? item.value : item;
    const isList = isPair(item) && isSeq(value) && (value.items.length === 0 || (isScalar(item.key) && item.key.value !== "markers"));
    return isSingle(value) || (isList && value.items.every(isSingle));
  });

const isSingle = (node: unknown): boolean => isScalar(node) && !(typeof node.value === "string" && node.value.includes("\n"));

/** A blank line before each list of the document. */
const airBefore = (pair: Pair): void => {
  if (isScalar(pair.key) && isSeq(pair.value) && pair.value.items.length > 0) pair.key.spaceBefore = true;
};
