/** One thing that a rater is asked: a competency at a level. `target` a scale value. */
export type Asked = { level: string; expectation: string; competency: string; target: number };

/**
 * What a rater says of one expectation. `none`: words without a point yet, kept so that nothing typed is lost; it answers
 * nothing. With *no opportunity* the comment is the reason.
 */
export type Said = { answer: "rated" | "not-observed" | "no-opportunity" | "none"; value: number | null; comment: string | null };

/** When a comment is asked for: never, with every answer, or where a rating lies so many positions of the scale from the target. */
export type CommentRule = "never" | "always" | { differsBy: number };

/** A scale from its lowest point to its highest. */
export type Scale = readonly { value: number }[];

const position = (scale: Scale, value: number) => scale.findIndex((point) => point.value === value);

/** By how many positions of the scale a rating lies from what is asked; null where either is no point of it. */
export function distance(scale: Scale, value: number, target: number): number | null {
  const [from, to] = [position(scale, value), position(scale, target)];
  return from < 0 || to < 0 ? null : Math.abs(from - to);
}

/** Whether words are asked for with this answer: a reason where there was no opportunity, a comment where the rule says so. */
export function wordsDue(
  said: Pick<Said, "answer" | "value">,
  target: number,
  scale: Scale,
  rule: CommentRule,
): "reason" | "comment" | null {
  if (said.answer === "no-opportunity") return "reason";
  if (rule === "never" || said.answer === "none") return null;
  if (rule === "always") return "comment";
  if (said.value === null) return null;
  return (distance(scale, said.value, target) ?? 0) >= rule.differsBy ? "comment" : null;
}

/** Why an answer can be no answer to what is asked; null where it can. Missing words are no fault here: they are asked for on submitting. */
export function unusable(said: Said, scale: Scale): "off-scale" | "value-missing" | "value-unasked" | null {
  if (said.answer === "rated") {
    if (said.value === null) return "value-missing";
    return position(scale, said.value) < 0 ? "off-scale" : null;
  }
  return said.value === null ? null : "value-unasked";
}

/** A text of nothing but spaces is none. */
export const wordsOf = (text: string | null): string | null => (text === null || text.trim() === "" ? null : text);

export const sameSaid = (a: Said, b: Said): boolean =>
  a.answer === b.answer && a.value === b.value && wordsOf(a.comment) === wordsOf(b.comment);
