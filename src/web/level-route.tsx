import { LevelView } from "../features/frameworks/ui/level-view.tsx";
import { LevelResources } from "../features/resources/ui/level-resources.tsx";

/** One level, with what there is to learn from for what it asks. */
export function LevelRoute() {
  return <LevelView Learning={LevelResources} />;
}
