import { v7 } from "uuid";
import type { CycleSetup } from "../src/core/cycle/setup.ts";
import type { z } from "zod";
import type { Client, Organisation, Person } from "./world.ts";

type Setup = z.input<typeof CycleSetup>;
export type Opened = { cycleId: string; reviewId: string; assessments: Record<"self" | "manager" | "assessor", string> };

/** What stands around reviews in a test: a cycle that runs, with its participants pinned as a launch pins them. */
export function reviewing(house: Organisation) {
  async function cycle(setup: z.input<typeof CycleSetup> = {}, title = "Spring"): Promise<string> {
    const cycle_id = v7();
    await house.within((tx) =>
      tx
        .insertInto("cycle")
        .values({ org_id: house.orgId, cycle_id, title, state: "open", setup: JSON.stringify(setup), launched_at: "2026-11-01T09:00:00Z" })
        .execute(),
    );
    return cycle_id;
  }

  /** Somebody's part of a cycle, at `framework/level` of the version in force now. @param sides who rates beside them. */
  async function participant(
    cycleId: string,
    person: Person,
    at: string,
    sides: { manager?: Person; assessor?: Person; self?: boolean },
    targets?: readonly string[],
  ): Promise<Opened> {
    const [framework = "", level = ""] = at.split("/");
    const reviewId = v7();
    const raters = [
      ...(sides.self === false ? [] : [{ kind: "self" as const, rater: person }]),
      ...(sides.manager ? [{ kind: "manager" as const, rater: sides.manager }] : []),
      ...(sides.assessor ? [{ kind: "assessor" as const, rater: sides.assessor }] : []),
    ].map((each) => ({ ...each, id: v7() }));
    await house.within(async (tx) => {
      const { framework_id, version } = await tx
        .selectFrom("framework_version")
        .innerJoin("framework", "framework.framework_id", "framework_version.framework_id")
        .select(["framework.framework_id", "version"])
        .where("slug", "=", framework)
        .where("state", "=", "published")
        .executeTakeFirstOrThrow();
      await tx
        .insertInto("review")
        .values({
          org_id: house.orgId,
          review_id: reviewId,
          cycle_id: cycleId,
          person_id: person.personId,
          framework_id,
          version,
          level_id: level,
          target_level_ids: [...(targets ?? [level])],
          manager_id: sides.manager?.personId ?? null,
        })
        .execute();
      for (const { id, kind, rater } of raters)
        await tx
          .insertInto("assessment")
          .values({ org_id: house.orgId, assessment_id: id, review_id: reviewId, rater_id: rater.personId, kind, state: "not-started" })
          .execute();
    });
    const of = (kind: string) => raters.find((each) => each.kind === kind)?.id ?? "";
    return { cycleId, reviewId, assessments: { self: of("self"), manager: of("manager"), assessor: of("assessor") } };
  }

  const state = (cycleId: string, to: "open" | "calibrating" | "released" | "cancelled", at = "2026-11-21T12:00:00Z") =>
    house.within((tx) =>
      tx
        .updateTable("cycle")
        .set({ state: to, released_at: to === "released" ? at : null })
        .where("cycle_id", "=", cycleId)
        .execute(),
    );

  return { cycle, participant, state };
}
export type Reviewing = ReturnType<typeof reviewing>;
export type { Setup };

/** Answers everything that is asked, with the same point and the same words, and submits. */
export async function answerAll(as: Client, reviewId: string, assessmentId: string, value: number, comment: string | null = null) {
  const ids = { reviewId, assessmentId };
  const { review, answers } = await as("GET", "/reviews/:reviewId/assessments/:assessmentId", ids);
  const asked = new Set(review.levels.filter((level) => level.asked).map(({ id }) => id));
  const standing = new Map((answers ?? []).map(({ expectation, id }) => [expectation, id]));
  await as("PATCH", "/reviews/:reviewId/assessments/:assessmentId", {
    ...ids,
    answers: review.competencies
      .flatMap(({ statements }) => statements.filter(({ level }) => asked.has(level)))
      .map(({ expectation }) => ({
        clientId: v7(),
        expectation,
        answer: "rated" as const,
        value,
        comment,
        basedOn: standing.get(expectation) ?? null,
      })),
  });
  return as("POST", "/reviews/:reviewId/assessments/:assessmentId/submit", ids);
}
