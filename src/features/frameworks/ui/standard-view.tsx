import type { Ladder } from "./ladder-data.ts";

export function StandardView({ ladder }: { ladder: Ladder }) {
  return <p>{ladder.content.title}</p>;
}
