import { type MouseEvent, type ReactNode, useId, useState } from "react";
import { explainGain, unassessedBecause } from "../../../core/gap/explain.ts";
import { explainRequirement } from "../../../core/gap/explain-requirement.ts";
import { explainClause, requirementsSummary } from "../../../core/gap/explain-rule.ts";
import type { Names } from "../../../core/gap/names.ts";
import { points } from "../../../core/gap/words.ts";
import { PayoffItem, PayoffList, payoffScale } from "../../../web/figures/payoff.tsx";
import { RequirementMark } from "../../../web/figures/requirement-mark.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { Runs, useNote, Why, WhyNote } from "../../../web/parts/why.tsx";
import { capital, spoken } from "../../../web/parts/words.ts";
import s from "./gap-margin.module.css";
import { PlanAct, PlanFirst } from "./gap-plan.tsx";
import { rowId } from "./gap-row.tsx";
import type { Offer, PlanBeside, Wanted } from "../../../web/gap-beside.ts";
import type { ExpectationLine, Gap, Report } from "./gap-table.tsx";

type Shared = { gap: Gap; report: Report; names: Names };

/** How many stand in the list before somebody asks for the rest. */
const first = 6;

/** The open expectations, the most moving first; each leads to its row. */
export function MovesMost({ gap, report, names, show, plan }: Shared & { show: (expectation: string) => void; plan: PlanBeside | null }) {
  const [all, setAll] = useState(false);
  const lines = report.movesMost.flatMap((id) => report.expectations.find((line) => line.id === id) ?? []);
  const rest = lines.length - first;
  if (lines.length === 0) return null;
  const scale = payoffScale(lines.map(({ gain }) => gain * 100));
  return (
    <section aria-labelledby="most">
      <h2 id="most">What moves {gap.person.you ? "you" : gap.person.name} most</h2>
      <p className="q3 small">Points of readiness, once met</p>
      <PayoffList>
        {(all ? lines : lines.slice(0, first)).map((line) => (
          <Item key={line.id} gap={gap} report={report} names={names} line={line} scale={scale} show={() => show(line.id)} />
        ))}
      </PayoffList>
      {rest > 0 && !all && (
        <p className={s.more}>
          <Button onClick={() => setAll(true)}>Show the other {spoken(rest)}</Button>
        </p>
      )}
      {plan && (
        <PlanFirst
          plan={plan}
          things={lines.map(({ id }) => ({ kind: "expectation", id, title: names.expectation(id) }))}
          whose={gap.person.you ? "my" : `${gap.person.name}’s`}
        />
      )}
    </section>
  );
}

function Item({ gap, report, names, line, scale, show }: Shared & { line: ExpectationLine; scale: number; show: () => void }) {
  const note = useNote();
  const title = names.expectation(line.id);
  const advice = line.status === "stale" ? "ask for a new rating" : line.status === "not-assessed" ? "ask to be assessed" : null;
  const said = [line.critical ? "critical: must be met first" : null, gap.person.you ? advice : unassessedBecause(line, names)].filter(
    (text) => text !== null,
  );
  const go = (event: MouseEvent) => {
    event.preventDefault();
    show();
  };
  return (
    <PayoffItem
      title={
        <a href={`#${rowId(line.id)}`} onClick={go}>
          {title}
        </a>
      }
      points={line.gain * 100}
      scale={scale}
      known={line.status === "gap"}
      words={
        <Why note={note} about={`points for ${title}: why?`}>
          {line.status === "gap" ? "+" : "up to +"}
          {points(line.gain)}
        </Why>
      }
    >
      {said.length > 0 && said.join("; ")}
      <WhyNote note={note}>
        <p>
          <Runs runs={explainGain(line, report, names)} />
        </p>
      </WhyNote>
    </PayoffItem>
  );
}

/** What else the level asks for: held or not held, with the dates. */
export function AlsoAsked({
  gap,
  report,
  names,
  plan,
  offers,
  beside = false,
}: Shared & {
  /** Another level stands beside it: the head says to the voice whose this is. */ beside?: boolean;
  plan: PlanBeside | null;
  offers: (kind: Wanted["kind"], id: string) => readonly Offer[];
}) {
  const also = useId();
  if (report.requirements.length === 0) return null;
  return (
    <section aria-labelledby={also}>
      <h2 id={also}>
        Also asked
        {beside && <span className="hidden"> by {gap.target?.levelTitle}</span>}
      </h2>
      <p className="q3 small">{requirementsSummary(report)}</p>
      <ul className={s.list}>
        {report.requirements.map((line) => (
          <Requirement
            key={line.id}
            line={line}
            written={gap.requirements.find(({ id }) => id === line.id)}
            on={report.on}
            names={names}
            offers={offers}
            act={
              plan &&
              line.status !== "met" && (
                <PlanAct plan={plan} thing={{ kind: "requirement", id: line.id, title: names.requirement(line.id) }} />
              )
            }
          />
        ))}
      </ul>
    </section>
  );
}

type Written = Gap["requirements"][number];

/** A requirement with its dates; of a group, of which one is enough, every member with its own. */
function Requirement({
  line,
  written,
  on,
  names,
  offers,
  act = null,
}: {
  line: Report["requirements"][number];
  written: Written | undefined;
  on: string;
  names: Names;
  offers: (kind: Wanted["kind"], id: string) => readonly Offer[];
  act?: ReactNode;
}) {
  const offered = line.status === "met" ? [] : offers("requirement", line.id);
  const members = line.anyOf && written && "anyOf" in written ? written.anyOf : null;
  return (
    <li>
      <RequirementMark status={line.status} />
      <div>
        <span className="hidden">{marks[line.status]}: </span>
        {members && !written?.title ? "One of these" : names.requirement(line.id)}
        {!members && written && <small>{explainRequirement(line, written, names, on)}</small>}
        {offered.map(({ id, title, url, words }) => (
          <small key={id}>
            To learn it from:{" "}
            {url === null ? (
              title
            ) : (
              <a href={url} rel="noreferrer noopener" target="_blank">
                {title}
              </a>
            )}
            {words && `, ${words}`}
          </small>
        ))}
        {members && (
          <>
            {written?.title && <small>one of these is enough</small>}
            <ul className={s.members}>
              {(line.anyOf ?? []).map((member) => (
                <Requirement
                  key={member.id}
                  line={member}
                  written={members.find(({ id }) => id === member.id)}
                  on={on}
                  names={names}
                  offers={offers}
                />
              ))}
            </ul>
          </>
        )}
      </div>
      {act && <span className={s.act}>{act}</span>}
    </li>
  );
}

const marks = { met: "Met", expiring: "Runs out soon", expired: "Run out", unmet: "Not met", unknown: "Not known" } as const;

/** The written rule for the level, clause by clause, and what stands in the way. */
export function Rule({ gap, report, names, beside = false }: Shared & { beside?: boolean }) {
  const rule = useId();
  const met = report.clauses.filter(({ status }) => status === "met").length;
  const count = report.clauses.length;
  return (
    <section className={s.rule} aria-labelledby={rule}>
      <h2 id={rule}>
        {gap.target?.relation === "current"
          ? "The rule for this level"
          : `When ${gap.person.you ? "you are" : `${gap.person.name} is`} ready`}
        {beside && <span className="hidden"> for {gap.target?.levelTitle}</span>}
      </h2>
      <p className="q3 small">
        {met === count
          ? "Every clause of the rule is met."
          : `${met === 0 ? "None" : capital(spoken(met))} of the ${spoken(count)} clauses ${met < 2 ? "is" : "are"} met.`}
      </p>
      <ul className={s.list}>
        {report.clauses.map((line) => (
          <li key={line.clause}>
            <RequirementMark status={clauseMarks[line.status].mark} />
            <span>
              <Runs runs={explainClause(line, report, names)} />
            </span>
            <span className={s.state}>{clauseMarks[line.status].word}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const clauseMarks = {
  met: { mark: "met", word: "Met" },
  "not-met": { mark: "unmet", word: "Not met" },
  unknown: { mark: "unknown", word: "Not known yet" },
} as const;
