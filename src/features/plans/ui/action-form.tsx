import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  actionKinds,
  actionKindWords,
  fundings,
  fundingWords,
  minorOf,
  minorUnits,
  type ActionKind,
  type Funding,
} from "../../../core/plan/action.ts";
import { api, read } from "../../../web/api.ts";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { capital } from "../../../web/parts/words.ts";
import { Frame } from "./frame.tsx";
import type { Action, Goal, OnSaid, PlanReply } from "./plan-words.ts";
import { against, faultAt, useWork } from "./work.ts";
import s from "./plan.module.css";

const currencies = ["GBP", "EUR", "USD", "CHF"];

/** Something that is to be done about a goal, or an action that stands, changed. */
export function ActionForm({
  reply,
  goal,
  action,
  onSaid,
  onClose,
}: {
  reply: PlanReply;
  goal: Goal;
  action: Action | null;
  onSaid: OnSaid;
  onClose: () => void;
}) {
  const me = useQuery(read("/me", {})).data;
  const { person } = reply;
  const [kind, setKind] = useState<ActionKind>(action?.kind ?? "on-the-job");
  const [owner, setOwner] = useState(action?.owner.id ?? person.id);
  const [funding, setFunding] = useState<Funding>(action?.funding ?? "none-needed");
  const [currency, setCurrency] = useState(action?.currency ?? "GBP");
  const [unclear, setUnclear] = useState(false);
  const work = useWork(onSaid);
  const people = [person, person.manager, me?.person ?? null, action?.owner ?? null].flatMap((each) => (each === null ? [] : [each]));
  const owners = people.filter((each, index) => people.findIndex(({ id }) => id === each.id) === index);
  const save = (of: (name: string) => string) => {
    const costs = funding !== "none-needed" && of("cost").trim() !== "";
    const costMinor = costs ? minorOf(of("cost"), currency) : null;
    setUnclear(costs && costMinor === null);
    if (costs && costMinor === null) return;
    const given = {
      kind,
      title: of("title"),
      owner,
      startsOn: of("startsOn") || null,
      dueOn: of("dueOn") || null,
      costMinor,
      currency: costMinor === null ? null : currency,
      funding,
    };
    work.mutate({
      send: () =>
        action === null
          ? api("POST", "/goals/:goalId/actions", { goalId: goal.id, ...given })
          : api("PATCH", "/actions/:actionId", { actionId: action.id, ...given }, against(action.revision)),
      said: action === null ? `${given.title} is on the plan.` : "Saved.",
      then: onClose,
    });
  };
  const cost = action?.costMinor === null || action === null ? "" : String(action.costMinor / minorUnits(action.currency ?? "GBP"));
  return (
    <Frame
      title={action === null ? `What is done about ${goal.title}` : `Change ${action.title}`}
      verb={action === null ? "Add the action" : "Save it"}
      work={work}
      onSave={save}
      onClose={onClose}
    >
      <Select
        label="Kind"
        options={actionKinds.map((value) => ({ value, label: actionKindWords[value] }))}
        value={kind}
        // One of the options, which are kinds.
        onChange={(value) => setKind(value as ActionKind)}
      />
      <TextField
        label="What is done"
        name="title"
        required
        maxLength={200}
        autoComplete="off"
        defaultValue={action?.title}
        error={faultAt(work.error, "/title")}
      />
      <Select
        label="Who does it"
        options={owners.map(({ id, name }) => ({ value: id, label: id === me?.person.id ? `${name}, you` : name }))}
        value={owner}
        onChange={setOwner}
      />
      <div className={s.pair}>
        <TextField
          label="From"
          name="startsOn"
          type="date"
          defaultValue={action?.startsOn ?? ""}
          error={faultAt(work.error, "/startsOn")}
        />
        <TextField label="Due" name="dueOn" type="date" defaultValue={action?.dueOn ?? ""} error={faultAt(work.error, "/dueOn")} />
      </div>
      <Select
        label="Money"
        options={fundings.map((value) => ({ value, label: capital(fundingWords[value]) }))}
        value={funding}
        // One of the options, which are these.
        onChange={(value) => setFunding(value as Funding)}
      />
      {funding !== "none-needed" && (
        <div className={s.pair}>
          <TextField
            label="What it costs"
            name="cost"
            inputMode="decimal"
            autoComplete="off"
            maxLength={14}
            defaultValue={cost}
            error={
              unclear
                ? "Write an amount like 240 or 12.50. Nothing was saved yet."
                : (faultAt(work.error, "/costMinor") ?? faultAt(work.error, "/funding"))
            }
          />
          <Select
            label="in"
            options={[...new Set([currency, ...currencies])].map((value) => ({ value, label: value }))}
            value={currency}
            onChange={setCurrency}
          />
        </div>
      )}
    </Frame>
  );
}
