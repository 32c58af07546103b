import { Select, TextField } from "../../../web/parts/field.tsx";
import { Tick } from "../../../web/parts/tick.tsx";
import css from "./settings.module.css";
import type { PartProps } from "./settings-page.tsx";
import { Part } from "./settings-parts.tsx";

const month = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });
const months = Array.from({ length: 12 }, (_, index) => ({
  value: String(index + 1),
  label: month.format(new Date(Date.UTC(2026, index, 1))),
}));

/** How much learning a year asks of everybody. */
export function LearningPart({ draft, fault, set }: PartProps) {
  const { cpd } = draft.settings;
  return (
    <Part
      id="learning"
      title="Learning"
      says="What people log of their learning is counted by the year, against hours if you ask for some."
    >
      <div className={css.pair}>
        <TextField
          label="Hours a year"
          type="number"
          min={0.5}
          max={1000}
          step={0.5}
          value={cpd.hours ?? ""}
          onChange={({ target }) => set("cpd", { ...cpd, hours: target.value === "" ? null : target.valueAsNumber })}
          hint="Empty where you ask for none."
          error={fault("/settings/cpd/hours")}
        />
      </div>
      <div className={css.choice}>
        <Select
          label="The year begins in"
          options={months}
          value={String(cpd.startsIn)}
          onChange={(value) => set("cpd", { ...cpd, startsIn: Number(value) })}
        />
      </div>
      <Tick
        label="Ask for less of whoever works part time, or is here for a part of the year"
        note="Day by day: half the time is half the hours, and days before somebody came count nothing."
        checked={cpd.inProportion}
        onChange={(inProportion) => set("cpd", { ...cpd, inProportion })}
      />
    </Part>
  );
}
