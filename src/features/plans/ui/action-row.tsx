import { useState } from "react";
import { actionKindWords, actionStateWords, fundingWords, nextState, type ActionState } from "../../../core/plan/action.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { dayAndMonth } from "../../../web/parts/words.ts";
import { ActionForm } from "./action-form.tsx";
import { BarrierForm, BarrierList } from "./barrier-part.tsx";
import { EvidenceForm, EvidenceList } from "./evidence-part.tsx";
import { costWords, dueWords, type Action, type Goal, type OnSaid, type PlanReply } from "./plan-words.ts";
import { useBack } from "./use-back.ts";
import { against, faultWords, useWork } from "./work.ts";
import s from "./goal.module.css";

/** Empty, half, full: how far it has come. The word stands beside it. */
export function Stop({ state }: { state: ActionState }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {state === "dropped" ? (
        <path d="M3 8h10" className="s-mute" />
      ) : (
        <>
          <circle cx="8" cy="8" r="5" className={s.stop} />
          {state === "doing" && <path d="M8 3a5 5 0 0 0 0 10Z" className="f-green" />}
          {state === "done" && <circle cx="8" cy="8" r="5.5" className="f-green" />}
        </>
      )}
    </svg>
  );
}

type Open = "edit" | "barrier" | "evidence" | null;

/** One action; how it goes is said with one tap. */
export function ActionRow({
  reply,
  goal,
  action,
  writes,
  onSaid,
}: {
  reply: PlanReply;
  goal: Goal;
  action: Action;
  writes: boolean;
  onSaid: OnSaid;
}) {
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
  const enter = (state: ActionState) =>
    work.mutate({
      send: () => api("PATCH", "/actions/:actionId", { actionId: action.id, state }, against(action.revision)),
      said: `${action.title}: ${actionStateWords[state].toLowerCase()}.`,
      undo: () =>
        api("PATCH", "/actions/:actionId", {
          actionId: action.id,
          state: action.state,
          ...(action.doneOn === null ? {} : { doneOn: action.doneOn }),
        }),
    });
  const live = action.state === "planned" || action.state === "doing";
  const due = action.dueOn === null || !live ? null : dueWords(action.dueOn, today);
  const cost = costWords(action);
  const facts = [
    actionKindWords[action.kind],
    action.owner.id === person.id ? null : `by ${action.owner.name}`,
    action.startsOn !== null && live && action.startsOn > today ? `from ${dayAndMonth(action.startsOn)}` : null,
    action.doneOn === null ? null : `done ${dayAndMonth(action.doneOn)}`,
    action.funding === "none-needed" ? null : `${cost === null ? "money" : cost} ${fundingWords[action.funding]}`,
  ].filter((fact) => fact !== null);
  const words = actionStateWords[action.state];
  return (
    <li className={action.state === "dropped" ? s.off : undefined}>
      {writes ? (
        <button
          type="button"
          className={s.tap}
          aria-busy={work.isPending}
          aria-label={`${work.isPending ? "Saving…" : words}: ${action.title}. Mark it ${actionStateWords[nextState(action.state)].toLowerCase()}`}
          onClick={() => !work.isPending && enter(nextState(action.state))}
        >
          <Stop state={action.state} />
          <span>{work.isPending ? "Saving…" : words}</span>
        </button>
      ) : (
        <span className={s.told}>
          <Stop state={action.state} />
          <span>{words}</span>
        </span>
      )}
      <div className={s.what}>
        <b>{action.title}</b>
        <small>
          {facts.join(", ")}
          {due && <span className={due.late ? "rust" : undefined}>, {due.text}</span>}
        </small>
        <EvidenceList action={action} writes={writes} onSaid={onSaid} />
        <BarrierList reply={reply} barriers={action.barriers} writes={writes} onSaid={onSaid} />
        {work.isError && (
          <p role="alert" className={s.fault}>
            {faultWords(work.error)}
          </p>
        )}
        {open === "edit" && <ActionForm reply={reply} goal={goal} action={action} onSaid={onSaid} onClose={close} />}
        {open === "barrier" && (
          <BarrierForm reply={reply} on={{ action: action.id }} about={action.title} onSaid={onSaid} onClose={close} />
        )}
        {open === "evidence" && <EvidenceForm personId={person.id} action={action} onSaid={onSaid} onClose={close} />}
        {writes && open === null && (
          <div className={s.acts}>
            <Button kind="quiet" aria-label={`Something stands in the way of ${action.title}`} onClick={() => show("barrier")}>
              Something stands in the way
            </Button>
            <Button kind="quiet" aria-label={`Attach evidence to ${action.title}`} onClick={() => show("evidence")}>
              Attach evidence
            </Button>
            {!more && (
              <Button kind="quiet" aria-label={`More about ${action.title}`} aria-expanded={false} onClick={() => setMore(true)}>
                More
              </Button>
            )}
            {more && (
              <>
                <Button kind="quiet" aria-label={`Change ${action.title}`} onClick={() => show("edit")}>
                  Change
                </Button>
                {action.state !== "dropped" && (
                  <Button kind="quiet" aria-label={`Give up ${action.title}`} onClick={() => enter("dropped")}>
                    Give up
                  </Button>
                )}
              </>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
