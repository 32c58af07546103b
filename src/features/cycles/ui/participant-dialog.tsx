import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { shortDate } from "../../../web/parts/words.ts";
import { kindWords, type Cycle, type Participant } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { DialogFrame, Reason } from "./dialog-frame.tsx";
import { PersonSearch, type Person } from "./person-search.tsx";

type Act = "hand-over" | "extend" | "reopen" | "withdraw" | "restore";

/** What can be done now for one participant. */
function actsFor(cycle: Cycle, item: Participant): { act: Act; label: string }[] {
  if (item.state === "withdrawn") return cycle.state === "open" ? [{ act: "restore", label: "take back in" }] : [];
  const sent = item.parts.some(({ state }) => state === "submitted");
  const open = cycle.state === "open";
  return [
    ...(open && cycle.setup.ratings.manager ? [{ act: "hand-over" as const, label: "let another rate as the manager" }] : []),
    ...(open ? [{ act: "extend" as const, label: "put the date off" }] : []),
    ...(open && sent ? [{ act: "reopen" as const, label: "open a form again" }] : []),
    { act: "withdraw", label: "take out of the cycle" },
  ];
}

const verbs: Record<Act, string> = {
  "hand-over": "Hand over",
  extend: "Put the date off",
  reopen: "Open it again",
  withdraw: "Take out",
  restore: "Take back in",
};

export function ParticipantDialog({ cycle, item, onClosed }: { cycle: Cycle; item: Participant; onClosed: () => void }) {
  const acts = actsFor(cycle, item);
  const [act, setAct] = useState<Act>(acts[0]?.act ?? "withdraw");
  const [to, setTo] = useState<Person | null>(item.moved ? item.reportsTo : null);
  const [until, setUntil] = useState("");
  const sent = item.parts.filter(({ state }) => state === "submitted");
  const [assessment, setAssessment] = useState(sent[0]?.id ?? "");
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  const one = { cycleId: cycle.id, reviewId: item.reviewId };
  const words = reason.trim();
  const go = useMutation({
    mutationFn: async () => {
      if (act === "hand-over" && to !== null)
        await api("POST", "/cycles/:cycleId/participants/:reviewId/handover", { ...one, to: to.id, reason: words });
      if (act === "extend") await api("POST", "/cycles/:cycleId/participants/:reviewId/extend", { ...one, until });
      if (act === "reopen") await api("POST", "/cycles/:cycleId/participants/:reviewId/reopen", { ...one, assessment, reason: words });
      if (act === "withdraw") await api("POST", "/cycles/:cycleId/participants/:reviewId/withdraw", { ...one, reason: words });
      if (act === "restore") await api("POST", "/cycles/:cycleId/participants/:reviewId/restore", one);
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClosed();
    },
  });
  const needsReason = act === "reopen" || act === "withdraw";
  const missing =
    (act === "hand-over" && to === null && "Say who rates from now on.") ||
    (act === "extend" && until === "" && "Say until when.") ||
    (needsReason && words === "" && "Say why.") ||
    null;
  return (
    <DialogFrame
      title={item.person.name}
      onClosed={onClosed}
      foot={
        <>
          <Button
            kind="main"
            busy={go.isPending && "Saving…"}
            onClick={() => {
              setAsked(true);
              if (missing === null) go.mutate();
            }}
          >
            {verbs[act]}
          </Button>
          {asked && missing !== null && <p className={css.fault}>{missing}</p>}
          {go.isError && (
            <p role="alert" className={css.fault}>
              {go.error.message} Nothing was changed.
            </p>
          )}
        </>
      }
    >
      <Select
        label="What to do"
        value={act}
        options={acts.map((each) => ({ value: each.act, label: each.label }))}
        onChange={(value) => setAct(acts.find((each) => each.act === value)?.act ?? act)}
      />
      {act === "hand-over" && (
        <>
          <p>
            {item.manager === null ? "Nobody" : item.manager.name} rates now. What was sent in stays with who wrote it; a form that was only
            begun is closed, and the new one is empty.
          </p>
          {to !== null && (
            <p>
              From now on: <b>{to.name}</b>
            </p>
          )}
          <PersonSearch label="Who rates from now on" verb="Choose" taken={[item.person.id]} onFound={setTo} />
        </>
      )}
      {act === "extend" && <TextField label="Due on" type="date" value={until} onChange={(event) => setUntil(event.target.value)} />}
      {act === "reopen" && (
        <Select
          label="Which form"
          value={assessment}
          options={sent.map((part) => ({ value: part.id, label: `${kindWords[part.kind]}: ${part.rater.name}` }))}
          onChange={setAssessment}
        />
      )}
      {act === "reopen" && <p>What was signed is kept as it was. Until the form is sent in again, nothing of it counts.</p>}
      {act === "withdraw" && <p>Nothing is asked about them any more, and they get no result. What was sent in is kept.</p>}
      {needsReason && (
        <Reason
          value={reason}
          error={asked && words === ""}
          says={act === "reopen" ? "The rater will read it." : "It stays on the board."}
          onChange={setReason}
        />
      )}
      <History cycleId={cycle.id} reviewId={item.reviewId} />
    </DialogFrame>
  );
}

const eventWords: Record<string, string> = {
  launched: "launched",
  joined: "taken in",
  withdrawn: "taken out",
  "handed-over": "handed over",
  reopened: "opened again",
  extended: "date put off",
  nudged: "reminded",
  submitted: "sent in",
  released: "released",
  acknowledged: "read and acknowledged",
  "second-look": "second look asked for",
  answered: "second look answered",
};

function History({ cycleId, reviewId }: { cycleId: string; reviewId: string }) {
  const events = useQuery(read("/cycles/:cycleId/participants/:reviewId", { cycleId, reviewId }));
  if (!events.data) return null;
  return (
    <details className={css.choices}>
      <summary>What has happened</summary>
      <ul>
        {events.data.events.map(({ kind, at, by }) => (
          <li key={`${kind} ${at}`}>
            <span>
              {shortDate(at)}: {eventWords[kind] ?? kind}
              {by !== null && ` by ${by.name}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
