/** Whether people may publish what they alone have written: as the framework says for itself, else as the organisation does. */
export const allowsOwnWork = (framework: boolean | null, organisation: { ownWork: boolean }): boolean => framework ?? organisation.ownWork;

export type Judgement = { by: string; decision: "approved" | "sent-back"; revision: number };

/**
 * Why a draft cannot be published yet, as a sentence; null if nothing stands in the way. What somebody wrote is approved by
 * somebody else, each author's part by another than themselves, unless the organisation lets people publish their own work.
 *
 * @param authors ids of all who wrote in the draft.
 * @param judgements in any order; those of earlier revisions count for nothing, because what they read is not what stands now.
 */
export function waitsFor(authors: readonly string[], judgements: readonly Judgement[], revision: number, ownWork: boolean): string | null {
  const now = judgements.filter((each) => each.revision === revision);
  if (now.some(({ decision }) => decision === "sent-back")) return "It was sent back. Change it and submit it again.";
  if (ownWork) return null;
  const approvers = new Set(now.map(({ by }) => by));
  if (approvers.size === 0)
    return judgements.some(({ decision }) => decision === "approved")
      ? "It has changed since it was approved: it has to be approved as it is now."
      : "Somebody who did not write it has to approve it.";
  const [only] = approvers;
  return approvers.size === 1 && only !== undefined && authors.includes(only)
    ? "Whoever approved it wrote in it as well: somebody else has to approve it too."
    : null;
}
