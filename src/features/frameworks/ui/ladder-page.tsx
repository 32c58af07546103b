import { Link, Outlet, useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { NotFound } from "../../../web/parts/not-found.tsx";
import { Bar, PageHead, Tabs } from "../../../web/parts/page-head.tsx";
import { counted, longDate, Spoken, spoken } from "../../../web/parts/words.ts";
import { inhabited, type Ladder, levelOf, useLadder, useVersionSearch } from "./ladder-data.ts";
import { openAbove } from "./map-layout.ts";
import css from "./ladder-page.module.css";
import { Provenance } from "./provenance.tsx";

/** One framework in one version: its head and views. What a view shows beneath is the view's. */
export function LadderPage() {
  const ladder = useLadder();
  const { slug } = useParams({ from: "/in/ladders/$slug" });
  const named = useParams({ strict: false }).level;
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (ladder.isPending) return <Loading />;
  if (ladder.isError) return <ErrorState error={ladder.error} retry={() => void ladder.refetch()} />;

  const view = path.includes("/levels") ? "levels" : path.endsWith("/matrix") ? "matrix" : "map";
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
        <PageHead crumbs={[ladders]} title={content.title} tab={`${content.title}, ${view}`} answer={answer(ladder.data)} />
      )}
      <Views ladder={ladder.data} />
      <Outlet />
      <Provenance ladder={ladder.data} />
    </>
  );
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
        onChange={(chosen) => void navigate({ to: ".", search: chosen === String(versions[0]?.version) ? {} : { version: chosen } })}
      />
    ) : (
      <span className={css.version}>{named(version)}</span>
    );
  if (ladder.content.kind !== "ladder") return <Bar tools={chooser} />;
  return (
    <Bar tools={chooser}>
      <Tabs label="Views">
        <Link to="/ladders/$slug" params={params} search={search} activeOptions={{ exact: true, includeSearch: false }}>
          Map
        </Link>
        <Link to="/ladders/$slug/matrix" params={params} search={search} activeOptions={{ includeSearch: false }}>
          Matrix
        </Link>
        <Link to="/ladders/$slug/levels" params={params} search={search} activeOptions={{ includeSearch: false }}>
          Levels
        </Link>
      </Tabs>
    </Bar>
  );
}
