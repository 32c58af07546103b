import { cpdKindWords, lengthWords } from "../../../core/cpd/entry.ts";
import { moneyWords } from "../../../core/plan/action.ts";
import type { Reply } from "../../../web/api.ts";

export type Resource = Reply<"/resources">["items"][number];
type Facts = Pick<Resource, "kind" | "provider" | "minutes" | "cost">;

export const costWords = (cost: Resource["cost"]): string | null =>
  cost === null ? null : cost.minor === 0 ? "free" : moneyWords(cost.minor, cost.currency);

/** "Course, Care Academy, 6 h, £45" */
export const factWords = ({ kind, provider, minutes, cost }: Facts): string =>
  [cpdKindWords[kind], provider, minutes === null ? null : lengthWords(minutes), costWords(cost)]
    .filter((part) => part !== null)
    .join(", ");
