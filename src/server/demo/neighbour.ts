import type { Database } from "../../db/open.ts";
import { publish } from "../../db/publishing.ts";
import { insert } from "./insert.ts";
import { at, calendar, id } from "./seed.ts";
import { dateIn } from "../../http/today.ts";

const zone = "Europe/London";

/**
 * Another organisation on the same server, three people and a ladder of two rungs: whoever signs in there must find nothing
 * of the first one.
 */
export async function neighbour(database: Database, now: Date): Promise<{ orgId: string; personId: string; name: string; email: string }> {
  const { ago } = calendar(dateIn(zone, now));
  const orgId = id("organisation", "tolmere");
  const people = ["Wendell Ashcombe", "Lieke van Dalen", "Owusu Prempeh"].map((name, index) => ({
    name,
    personId: id("person", `tolmere ${index}`),
  }));
  const [owner] = people;
  if (owner === undefined) throw new Error("Tolmere has an owner.");
  const email = "wendell.ashcombe@tolmere.example";
  await database.transaction(orgId, async (tx) => {
    await tx
      .insertInto("organisation")
      .values({ org_id: orgId, slug: "tolmere", name: "Tolmere Housing", time_zone: zone, settings: JSON.stringify({ demo: true }) })
      .execute();
    await insert(
      tx,
      "person",
      people.map(({ name, personId }, index) => ({
        org_id: orgId,
        person_id: personId,
        employee_number: String(index + 1),
        name,
        email: index === 0 ? email : null,
        employment_share: 1,
        started_on: ago(400 - index),
        created_at: at(ago(400)),
      })),
    );
    await insert(
      tx,
      "role_grant",
      (["owner", "administrator", "people-partner"] as const).map((role) => ({
        org_id: orgId,
        role_grant_id: id("grant", `tolmere ${role}`),
        person_id: owner.personId,
        role,
        granted_at: at(ago(400)),
      })),
    );
    const { frameworkId } = await publish(tx, orgId, {
      content: {
        rungs: "framework@1",
        id: "lettings",
        kind: "ladder",
        title: "Lettings",
        scale: [
          { value: 1, label: "Not yet" },
          { value: 2, label: "Yes" },
        ],
        domains: [{ id: "work", title: "Work" }],
        competencies: [{ id: "viewings", domain: "work", title: "Viewings" }],
        tracks: [{ id: "core", title: "Core" }],
        levels: [
          {
            id: "assistant",
            rank: 1,
            track: "core",
            title: "Lettings Assistant",
            expectations: [{ id: "assistant-viewings", competency: "viewings", target: 1 }],
          },
          {
            id: "officer",
            rank: 2,
            track: "core",
            title: "Lettings Officer",
            expectations: [{ id: "officer-viewings", competency: "viewings", target: 2 }],
          },
        ],
      },
      by: owner.personId,
      reason: "A first ladder.",
      effectiveOn: ago(380),
      now: new Date(at(ago(390))),
      id: () => id("framework", "tolmere lettings"),
    });
    await insert(
      tx,
      "placement",
      people.slice(1).map(({ personId }, index) => ({
        org_id: orgId,
        placement_id: id("placement", `tolmere ${index}`),
        person_id: personId,
        framework_id: frameworkId,
        version: 1,
        level_id: "assistant",
        from_on: ago(380),
        recorded_at: at(ago(380)),
      })),
    );
  });
  return { orgId, personId: owner.personId, name: owner.name, email };
}
