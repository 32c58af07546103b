/**
 * Whether a figure may not be shown: it counts somebody whose own results the reader may not see, and too few of them. Whom the
 * reader may see hides nobody, since what they are could be taken away from the figure.
 *
 * @param unseen how many of those counted the reader may not see one by one. @param smallest the organisation's smallest group.
 */
export const isHidden = (unseen: number, smallest: number): boolean => unseen > 0 && unseen < smallest;

/**
 * Whether the figure of a whole may not be shown beside those of its parts: taking away the parts that are shown would leave
 * those that are not, and they are too few together.
 */
export const isTotalHidden = (unseenByPart: readonly number[], smallest: number): boolean =>
  isHidden(
    unseenByPart.reduce((sum, unseen) => (isHidden(unseen, smallest) ? sum + unseen : sum), 0),
    smallest,
  );
