import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { read } from "./api.ts";
import { Bar, Tabs } from "./parts/page-head.tsx";

/** The ways to look at people: as a list, by whom they report to, by team, by what runs out. */
export function PeopleTabs() {
  const me = useQuery(read("/me", {})).data;
  // Offered to those who see the results of others than themselves.
  const seesMany = me !== undefined && (me.reports > 0 || me.roles.some((role) => role === "people-partner" || role === "auditor"));
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
        {seesMany && (
          <Link to="/people/gaps" activeOptions={{ includeSearch: false }}>
            Gaps
          </Link>
        )}
        {seesMany && (
          <Link to="/people/learning" activeOptions={{ includeSearch: false }}>
            Learning
          </Link>
        )}
        <Link to="/people/expiring" activeOptions={{ includeSearch: false }}>
          Running out
        </Link>
        {seesMany && (
          <Link to="/barriers" activeOptions={{ includeSearch: false }}>
            Barriers
          </Link>
        )}
      </Tabs>
    </Bar>
  );
}
