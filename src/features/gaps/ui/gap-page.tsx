import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useRouterState } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { answerLine, type Reader } from "../../../core/gap/answer.ts";
import { explainReadiness } from "../../../core/gap/explain.ts";
import { ApiError } from "../../../http/client.ts";
import { read } from "../../../web/api.ts";
import { SmallLadder } from "../../../web/figures/small-ladder.tsx";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { Runs, useNote, Why, WhyNote } from "../../../web/parts/why.tsx";
import { GapBar, optionsOf } from "./gap-bar.tsx";
import { GapLegend } from "./gap-legend.tsx";
import { AlsoAsked, MovesMost, Rule } from "./gap-margin.tsx";
import { namesIn } from "./gap-names.ts";
import s from "./gap-page.module.css";
import { GapOverlap } from "./gap-overlap.tsx";
import { Readiness } from "./gap-readiness.tsx";
import { rowId } from "./gap-row.tsx";
import { type Gap, GapTable, type Report } from "./gap-table.tsx";

const route = getRouteApi("/in/people/$personId/gap");

/** Where a person stands against a level, what is missing, and what would move them most. */
export function GapPage() {
  const { personId } = route.useParams();
  const search = route.useSearch();
  const gap = useQuery({
    ...read("/people/:personId/gap", { personId, ...search }),
    // Another target of the same person: the old report stays until the new one is here.
    placeholderData: (old, query) => (query?.queryKey[1].personId === personId ? old : undefined),
  });
  if (gap.isPending) return <Loading rungs={7} />;
  if (gap.error instanceof ApiError && gap.error.code === "invalid" && (search.target ?? search.version) !== undefined)
    return <NoSuchLevel personId={personId} />;
  if (gap.isError) return <ErrorState error={gap.error} retry={() => void gap.refetch()} />;
  const { data } = gap;
  if (!data.report || !data.target) return <NothingToMeasure gap={data} />;
  return <Page gap={data} report={data.report} busy={gap.isPlaceholderData} />;
}

/** The address asks for a level that no ladder in force has, or for a day that is none. */
function NoSuchLevel({ personId }: { personId: string }) {
  return (
    <>
      <PageHead title="No ladder has this level" />
      <Empty
        action={
          <Link to="/people/$personId/gap" params={{ personId }} className={buttonClass()}>
            Measure against the next level
          </Link>
        }
      >
        The address may be mistyped, or the level may have been in a version that is no longer in force.
      </Empty>
    </>
  );
}

const crumbsOf = ({ person }: Gap) =>
  person.you
    ? [
        <Link key="home" to="/">
          Home
        </Link>,
      ]
    : [
        <Link key="people" to="/people">
          People
        </Link>,
        <Link key="person" to="/people/$personId" params={{ personId: person.id }}>
          {person.name}
        </Link>,
      ];

/** No level yet: what can be measured against has to be chosen. */
function NothingToMeasure({ gap }: { gap: Gap }) {
  const navigate = route.useNavigate();
  const who = gap.person.you ? "you" : gap.person.name;
  return (
    <>
      <PageHead crumbs={crumbsOf(gap)} title={gap.person.you ? "You are on no ladder yet" : `${gap.person.name} is on no ladder yet`} />
      <Empty
        action={
          <Link to="/ladders" className={buttonClass()}>
            Read the ladders
          </Link>
        }
      >
        A gap report measures against a level. Once somebody has placed {who} at one, it stands here.
      </Empty>
      {gap.targets.length > 0 && (
        <Select
          label={gap.person.you ? "Or measure yourself against" : "Or measure against"}
          options={[{ value: "", label: "a level of your choice" }, ...optionsOf(gap)]}
          value=""
          onChange={(target) => target !== "" && void navigate({ search: (old) => ({ ...old, target }) })}
        />
      )}
    </>
  );
}

function titleOf({ person, target }: Gap): string {
  const level = target?.levelTitle ?? "";
  if (target?.relation === "current") return person.you ? `Where you stand as ${level}` : `Where ${person.name} stands as ${level}`;
  return person.you ? `Your way to ${level}` : `${person.name}’s way to ${level}`;
}

function Page({ gap, report, busy }: { gap: Gap; report: Report; busy: boolean }) {
  const note = useNote();
  const named = useRouterState({ select: ({ location }) => location.hash });
  const linked = report.expectations.find(({ id }) => rowId(id) === named)?.id;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set(linked === undefined ? [] : [linked]));
  const names = namesIn(gap);
  const reader: Reader = gap.person.you ? { you: true } : { you: false, name: gap.person.name };
  const toggle = (id: string) => setOpened((now) => new Set(now.has(id) ? [...now].filter((other) => other !== id) : [...now, id]));
  const show = (id: string) => {
    setOpened((now) => new Set([...now, id]));
    document.getElementById(rowId(id))?.focus();
  };
  useEffect(() => {
    if (linked !== undefined) document.getElementById(rowId(linked))?.focus();
  }, [linked]);
  const rungs = gap.ladder.map(({ level, title, you, aim }) => ({ id: level, title, you, aim }));
  const shared = { gap, report, names };
  return (
    <div className={s.page} aria-busy={busy}>
      <PageHead
        crumbs={crumbsOf(gap)}
        title={titleOf(gap)}
        answer={
          <>
            <Runs runs={answerLine(report, reader, { ownLevel: gap.target?.relation === "current" })} />{" "}
            <Why note={note} about="How the figures come about" />
          </>
        }
        aside={rungs.length > 1 && <SmallLadder rungs={rungs} you={gap.person.you ? "you" : null} />}
      >
        <div className={s.readiness}>
          {report.expectations.length > 0 && <Readiness report={report} />}
          <WhyNote note={note}>
            <p>
              <Runs runs={explainReadiness(report)} />
            </p>
          </WhyNote>
        </div>
      </PageHead>
      <GapOverlap gap={gap} />
      <GapBar gap={gap} on={report.on} />
      <div className={s.columns}>
        <div className={s.most}>
          <MovesMost {...shared} show={show} />
        </div>
        <div className={s.lines}>
          {report.expectations.length > 0 && (
            <>
              <GapTable {...shared} opened={opened} toggle={toggle} />
              <GapLegend own={gap.person.you ? "your own rating" : "own rating"} />
            </>
          )}
          <Rule {...shared} />
          {gap.target && (gap.target.source ?? gap.target.licence) !== null && (
            <p className={s.source}>
              {[gap.target.source && `Source: ${gap.target.source}`, gap.target.licence && `licence: ${gap.target.licence}`]
                .filter(Boolean)
                .join("; ")}
              .
            </p>
          )}
        </div>
        <div className={s.also}>
          <AlsoAsked {...shared} />
        </div>
      </div>
    </div>
  );
}
