import { moneyWords } from "../../../core/plan/action.ts";
import type { Reply } from "../../../web/api.ts";
import { counted, dayAndMonth, longDate, Spoken, spoken } from "../../../web/parts/words.ts";

export type PlanReply = Reply<"/plans/:personId">;
export type Plan = NonNullable<PlanReply["plan"]>;
export type Goal = Plan["goals"][number];
export type Action = Goal["actions"][number];
export type Barrier = Goal["barriers"][number];

/** What was done, with the way to take it back; null takes no back. */
export type Said = { text: string; undo: (() => Promise<unknown>) | null };
export type OnSaid = (text: string, undo?: () => Promise<unknown>) => void;

export const planStateWords = { draft: "Draft", agreed: "Agreed", active: "Under way", done: "Closed" } as const;

/** Goals that stand, achieved ones included. */
export const standing = (goals: readonly Goal[]): Goal[] => goals.filter(({ state }) => state !== "dropped");
export const openBarriers = (goals: readonly Goal[]): Barrier[] =>
  standing(goals)
    .flatMap((goal) => [...goal.barriers, ...goal.actions.flatMap(({ barriers }) => barriers)])
    .filter(({ resolvedOn }) => resolvedOn === null);

/** What is to be done next: of the open goals, the action that is due first; null where none has a date. */
export function nextAction(goals: readonly Goal[]): Action | null {
  const dated = goals
    .filter(({ state }) => state === "open")
    .flatMap(({ actions }) => actions)
    .filter(({ state, dueOn }) => (state === "planned" || state === "doing") && dueOn !== null);
  return dated.reduce<Action | null>((first, each) => (first === null || (each.dueOn ?? "") < (first.dueOn ?? "") ? each : first), null);
}

/** "Four goals, one achieved. Two things stand in the way." */
export function sumUp(goals: readonly Goal[]): string {
  const all = standing(goals);
  if (all.length === 0) return "There is no goal yet.";
  const achieved = all.filter(({ state }) => state === "achieved").length;
  const barred = openBarriers(goals).length;
  const count = `${Spoken(all.length)} ${all.length === 1 ? "goal" : "goals"}${achieved === 0 ? "" : `, ${achieved === all.length ? "all" : spoken(achieved)} achieved`}.`;
  return barred === 0 ? count : `${count} ${Spoken(barred)} ${barred === 1 ? "thing stands" : "things stand"} in the way.`;
}

/** "Draft: you have agreed, Sian Pritchard not yet." */
export function agreement(plan: Plan, { name, you, manager }: PlanReply["person"]): string {
  const own = you ? "you" : name;
  const other = manager === null ? "nobody else has to" : manager.name;
  if (plan.state === "done")
    return `Closed on ${longDate(plan.closedAt ?? plan.createdAt)}${plan.closedBy === null ? "" : ` by ${plan.closedBy.name}`}.`;
  if (plan.state !== "draft")
    return `${planStateWords[plan.state]}: agreed on ${longDate(plan.agreedAt ?? plan.createdAt)}${plan.managerAgreedBy === null ? "" : ` with ${plan.managerAgreedBy.name}`}.`;
  const [mine, theirs] = [plan.personAgreedAt !== null, plan.managerAgreedAt !== null];
  if (mine) return `Draft: ${own} ${you ? "have" : "has"} agreed, ${other} not yet.`;
  if (theirs) return `Draft: ${plan.managerAgreedBy?.name ?? other} has agreed, ${own} not yet.`;
  return manager === null
    ? `Draft: it stands once ${own} ${you ? "agree" : "agrees"}.`
    : `Draft: it stands once ${own} and ${other} have agreed.`;
}

/** Where somebody stands on a goal, in a line: "asks Performing, rated Developing". */
export function standsWords({ stands, state, achievedOn, achievedBy, source, levelTitle, frameworkTitle }: Goal): string {
  const asked = levelTitle === null ? "" : `${levelTitle}, ${frameworkTitle ?? ""}`;
  if (state === "achieved") {
    const by =
      achievedBy === null
        ? ""
        : achievedBy.point === null
          ? ` by ${achievedBy.title}`
          : `: rated ${achievedBy.point.label} in ${achievedBy.title}`;
    return `Achieved on ${longDate(achievedOn ?? "")}${by}`;
  }
  if (stands === null) return source === "free" ? "" : source === "route" ? asked : `${asked}; no longer asked there`;
  if (source === "requirement") return `${asked}; ${requirementWords(stands)}`;
  const rated =
    stands.rated !== null
      ? `rated ${stands.rated.label}`
      : stands.status === "stale"
        ? "the rating is from older wording"
        : "nobody has assessed it";
  return `${asked} asks ${stands.asked?.label ?? ""}, ${rated}`;
}

function requirementWords({ status, expiresOn }: NonNullable<Goal["stands"]>): string {
  if (status === "met") return "on record";
  if (status === "expiring") return `runs out on ${longDate(expiresOn ?? "")}`;
  if (status === "expired") return `ran out on ${longDate(expiresOn ?? "")}`;
  return status === "unknown" ? "nothing is on record about it" : "not held yet";
}

/** "due 3 Dec, in 12 days" */
export function dueWords(dueOn: string, today: string): { text: string; late: boolean } {
  const days = Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000);
  const when = days === 0 ? "today" : days > 0 ? `in ${counted(days, "day")}` : `${counted(-days, "day")} late`;
  return { text: `due ${dayAndMonth(dueOn)}, ${when}`, late: days < 0 };
}

export const costWords = ({ costMinor, currency }: Pick<Action, "costMinor" | "currency">): string | null =>
  costMinor === null || currency === null ? null : moneyWords(costMinor, currency);
