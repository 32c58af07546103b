import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import type { ScalePoint } from "../../core/framework/document.ts";
import { pointLabel } from "../../core/gap/scale.ts";
import { planTitle, type Gap } from "../../core/plan/goal.ts";
import { actsOf, afterAct, sideOf, type PlanAct, type Side } from "../../core/plan/life.ts";
import { Problem } from "../../core/problem.ts";
import { enqueueAll } from "../../db/outbox.ts";
import { askedLevel } from "../../db/plan-gaps.ts";
import { goalsIn, writeGoals, type GoalPart } from "../../db/plan-parts.ts";
import { standingOf, type Standing } from "../../db/plan-standing.ts";
import {
  earlierPlans,
  editPlan,
  enterPlan,
  lifeOf,
  planChanged,
  planNotes,
  writeNote,
  writePlan,
  type PlanHead,
  type PlanSubject,
} from "../../db/plans.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";

type On<I> = Context<I & { personId: string }, PlanSubject>;
/** Notes that come with the plan itself; older ones are asked for. */
const FIRST_NOTES = 20;

const tagOf = ({ plan }: PlanSubject) => (plan === null ? "none" : `${plan.id}.${plan.revision}`);
const tagNow = (planId: string, revision: number) => `${planId}.${revision}`;

/** The side on which somebody writes whom the policy has let through. @throws Problem "forbidden" */
function sideIn(actor: Member, person: PlanSubject): Side {
  const side = sideOf(actor, person);
  if (side === null) throw new Problem("forbidden");
  return side;
}

const point = (scale: readonly ScalePoint[], value: number | null) => (value === null ? null : { value, label: pointLabel(scale, value) });

function standsOf(goal: GoalPart, { reports, scales }: Standing) {
  const report = reports.get(`${goal.framework}/${goal.level}`);
  const scale = scales.get(goal.framework ?? "") ?? [];
  if (goal.source === "expectation") {
    const line = report?.expectations.find(({ id }) => id === goal.expectation);
    if (line === undefined) return null;
    return { status: line.status, asked: point(scale, line.required), rated: point(scale, line.attained), expiresOn: null };
  }
  const line = goal.source === "requirement" ? report?.requirements.find(({ id }) => id === goal.requirement) : undefined;
  return line === undefined ? null : { status: line.status, asked: null, rated: null, expiresOn: line.expiresOn ?? null };
}

const shownGoal = (goal: GoalPart, standing: Standing) => ({
  ...goal,
  achievedBy:
    goal.achievedBy === null
      ? null
      : {
          review: goal.achievedBy.review,
          title: goal.achievedBy.title,
          point: point(standing.scales.get(goal.framework ?? "") ?? [], goal.achievedBy.value),
        },
  stands: standsOf(goal, standing),
});

/** A plan as its reader sees it. Three queries beside the two of its subject, and one where a version was not read lately. */
export async function read(tx: Tx, actor: Member, subject: PlanSubject, today: string) {
  const { plan } = subject;
  const standing = await standingOf(tx, subject.orgId, subject.personId, plan?.id ?? null, today);
  const goals = plan === null ? [] : await goalsIn(tx, plan.id);
  const notes = plan === null ? { items: [], next: null } : await notesOf(tx, plan.id, FIRST_NOTES);
  const side = sideOf(actor, subject);
  return {
    person: { id: subject.personId, name: subject.name, you: actor.personId === subject.personId, manager: subject.manager },
    plan:
      plan === null ? null : { ...plan, goals: goals.map((goal) => shownGoal(goal, standing)), notes: notes.items, notesNext: notes.next },
    earlier: subject.earlier,
    matters: plan?.state === "done" ? [] : standing.matters,
    today,
    tag: tagOf(subject),
    acts: plan === null || side === null ? [] : actsOf(lifeOf(plan, subject.managers), side),
    side,
    can: can(actor, ["plan.read", "plan.write"], subject),
  };
}

export const matchesPlan = {
  tag: tagOf,
  state: ({ tx, actor, subject, today }: Context<unknown, PlanSubject>) => read(tx, actor, subject, today),
};

const Key = z.tuple([z.iso.datetime(), z.uuid()]);

async function notesOf(tx: Tx, planId: string, limit: number, cursor?: string) {
  const after = cursor === undefined ? null : decodeCursor(cursor, Key);
  return page(await planNotes(tx, planId, after, limit), limit, ({ at, id }) => [at, id]);
}

export const notes = ({ tx, subject, input }: On<{ limit: number; cursor?: string | undefined }>) =>
  notesOf(tx, there(subject).id, input.limit, input.cursor);

export async function earlier({ tx, subject, input }: On<{ limit: number; cursor?: string | undefined }>) {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, Key);
  const rows = await earlierPlans(tx, subject.personId, after, input.limit);
  return page(rows, input.limit, ({ closedAt, id }) => [closedAt, id]);
}

/** @throws Problem "not-found" where the person has no plan that is not done */
function there({ plan }: PlanSubject): PlanHead {
  if (plan === null) throw new Problem("not-found", "There is no plan. Begin one first.");
  return plan;
}

function inOrder(startsOn: string | null, endsOn: string | null): void {
  if (startsOn === null || endsOn === null || startsOn <= endsOn) return;
  const message = "The plan ends before it starts.";
  throw new Problem("invalid", message, [{ code: "order", path: "/endsOn", message }]);
}

type Starting = {
  title?: string | undefined;
  startsOn: string | null;
  endsOn: string | null;
  from?: { framework: string; level: string } | undefined;
  goals: readonly string[];
};

export async function start({ tx, actor, subject, input, now, today, note: told }: On<Starting>) {
  const { personId, orgId, place } = subject;
  inOrder(input.startsOn, input.endsOn);
  if (subject.plan !== null)
    throw new Problem("conflict", `“${subject.plan.title}” is not done yet. Close it first, or add the goals to it.`);
  const { from } = input;
  if (from === undefined && input.goals.length > 0)
    throw new Problem("invalid", undefined, [{ code: "missing", path: "/from", message: "Say which level asks for these." }]);
  const own = place !== null && place.framework === from?.framework ? place.version : null;
  const asked = from === undefined ? null : await askedLevel(tx, orgId, { ...from, path: "/from" }, own, today);
  const chosen = [...new Set(input.goals)].map((goal, index): Gap => {
    const gap = asked?.gap(goal) ?? null;
    if (gap !== null) return gap;
    throw new Problem("invalid", undefined, [
      { code: "unknown-reference", path: `/goals/${index}`, message: `${asked?.level.title ?? "This level"} asks for no “${goal}”.` },
    ]);
  });
  const id = v7();
  const title = input.title ?? planTitle(asked?.level.title ?? null);
  await writePlan(tx, { id, personId, title, startsOn: input.startsOn, endsOn: input.endsOn, by: actor.personId, at: now });
  if (asked !== null)
    await writeGoals(
      tx,
      id,
      personId,
      chosen.map((gap) => ({
        id: v7(),
        title: asked.title(gap),
        why: null,
        source: gap.source,
        frameworkId: asked.frameworkId,
        version: asked.version,
        level: asked.level.id,
        expectation: gap.source === "expectation" ? gap.id : null,
        requirement: gap.source === "requirement" ? gap.id : null,
        dueOn: null,
      })),
      actor.personId,
      now,
    );
  told({ plan: id, goals: chosen.length });
  return { id, revision: 1, tag: tagNow(id, 1) };
}

type Editing = { title?: string | undefined; startsOn?: string | null | undefined; endsOn?: string | null | undefined };

export async function edit({ tx, actor, subject, input, note: told }: On<Editing>) {
  const plan = there(subject);
  const { title = plan.title, startsOn = plan.startsOn, endsOn = plan.endsOn } = input;
  inOrder(startsOn, endsOn);
  await editPlan(tx, { id: plan.id, title, startsOn, endsOn });
  const revision = await planChanged(tx, plan, subject.managers, sideIn(actor, subject));
  told({ plan: plan.id });
  return { id: plan.id, revision, tag: tagNow(plan.id, revision) };
}

/** Whoever is on the other side, where there is somebody. */
const otherOf = (side: Side, { personId, manager }: PlanSubject): string | null => (side === "manager" ? personId : (manager?.id ?? null));

export async function act({ tx, actor, subject, input, now, note: told }: On<{ act: PlanAct; outcome?: string | undefined }>) {
  const plan = there(subject);
  const side = sideIn(actor, subject);
  const life = lifeOf(plan, subject.managers);
  const after = afterAct(life, input.act, side);
  if (after === null) throw new Problem("conflict", refusals[input.act]);
  await enterPlan(tx, plan.id, after, actor.personId, now, input.outcome ?? null);
  told({ plan: plan.id, act: input.act });
  const other = otherOf(side, subject);
  if (input.act === "agree" && other !== null) {
    const template = after.state === "agreed" ? ("plan-agreed" as const) : ("plan-to-agree" as const);
    const who = await nameOf(tx, actor.personId);
    const data = { who, plan: plan.title, path: `/people/${subject.personId}/plan` };
    await enqueueAll(tx, [{ template, data, dedupeKey: `${template} ${plan.id} ${plan.revision} ${other}`, personId: other }]);
  }
  return { id: plan.id, revision: plan.revision + 1, tag: tagNow(plan.id, plan.revision + 1) };
}

const refusals: Readonly<Record<PlanAct, string>> = {
  agree: "You have agreed to this plan already, or it is past that.",
  withdraw: "You have not agreed to this plan, or it is past that.",
  start: "A plan is started once both sides have agreed to it.",
  close: "This plan is closed already.",
  reopen: "This plan cannot be opened again: it is not closed, or there is a newer one that is not done.",
};

async function nameOf(tx: Tx, personId: string): Promise<string> {
  const { name } = await tx.selectFrom("person").select("name").where("person_id", "=", personId).executeTakeFirstOrThrow();
  return name;
}

export async function note({ tx, actor, subject, input, now, today, note: told }: On<{ body: string; heldOn: string | null }>) {
  const plan = there(subject);
  const side = sideIn(actor, subject);
  if (input.heldOn !== null && input.heldOn > today)
    throw new Problem("invalid", undefined, [{ code: "too-late", path: "/heldOn", message: "This day is still to come." }]);
  const id = v7();
  const { personId } = subject;
  const kind = input.heldOn === null ? "note" : "check-in";
  await writeNote(tx, { id, planId: plan.id, personId, kind, body: input.body, heldOn: input.heldOn, by: actor.personId, at: now });
  const other = otherOf(side, subject);
  if (other !== null) {
    const data = { who: await nameOf(tx, actor.personId), plan: plan.title, path: `/people/${personId}/plan` };
    await enqueueAll(tx, [{ template: "plan-note", data, dedupeKey: `plan-note ${id}`, personId: other }]);
  }
  told({ plan: plan.id, note: id, kind });
  return { id, revision: plan.revision, tag: tagOf(subject) };
}
