import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { Tick } from "../../../web/parts/tick.tsx";
import css from "./settings.module.css";
import type { PartProps } from "./settings-page.tsx";

export function Part({ id, title, says, children }: { id: string; title: string; says?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {says && <p>{says}</p>}
      {children}
    </section>
  );
}

const zones = Intl.supportedValuesOf("timeZone");

export function OrganisationPart({ draft, fault, change }: PartProps) {
  const known = zones.includes(draft.timeZone) ? zones : [draft.timeZone, ...zones];
  return (
    <Part id="organisation" title="Organisation">
      <TextField
        label="Name"
        value={draft.name}
        required
        maxLength={200}
        onChange={(event) => change({ name: event.target.value })}
        error={fault("/name")}
      />
      <div className={css.choice}>
        <Select
          label="Time zone"
          options={known.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
          value={draft.timeZone}
          onChange={(timeZone) => change({ timeZone })}
        />
        <small>Decides which day it is: when something is due, and from when a role or a placement holds.</small>
      </div>
      <nav className={css.links} aria-label="Elsewhere">
        <Link to="/people/teams">Units and teams</Link>
        <Link to="/people/import">Import people</Link>
      </nav>
    </Part>
  );
}

export function WordsPart({ draft, fault, set }: PartProps) {
  const { words } = draft.settings;
  return (
    <Part
      id="words"
      title="Words"
      says="What an evaluation cycle is called in your organisation, as it stands in the middle of a sentence. Levels are called what each ladder calls them."
    >
      <div className={css.pair}>
        {(["one", "many"] as const).map((form) => (
          <TextField
            key={form}
            label={form === "one" ? "Word for a cycle" : "Word for cycles"}
            value={words.cycle[form]}
            required
            maxLength={40}
            onChange={(event) => set("words", { cycle: { ...words.cycle, [form]: event.target.value } })}
            error={fault(`/settings/words/cycle/${form}`)}
          />
        ))}
      </div>
    </Part>
  );
}

const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export function WeekPart({ draft, fault, set }: PartProps) {
  const { workingWeek } = draft.settings;
  return (
    <Part id="week" title="Working week" says="Reminders go out on these days.">
      <fieldset className={css.days}>
        <legend>Working days</legend>
        {days.map((day, index) => (
          <label key={day}>
            <input
              type="checkbox"
              checked={workingWeek.days.includes(index + 1)}
              onChange={({ target: { checked } }) => {
                const others = workingWeek.days.filter((each) => each !== index + 1);
                set("workingWeek", { ...workingWeek, days: checked ? [...others, index + 1].toSorted((a, b) => a - b) : others });
              }}
            />
            {day}
          </label>
        ))}
      </fieldset>
      {fault("/settings/workingWeek/days") && <p className={css.fault}>At least one day, each once.</p>}
    </Part>
  );
}

const rules = [
  { value: "never", label: "never" },
  { value: "always", label: "with every rating" },
  ...[1, 2, 3].map((by) => ({ value: String(by), label: `where it is ${by} or more away from what is asked` })),
];

export function FairnessPart({ draft, fault, set }: PartProps) {
  const { thresholds, commentRule, ownWork } = draft.settings;
  const chosen = typeof commentRule === "string" ? commentRule : String(commentRule.differsBy);
  return (
    <Part id="fairness" title="Fairness" says="What protects people in figures and in what is said of them.">
      <div className={css.pair}>
        <TextField
          label="Smallest group that is shown"
          type="number"
          min={3}
          max={50}
          required
          value={thresholds.smallestGroup}
          onChange={(event) => set("thresholds", { ...thresholds, smallestGroup: event.target.valueAsNumber })}
          hint="Figures about fewer people are left out. Never fewer than 3."
          error={fault("/settings/thresholds/smallestGroup")}
        />
        <TextField
          label="Peers put together from"
          type="number"
          min={3}
          max={20}
          required
          value={thresholds.fewestPeers}
          onChange={(event) => set("thresholds", { ...thresholds, fewestPeers: event.target.valueAsNumber })}
          hint="Of two each could work out the other’s answer, so never fewer than 3."
          error={fault("/settings/thresholds/fewestPeers")}
        />
      </div>
      <div className={css.choice}>
        <Select
          label="A rating needs a comment"
          options={
            rules.some(({ value }) => value === chosen) ? rules : [...rules, { value: chosen, label: `where it is ${chosen} or more away` }]
          }
          value={chosen}
          onChange={(value) => set("commentRule", value === "never" || value === "always" ? value : { differsBy: Number(value) })}
        />
        <small>For {draft.settings.words.cycle.many} that are set up from now on; each can decide otherwise.</small>
      </div>
      <Tick
        label="Authors may be the only reviewers of their own drafts"
        note="Else somebody else reads a draft before it is published, unless its ladder says otherwise."
        checked={ownWork}
        onChange={(checked) => set("ownWork", checked)}
      />
    </Part>
  );
}

export function SecurityPart({ draft, set }: PartProps) {
  return (
    <Part id="security" title="Signing in">
      <div className={css.choice}>
        <Select
          label="A second factor is asked of"
          options={[
            { value: "none", label: "nobody, but everybody may use one" },
            { value: "administrators", label: "owners and administrators" },
            { value: "everybody", label: "everybody" },
          ]}
          value={draft.settings.secondFactor}
          onChange={(value) => set("secondFactor", value === "administrators" || value === "everybody" ? value : "none")}
        />
        <small>
          A passkey, or a code from an app beside the password. Whoever has none sets one up before anything else is open to them, you
          included.
        </small>
      </div>
    </Part>
  );
}
