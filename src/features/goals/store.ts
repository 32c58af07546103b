import { v7 } from "uuid";
import type { Member } from "../../core/access/actor.ts";
import { faultsOf, type ActionKind, type ActionState, type Funding } from "../../core/plan/action.ts";
import { planTitle, type GoalSource, type GoalState } from "../../core/plan/goal.ts";
import { sideOf, type Side } from "../../core/plan/life.ts";
import { Problem, type Fault } from "../../core/problem.ts";
import { askedLevel } from "../../db/plan-gaps.ts";
import {
  actionOf,
  editAction,
  editGoal,
  goalOf,
  goalsIn,
  writeAction,
  writeGoals,
  type ActionRow,
  type GoalRow,
  type NewGoal,
} from "../../db/plan-parts.ts";
import { planChanged, planSubject, planWith, writePlan, type PlanHead, type PlanSubject } from "../../db/plans.ts";
import type { Context, Tx } from "../../http/route.ts";

type InPlan = PlanSubject & { plan: PlanHead };
export type GoalSubject = InPlan & { goal: GoalRow };
export type ActionSubject = InPlan & { action: ActionRow };

/** @throws Problem "not-found" */
export async function goalSubject(tx: Tx, goalId: string, today: string): Promise<GoalSubject> {
  const subject = await planWith(tx, "goal", goalId, today, true);
  return { ...subject, goal: await goalOf(tx, goalId) };
}
/** @throws Problem "not-found" */
export async function actionSubject(tx: Tx, actionId: string, today: string): Promise<ActionSubject> {
  const subject = await planWith(tx, "action", actionId, today, true);
  return { ...subject, action: await actionOf(tx, actionId) };
}

const shownGoal = async (tx: Tx, { plan, goal }: GoalSubject) => (await goalsIn(tx, plan.id)).find(({ id }) => id === goal.id) ?? goal;
export const matchesGoal = {
  tag: ({ goal }: GoalSubject) => String(goal.revision),
  state: ({ tx, subject }: Context<unknown, GoalSubject>) => shownGoal(tx, subject),
};
export const matchesAction = {
  tag: ({ action }: ActionSubject) => String(action.revision),
  state: async ({ tx, subject }: Context<unknown, ActionSubject>) =>
    (await goalsIn(tx, subject.plan.id)).flatMap(({ actions }) => actions).find(({ id }) => id === subject.action.id) ?? subject.action,
};

const refused = (faults: readonly Fault[]) => new Problem("invalid", faults[0]?.message, faults);

/** A plan that is done is read and no longer written. @throws Problem "conflict", "forbidden" */
function writable(actor: Member, subject: InPlan): Side {
  if (subject.plan.state === "done") throw new Problem("conflict", "This plan is closed. Open it again to change what is in it.");
  const side = sideOf(actor, subject);
  if (side === null) throw new Problem("forbidden");
  return side;
}

type Adding = {
  personId: string;
  source: GoalSource;
  framework?: string | undefined;
  level?: string | undefined;
  expectation?: string | undefined;
  requirement?: string | undefined;
  title?: string | undefined;
  why: string | null;
  dueOn: string | null;
};

/** What a goal is on, with its own name and the level's. @throws Problem "invalid" with every place that is wrong */
async function named(context: Context<Adding, PlanSubject>): Promise<{ goal: NewGoal; levelTitle: string | null }> {
  const { tx, input, subject, today } = context;
  const { source, framework, level, expectation, requirement, title, why, dueOn } = input;
  const free = source === "free";
  const wanted = { framework: !free, level: !free, expectation: source === "expectation", requirement: source === "requirement" };
  const faults = Object.entries(wanted).flatMap(([name, needed]): Fault[] => {
    const given = { framework, level, expectation, requirement }[name] !== undefined;
    if (given === needed) return [];
    const message = needed
      ? `A goal on ${source === "route" ? "a level" : `a${source === "expectation" ? "n" : ""} ${source}`} says which.`
      : "This kind of goal is on no such thing.";
    return [{ code: needed ? "missing" : "out-of-place", path: `/${name}`, message }];
  });
  if (free && title === undefined) faults.push({ code: "missing", path: "/title", message: "Say what is to be reached." });
  if (faults.length > 0) throw refused(faults);
  const goal = { id: v7(), why, dueOn, source };
  const nothing = { frameworkId: null, version: null, level: null, expectation: null, requirement: null };
  if (free || framework === undefined || level === undefined)
    return { goal: { ...goal, ...nothing, title: title ?? "" }, levelTitle: null };
  const own = subject.place?.framework === framework ? subject.place.version : null;
  const asked = await askedLevel(tx, subject.orgId, { framework, level, path: "/level" }, own, today);
  const on = { ...goal, frameworkId: asked.frameworkId, version: asked.version, level, expectation: null, requirement: null };
  const levelTitle = asked.level.title;
  if (source === "route") return { goal: { ...on, title: title ?? `Reach ${levelTitle}`.slice(0, 200) }, levelTitle };
  const id = expectation ?? requirement ?? "";
  const gap = asked.gap(id);
  if (gap?.source !== source)
    throw refused([{ code: "unknown-reference", path: `/${source}`, message: `${levelTitle} asks for no “${id}”.` }]);
  return { goal: { ...on, [source]: id, title: title ?? asked.title(gap) }, levelTitle };
}

const sameGap = (tx: Tx, planId: string, { source, frameworkId, level, expectation, requirement }: NewGoal) =>
  tx
    .selectFrom("goal")
    .select(["goal_id as id", "state", "revision"])
    .where("plan_id", "=", planId)
    .where("framework_id", "=", frameworkId)
    .$if(source === "expectation", (query) => query.where("expectation_id", "=", expectation))
    .$if(source === "requirement", (query) => query.where("requirement_id", "=", requirement))
    .$if(source === "route", (query) => query.where("source", "=", "route").where("level_id", "=", level))
    .executeTakeFirst();

/** The plan that is not done, or a new draft. */
async function planFor({ tx, actor, subject, now, today }: Context<Adding, PlanSubject>, levelTitle: string | null): Promise<PlanHead> {
  const { personId, plan } = subject;
  if (plan !== null) return plan;
  const id = v7();
  await writePlan(tx, { id, personId, title: planTitle(levelTitle), startsOn: null, endsOn: null, by: actor.personId, at: now });
  const made = await planSubject(tx, personId, id, today, false);
  return made.plan ?? Promise.reject(new Problem("not-found"));
}

export async function addGoal(context: Context<Adding, PlanSubject>) {
  const { tx, actor, subject, now, note } = context;
  const { goal, levelTitle } = await named(context);
  const plan = await planFor(context, levelTitle);
  const there = goal.source === "free" ? undefined : await sameGap(tx, plan.id, goal);
  const side = writable(actor, { ...subject, plan });
  if (there !== undefined && there.state !== "dropped")
    return { id: there.id, revision: there.revision, tag: `${plan.id}.${plan.revision}`, already: true };
  let revision = 1;
  if (there === undefined) await writeGoals(tx, plan.id, subject.personId, [goal], actor.personId, now);
  // Given up before, it is taken up again with all that hung on it.
  else revision = await editGoal(tx, { ...(await goalOf(tx, there.id)), state: "open", achievedOn: null });
  const id = there?.id ?? goal.id;
  note({ plan: plan.id, goal: id, source: goal.source });
  return { id, revision, tag: `${plan.id}.${await planChanged(tx, plan, subject.managers, side)}`, already: false };
}

type GoalChange = {
  title?: string | undefined;
  why?: string | null | undefined;
  dueOn?: string | null | undefined;
  state?: GoalState | undefined;
};

export async function changeGoal({ tx, actor, subject, input, today, note }: Context<GoalChange, GoalSubject>) {
  const { plan, goal } = subject;
  const side = writable(actor, subject);
  const { title = goal.title, why = goal.why, dueOn = goal.dueOn, state = goal.state } = input;
  const achievedOn = state !== "achieved" ? null : (goal.achievedOn ?? today);
  const revision = await editGoal(tx, { id: goal.id, title, why, dueOn, state, achievedOn });
  note({ plan: plan.id, goal: goal.id, ...(state === goal.state ? {} : { state }) });
  const agreed = title !== goal.title || why !== goal.why || dueOn !== goal.dueOn || (state === "dropped") !== (goal.state === "dropped");
  return { id: goal.id, revision, tag: `${plan.id}.${await planChanged(tx, plan, subject.managers, agreed ? side : null)}` };
}

type Acting = {
  kind: ActionKind;
  title: string;
  owner?: string | undefined;
  startsOn: string | null;
  dueOn: string | null;
  costMinor: number | null;
  currency: string | null;
  funding: Funding;
};

/** @throws Problem "invalid" with every place that is wrong */
function checked(
  action: Pick<ActionRow, "ownerId" | "startsOn" | "dueOn" | "costMinor" | "currency" | "funding">,
  owners: readonly string[],
): void {
  const faults: Fault[] = faultsOf(action);
  if ((action.costMinor === null) !== (action.currency === null))
    faults.push({
      code: "missing",
      path: action.currency === null ? "/currency" : "/costMinor",
      message: "A cost has an amount and a currency.",
    });
  if (!owners.includes(action.ownerId))
    faults.push({ code: "owner", path: "/owner", message: "It is done by the person, by somebody they report to, or by yourself." });
  if (faults.length > 0) throw refused(faults);
}
const ownersOf = (actor: Member, { personId, managers }: InPlan, now?: string) => [
  personId,
  ...managers,
  actor.personId,
  ...(now === undefined ? [] : [now]),
];

/** @throws Problem "invalid" for what was never on the organisation's list; retired ones were */
async function knownResource(tx: Tx, id: string | null): Promise<void> {
  if (id === null) return;
  const found = await tx.selectFrom("resource").select("resource_id").where("resource_id", "=", id).executeTakeFirst();
  const message = "This is nothing on your organisation’s list to learn from.";
  if (found === undefined) throw refused([{ code: "unknown", path: "/resource", message }]);
}

export async function addAction({ tx, actor, subject, input, now, note }: Context<Acting & { resource: string | null }, GoalSubject>) {
  const { plan, goal } = subject;
  const side = writable(actor, subject);
  const { kind, title, owner = subject.personId, startsOn, dueOn, costMinor, currency, funding, resource } = input;
  const id = v7();
  const made = { id, goalId: goal.id, ownerId: owner, kind, title, startsOn, dueOn, costMinor, currency, funding, resource };
  checked(made, ownersOf(actor, subject));
  await knownResource(tx, resource);
  await writeAction(tx, { ...made, state: "planned", doneOn: null }, actor.personId, now);
  note({ plan: plan.id, goal: goal.id, action: id, kind });
  return { id, revision: 1, tag: `${plan.id}.${await planChanged(tx, plan, subject.managers, side)}` };
}

type ActionChange = { [Key in keyof Acting]?: Acting[Key] | undefined } & { state?: ActionState | undefined; doneOn?: string | undefined };

export async function changeAction({ tx, actor, subject, input, today, note }: Context<ActionChange, ActionSubject>) {
  const { plan, action } = subject;
  const side = writable(actor, subject);
  const { state = action.state, owner: ownerId = action.ownerId } = input;
  const given = (["kind", "title", "startsOn", "dueOn", "costMinor", "currency", "funding"] as const).filter(
    (name) => input[name] !== undefined,
  );
  const changed: ActionRow = {
    ...action,
    ...Object.fromEntries(given.map((name) => [name, input[name]])),
    ownerId,
    state,
    doneOn: state !== "done" ? null : (input.doneOn ?? action.doneOn ?? today),
  };
  if (changed.doneOn !== null && changed.doneOn > today)
    throw refused([{ code: "too-late", path: "/doneOn", message: "This day is still to come." }]);
  checked(changed, ownersOf(actor, subject, action.ownerId));
  const revision = await editAction(tx, changed);
  note({ plan: plan.id, action: action.id, ...(state === action.state ? {} : { state }) });
  const agreed = given.length > 0 || ownerId !== action.ownerId || (state === "dropped") !== (action.state === "dropped");
  return { id: action.id, revision, tag: `${plan.id}.${await planChanged(tx, plan, subject.managers, agreed ? side : null)}` };
}
