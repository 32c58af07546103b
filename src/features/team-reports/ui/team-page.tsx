import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { counted } from "../../../web/parts/words.ts";
import css from "./team-report.module.css";
import { exportPath, TeamReport, useTeamReport } from "./team-report.tsx";

const route = getRouteApi("/in/teams/$personId/gap");

/** Everybody who reports to one manager, at any depth, side by side against what is next for each. */
export function TeamPage() {
  const { personId } = route.useParams();
  const { sort, competency } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useQuery(read("/me", {})).data;
  const manager = useQuery(read("/people/:personId", { personId })).data;
  const report = useTeamReport({ manager: personId }, { sort, competency });
  const own = me?.person.id === personId;
  const name = manager?.person.name;
  const total = report.data?.pages[0]?.total;
  const most = report.data?.pages[0]?.lacks[0];
  const title = own ? "Your people, side by side" : name === undefined ? "A team, side by side" : `${name}’s people, side by side`;
  const lacking = report.data?.pages[0]?.ladders
    .find(({ framework }) => framework === most?.framework)
    ?.competencies.find(({ id }) => id === most?.competency)?.title;
  return (
    <>
      <PageHead
        crumbs={
          own
            ? [
                <Link key="home" to="/">
                  Home
                </Link>,
              ]
            : [
                <Link key="people" to="/people">
                  People
                </Link>,
                <Link key="person" to="/people/$personId" params={{ personId }}>
                  {name ?? "…"}
                </Link>,
              ]
        }
        title={title}
        answer={
          total !== undefined && total > 0 ? (
            <>
              <b>{counted(total, "person", "people")}</b> against what is next for each.{" "}
              {most !== undefined && most.short > 0 && lacking !== undefined && (
                <>
                  Lacking most is <b>{lacking}</b>: {most.short} of {most.asked} are short of it.
                </>
              )}
            </>
          ) : (
            "Each against what is next for them."
          )
        }
      />
      <Bar
        tools={
          <>
            <a className={buttonClass("quiet")} href={exportPath({ manager: personId }, { sort, competency })} download>
              Take away as CSV
            </a>
            <Button kind="quiet" className={css.print ?? ""} onClick={() => window.print()}>
              Print
            </Button>
          </>
        }
      >
        <p className="q3 small">A name opens the gap report. What you open is on record.</p>
      </Bar>
      <TeamReport
        report={report}
        order={{ sort, competency }}
        sortBy={(order) => void navigate({ search: order, resetScroll: false })}
        empty={
          <Empty
            action={
              <Link to="/people/chart" className={buttonClass()}>
                Open the org chart
              </Link>
            }
          >
            Nobody whose results you can see reports here and stands on a ladder. Reporting lines and levels are kept under People.
          </Empty>
        }
      />
    </>
  );
}
