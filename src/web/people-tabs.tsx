import { Link } from "@tanstack/react-router";
import { Bar, Tabs } from "./parts/page-head.tsx";

/** The ways to look at people: as a list, by whom they report to, by team, by what runs out. */
export function PeopleTabs() {
  return (
    <Bar>
      <Tabs label="Ways to look at people">
        <Link to="/people" activeOptions={{ exact: true, includeSearch: false }}>
          List
        </Link>
        <Link to="/people/chart" activeOptions={{ includeSearch: false }}>
          Org chart
        </Link>
        <Link to="/people/teams">Teams</Link>
        <Link to="/people/expiring" activeOptions={{ includeSearch: false }}>
          Running out
        </Link>
      </Tabs>
    </Bar>
  );
}
