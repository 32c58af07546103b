import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { spoken } from "../../../web/parts/words.ts";
import type { Setup } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { PersonSearch } from "./person-search.tsx";

type Part = { setup: Setup; onChange: (more: Partial<Setup>) => void };

const Tick = ({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) => (
  <label className={css.tick}>
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
    <span>{label}</span>
  </label>
);

/** Who rates. */
export function Ratings({ setup: { ratings }, onChange }: Part) {
  const set = (more: Partial<Setup["ratings"]>) => onChange({ ratings: { ...ratings, ...more } });
  const assessor = useQuery({
    ...read("/people/:personId", { personId: ratings.assessor?.person ?? "" }),
    enabled: ratings.assessor !== null,
  });
  return (
    <section aria-labelledby="setup-ratings">
      <h2 id="setup-ratings">Who rates</h2>
      <Tick label="People rate themselves" checked={ratings.self} onChange={(self) => set({ self })} />
      <Tick label="Managers rate their people" checked={ratings.manager} onChange={(manager) => set({ manager })} />
      <Tick
        label="Peers write too, put together from three on"
        checked={ratings.peers !== null}
        onChange={(peers) => set({ peers: peers ? { from: 3, chosenBy: "employee" } : null })}
      />
      {ratings.peers !== null && (
        <Select
          label="Peers are chosen by"
          value={ratings.peers.chosenBy}
          options={[
            { value: "employee", label: "whom it is about" },
            { value: "manager", label: "their manager" },
            { value: "partner", label: "the people team" },
          ]}
          onChange={(chosen) =>
            set({ peers: { from: ratings.peers?.from ?? 3, chosenBy: chosen === "manager" || chosen === "partner" ? chosen : "employee" } })
          }
        />
      )}
      {ratings.assessor === null ? (
        <PersonSearch
          label="Somebody from outside the line rates too"
          verb="Choose"
          onFound={({ id }) => set({ assessor: { person: id, frameworks: [] } })}
        />
      ) : (
        <p className={css.says}>
          <b>{assessor.data?.person.name ?? "…"}</b> rates everybody too, from outside the line.{" "}
          <Button kind="quiet" onClick={() => set({ assessor: null })}>
            Take off
          </Button>
        </p>
      )}
    </section>
  );
}

const asksWords = { current: "the level they are at", next: "the next level", both: "the level they are at and the next" } as const;

export function Asks({ setup, onChange }: Part) {
  return (
    <section aria-labelledby="setup-asks">
      <h2 id="setup-asks">What is asked</h2>
      <fieldset className={css.radios}>
        <legend className="hidden">Which level people are asked about</legend>
        {(["current", "next", "both"] as const).map((asks) => (
          <label key={asks} className={css.tick}>
            <input type="radio" name="asks" checked={setup.asks === asks} onChange={() => onChange({ asks })} />
            <span>Everybody about {asksWords[asks]}</span>
          </label>
        ))}
      </fieldset>
      <p className={css.says}>At a fork, next is every arm. Who has nothing above them is asked about where they are.</p>
    </section>
  );
}

type Question = Setup["questions"][number];

export function Questions({ questions, onChange }: { questions: Setup["questions"]; onChange: (questions: Setup["questions"]) => void }) {
  const [typed, setTyped] = useState("");
  const set = (id: string, more: Partial<Question>) => onChange(questions.map((each) => (each.id === id ? { ...each, ...more } : each)));
  const add = () => {
    if (typed.trim() === "") return;
    const numbers = questions.map(({ id }) => Number(id.replace("q-", "")) || 0);
    onChange([...questions, { id: `q-${Math.max(0, ...numbers) + 1}`, text: typed.trim(), to: "both", required: false }]);
    setTyped("");
  };
  return (
    <section aria-labelledby="setup-questions">
      <h2 id="setup-questions">Questions beside the competencies</h2>
      <ul className={css.questions}>
        {questions.map((question) => (
          <li key={question.id}>
            <span>{question.text}</span>
            <Select
              quiet
              label={`Who answers “${question.text}”`}
              value={question.to}
              options={[
                { value: "both", label: "both" },
                { value: "self", label: "whom it is about" },
                { value: "manager", label: "the manager" },
              ]}
              onChange={(to) => set(question.id, { to: to === "self" || to === "manager" ? to : "both" })}
            />
            <Tick label="Needs an answer" checked={question.required} onChange={(required) => set(question.id, { required })} />
            <Button
              kind="quiet"
              aria-label={`Remove “${question.text}”`}
              onClick={() => onChange(questions.filter(({ id }) => id !== question.id))}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <div className={css.add}>
        <TextField label="Another question" value={typed} maxLength={1000} onChange={(event) => setTyped(event.target.value)} />
        <Button onClick={add}>Add the question</Button>
      </div>
    </section>
  );
}

export const stageTitles = [
  ["opensOn", "Opens"],
  ["selfDue", "Own ratings by"],
  ["managerDue", "Managers by"],
  ["peersDue", "Peers by"],
  ["calibrationOn", "Calibration from"],
  ["releaseOn", "Release"],
] as const;

export function Dates({
  stages: days,
  reminders,
  onChange,
  fault,
}: {
  stages: Setup["stages"];
  reminders: Setup["reminders"];
  onChange: (more: Partial<Setup>) => void;
  fault: (path: string) => string | undefined;
}) {
  const [typed, setTyped] = useState(reminders.daysBefore.join(", "));
  const numbers = typed.split(/[\s,;]+/).flatMap((part) => (/^\d{1,2}$/.test(part) && Number(part) <= 60 ? [Number(part)] : []));
  return (
    <section aria-labelledby="setup-dates">
      <h2 id="setup-dates">Dates</h2>
      <div className={css.dates}>
        {stageTitles.map(([stage, label]) => (
          <TextField
            key={stage}
            label={label}
            type="date"
            value={days[stage] ?? ""}
            error={fault(`/stages/${stage}`)}
            onChange={(event) => onChange({ stages: { ...days, [stage]: event.target.value === "" ? null : event.target.value } })}
          />
        ))}
      </div>
      <div className={css.pair}>
        <TextField
          label="Remind, days before something is due"
          hint="Whoever has sent everything in hears nothing."
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => onChange({ reminders: { ...reminders, daysBefore: [...new Set(numbers)].slice(0, 5) } })}
        />
        <Tick
          label="Remind each week once it is overdue"
          checked={reminders.overdue}
          onChange={(overdue) => onChange({ reminders: { ...reminders, overdue } })}
        />
      </div>
    </section>
  );
}

export function Rules({ setup, onChange }: Part) {
  const { commentRule, visibility } = setup;
  const rule = typeof commentRule === "string" ? commentRule : String(commentRule.differsBy);
  return (
    <section aria-labelledby="setup-rules">
      <h2 id="setup-rules">Rules</h2>
      <div className={css.rules}>
        <Select
          label="A comment is needed"
          value={rule}
          options={[
            { value: "never", label: "never" },
            { value: "always", label: "with every rating" },
            ...[1, 2, 3].map((steps) => ({
              value: String(steps),
              label: `where a rating is ${spoken(steps)} ${steps === 1 ? "point" : "points"} or more from what is asked`,
            })),
          ]}
          onChange={(value) => onChange({ commentRule: value === "never" || value === "always" ? value : { differsBy: Number(value) } })}
        />
        <Select
          label="The two sides read each other"
          value={visibility.compare}
          options={[
            { value: "both-in", label: "as soon as both are in" },
            { value: "release", label: "once everything is released" },
          ]}
          onChange={(compare) => onChange({ visibility: { ...visibility, compare: compare === "release" ? "release" : "both-in" } })}
        />
        {setup.ratings.peers !== null && (
          <Select
            label="What peers said together is read by"
            value={visibility.peers}
            options={[
              { value: "employee-and-manager", label: "whom it is about and their manager" },
              { value: "manager", label: "the manager" },
            ]}
            onChange={(peers) =>
              onChange({ visibility: { ...visibility, peers: peers === "manager" ? "manager" : "employee-and-manager" } })
            }
          />
        )}
      </div>
    </section>
  );
}
