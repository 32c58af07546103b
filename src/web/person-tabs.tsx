import { Link, useRouterState } from "@tanstack/react-router";
import { Tabs } from "./parts/page-head.tsx";

/** The ways to look at one person, for whoever may see their results. One's own stand at short addresses too. */
export function PersonTabs({ personId, you }: { personId: string; you: boolean }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const at = { params: { personId }, activeOptions: { exact: true, includeSearch: false } } as const;
  const here = (short: string) => (you && path === short ? { "aria-current": "page" as const } : {});
  return (
    <Tabs label={you ? "What there is about you" : "What there is about them"}>
      <Link to="/people/$personId" {...at}>
        {you ? "About you" : "About"}
      </Link>
      <Link to="/people/$personId/gap" {...at}>
        Gap report
      </Link>
      <Link to="/people/$personId/plan" {...at} {...here("/plan")}>
        Plan
      </Link>
      <Link to="/people/$personId/cpd" {...at} {...here("/cpd")}>
        Learning
      </Link>
    </Tabs>
  );
}
