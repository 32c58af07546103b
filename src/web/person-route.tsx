import { DirectionPart } from "../features/directions/ui/direction-part.tsx";
import { PersonPage } from "../features/people/ui/person-page.tsx";
import { RecordsSection } from "../features/records/ui/records-section.tsx";

/** A person's page, with what they hold and where they want to go. */
export function PersonRoute() {
  return <PersonPage records={RecordsSection} direction={DirectionPart} />;
}
