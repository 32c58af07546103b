import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { requirementTitle } from "../../../core/gap/names.ts";
import { gapsOf } from "../../../core/plan/goal.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { RequirementMark } from "../../../web/figures/requirement-mark.tsx";
import { StatusMark } from "../../../web/figures/status-mark.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { percent } from "../../../web/parts/words.ts";
import { PersonTabs } from "../../../web/person-tabs.tsx";
import { Earlier, Matters } from "./beside.tsx";
import { crumbsOf } from "./crumbs.tsx";
import type { OnSaid, PlanReply } from "./plan-words.ts";
import { faultWords, useWork } from "./work.ts";
import s from "./plan.module.css";

/** How many of what moves most are chosen before anybody has chosen: few enough to be done. */
const FIRST = 3;

/** No plan yet: one is drafted from the gap report in one act, or begun empty. */
export function DraftPlan({ reply, said, onSaid }: { reply: PlanReply; said: ReactNode; onSaid: OnSaid }) {
  const { person, can } = reply;
  return (
    <>
      <PageHead
        crumbs={crumbsOf(reply)}
        title={person.you ? "You have no plan yet" : `${person.name} has no plan yet`}
        tab={person.you ? "Your plan" : `Plan of ${person.name}`}
        answer="A plan says what is to be reached next, what is done about it, and what stands in the way. Both sides write it, and it stands once both have agreed."
      />
      <Bar>
        <PersonTabs personId={person.id} you={person.you} />
      </Bar>
      {said}
      <div className={`columns ${s.columns}`}>
        <div>
          {can["plan.write"] ? (
            <Choose reply={reply} onSaid={onSaid} />
          ) : (
            <p className="q3">Once {person.name} or somebody who answers for them has begun one, it stands here.</p>
          )}
        </div>
        <div className={s.margin}>
          <Matters reply={reply} onSaid={onSaid} />
          {reply.earlier && <Earlier reply={reply} shown={null} />}
        </div>
      </div>
    </>
  );
}

function Choose({ reply, onSaid }: { reply: PlanReply; onSaid: OnSaid }) {
  const personId = reply.person.id;
  const [target, setTarget] = useState<string | null>(null);
  const gap = useQuery({
    ...read("/people/:personId/gap", { personId, ...(target === null ? {} : { target }) }),
    placeholderData: (old) => old,
  });
  if (gap.isPending) return <Loading />;
  if (gap.isError) return <ErrorState error={gap.error} retry={() => void gap.refetch()} />;
  const { data } = gap;
  const at = data.target === null ? "" : `${data.target.framework}/${data.target.level}`;
  return (
    <section aria-labelledby="choose">
      <h2 id="choose">What is it to be about?</h2>
      {data.targets.length > 0 && (
        <Select
          label="What is lacked for"
          options={[
            ...(at === "" ? [{ value: "", label: "a level of your choice" }] : []),
            ...data.targets.map(({ value, title, frameworkTitle }) => ({ value, label: `${title}, ${frameworkTitle}` })),
          ]}
          value={at}
          onChange={(chosen) => chosen !== "" && setTarget(chosen)}
        />
      )}
      <Gaps key={at} reply={reply} gap={data} onSaid={onSaid} />
    </section>
  );
}

function Gaps({ reply, gap, onSaid }: { reply: PlanReply; gap: Reply<"/people/:personId/gap">; onSaid: OnSaid }) {
  const { report, target, lines, requirements } = gap;
  const gaps = report === null ? [] : gapsOf(report);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(gaps.slice(0, FIRST).map(({ id }) => id)));
  const work = useWork(onSaid);
  const { person } = reply;
  const begin = (goals: readonly string[]) =>
    work.mutate({
      send: () =>
        api("POST", "/plans/:personId", {
          personId: person.id,
          ...(target === null ? {} : { from: { framework: target.framework, level: target.level } }),
          goals: [...goals],
        }),
      said: goals.length === 0 ? "The plan is begun." : "The plan is drafted. Say what is to be done about each goal, and by when.",
    });
  return (
    <>
      {gaps.length === 0 && (
        <p className={s.said}>
          {report === null
            ? "Without a level there is nothing to measure against: choose one, or begin with goals of your own."
            : "Nothing is lacked there. Begin with goals of your own, or choose another level."}
        </p>
      )}
      {gaps.length > 0 && (
        <fieldset className={s.choices}>
          <legend>What moves most comes first</legend>
          {gaps.map(({ source, id }) => {
            const line = report?.expectations.find((each) => each.id === id);
            const asked = report?.requirements.find((each) => each.id === id);
            const requirement = requirements.find((each) => each.id === id);
            return (
              <label key={`${source} ${id}`} className={s.choice}>
                <input
                  type="checkbox"
                  checked={chosen.has(id)}
                  onChange={() => setChosen((now) => new Set(now.has(id) ? [...now].filter((other) => other !== id) : [...now, id]))}
                />
                {line && source === "expectation" ? (
                  <StatusMark status={line.status} />
                ) : (
                  asked && <RequirementMark status={asked.status} />
                )}
                <span>
                  <b>{source === "expectation" ? (lines[id]?.title ?? id) : requirement ? requirementTitle(requirement) : id}</b>
                  <small>
                    {line && source === "expectation"
                      ? `${line.attained === null ? "up to " : ""}+${percent(line.gain)} points of readiness${line.critical ? ", critical: must be met first" : ""}`
                      : "a requirement"}
                  </small>
                </span>
              </label>
            );
          })}
        </fieldset>
      )}
      {work.isError && (
        <p role="alert" className={s.fault}>
          {faultWords(work.error)}
        </p>
      )}
      <div className={s.foot}>
        {gaps.length > 0 && (
          <Button
            kind="main"
            busy={work.isPending && "Drafting…"}
            onClick={() => begin(gaps.filter(({ id }) => chosen.has(id)).map(({ id }) => id))}
          >
            {chosen.size === 0 ? "Draft the plan" : `Draft the plan with ${chosen.size === 1 ? "one goal" : `${chosen.size} goals`}`}
          </Button>
        )}
        <Button kind={gaps.length > 0 ? "quiet" : "main"} busy={work.isPending && "Beginning…"} onClick={() => begin([])}>
          Begin with an empty plan
        </Button>
      </div>
    </>
  );
}
