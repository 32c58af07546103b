import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can, type Scope } from "../../core/access/policy.ts";
import { canonicalJson } from "../../core/framework/canonical.ts";
import { expectationWording } from "../../core/gap/wording.ts";
import { MOST_FAULTS, standsReady } from "../../core/cycle/preflight.ts";
import { copied, setupFaults, underHouseRules, type CycleSetup, type NewSetup } from "../../core/cycle/setup.ts";
import { act, move, type CycleState } from "../../core/cycle/state.ts";
import { Problem, type Fault } from "../../core/problem.ts";
import { progressOf } from "../../db/cycle-board.ts";
import { preflightOn } from "../../db/cycle-candidates.ts";
import { pin, ratersOf } from "../../db/cycle-launch.ts";
import { tellCancelled, tellDatesMoved, tellRaters } from "../../db/cycle-messages.ts";
import * as people from "../../db/cycle-people.ts";
import { cyclesFor, cycleOf, enter, lastDue, unknownIn, updateCycle, writeCycle, type Cycle } from "../../db/cycles.ts";
import { settingsIn } from "../../db/settings.ts";
import { versions } from "../../db/versions.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import { Stale } from "../../http/problem.ts";
import type { Context, Tx } from "../../http/route.ts";

type On<I, S = Cycle> = Context<I, S>;
const by = ({ actor, now }: Pick<On<unknown>, "actor" | "now">) => ({ by: actor.personId, now, id: v7 });
const refused = (detail: string, faults: readonly Fault[]) => new Problem("invalid", detail, faults);

export function shown(actor: Member, { cycleId, orgId, units, ...cycle }: Cycle) {
  const may = can(actor, ["cycle.manage", "cycle.calibrate", "cycle.release", "cycle.results"], { orgId, units });
  return {
    id: cycleId,
    ...cycle,
    can: { manage: may["cycle.manage"], calibrate: may["cycle.calibrate"], release: may["cycle.release"], results: may["cycle.results"] },
  };
}

export const matches = {
  tag: ({ revision }: Cycle) => String(revision),
  state: async ({ actor, subject }: On<unknown>) => shown(actor, subject),
};

const After = z.tuple([z.string(), z.string()]);

/** The cycles that the reader runs or reads, and those that they are in. */
export async function list({
  tx,
  actor,
  input,
  scope,
}: On<{ limit: number; cursor?: string | undefined; state?: CycleState | undefined }, null> & { scope: Scope }) {
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, After);
  const rows = await cyclesFor(tx, scope, { state: input.state ?? null, after, limit: input.limit });
  const { items, next } = page(rows, input.limit, ({ createdAt, cycleId }) => [createdAt, cycleId]);
  const told = items.flatMap((row) => {
    const may = can(actor, ["cycle.read", "cycle.manage"], row);
    // A partner of units is handed all cycles, and shown those of their units and those they are in.
    if (!may["cycle.read"] && (row.mine === null || row.state === "draft" || row.state === "cancelled")) return [];
    const { cycleId: id, title, state, openedOn, closesOn, releaseAt, releasedAt, mine } = row;
    const count = may["cycle.read"] ? { all: row.participants, in: row.in } : null;
    return [
      {
        id,
        title,
        state,
        openedOn,
        closesOn,
        releaseAt,
        releasedAt,
        people: count,
        mine,
        can: { read: may["cycle.read"], manage: may["cycle.manage"] },
      },
    ];
  });
  return { items: told, next, can: { create: can(actor, ["cycle.create"], actor)["cycle.create"] } };
}

/** @throws Problem "invalid" for what a set-up may not say. */
async function checked(tx: Tx, setup: CycleSetup): Promise<void> {
  const unknown = await unknownIn(tx, setup);
  const faults = [
    // Nobody is kept from saving half a set-up: only what would mean nothing at all is refused.
    ...setupFaults(setup).filter(({ code }) => code !== "nobody-rates"),
    ...unknown.map(({ id, what }) => ({
      code: "unknown-reference",
      path: what === "unit" ? "/who/units" : what === "framework" ? "/who/frameworks" : "/ratings/assessor/person",
      message: `Nobody here knows ${what === "unit" ? "a unit" : what === "framework" ? "a ladder" : "somebody"} called “${id}”.`,
    })),
  ];
  if (faults.length > 0)
    throw refused(
      "Some of the set-up cannot be used.",
      faults.map((fault) => ({ ...fault, path: `/setup${fault.path}` })),
    );
}

/** Whoever answers for some units alone sets up cycles of these. @throws Problem "forbidden" */
function own(actor: Member, cycle: Cycle): void {
  if (!can(actor, ["cycle.manage"], cycle)["cycle.manage"])
    throw new Problem("forbidden", "You run cycles of your own units: name them under who takes part.");
}

export async function create(context: On<{ title: string; setup: z.output<typeof NewSetup> }, unknown>) {
  const { tx, actor, input, note } = context;
  const setup = underHouseRules(input.setup, await settingsIn(tx));
  await checked(tx, setup);
  const id = v7();
  await writeCycle(tx, { id, title: input.title, setup, by: actor.personId, now: context.now });
  const made = await cycleOf(tx, id);
  own(actor, made);
  note({ cycle: id });
  return shown(actor, made);
}

export const copy = (context: On<{ title: string }>) =>
  create({ ...context, input: { title: context.input.title, setup: copied(context.subject.setup) } });

/** What a running cycle may still change of its set-up. */
const pinned = ({ stages: _stages, reminders: _reminders, ...rest }: CycleSetup) => canonicalJson(rest);

export async function patch({ tx, actor, subject, input, note }: On<{ title?: string | undefined; setup?: CycleSetup | undefined }>) {
  const wanted = input.setup ?? subject.setup;
  const setup = subject.state === "draft" ? underHouseRules(wanted, await settingsIn(tx)) : wanted;
  act(subject.state, subject.state === "draft" ? "set-up" : "put-off");
  if (subject.state !== "draft" && pinned(setup) !== pinned(subject.setup))
    throw refused("The cycle is running: its dates, reminders and title can change, and nothing that people were launched with.", [
      { code: "pinned", path: "/setup", message: "Launched with, and so kept." },
    ]);
  await checked(tx, setup);
  await updateCycle(tx, subject.cycleId, input.title ?? subject.title, setup);
  const now = await cycleOf(tx, subject.cycleId);
  own(actor, now);
  if (now.state === "open") await tellDatesMoved(tx, now, subject.setup.stages);
  note({ cycle: subject.cycleId });
  return shown(actor, now);
}

export async function preflight({ tx, actor, subject, today }: On<unknown>) {
  const { setup, revision } = subject;
  const { candidates, pins, faults } = await preflightOn(tx, actor.orgId, setup, today);
  const problems = setupFaults(setup);
  const ordered = faults.toSorted((a, b) => Number(b.stops) - Number(a.stops));
  const raters = pins.flatMap((each) => ratersOf(each, setup));
  const titles = await people.ladderTitles(tx, [...new Set(pins.map(({ frameworkId }) => frameworkId))]);
  const ladders = Map.groupBy(pins, ({ framework, version }) => `${framework}@${version}`);
  return {
    revision,
    considered: candidates.length,
    ready: pins.length,
    assessments: raters.length,
    raters: new Set(raters.map(({ rater }) => rater)).size,
    ladders: [...ladders.values()].flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [
            {
              framework: first.framework,
              title: titles.get(first.frameworkId) ?? first.framework,
              version: first.version,
              people: others.length + 1,
            },
          ],
    ),
    problems,
    stopping: faults.filter(({ stops }) => stops).length,
    asking: faults.filter(({ stops }) => !stops).length,
    faults: ordered.slice(0, MOST_FAULTS).map((each) => ({ ...each, repairs: [...each.repairs] })),
  };
}

/** The form as somebody will have it; before launch as it would be today. */
export async function preview({ tx, actor, subject, today, input }: On<{ person?: string | undefined }>) {
  const { setup } = subject;
  const asked = input.person === undefined ? setup : { ...setup, who: { ...setup.who, people: [input.person] } };
  const running = subject.state !== "draft";
  const found = running
    ? await people.pinnedAs(tx, subject.cycleId, input.person ?? null)
    : (await preflightOn(tx, actor.orgId, asked, today)).pins[0];
  if (found === undefined)
    throw new Problem(
      "conflict",
      running ? "Nobody of that name takes part." : "There is nobody yet who could be shown a form: see what preflight says.",
    );
  const [key] = await people.versionKeys(tx, found.frameworkId, found.version);
  const stored = key && (await versions(tx, actor.orgId, [key])).get(key.hash);
  if (stored === undefined) throw new Problem("not-found");
  const { content, libraries } = stored;
  const label = new Map(content.scale.map(({ value, label: said }) => [value, said]));
  const raters = ratersOf(found, setup);
  const names = await people.namesOf(
    tx,
    raters.map(({ rater }) => rater),
  );
  return {
    person: found.person,
    framework: found.framework,
    frameworkTitle: content.title,
    version: found.version,
    level: found.level,
    levelTitle: content.levels.find(({ id }) => id === found.level)?.title ?? found.level,
    raters: raters.map(({ kind, rater }) => ({ kind, name: names.get(rater) ?? "" })),
    scale: content.scale.map(({ value, label: said }) => ({ value, label: said })),
    levels: content.levels
      .filter(({ id }) => found.targets.includes(id))
      .map(({ id, title, expectations }) => ({
        id,
        title,
        expectations: expectations.map((each) => {
          const { title: competency, markers } = expectationWording(content, each, libraries);
          return { id: each.id, competency, asked: label.get(each.target) ?? "", critical: each.critical, markers: [...markers] };
        }),
      })),
    questions: setup.questions,
  };
}

export async function launch(context: On<{ ifRevision: number }>) {
  const { tx, actor, subject, today, now, input, note } = context;
  move(subject.state, "launch");
  if (input.ifRevision !== subject.revision) throw new Stale(shown(actor, subject), `"${subject.revision}"`);
  const problems = setupFaults(subject.setup);
  if (problems.length > 0)
    throw refused(
      "Some of the set-up cannot be used.",
      problems.map((fault) => ({ ...fault, path: `/setup${fault.path}` })),
    );
  const found = await preflightOn(tx, actor.orgId, subject.setup, today);
  standsReady(found);
  const done = await pin(tx, subject.cycleId, subject.setup, found.pins, "launched", by(context));
  await enter(tx, subject.cycleId, "open", { now, by: actor.personId, on: today, closesOn: lastDue(subject.setup) });
  await tellRaters(tx, subject, null, "launched");
  note({ cycle: subject.cycleId, ...done });
  return { ...shown(actor, await cycleOf(tx, subject.cycleId)), ...done };
}

/** Moves on, with whatever belongs to that. */
export async function goOn(
  { tx, actor, subject, today, now, note }: On<unknown>,
  to: "calibrate" | "cancel" | "archive",
  reason: string | null = null,
) {
  const state = move(subject.state, to);
  if (to === "calibrate") {
    const { kinds } = await progressOf(tx, subject.cycleId, today);
    const out = kinds.reduce((sum, { reopened }) => sum + reopened, 0);
    if (out > 0)
      throw new Problem(
        "conflict",
        `${out === 1 ? "One review was" : `${out} reviews were`} opened again and not sent in since: as it stands nothing of it would count.`,
      );
  }
  await enter(tx, subject.cycleId, state, { now, by: actor.personId, reason });
  if (to === "cancel" && subject.launchedAt !== null) await tellCancelled(tx, subject, reason ?? "");
  note({ cycle: subject.cycleId });
  return shown(actor, await cycleOf(tx, subject.cycleId));
}
