import { useQuery } from "@tanstack/react-query";
import { read } from "../../../web/api.ts";
import type { Ladder } from "./ladder-data.ts";

const none: ReadonlySet<string> = new Set();

/** Ids of expectations that the version shown brought, or changed: empty for a first version, and until it is known. */
export function useChangedStatements({ slug, version, versions }: Ladder): ReadonlySet<string> {
  const before = versions.find((each) => each.version < version.version)?.version;
  const compared = useQuery({
    ...read("/frameworks/:slug/diff", { slug, from: before ?? 1, to: version.version }),
    enabled: before !== undefined,
    staleTime: Infinity,
  });
  if (compared.data === undefined) return none;
  const { changes, classes } = compared.data;
  const brought = changes.flatMap(({ op, entity, id, after }) =>
    op !== "add" ? [] : entity === "expectation" ? [id] : entity === "level" ? expectationsOf(after) : [],
  );
  return new Set([...brought, ...Object.keys(classes)]);
}

/** Of a level that is new, everything that it asks. */
const expectationsOf = (level: unknown): string[] => (level as { expectations?: { id: string }[] }).expectations?.map(({ id }) => id) ?? [];
