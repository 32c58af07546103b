import { useState } from "react";
import { ageOf, barrierHints, barrierKinds, barrierWords, type BarrierKind } from "../../../core/plan/barrier.ts";
import { api } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { TextArea } from "../../../web/parts/text-area.tsx";
import { counted, shortDate } from "../../../web/parts/words.ts";
import { Frame } from "./frame.tsx";
import type { Barrier, OnSaid, PlanReply } from "./plan-words.ts";
import { against, faultAt, useWork } from "./work.ts";
import s from "./goal.module.css";

const sinceWords = (on: string, today: string): string => {
  const days = ageOf(on, null, today);
  return days === 0 ? "today" : `${shortDate(on)}, ${counted(days, "day")}`;
};

/** What stands in the way, oldest first, and how it was resolved. */
export function BarrierList({
  reply,
  barriers,
  writes,
  onSaid,
}: {
  reply: PlanReply;
  barriers: readonly Barrier[];
  writes: boolean;
  onSaid: OnSaid;
}) {
  const [resolving, setResolving] = useState<string | null>(null);
  if (barriers.length === 0) return null;
  return (
    <ul className={s.barriers}>
      {barriers.map((barrier) => (
        <li key={barrier.id} className={barrier.resolvedOn === null ? undefined : s.resolved}>
          <b>{barrierWords[barrier.kind]}</b>
          {barrier.note !== null && <>: {barrier.note}</>}
          {barrier.resolvedOn === null ? (
            <small>
              stands in the way since {sinceWords(barrier.raisedOn, reply.today)}
              {barrier.wouldRemove !== null && <span className={s.would}>What would take it away: {barrier.wouldRemove}</span>}
            </small>
          ) : (
            <small>
              resolved on {shortDate(barrier.resolvedOn)} by {barrier.resolvedBy?.name}: {barrier.resolution}
            </small>
          )}
          {writes && barrier.resolvedOn === null && resolving !== barrier.id && (
            <Button kind="quiet" aria-label={`Resolve: ${barrierWords[barrier.kind]}`} onClick={() => setResolving(barrier.id)}>
              Resolve
            </Button>
          )}
          {resolving === barrier.id && <ResolveForm barrier={barrier} onSaid={onSaid} onClose={() => setResolving(null)} />}
        </li>
      ))}
    </ul>
  );
}

export function ResolveForm({
  barrier,
  onSaid,
  onClose,
}: {
  barrier: Pick<Barrier, "id" | "kind" | "revision">;
  onSaid: OnSaid;
  onClose: () => void;
}) {
  const work = useWork(onSaid);
  const { id: barrierId, kind, revision } = barrier;
  return (
    <Frame
      title={`How was it resolved? ${barrierWords[kind]}`}
      verb="Say it is resolved"
      work={work}
      onClose={onClose}
      onSave={(of) =>
        work.mutate({
          send: () => api("POST", "/barriers/:barrierId/resolve", { barrierId, resolution: of("resolution") }, against(revision)),
          said: `${barrierWords[kind]}: resolved.`,
          undo: () => api("POST", "/barriers/:barrierId/reopen", { barrierId }),
          then: onClose,
        })
      }
    >
      <TextArea
        label="What took it away"
        name="resolution"
        required
        rows={2}
        maxLength={4000}
        hint="Read by whoever reads the register of barriers."
        error={faultAt(work.error, "/resolution")}
      />
    </Frame>
  );
}

/** What stands in the way of a goal or an action, and what would take it away. */
export function BarrierForm({
  reply,
  on,
  about,
  onSaid,
  onClose,
}: {
  reply: PlanReply;
  on: { goal: string } | { action: string };
  about: string;
  onSaid: OnSaid;
  onClose: () => void;
}) {
  const [kind, setKind] = useState<BarrierKind>("funding");
  const work = useWork(onSaid);
  return (
    <Frame
      title={`What stands in the way of ${about}?`}
      verb="Write it down"
      work={work}
      onClose={onClose}
      onSave={(of) =>
        work.mutate({
          send: () =>
            api("POST", "/barriers", {
              personId: reply.person.id,
              ...on,
              kind,
              note: of("note").trim() || null,
              wouldRemove: of("wouldRemove").trim() || null,
            }),
          said: "It is written down. Whoever answers for people sees it in the register of barriers.",
          then: onClose,
        })
      }
    >
      <Select
        label="What it is"
        options={barrierKinds.map((value) => ({ value, label: barrierWords[value] }))}
        value={kind}
        // One of the options, which are kinds.
        onChange={(value) => setKind(value as BarrierKind)}
      />
      <TextArea
        label="In your words"
        name="note"
        rows={2}
        maxLength={4000}
        required={kind === "other"}
        error={faultAt(work.error, "/note")}
      />
      <TextArea
        label="What would take it away"
        name="wouldRemove"
        rows={2}
        maxLength={4000}
        hint={barrierHints[kind]}
        error={faultAt(work.error, "/wouldRemove")}
      />
    </Frame>
  );
}
