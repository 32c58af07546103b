import { LogLink } from "../features/cpd/ui/log-link.tsx";
import { DirectionPart } from "../features/directions/ui/direction-part.tsx";
import { PersonPage } from "../features/people/ui/person-page.tsx";
import { RecordsSection } from "../features/records/ui/records-section.tsx";

/** What somebody holds, with the way to what they have learned from. */
function Held(of: { personId: string; name: string; you: boolean }) {
  return (
    <>
      <RecordsSection {...of} />
      <LogLink {...of} />
    </>
  );
}

/** A person's page, with what they hold and where they want to go. */
export function PersonRoute() {
  return <PersonPage records={Held} direction={DirectionPart} />;
}
