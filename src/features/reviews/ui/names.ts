import type { Reply } from "../../../web/api.ts";

export type Review = Reply<"/reviews/:reviewId">;

/** The competency and the level of an expectation, in words. */
export function namesOf({ review }: Pick<Review, "review">) {
  const levels = new Map(review.levels.map(({ id, title }) => [id, title]));
  const names = new Map(
    review.competencies.flatMap(({ title, statements }) =>
      statements.map(({ expectation, level, target }) => [expectation, { title, level: levels.get(level) ?? level, target }] as const),
    ),
  );
  return (expectation: string) => names.get(expectation) ?? { title: expectation, level: "", target: 0 };
}
