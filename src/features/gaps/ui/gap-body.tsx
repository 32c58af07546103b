import { useRouterState } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { answerLine, type Reader } from "../../../core/gap/answer.ts";
import { explainReadiness } from "../../../core/gap/explain.ts";
import { SmallLadder } from "../../../web/figures/small-ladder.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { Runs, useNote, Why, WhyNote } from "../../../web/parts/why.tsx";
import { GapLegend } from "./gap-legend.tsx";
import { AlsoAsked, MovesMost, Rule } from "./gap-margin.tsx";
import { namesIn } from "../../../core/gap/reply-names.ts";
import s from "./gap-page.module.css";
import { Readiness } from "./gap-readiness.tsx";
import { rowId } from "./gap-row.tsx";
import type { Offer, PlanBeside, Wanted } from "../../../web/gap-beside.ts";
import { type Gap, GapTable, type Report } from "./gap-table.tsx";
import { GapTrend } from "./gap-trend.tsx";

export function titleOf({ person, target }: Gap): string {
  const level = target?.levelTitle ?? "";
  if (target?.relation === "current") return person.you ? `Where you stand as ${level}` : `Where ${person.name} stands as ${level}`;
  return person.you ? `Your way to ${level}` : `${person.name}’s way to ${level}`;
}

const noOffers = () => [];

/**
 * A whole report, live or as it was kept. @param bar what stands between its head and its lines.
 * @param plan and offers null where they are not known, or not the reader's.
 */
export function GapBody({
  gap,
  report,
  busy = false,
  crumbs,
  bar,
  plan = null,
  offers = null,
}: {
  gap: Gap;
  report: Report;
  busy?: boolean;
  crumbs: readonly ReactNode[];
  bar: ReactNode;
  plan?: PlanBeside | null;
  offers?: ((kind: Wanted["kind"], id: string) => readonly Offer[]) | null;
}) {
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
        crumbs={crumbs}
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
      {bar}
      <div className={s.columns}>
        <div className={s.most}>
          <MovesMost {...shared} show={show} plan={plan} />
        </div>
        <div className={s.lines}>
          {report.expectations.length > 0 && (
            <>
              <GapTable {...shared} opened={opened} toggle={toggle} plan={plan} offers={offers ?? noOffers} />
              <GapLegend own={gap.person.you ? "your own rating" : "own rating"} />
            </>
          )}
          <Rule {...shared} />
          <GapTrend gap={gap} report={report} />
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
          <AlsoAsked {...shared} plan={plan} offers={offers ?? noOffers} />
        </div>
      </div>
    </div>
  );
}
