import type { AssessmentState } from "./moves.ts";

export type Side = { id: string; kind: "self" | "manager" | "peer" | "assessor"; rater: string; state: AssessmentState };

/**
 * Who looks at a review: its person; whoever stands above them or rates them as their manager; somebody else who rates
 * them; or one whose office it is to read reviews (people partner, auditor). The nearest holds: a people partner who is
 * the person's manager reads as the manager.
 */
export type Reader = "person" | "manager" | "rater" | "office";

/** Whether the two sides that are hidden from each other are both in; a side that is not asked for keeps nobody waiting. */
export function bothIn(sides: readonly Pick<Side, "kind" | "state">[]): boolean {
  const asked = sides.filter(({ kind }) => kind === "self" || kind === "manager");
  return asked.length > 0 && asked.every(({ state }) => state === "submitted");
}

/**
 * Whether the answers of one side may be read. Where a cycle says that the two sides meet on release, `compare` is "release".
 *
 * - By its own rater: always.
 * - By the person: the manager's once both are in, where they have a side of their own to compare it with, else on release;
 *   an assessor's on release; a peer's never.
 * - By a manager: the person's own and an assessor's once both are in; a peer's never.
 * - By another rater: nobody's.
 * - By office: whatever has been submitted, and what a reopened one said stays closed until it is in again.
 */
export function mayRead(
  side: Side,
  sides: readonly Side[],
  reader: { as: Reader; id: string },
  { released, compare }: { released: boolean; compare: "both-in" | "release" },
): boolean {
  if (side.rater === reader.id) return true;
  if (side.state !== "submitted") return false;
  if (reader.as === "office") return true;
  if (reader.as === "rater" || side.kind === "peer") return false;
  const compared = compare === "both-in" && bothIn(sides);
  if (reader.as === "manager") return compared || released;
  const ownSide = sides.some(({ kind }) => kind === "self");
  return released || (side.kind === "manager" && ownSide && compared);
}

/**
 * Whether what all peers said together may be read, once there are enough of them. Not before nothing can be added any more:
 * of two aggregates that differ by one peer, the difference is that peer. The person reads it with their result.
 *
 * @param closed whether assessments are locked.
 */
export const mayReadPeers = (reader: Reader, closed: boolean, released: boolean): boolean =>
  reader === "person" ? released : reader === "manager" ? closed || released : reader === "office";
