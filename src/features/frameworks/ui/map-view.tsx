import { Empty } from "../../../web/parts/empty.tsx";
import { useLadder } from "./ladder-data.ts";
import { LadderMap } from "./ladder-map.tsx";
import { StandardView } from "./standard-view.tsx";

/** The picture of a ladder; a standard or a library, which has no rungs to climb, is read instead. */
export function MapView() {
  const ladder = useLadder().data;
  if (!ladder) return null;
  if (ladder.content.kind !== "ladder") return <StandardView ladder={ladder} />;
  if (ladder.content.levels.length === 0) return <Empty>No rung is written down yet.</Empty>;
  return <LadderMap ladder={ladder} />;
}
