import { useState } from "react";
import { costs } from "../../../core/plan/action.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField } from "../../../web/parts/field.tsx";
import { TextArea } from "../../../web/parts/text-area.tsx";
import { listed, shortDate } from "../../../web/parts/words.ts";
import { Frame } from "./frame.tsx";
import { agreement, costWords, standing, type OnSaid, type Plan, type PlanReply } from "./plan-words.ts";
import { against, faultAt, faultWords, useWork } from "./work.ts";
import s from "./plan.module.css";

type Act = PlanReply["acts"][number];

/** How far the plan has come, and what the reader may do with it as such. */
export function PlanActs({ reply, plan, onSaid }: { reply: PlanReply; plan: Plan; onSaid: OnSaid }) {
  const [closing, setClosing] = useState(false);
  const work = useWork(onSaid);
  const { person, acts } = reply;
  const send = (act: Act, more: { outcome?: string } = {}) =>
    api("POST", "/plans/:personId/acts", { personId: person.id, plan: plan.id, act, ...more }, against(reply.tag));
  const plain = (act: Act) => api("POST", "/plans/:personId/acts", { personId: person.id, plan: plan.id, act });
  const run = (act: Act, said: string, back?: Act) =>
    work.mutate({ send: () => send(act), said, ...(back === undefined ? {} : { undo: () => plain(back) }) });
  const sums = costs(standing(plan.goals).flatMap(({ actions }) => actions));
  return (
    <section aria-labelledby="state" className={s.first}>
      <h2 id="state">Where it stands</h2>
      <p>{agreement(plan, person)}</p>
      <dl className={s.facts}>
        {plan.personAgreedAt !== null && (
          <div>
            <dt>{person.you ? "You" : person.name}</dt>
            <dd>agreed {shortDate(plan.personAgreedAt)}</dd>
          </div>
        )}
        {plan.managerAgreedAt !== null && (
          <div>
            <dt>{plan.managerAgreedBy?.name}</dt>
            <dd>agreed {shortDate(plan.managerAgreedAt)}</dd>
          </div>
        )}
        {plan.startedAt !== null && (
          <div>
            <dt>Started</dt>
            <dd>{shortDate(plan.startedAt)}</dd>
          </div>
        )}
        {sums.length > 0 && (
          <div>
            <dt>Costs</dt>
            <dd>{listed(sums.flatMap(({ minor, currency }) => costWords({ costMinor: minor, currency }) ?? []))}</dd>
          </div>
        )}
      </dl>
      {work.isError && (
        <p role="alert" className={s.fault}>
          {faultWords(work.error)}
        </p>
      )}
      {!closing && acts.length > 0 && (
        <div className={s.planActs}>
          {acts.includes("agree") && (
            <Button
              kind="main"
              busy={work.isPending && "Agreeing…"}
              onClick={() => run("agree", "You have agreed to the plan.", "withdraw")}
            >
              Agree to the plan
            </Button>
          )}
          {acts.includes("withdraw") && (
            <Button busy={work.isPending && "Saving…"} onClick={() => run("withdraw", "You no longer agree to the plan.", "agree")}>
              Take back that you agreed
            </Button>
          )}
          {acts.includes("start") && (
            <Button kind="main" busy={work.isPending && "Starting…"} onClick={() => run("start", "The plan is under way.")}>
              Start the plan
            </Button>
          )}
          {acts.includes("reopen") && (
            <Button busy={work.isPending && "Opening…"} onClick={() => run("reopen", "The plan is open again.")}>
              Open it again
            </Button>
          )}
          {acts.includes("close") && (
            <Button kind="quiet" onClick={() => setClosing(true)}>
              Close the plan
            </Button>
          )}
        </div>
      )}
      {closing && (
        <Frame
          title="Close the plan"
          verb="Close the plan"
          work={work}
          onClose={() => setClosing(false)}
          onSave={(of) =>
            work.mutate({
              send: () => send("close", of("outcome").trim() === "" ? {} : { outcome: of("outcome") }),
              said: `“${plan.title}” is closed. It stays readable under earlier plans.`,
              undo: () => plain("reopen"),
              then: () => setClosing(false),
            })
          }
        >
          <TextArea
            label="How did it go?"
            name="outcome"
            maxLength={4000}
            hint="Read by both sides, now and later."
            error={faultAt(work.error, "/outcome")}
          />
        </Frame>
      )}
    </section>
  );
}

/** What the plan is called, and from when to when it goes. */
export function PlanForm({ reply, plan, onSaid, onClose }: { reply: PlanReply; plan: Plan; onSaid: OnSaid; onClose: () => void }) {
  const work = useWork(onSaid);
  return (
    <Frame
      title="Title and dates"
      verb="Save it"
      work={work}
      onClose={onClose}
      onSave={(of) =>
        work.mutate({
          send: () =>
            api(
              "PATCH",
              "/plans/:personId",
              { personId: reply.person.id, title: of("title"), startsOn: of("startsOn") || null, endsOn: of("endsOn") || null },
              against(reply.tag),
            ),
          said: "Saved.",
          then: onClose,
        })
      }
    >
      <TextField
        label="Title"
        name="title"
        required
        maxLength={200}
        autoComplete="off"
        defaultValue={plan.title}
        error={faultAt(work.error, "/title")}
      />
      <div className={s.pair}>
        <TextField label="From" name="startsOn" type="date" defaultValue={plan.startsOn ?? ""} error={faultAt(work.error, "/startsOn")} />
        <TextField label="To" name="endsOn" type="date" defaultValue={plan.endsOn ?? ""} error={faultAt(work.error, "/endsOn")} />
      </div>
    </Frame>
  );
}
