import type { Framework } from "../../core/framework/document.ts";
import { publish } from "../../db/publishing.ts";
import type { Tx } from "../../http/route.ts";
import { orgId, personId } from "./fernhithe.ts";
import type { Edition } from "./ladders.ts";
import { at, id, type Calendar } from "./seed.ts";

/** Publishes every edition as whatever publishes does. @returns the ids by slug, and the documents by slug and by `slug@version`. */
export async function ladders(tx: Tx, all: readonly Edition[], { ago }: Calendar) {
  const frameworkIds = new Map<string, string>();
  const inForce = new Map<string, Framework>();
  const byVersion = new Map<string, Framework>();
  for (const { content, publishedAgo, effectiveAgo, reason, classes } of all) {
    const { frameworkId, version } = await publish(tx, orgId, {
      content,
      by: personId(96),
      reason,
      effectiveOn: ago(effectiveAgo),
      now: new Date(at(ago(publishedAgo), 90)),
      id: () => id("framework", content.id),
      ...(classes && { classes }),
    });
    frameworkIds.set(content.id, frameworkId);
    inForce.set(content.id, content);
    byVersion.set(`${content.id}@${version}`, content);
  }
  // Two are left to nobody, for whoever looks after ladders to see.
  await tx
    .updateTable("framework")
    .set({ owner_id: personId(96) })
    .where("slug", "in", ["operations", "care", "leadership-and-management"])
    .execute();
  return { frameworkIds, inForce, byVersion };
}

/** The id of a framework that has been published. */
export const known = (ids: ReadonlyMap<string, string>, slug: string): string => {
  const found = ids.get(slug);
  if (found === undefined) throw new Error(`The demo has no framework ${slug}.`);
  return found;
};
