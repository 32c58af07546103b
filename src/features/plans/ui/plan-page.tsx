import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { PersonTabs } from "../../../web/person-tabs.tsx";
import { longDate } from "../../../web/parts/words.ts";
import { Earlier, Matters } from "./beside.tsx";
import { crumbsOf } from "./crumbs.tsx";
import { DraftPlan } from "./draft-plan.tsx";
import { GoalForm } from "./goal-form.tsx";
import { GoalItem } from "./goal-item.tsx";
import { Notes } from "./notes-part.tsx";
import { PlanActs, PlanForm } from "./plan-acts.tsx";
import { agreement, nextAction, sumUp, type Goal, type OnSaid, type Plan, type PlanReply, type Said } from "./plan-words.ts";
import { useBack } from "./use-back.ts";
import { SaidLine } from "./said-line.tsx";
import s from "./plan.module.css";

const route = getRouteApi("/in/people/$personId/plan");

/** One's own plan, at an address without anybody's id. */
export function OwnPlanPage() {
  const me = useQuery(read("/me", {}));
  if (me.isPending) return <Loading />;
  if (me.isError) return <ErrorState error={me.error} retry={() => void me.refetch()} />;
  return <PlanOf personId={me.data.person.id} earlier={null} />;
}

/** A person's plan, or an earlier one of theirs. */
export function PlanPage() {
  const { personId } = route.useParams();
  const { plan } = route.useSearch();
  return <PlanOf key={`${personId} ${plan}`} personId={personId} earlier={plan ?? null} />;
}

function PlanOf({ personId, earlier }: { personId: string; earlier: string | null }) {
  const plan = useQuery(read("/plans/:personId", { personId, ...(earlier === null ? {} : { plan: earlier }) }));
  const [said, setSaid] = useState<Said | null>(null);
  if (plan.isPending) return <Loading />;
  if (plan.isError) return <ErrorState error={plan.error} retry={() => void plan.refetch()} />;
  const onSaid: OnSaid = (text, undo) => setSaid({ text, undo: undo ?? null });
  const { data } = plan;
  return data.plan === null ? (
    <DraftPlan reply={data} said={<SaidLine said={said} onSaid={onSaid} />} onSaid={onSaid} />
  ) : (
    <Page reply={data} plan={data.plan} said={<SaidLine said={said} onSaid={onSaid} />} onSaid={onSaid} />
  );
}

function Page({ reply, plan, said, onSaid }: { reply: PlanReply; plan: Plan; said: ReactNode; onSaid: OnSaid }) {
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState(false);
  const { leave, back } = useBack();
  const { person, can } = reply;
  const writes = can["plan.write"] && plan.state !== "done";
  const live = plan.goals.filter(({ state }) => state !== "dropped");
  const dropped = plan.goals.filter(({ state }) => state === "dropped");
  const next = nextAction(plan.goals);
  const open = (set: (open: boolean) => void) => {
    leave();
    set(true);
  };
  const close = (set: (open: boolean) => void) => {
    set(false);
    back();
  };
  const item = (goal: Goal) => <GoalItem key={goal.id} reply={reply} goal={goal} writes={writes} onSaid={onSaid} />;
  return (
    <>
      <PageHead
        crumbs={crumbsOf(reply)}
        title={plan.title}
        tab={person.you ? "Your plan" : `Plan of ${person.name}`}
        answer={
          <>
            <strong>{sumUp(plan.goals)}</strong>
            {next !== null && plan.state !== "done" && (
              <>
                {" "}
                Next: {next.title}, by {longDate(next.dueOn ?? "")}.
              </>
            )}{" "}
            {agreement(plan, person)}
          </>
        }
        tools={
          <>
            {writes && !editing && (
              <Button kind="quiet" onClick={() => open(setEditing)}>
                Title and dates
              </Button>
            )}
            <Button kind="quiet" onClick={() => window.print()}>
              Print
            </Button>
          </>
        }
      />
      <Bar>
        <PersonTabs personId={person.id} you={person.you} />
      </Bar>
      {(plan.startsOn ?? plan.endsOn) !== null && (
        <p className={s.dates}>
          {plan.startsOn !== null && `From ${longDate(plan.startsOn)}`}{" "}
          {plan.endsOn !== null && `${plan.startsOn === null ? "Until" : "to"} ${longDate(plan.endsOn)}`}
        </p>
      )}
      <p className={s.printed}>
        Plan of {person.name}, as of {longDate(reply.today)}
      </p>
      {plan.outcome !== null && <blockquote className={s.outcome}>{plan.outcome}</blockquote>}
      {said}
      {editing && <PlanForm reply={reply} plan={plan} onSaid={onSaid} onClose={() => close(setEditing)} />}
      <div className={`columns ${s.columns}`}>
        <div>
          <section aria-labelledby="goals">
            <h2 id="goals">Goals</h2>
            {live.length === 0 && (
              <p className="q3">No goal is on the plan. Add what you lack from the gap report, or something of your own.</p>
            )}
            {live.length > 0 && <ol className={s.rail}>{live.map(item)}</ol>}
            {writes &&
              (adding ? (
                <GoalForm reply={reply} goal={null} onSaid={onSaid} onClose={() => close(setAdding)} />
              ) : (
                <div className={s.add}>
                  <Button onClick={() => open(setAdding)}>Add a goal of {person.you ? "your own" : "their own"}</Button>
                  <Link to="/people/$personId/gap" params={{ personId: person.id }} className={buttonClass("quiet")}>
                    Choose more from the gap report
                  </Link>
                </div>
              ))}
            {dropped.length > 0 && (
              <details className={s.dropped}>
                <summary>Given up ({dropped.length})</summary>
                <ol className={s.rail}>{dropped.map(item)}</ol>
              </details>
            )}
          </section>
          <Notes key={plan.id} reply={reply} plan={plan} onSaid={onSaid} />
        </div>
        <div className={s.margin}>
          <PlanActs reply={reply} plan={plan} onSaid={onSaid} />
          <Matters reply={reply} onSaid={onSaid} />
          {reply.earlier && <Earlier reply={reply} shown={plan.id} />}
        </div>
      </div>
    </>
  );
}
