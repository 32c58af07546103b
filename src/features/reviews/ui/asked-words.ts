import type { Reply } from "../../../web/api.ts";

/** What somebody is asked to write: "Your own ratings", "Your ratings of Amara Nwosu". */
export function whatIsAsked({ assessment, person }: Pick<Reply<"/reviews">["items"][number], "assessment" | "person">): string {
  return assessment?.kind === "self" ? "Your own ratings" : `Your ratings of ${person.name}`;
}
