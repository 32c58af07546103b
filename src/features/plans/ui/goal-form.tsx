import { api } from "../../../web/api.ts";
import { TextField } from "../../../web/parts/field.tsx";
import { TextArea } from "../../../web/parts/text-area.tsx";
import { Frame } from "./frame.tsx";
import type { Goal, OnSaid, PlanReply } from "./plan-words.ts";
import { against, faultAt, useWork } from "./work.ts";

/** A goal of one's own, or one that stands, changed. */
export function GoalForm({ reply, goal, onSaid, onClose }: { reply: PlanReply; goal: Goal | null; onSaid: OnSaid; onClose: () => void }) {
  const work = useWork(onSaid);
  const save = (of: (name: string) => string) => {
    const given = { title: of("title"), why: of("why").trim() || null, dueOn: of("dueOn") || null };
    work.mutate({
      send: () =>
        goal === null
          ? api("POST", "/plans/:personId/goals", { personId: reply.person.id, source: "free", ...given })
          : api("PATCH", "/goals/:goalId", { goalId: goal.id, ...given }, against(goal.revision)),
      said: goal === null ? `${given.title} is on the plan.` : "Saved.",
      then: onClose,
    });
  };
  return (
    <Frame
      title={goal === null ? "Add a goal" : `Change ${goal.title}`}
      verb={goal === null ? "Add the goal" : "Save it"}
      work={work}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label="What is to be reached"
        name="title"
        required
        maxLength={200}
        autoComplete="off"
        defaultValue={goal?.title}
        error={faultAt(work.error, "/title")}
      />
      <TextArea
        label="Why it matters, if there is something to say"
        name="why"
        maxLength={4000}
        rows={2}
        defaultValue={goal?.why ?? ""}
        error={faultAt(work.error, "/why")}
      />
      <TextField label="By when" name="dueOn" type="date" defaultValue={goal?.dueOn ?? ""} error={faultAt(work.error, "/dueOn")} />
    </Frame>
  );
}
