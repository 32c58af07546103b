import { wordsDue, wordsOf, type Asked, type CommentRule, type Said, type Scale } from "./answers.ts";

/** What stands in the way of submitting: an answer, the reason of a *no opportunity*, a comment that the rule asks for, or a question's text. */
export type Missing =
  | { what: "answer" | "reason" | "comment"; level: string; expectation: string; competency: string }
  | { what: "question"; question: string };

/**
 * Everything that is missing, in the order in which it is asked; nothing: it may be submitted.
 *
 * @param answers the newest by expectation, @param texts the newest by question.
 */
export function missing(
  asked: readonly Asked[],
  answers: ReadonlyMap<string, Said>,
  questions: readonly { id: string; required: boolean }[],
  texts: ReadonlyMap<string, string>,
  scale: Scale,
  rule: CommentRule,
): Missing[] {
  return [
    ...asked.flatMap(({ level, expectation, competency, target }): Missing[] => {
      const said = answers.get(expectation);
      const where = { level, expectation, competency };
      if (said === undefined || said.answer === "none") return [{ what: "answer", ...where }];
      const due = wordsDue(said, target, scale, rule);
      return due === null || wordsOf(said.comment) !== null ? [] : [{ what: due, ...where }];
    }),
    ...questions
      .filter(({ id, required }) => required && wordsOf(texts.get(id) ?? null) === null)
      .map(({ id }): Missing => ({ what: "question", question: id })),
  ];
}
