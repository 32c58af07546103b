import type { Transaction } from "kysely";
import { classify, type Step } from "../core/framework/carry.ts";
import { pointsOf } from "../core/framework/decisions.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type StoredVersion, type VersionKey } from "./versions.ts";

/**
 * Every version of a framework with what its author decided on publishing it, as a JSON column, the oldest first. The
 * argument is SQL.
 */
export const chainOf = (framework: string): string => `(
  select json_agg(json_build_object(
           'frameworkId', stored.framework_id, 'version', stored.version, 'hash', encode(stored.hash, 'hex'), 'points', stored.scale_map,
           'classes', (select json_object_agg(change.expectation_id, change.class) from rungs.expectation_change as change
                        where change.org_id = stored.org_id and change.framework_id = stored.framework_id and change.version = stored.version))
           order by stored.version)
    from rungs.framework_version as stored where stored.framework_id = ${framework})`;

/** A version in the chain of its framework; what was decided about the step that leads to it is null where nothing was. */
export type Link = VersionKey & {
  classes: Record<string, "editorial" | "substantive"> | null;
  points: Record<string, number> | null;
};

/** By the version that a step leads to; versions never change, and neither does this. Of one content there may be several. */
const known = new WeakMap<StoredVersion, Map<number, Step>>();

function stepTo(after: StoredVersion, before: StoredVersion, { version, classes, points }: Link): Step {
  let steps = known.get(after);
  if (steps === undefined) known.set(after, (steps = new Map<number, Step>()));
  let step = steps.get(version);
  if (step === undefined) {
    const editorial = new Set(
      Object.entries(classes ?? {}).flatMap(([expectation, meaning]) => (meaning === "editorial" ? [expectation] : [])),
    );
    steps.set(
      version,
      (step = classify(before.content, after.content, { editorial, ...(points === null ? {} : { points: pointsOf(points) }) })),
    );
  }
  return step;
}

/** The versions of a chain from `least` to `most`, with what became of each expectation on the way, by the version that each step leads to. */
export async function spanOf(
  tx: Transaction<Tables>,
  orgId: string,
  chain: readonly Link[],
  least: number,
  most: number,
): Promise<{ contents: Map<number, StoredVersion>; steps: Map<number, Step> }> {
  const between = chain.filter(({ version }) => version >= least && version <= most);
  const stored = await versions(tx, orgId, between);
  const contents = new Map<number, StoredVersion>();
  const steps = new Map<number, Step>();
  for (const link of between) {
    const after = stored.get(link.hash);
    const before = contents.get(link.version - 1);
    if (after === undefined) continue;
    contents.set(link.version, after);
    if (before !== undefined) steps.set(link.version, stepTo(after, before, link));
  }
  return { contents, steps };
}
