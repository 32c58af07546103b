import type { z } from "zod";
import type { Change } from "../src/core/framework/diff.ts";
import type { FrameworkDocument } from "../src/core/framework/document.ts";
import type { draftPublish } from "../src/features/publishing/routes.ts";
import { ApiError } from "../src/http/client.ts";
import { bakery } from "./bakery.ts";
import { world, type Client } from "./world.ts";

type Publishing = z.input<typeof draftPublish.input>;

/** What a refused request was told. Anything else that is thrown is thrown on. */
export async function refusal(attempt: Promise<unknown>) {
  try {
    await attempt;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return {
      status: error.status,
      code: error.code,
      message: error.message,
      paths: error.problems.map(({ path }) => path),
      current: error.current,
    };
  }
  throw new Error("This was not refused.");
}

/** New markers of an expectation of head bakers, where the old ones still stand. */
export const reworded = (id: string, before: readonly string[], after: readonly string[]): Change => ({
  op: "change",
  entity: "expectation",
  id,
  parent: "head-baker",
  field: "markers",
  before,
  after,
});
export const ovens = reworded("head-ovens", ["Fires three ovens."], ["Fires four ovens."]);
export const team = reworded("head-team", ["Leads the night shift."], ["Leads the shift at night."]);

/** An organisation that writes ladders: Ruth and Ines are people partners, Paul and Dana are not. */
export async function drafting() {
  const w = await world();
  const house = await w.organisation();
  const [ruth, ines, paul, dana] = [
    await house.person("Ruth"),
    await house.person("Ines"),
    await house.person("Paul"),
    await house.person("Dana"),
  ];
  await house.grant(ruth, "people-partner");
  await house.grant(ines, "people-partner");
  const [asRuth, asInes, asPaul, asDana] = [await w.as(ruth), await w.as(ines), await w.as(paul), await w.as(dana)];
  let count = 0;

  /** A ladder of its own for each test, published once. */
  async function published(content: FrameworkDocument = bakery): Promise<string> {
    count += 1;
    const slug = `bakery-${count}`;
    await house.publish({ ...content, id: slug });
    return slug;
  }
  const revisionOf = async (slug: string) => (await asRuth("GET", "/frameworks/:slug/draft", { slug })).revision;
  return {
    w,
    house,
    ruth,
    ines,
    paul,
    dana,
    asRuth,
    asInes,
    asPaul,
    asDana,
    published,
    revisionOf,
    /** …and with an open draft, begun by Ruth. */
    opened: async (content?: FrameworkDocument): Promise<string> => {
      const slug = await published(content);
      await asRuth("PUT", "/frameworks/:slug/draft", { slug });
      return slug;
    },
    save: async (as: Client, slug: string, ...changes: Change[]) =>
      as("PATCH", "/frameworks/:slug/draft", { slug, baseRevision: await revisionOf(slug), changes }),
    /** Submitted by Ruth and approved by somebody else, as it stands. @returns the revision. */
    approved: async (slug: string): Promise<number> => {
      await asRuth("POST", "/frameworks/:slug/draft/submit", { slug });
      const ifRevision = await revisionOf(slug);
      await asInes("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision });
      return ifRevision;
    },
    publish: (as: Client, slug: string, ifRevision: number, more: Partial<Publishing> = {}) =>
      as("POST", "/frameworks/:slug/draft/publish", { slug, reason: "It is time.", effectiveOn: "2026-11-21", ifRevision, ...more }),
  };
}
