import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { PeopleTabs } from "../../../web/people-tabs.tsx";
import { read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { counted } from "../../../web/parts/words.ts";
import css from "./team-report.module.css";
import { type Chosen, exportPath, TeamReport, useTeamReport } from "./team-report.tsx";

const route = getRouteApi("/in/people/gaps");
const only = (chosen: { [K in keyof Chosen]: string | undefined }): Chosen =>
  Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined && value !== ""));

/** Gaps by unit, by ladder and by level, of all whose results the reader may see. */
export function ManyPage() {
  const { team, framework, level, sort, competency } = route.useSearch();
  const navigate = route.useNavigate();
  const chosen = only({ team, framework, level });
  const report = useTeamReport(chosen, { sort, competency });
  const total = report.data?.pages[0]?.total;
  const teams = useQuery(read("/teams", {})).data?.items ?? [];
  const ladders = useQuery(read("/people/ladders", {})).data?.items ?? [];
  const ladder = ladders.find((each) => each.framework === framework);
  const levels = ladder?.versions.find(({ inForce }) => inForce)?.levels ?? ladder?.versions[0]?.levels ?? [];
  const choose = (change: { [K in keyof Chosen]?: string | undefined }) =>
    void navigate({
      search: { ...only({ team, framework, level, ...change }), ...(sort === undefined ? {} : { sort }) },
      resetScroll: false,
    });
  const word = (value: string) => (value === "" ? undefined : value);
  return (
    <>
      <PageHead
        title="Gaps, side by side"
        answer={
          total === undefined ? (
            "Each against what is next for them."
          ) : (
            <>
              <b>{counted(total, "person", "people")}</b> whose results you can see, each against what is next for them.
            </>
          )
        }
      />
      <PeopleTabs />
      <Bar
        tools={
          <>
            <a className={buttonClass("quiet")} href={exportPath(chosen, { sort, competency })} download>
              Take away as CSV
            </a>
            <Button kind="quiet" className={css.print ?? ""} onClick={() => window.print()}>
              Print
            </Button>
          </>
        }
      >
        <div className={css.filters}>
          <Select
            label="Team"
            value={team ?? ""}
            options={[{ value: "", label: "all teams" }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(value) => choose({ team: word(value) })}
          />
          <Select
            label="Ladder"
            value={framework ?? ""}
            options={[{ value: "", label: "all ladders" }, ...ladders.map((each) => ({ value: each.framework, label: each.title }))]}
            onChange={(value) => choose({ framework: word(value), level: undefined })}
          />
          {ladder && (
            <Select
              label="Level"
              value={level ?? ""}
              options={[
                { value: "", label: "all levels" },
                ...levels.toSorted((a, b) => b.rank - a.rank).map((each) => ({ value: each.level, label: each.title })),
              ]}
              onChange={(value) => choose({ level: word(value) })}
            />
          )}
        </div>
      </Bar>
      <TeamReport
        report={report}
        order={{ sort, competency }}
        sortBy={(order) => void navigate({ search: { ...chosen, ...order }, resetScroll: false })}
        empty={
          <Empty
            action={
              <Link to="/people/gaps" search={{}} className={buttonClass()}>
                Show everybody
              </Link>
            }
          >
            Nobody whose results you can see stands there. Choose another team, ladder or level.
          </Empty>
        }
      />
    </>
  );
}
