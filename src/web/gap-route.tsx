import { GapPage } from "../features/gaps/ui/gap-page.tsx";
import { PersonPicker } from "../features/people/ui/person-picker.tsx";

/** A gap report, which is shared with whom the directory finds. */
export function GapRoute() {
  return <GapPage picker={PersonPicker} />;
}
