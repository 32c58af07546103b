import { Link } from "@tanstack/react-router";
import { Tabs } from "./parts/page-head.tsx";

/** The ways to look at one person, for whoever may see their results. */
export function PersonTabs({ personId, you }: { personId: string; you: boolean }) {
  return (
    <Tabs label={you ? "What there is about you" : "What there is about them"}>
      <Link to="/people/$personId" params={{ personId }} activeOptions={{ exact: true, includeSearch: false }}>
        {you ? "About you" : "About"}
      </Link>
      <Link to="/people/$personId/gap" params={{ personId }} activeOptions={{ exact: true, includeSearch: false }}>
        Gap report
      </Link>
      <Link to="/people/$personId/plan" params={{ personId }} activeOptions={{ exact: true, includeSearch: false }}>
        Plan
      </Link>
      <Link to="/people/$personId/cpd" params={{ personId }} activeOptions={{ exact: true, includeSearch: false }}>
        Learning
      </Link>
    </Tabs>
  );
}
