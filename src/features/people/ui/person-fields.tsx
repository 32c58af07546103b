import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import type { Reply } from "../../../web/api.ts";
import { LevelChoice, type LevelChosen } from "./level-choice.tsx";
import s from "./person-edit.module.css";
import { PersonPicker, type Picked } from "./person-picker.tsx";
import { TeamChoice } from "../../../web/team-choice.tsx";

export type Person = Reply<"/people/:personId">;
type Placed = NonNullable<Person["history"]>[number];
type Line = NonNullable<Person["lines"]>[number];
type Employment = NonNullable<Person["employment"]>;
/** What is being changed; with a fact, that fact is put right. */
export type Editing =
  | { what: "details" | "depart" | "return" }
  | { what: "place"; fact?: Placed }
  | { what: "line"; fact?: Line }
  | { what: "leave"; fact?: Employment["leave"][number] }
  | { what: "share"; fact?: Employment["shares"][number] };

export const leaveWords = {
  parental: "Parental leave",
  sick: "Sick leave",
  study: "Study leave",
  unpaid: "Unpaid leave",
  other: "Leave",
} as const;
export type LeaveKind = keyof typeof leaveWords;
const leaveKinds = Object.keys(leaveWords) as LeaveKind[]; // its own keys

/** What is chosen and not typed. */
export type Chosen = { level: LevelChosen; manager: Picked | null; team: string; kind: LeaveKind };

/** The fields of one change; `fault` says what is wrong with what was sent, by its pointer. */
export function PersonFields({
  page,
  editing,
  chosen,
  onChoose,
  fault,
}: {
  page: Person;
  editing: Editing;
  chosen: Chosen;
  onChoose: (chosen: Partial<Chosen>) => void;
  fault: (path: string) => string | undefined;
}) {
  const fact = "fact" in editing ? editing.fact : undefined;
  const from = (label: string, hint?: string) => (
    <TextField
      label={label}
      name="from"
      type="date"
      required
      hint={hint}
      defaultValue={fact?.from ?? page.today}
      error={fault("/from") ?? fault("/on")}
    />
  );
  const ahead = "A day to come is kept until then.";
  switch (editing.what) {
    case "details":
      return <Details page={page} chosen={chosen} onChoose={onChoose} fault={fault} />;
    case "place":
      return (
        <>
          <div className={s.choices}>
            <LevelChoice value={chosen.level} onChange={(level) => onChoose({ level })} none="no ladder" />
          </div>
          {from("From", ahead)}
        </>
      );
    case "line":
      return (
        <>
          <p>
            Reports to <b>{chosen.manager?.name ?? "nobody"}</b>{" "}
            {chosen.manager !== null && (
              <Button kind="quiet" onClick={() => onChoose({ manager: null })}>
                Nobody
              </Button>
            )}
          </p>
          <PersonPicker label="Choose whom they report to" onPick={(manager) => onChoose({ manager })} without={page.person.id} />
          {from("From", ahead)}
        </>
      );
    case "leave":
      return (
        <>
          <Select
            label="Kind"
            value={chosen.kind}
            options={leaveKinds.map((value) => ({ value, label: leaveWords[value] }))}
            onChange={(value) => onChoose({ kind: leaveKinds.find((each) => each === value) ?? "other" })}
          />
          {from("First day")}
          <TextField
            label="Last day"
            name="to"
            type="date"
            hint="Empty where nobody knows it yet."
            defaultValue={editing.fact?.to ?? ""}
            error={fault("/to")}
          />
        </>
      );
    case "share":
      return (
        <>
          <TextField
            label="Share of full time, in %"
            name="share"
            type="number"
            min={0.1}
            max={100}
            step={0.1}
            required
            defaultValue={Math.round((editing.fact?.share ?? page.employment?.share ?? 1) * 1000) / 10}
          />
          {from("From")}
        </>
      );
    case "depart":
      return (
        <>
          {from("From this day on they no longer work here")}
          <p className={s.note}>
            They can no longer sign in then. Everything recorded of them stays.
            {page.reportsTotal > 0 &&
              ` Whoever reports to them (${page.reportsTotal}) needs another manager: give them one on their own pages.`}
          </p>
        </>
      );
    case "return":
      return from("From");
  }
}

function Details({
  page,
  chosen,
  onChoose,
  fault,
}: {
  page: Person;
  chosen: Chosen;
  onChoose: (chosen: Partial<Chosen>) => void;
  fault: (path: string) => string | undefined;
}) {
  return (
    <>
      <TextField label="Name" name="name" required maxLength={200} defaultValue={page.person.name} error={fault("/name")} />
      <TextField
        label="Employee number"
        name="number"
        required
        maxLength={200}
        defaultValue={page.employment?.employeeNumber}
        error={fault("/employeeNumber")}
      />
      <TextField label="E-mail" name="email" type="email" maxLength={200} defaultValue={page.email ?? ""} error={fault("/email")} />
      <TextField label="Location" name="location" maxLength={200} defaultValue={page.location ?? ""} />
      <TextField label="Started on" name="start" type="date" defaultValue={page.employment?.startedOn ?? ""} />
      <div className={s.choices}>
        <TeamChoice value={chosen.team} none="no team" onChange={(team) => onChoose({ team })} />
      </div>
    </>
  );
}
