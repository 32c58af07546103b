import { Link, Outlet, useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { NotFound } from "../../../web/parts/not-found.tsx";
import { Bar, PageHead, Tabs } from "../../../web/parts/page-head.tsx";
import { capital, counted, longDate, Spoken, spoken } from "../../../web/parts/words.ts";
import { ChangedLine, useChangedSince } from "./changed-line.tsx";
import { useChangedStatements } from "./changed-statements.ts";
import { FindInLadder } from "./find-in-ladder.tsx";
import { inhabited, type Ladder, levelOf, useLadder, useVersionSearch } from "./ladder-data.ts";
import { openAbove } from "./map-layout.ts";
import css from "./ladder-page.module.css";
import { Provenance } from "./provenance.tsx";

/** One framework in one version: its head and views. What a view shows beneath is the view's. */
export function LadderPage({ tools: beside }: { /** What stands beside the title. */ tools?: ReactNode }) {
  const ladder = useLadder();
  const { slug } = useParams({ from: "/in/ladders/$slug" });
  const named = useParams({ strict: false }).level;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const since = useChangedSince(slug);
  if (ladder.isPending || (since.isPending && !ladder.isError)) return <Loading />;
  if (ladder.isError) return <ErrorState error={ladder.error} retry={() => void ladder.refetch()} />;

  const view = viewOf(path);
  const level = view === "levels" ? levelOf(ladder.data, named) : undefined;
  if (view === "levels" && named !== undefined && !level) return <NotFound />;
  const { content } = ladder.data;
  const ladders = (
    <Link key="ladders" to="/ladders">
      Ladders
    </Link>
  );
  return (
    <>
      {level ? (
        <PageHead
          crumbs={[
            ladders,
            <Link key={slug} to="/ladders/$slug" params={{ slug }} search={(kept) => kept}>
              {content.title}
            </Link>,
          ]}
          title={level.title}
          tab={`${level.title}, ${content.title}`}
          answer={level.scope}
        />
      ) : (
        <PageHead
          crumbs={[ladders]}
          title={content.title}
          tab={`${content.title}, ${view}`}
          answer={
            <>
              <AnswerTo ladder={ladder.data} view={view} /> <ChangedLine slug={slug} />
            </>
          }
          tools={
            <>
              {view === "matrix" && content.levels.length > 1 && (
                <Link
                  to="/ladders/$slug/compare"
                  params={{ slug }}
                  search={(kept) => ({ version: kept.version })}
                  className={buttonClass()}
                >
                  Compare two levels
                </Link>
              )}
              {view === "map" && (
                <Link to="/pathways" className={buttonClass()}>
                  See all ways
                </Link>
              )}
              {beside}
            </>
          }
        />
      )}
      <Views ladder={ladder.data} />
      <Outlet />
      <Provenance ladder={ladder.data} />
    </>
  );
}

type View = "map" | "matrix" | "levels" | "compare" | "history";

function viewOf(path: string): View {
  if (path.includes("/levels")) return "levels";
  return (["matrix", "compare", "history"] as const).find((view) => path.endsWith(`/${view}`)) ?? "map";
}

/** What is so: that a version is no longer in force before all else, then what the view is about. */
function AnswerTo({ ladder, view }: { ladder: Ladder; view: View }): ReactNode {
  const { version, versions, content, slug } = ladder;
  const changed = useChangedStatements(ladder).size;
  const current = versions.find(({ state }) => state === "published");
  if (view === "history")
    return (
      <>
        <b>{versions.length === 1 ? "One version" : `${capital(spoken(versions.length))} versions`}</b>. Each stays as it was published;
        what was signed under it stays too.
      </>
    );
  if (version.state === "superseded" && current)
    return (
      <>
        This is <b>version {version.version}</b>, which is no longer in force.{" "}
        <Link to="." search={{}} params={{ slug }}>
          Read version {current.version}, the current one
        </Link>
        .
      </>
    );
  if (view === "matrix" && content.kind === "ladder")
    return (
      <>
        What is asked at each level, in one table.
        {changed > 0 && (
          <>
            {" "}
            Version {version.version} changed <b>{spoken(changed)}</b> of these statements; a bar in the margin marks{" "}
            {changed === 1 ? "it" : "each"}.
          </>
        )}
      </>
    );
  if (view === "compare") return "Two levels side by side: what each asks, and where one asks more.";
  return answer(ladder);
}

/** What is so on this ladder: for whoever stands on it, where; for anybody else, how it is built. */
function answer({ content, you, headcount }: Ladder): ReactNode {
  const own = content.levels.find(({ id }) => id === you?.level);
  if (own) {
    const open = openAbove(content, own);
    const above =
      open === 0
        ? "There is no rung above it yet."
        : open === 1
          ? "One rung is open above you."
          : `${Spoken(open)} rungs are open above you.`;
    return (
      <>
        You stand at <b>{own.title}</b>. {above}
      </>
    );
  }
  if (content.kind === "library")
    return (
      <>
        Other frameworks draw from here:{" "}
        <b>
          {spoken(content.competencies.length)} {content.competencies.length === 1 ? "competency" : "competencies"}
        </b>{" "}
        in {spoken(content.domains.length)} {content.domains.length === 1 ? "domain" : "domains"}.
      </>
    );
  const tracks = inhabited(content).length;
  const people = Object.values(headcount).reduce((sum, count) => sum + count, 0);
  const rungs = `${Spoken(content.levels.length)} ${content.levels.length === 1 ? "rung" : "rungs"}`;
  if (content.kind === "standard")
    return (
      <>
        An external standard: <b>{counted(content.competencies.length, "statement")}</b> in {spoken(content.domains.length)}{" "}
        {content.domains.length === 1 ? "area" : "areas"}.
      </>
    );
  return (
    <>
      <b>{rungs}</b>
      {tracks > 1 && ` on ${spoken(tracks)} tracks`}.{" "}
      {people === 0 ? "Nobody stands on any of them yet." : people === 1 ? "One person stands here." : `${people} people stand here.`}
    </>
  );
}

function Views({ ladder }: { ladder: Ladder }) {
  const search = useVersionSearch();
  const navigate = useNavigate();
  const params = { slug: ladder.slug };
  const { version, versions } = ladder;
  const named = (one: typeof version) =>
    `Version ${one.version}, ${one.state === "superseded" ? "of" : "in force since"} ${longDate(one.effectiveOn)}`;
  const chooser =
    versions.length > 1 ? (
      <Select
        label="Version"
        quiet
        value={String(version.version)}
        options={versions.map((one) => ({ value: String(one.version), label: named(one) }))}
        onChange={(chosen) =>
          void navigate({ to: ".", search: (kept) => ({ ...kept, version: chosen === String(versions[0]?.version) ? undefined : chosen }) })
        }
      />
    ) : (
      <span className={css.version}>{named(version)}</span>
    );
  const readable = ladder.content.kind === "ladder";
  const tools = (
    <>
      {readable && <FindInLadder ladder={ladder} />}
      {chooser}
    </>
  );
  return (
    <Bar tools={tools}>
      <Tabs label="Views">
        <Link to="/ladders/$slug" params={params} search={search} activeOptions={{ exact: true, includeSearch: false }}>
          {readable ? "Map" : "Contents"}
        </Link>
        {readable && (
          <>
            <Link to="/ladders/$slug/matrix" params={params} search={search} activeOptions={{ includeSearch: false }}>
              Matrix
            </Link>
            <Link to="/ladders/$slug/levels" params={params} search={search} activeOptions={{ includeSearch: false }}>
              Levels
            </Link>
          </>
        )}
        <Link to="/ladders/$slug/history" params={params} search={search} activeOptions={{ includeSearch: false }}>
          History
        </Link>
      </Tabs>
    </Bar>
  );
}
