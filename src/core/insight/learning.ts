import { targetOf, type CpdRule, type CpdYear, type ShareFrom } from "../cpd/year.ts";
import { isHidden, isTotalHidden } from "./hidden.ts";
import { quarters, type Quarters } from "./quarters.ts";

/** One person: what they logged in the year, and where what is asked goes by working time, how much that was. */
export type LearningRow = {
  team: string | null;
  name: string | null;
  seen: boolean;
  minutes: number;
  startedOn: string | null;
  leftOn: string | null;
  shares: ShareFrom[] | null;
};

/** How many people there are, how many logged anything and met what is asked of them, and quarters of what each logged, in minutes. */
export type Learned = { people: number; logged: number; met: number | null; minutes: Quarters };
export type LearningGroup = { id: string | null; name: string | null } & (Learned | { people: number; hidden: true });

/** Of everybody and unit by unit, by name; who is in no unit last. `all` null where the reader may be shown nothing of them. */
export function learningOf(
  rows: readonly LearningRow[],
  year: CpdYear,
  rule: CpdRule,
  smallest: number,
): { all: Learned | null; units: LearningGroup[] } {
  const measured = rows.map((row) => {
    const { minutes: asked } = targetOf(year, rule, { startedOn: row.startedOn, leftOn: row.leftOn, shares: row.shares ?? [] });
    return { ...row, met: asked === null ? null : row.minutes >= asked };
  });
  type Measured = (typeof measured)[number];
  const unseen = (group: readonly Measured[]) => group.reduce((sum, { seen }) => sum + Number(!seen), 0);
  const learned = (group: readonly Measured[]): Learned | null =>
    group.length === 0 || isHidden(unseen(group), smallest)
      ? null
      : {
          people: group.length,
          logged: group.filter(({ minutes }) => minutes > 0).length,
          met: rule.hours === null ? null : group.filter(({ met }) => met === true).length,
          minutes: quarters(group.map(({ minutes }) => minutes)),
        };
  const teams = [...Map.groupBy(measured, ({ team }) => team)];
  const derivable = isTotalHidden(
    teams.map(([, group]) => unseen(group)),
    smallest,
  );
  const units = teams.map(([id, group]): LearningGroup => {
    const found = learned(group);
    return { id, name: group[0]?.name ?? null, ...(found ?? { people: group.length, hidden: true }) };
  });
  const order = ({ name }: { name: string | null }) => (name === null ? "1" : `0${name.toLowerCase()}`);
  return { all: derivable ? null : learned(measured), units: units.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)) };
}
