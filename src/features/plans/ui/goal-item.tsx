import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../web/api.ts";
import { RequirementMark, type RequirementState } from "../../../web/figures/requirement-mark.tsx";
import { StatusMark, type Status } from "../../../web/figures/status-mark.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { ActionForm } from "./action-form.tsx";
import { ActionRow } from "./action-row.tsx";
import { BarrierForm, BarrierList } from "./barrier-part.tsx";
import { GoalForm } from "./goal-form.tsx";
import { dueWords, standsWords, type Goal, type OnSaid, type PlanReply } from "./plan-words.ts";
import { useBack } from "./use-back.ts";
import { against, faultWords, useWork } from "./work.ts";
import s from "./goal.module.css";

type Open = "action" | "barrier" | "edit" | null;

function Mark({ goal: { state, source, stands } }: { goal: Goal }) {
  if (state === "achieved") return source === "requirement" ? <RequirementMark status="met" /> : <StatusMark status="met" />;
  // Each source has the states of its own kind.
  if (source === "requirement" && stands) return <RequirementMark status={stands.status as RequirementState} />;
  if (source === "expectation" && stands) return <StatusMark status={stands.status as Status} />;
  return <StatusMark status="not-assessed" />;
}

/** One goal: where one stands on it, what is done about it, what stands in its way. */
export function GoalItem({ reply, goal, writes, onSaid }: { reply: PlanReply; goal: Goal; writes: boolean; onSaid: OnSaid }) {
  const [open, setOpen] = useState<Open>(null);
  const [more, setMore] = useState(false);
  const { leave, back } = useBack();
  const work = useWork(onSaid);
  const { person, today } = reply;
  const show = (what: Open) => {
    leave();
    setOpen(what);
  };
  const close = () => {
    setOpen(null);
    back();
  };
  const enter = (state: Goal["state"], said: string) =>
    work.mutate({
      send: () => api("PATCH", "/goals/:goalId", { goalId: goal.id, state }, against(goal.revision)),
      said,
      undo: () => api("PATCH", "/goals/:goalId", { goalId: goal.id, state: goal.state }),
    });
  const isOpen = goal.state === "open";
  const due = goal.dueOn === null || !isOpen ? null : dueWords(goal.dueOn, today);
  const words = standsWords(goal);
  const since = reply.plan?.agreedAt ?? null;
  const added = since !== null && goal.createdAt > since && goal.createdBy.id !== person.id;
  return (
    <li className={goal.state === "dropped" ? `${s.goal} ${s.off}` : s.goal} id={`goal-${goal.id}`}>
      <div className={s.head}>
        <Mark goal={goal} />
        <h3>{goal.title}</h3>
        {due && <span className={due.late ? `rust ${s.due}` : s.due}>{due.text}</span>}
      </div>
      {words !== "" && (
        <p className={s.stands}>
          {goal.framework !== null && goal.level !== null ? (
            <Link to="/people/$personId/gap" params={{ personId: person.id }} search={{ target: `${goal.framework}/${goal.level}` }}>
              {words}
            </Link>
          ) : (
            words
          )}
        </p>
      )}
      {goal.why !== null && <p className={s.why}>{goal.why}</p>}
      {added && <p className={s.stands}>Added by {goal.createdBy.name} after the plan was agreed.</p>}
      {goal.actions.length > 0 && (
        <ul className={s.actions} aria-label={`What is done about ${goal.title}`}>
          {goal.actions.map((action) => (
            <ActionRow key={action.id} reply={reply} goal={goal} action={action} writes={writes && isOpen} onSaid={onSaid} />
          ))}
        </ul>
      )}
      <BarrierList reply={reply} barriers={goal.barriers} writes={writes} onSaid={onSaid} />
      {work.isError && (
        <p role="alert" className={s.fault}>
          {faultWords(work.error)}
        </p>
      )}
      {open === "action" && <ActionForm reply={reply} goal={goal} action={null} onSaid={onSaid} onClose={close} />}
      {open === "barrier" && <BarrierForm reply={reply} on={{ goal: goal.id }} about={goal.title} onSaid={onSaid} onClose={close} />}
      {open === "edit" && <GoalForm reply={reply} goal={goal} onSaid={onSaid} onClose={close} />}
      {writes && open === null && (
        <div className={s.acts}>
          {isOpen && (
            <Button aria-label={`Add an action to ${goal.title}`} onClick={() => show("action")}>
              Add an action
            </Button>
          )}
          {isOpen && (more || goal.actions.length === 0) && (
            <Button kind="quiet" aria-label={`Something stands in the way of ${goal.title}`} onClick={() => show("barrier")}>
              Something stands in the way
            </Button>
          )}
          {isOpen && (
            <Button kind="quiet" aria-label={`Achieved: ${goal.title}`} onClick={() => enter("achieved", `${goal.title}: achieved.`)}>
              Achieved
            </Button>
          )}
          {isOpen && !more && (
            <Button kind="quiet" aria-label={`More about ${goal.title}`} aria-expanded={false} onClick={() => setMore(true)}>
              More
            </Button>
          )}
          {isOpen && more && (
            <>
              <Button kind="quiet" aria-label={`Change ${goal.title}`} onClick={() => show("edit")}>
                Change
              </Button>
              <Button kind="quiet" aria-label={`Give up ${goal.title}`} onClick={() => enter("dropped", `${goal.title} is given up.`)}>
                Give up
              </Button>
            </>
          )}
          {!isOpen && (
            <Button
              kind="quiet"
              aria-label={`Take it up again: ${goal.title}`}
              onClick={() => enter("open", `${goal.title} is taken up again.`)}
            >
              Take it up again
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
