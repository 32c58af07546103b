import { v7 } from "uuid";
import { all, ofSlug, organisations, type Addressed, type Expected, type Rows, type Site } from "./matrix.ts";

/** People partners, and whoever writes a ladder; for theirs alone. */
const authors: Exclude<Expected, "everybody"> = {
  refused: 403,
  through: { partner: ["own"], unitPartner: ["own"], author: ["own"], stranger: ["own"] },
};
const one = (name: string, more: Record<string, unknown> = {}, rest: Partial<Addressed> = {}): Addressed => ({
  of: organisations,
  input: async ({ thing }, who, of) => ({ resourceId: await thing(name, who, of), ...more }),
  looked: true,
  ...rest,
});

async function resource({ house, slug, partner }: Site): Promise<{ resource: string; serves: string }> {
  const [resourceId, servesId] = [v7(), v7()];
  const by = { org_id: house.orgId, resource_id: resourceId };
  await house.within(async (tx) => {
    const { framework_id } = await tx.selectFrom("framework").select("framework_id").where("slug", "=", slug).executeTakeFirstOrThrow();
    await tx
      .insertInto("resource")
      .values({
        ...by,
        kind: "reading",
        title: `Book of ${slug}`,
        created_by: partner.personId,
        created_at: new Date("2026-03-01T12:00:00Z"),
      })
      .execute();
    await tx
      .insertInto("resource_serves")
      .values({
        ...by,
        resource_serves_id: servesId,
        framework_id,
        expectation_id: "making-first",
        attached_by: partner.personId,
        attached_at: new Date("2026-03-01T12:00:00Z"),
      })
      .execute();
  });
  return { resource: resourceId, serves: servesId };
}

export const resources: Rows = {
  expected: {
    "resource.list": { refused: 404, through: all(["own"]) },
    "resource.create": authors,
    "resource.edit": authors,
    "resource.attach": authors,
  },
  addressed: {
    "GET /resources": { of: ["own"] },
    "GET /resources/for": {
      of: organisations,
      input: ({ slug }, who, of) => ({ framework: slug(who, of), level: "first" }),
      expected: { refused: 404, through: all(["own"]) },
    },
    "GET /resources/choices": { of: ["own"] },
    "GET /resources/:resourceId": one("resource"),
    // Let through and then found to be nothing that can be done, so that nothing is changed for the cells that follow.
    "POST /resources": { of: ["own"], input: () => ({ kind: "course", title: "First aid", url: "http://example.org" }), answers: 400 },
    "PATCH /resources/:resourceId": one("resource", { url: "http://example.org" }, { answers: 400 }),
    "POST /resources/:resourceId/serves": ofSlug(
      {},
      {
        input: async ({ slug, thing }, who, of) => ({
          resourceId: await thing("resource", who, of),
          framework: slug(who, of),
          expectation: "no-such-thing",
        }),
        answers: 400,
      },
    ),
    // Of a resource of its own, which is gone with it: whoever comes later finds none.
    "DELETE /resources/:resourceId/serves/:servesId": {
      of: organisations,
      input: async ({ thing }, who, of) => {
        const [resourceId = "", servesId = ""] = (await thing("attached resource", who, of)).split(" ");
        return { resourceId, servesId };
      },
      looked: true,
    },
  },
  restore: {
    for: (path) => path.endsWith("/serves/:servesId"),
    site: ({ house }) =>
      house.within(async (tx) => {
        const held = await tx.selectFrom("resource_serves").select("resource_id").execute();
        const bare = await tx.selectFrom("resource").selectAll().execute();
        for (const { org_id, resource_id, created_by } of bare.filter(
          (each) => !held.some((one) => one.resource_id === each.resource_id),
        )) {
          const { framework_id } = await tx.selectFrom("framework").select("framework_id").executeTakeFirstOrThrow();
          const values = { org_id, resource_id, framework_id, expectation_id: "making-first" };
          await tx
            .insertInto("resource_serves")
            // Its id is made of the resource's, so that requests can name it again.
            .values({ ...values, resource_serves_id: resource_id, attached_by: created_by, attached_at: new Date("2026-03-01T12:00:00Z") })
            .execute();
        }
      }),
  },
  things: {
    resource: { each: "organisation", make: async (site) => (await resource(site)).resource },
    "attached resource": {
      each: "organisation",
      make: async (site) => {
        const made = await resource(site);
        await site.house.within((tx) =>
          tx.updateTable("resource").set({ title: "Another" }).where("resource_id", "=", made.resource).execute(),
        );
        await site.house.within((tx) => tx.deleteFrom("resource_serves").where("resource_serves_id", "=", made.serves).execute());
        await resources.restore?.site(site);
        return `${made.resource} ${made.resource}`;
      },
    },
  },
};
