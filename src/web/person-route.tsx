import { PersonPage } from "../features/people/ui/person-page.tsx";
import { RecordsSection } from "../features/records/ui/records-section.tsx";

/** A person's page, with what they hold. */
export function PersonRoute() {
  return <PersonPage records={RecordsSection} />;
}
