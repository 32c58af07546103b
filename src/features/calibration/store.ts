import { v7 } from "uuid";
import { z } from "zod";
import type { Member } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { act, move } from "../../core/cycle/state.ts";
import { expectationWording } from "../../core/gap/wording.ts";
import { Problem } from "../../core/problem.ts";
import { casesIn, writeCalibration, type Pinned } from "../../db/calibration-cases.ts";
import * as sessions from "../../db/calibration-sessions.ts";
import { changesIn, distributionsOf, laddersIn, type By, type LadderIn } from "../../db/calibration.ts";
import { tellReleased } from "../../db/cycle-messages.ts";
import { dueForRelease, releaseCycle, scheduleRelease, standingAt } from "../../db/cycle-release.ts";
import { cycleOf, type Cycle } from "../../db/cycles.ts";
import { versions, type StoredVersion } from "../../db/versions.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";
import { dateIn } from "../../http/today.ts";

type On<I, S = Cycle> = Context<I, S>;
const refused = (code: string, path: string, detail: string, message = detail) => new Problem("invalid", detail, [{ code, path, message }]);
const keyOf = ({ framework, version }: Pick<LadderIn, "framework" | "version">) => `${framework}@${version}`;
const scaleOf = ({ content }: StoredVersion) => content.scale.map(({ value, label }) => ({ value, label }));

const CHANGES = 50;

/** How everybody's ratings are spread, and what has been changed. Five queries, however many take part. */
export async function calibration({ tx, actor, subject, input, note }: On<{ by: By; ladder?: string | undefined }>) {
  const ladders = await laddersIn(tx, subject.cycleId);
  const chosen = input.by === "ladder" ? null : (ladders.find((ladder) => keyOf(ladder) === input.ladder) ?? ladders[0] ?? null);
  if (input.ladder !== undefined && input.by !== "ladder" && chosen !== null && keyOf(chosen) !== input.ladder)
    throw new Problem("not-found");
  const contents = await versions(tx, actor.orgId, ladders);
  const rows = await distributionsOf(tx, subject.cycleId, input.by, chosen);
  const changes = await changesIn(tx, subject.cycleId, CHANGES);
  note({ cycle: subject.cycleId, by: input.by });
  return {
    by: input.by,
    ladder: chosen === null ? null : keyOf(chosen),
    ladders: ladders.flatMap(({ framework, title, version, hash, people, levels }) => {
      const stored = contents.get(hash);
      return stored === undefined
        ? []
        : [{ key: keyOf({ framework, version }), framework, title, version, people, scale: scaleOf(stored), levels }];
    }),
    rows,
    changes: changes.map(({ framework, expectation, was, value, ...change }) => {
      const stored = contents.get(framework);
      const found = stored?.content.levels.flatMap(({ expectations }) => expectations).find(({ id }) => id === expectation);
      const label = (point: number) => stored?.content.scale.find((each) => each.value === point)?.label ?? String(point);
      return {
        ...change,
        expectation,
        title: stored && found ? expectationWording(stored.content, found, stored.libraries).title : expectation,
        was: was === null ? null : label(was),
        value: label(value),
      };
    }),
  };
}

const After = z.tuple([z.string(), z.string()]);
type Asked = {
  ladder: string;
  level: string;
  manager?: string | undefined;
  reviews?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** People beside one another on one level. Four queries. */
export async function cases({ tx, actor, subject, input, note }: On<Asked>) {
  const ladder = (await laddersIn(tx, subject.cycleId)).find((each) => keyOf(each) === input.ladder);
  const stored = ladder && (await versions(tx, actor.orgId, [ladder])).get(ladder.hash);
  const level = stored?.content.levels.find(({ id }) => id === input.level);
  if (ladder === undefined || stored === undefined || level === undefined) throw new Problem("not-found");
  const reviews = input.reviews === undefined ? null : z.array(z.uuid()).max(12).parse(input.reviews.split(","));
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, After);
  const at = { frameworkId: ladder.frameworkId, version: ladder.version, level: level.id };
  const rows = await casesIn(tx, subject.cycleId, at, { manager: input.manager ?? null, reviews }, after, input.limit);
  const { items, next } = page(rows, input.limit, ({ searchName, reviewId }) => [searchName, reviewId]);
  note({ cycle: subject.cycleId, people: items.map(({ person }) => person.id) });
  const may = subject.state === "calibrating" && can(actor, ["cycle.calibrate"], subject)["cycle.calibrate"];
  return {
    level: { id: level.id, title: level.title },
    scale: scaleOf(stored),
    expectations: level.expectations.map((each) => {
      const { title, markers } = expectationWording(stored.content, each, stored.libraries);
      return { id: each.id, title, target: each.target, critical: each.critical, markers: [...markers] };
    }),
    items: items.map((item) => ({ ...item, can: { calibrate: may && item.person.id !== actor.personId } })),
    next,
  };
}

type Deciding = { reviewId: string; expectation: string; value: number; was: number | null; reason: string; session?: string | undefined };

/** Puts a value beside what the rater gave, for one expectation of one participant. */
export async function calibrate({ tx, actor, subject, input, now, note }: On<Deciding, Cycle & { pinned: Pinned }>) {
  const { pinned } = subject;
  act(subject.state, "calibrate-value");
  if (pinned.withdrawn) throw new Problem("conflict", `${pinned.person.name} no longer takes part.`);
  if (pinned.person.id === actor.personId) throw new Problem("forbidden", "Nobody calibrates their own ratings.");
  if (pinned.level === null) throw refused("unknown-reference", "/expectation", `${pinned.person.name} is not asked about this.`);
  if (!pinned.answered) throw new Problem("conflict", "Nobody has sent in an answer to this, so there is nothing to calibrate.");
  const stored = (await versions(tx, actor.orgId, [pinned])).get(pinned.hash);
  if (stored?.content.scale.some(({ value }) => value === input.value) !== true)
    throw refused("off-scale", "/value", "The scale has no such point.");
  if (input.was !== pinned.now) throw new Problem("conflict", "Somebody changed this in the meantime. Look at it again.");
  if (input.value === pinned.now) throw refused("unchanged", "/value", "That is what it is already.");
  await inSession(tx, subject.cycleId, input.session);
  const { reviewId: review, expectation, value, reason } = input;
  await writeCalibration(tx, { id: v7(), review, expectation, value, reason, by: actor.personId, now, session: input.session ?? null });
  note({ cycle: subject.cycleId, review, expectation });
  return { reviewId: review, expectation, was: pinned.now, value };
}

async function inSession(tx: Tx, cycleId: string, session: string | undefined): Promise<void> {
  if (session === undefined) return;
  const [found] = await sessions.sessionsIn(tx, cycleId, session);
  if (found === undefined) throw refused("unknown-reference", "/session", "There is no such session.");
  if (found.lockedAt !== null) throw new Problem("conflict", "That session is locked.");
}

export const listSessions = async ({ tx, subject }: On<unknown>) => ({ items: await sessions.sessionsIn(tx, subject.cycleId) });

/** @throws Problem "invalid" for a participant whom nobody knows. */
async function known(tx: Tx, people: readonly string[]): Promise<void> {
  const found = await sessions.peopleKnown(tx, people);
  const at = people.findIndex((person) => !found.has(person));
  if (at !== -1) throw refused("unknown-reference", `/participants/${at}`, "Nobody here has this id.");
}

export const sessionIn = async (tx: Tx, cycleId: string, id: string) => (await sessions.sessionsIn(tx, cycleId, id))[0] ?? null;
const there = (found: sessions.Session | null): sessions.Session => {
  if (found === null) throw new Problem("not-found");
  return found;
};
const sessionOf = async (tx: Tx, cycleId: string, id: string) => there(await sessionIn(tx, cycleId, id));
type OnSession<I> = On<I, Cycle & { session: sessions.Session | null }>;

export async function openSession({ tx, actor, subject, input, now, note }: On<sessions.SessionWords>) {
  act(subject.state, "session");
  await known(tx, input.participants);
  const id = v7();
  await sessions.openSession(tx, id, subject.cycleId, input, actor.personId, now);
  note({ cycle: subject.cycleId, session: id });
  return sessionOf(tx, subject.cycleId, id);
}

export async function keepSession({ tx, subject, input, note }: OnSession<sessions.SessionWords>) {
  act(subject.state, "session");
  const before = there(subject.session);
  if (before.lockedAt !== null) throw new Problem("conflict", "This session is locked: its record stays as it is.");
  await known(tx, input.participants);
  await sessions.keepSession(tx, before.id, input);
  note({ cycle: subject.cycleId, session: before.id });
  return sessionOf(tx, subject.cycleId, before.id);
}

export async function lockSession({ tx, actor, subject, now, note }: OnSession<unknown>) {
  const before = there(subject.session);
  if (!(await sessions.lockSession(tx, before.id, actor.personId, now))) throw new Problem("conflict", "This session is locked already.");
  note({ cycle: subject.cycleId, session: before.id });
  return sessionOf(tx, subject.cycleId, before.id);
}

export const standing = async ({ tx, subject }: On<unknown>) => ({
  ...(await standingAt(tx, subject.cycleId)),
  releaseAt: subject.releaseAt,
});

const released = (actor: Member, { cycleId, state, releaseAt, releasedAt }: Cycle, reports: number) => ({
  id: cycleId,
  state,
  releaseAt,
  releasedAt,
  reports,
  by: actor.personId,
});

/** @throws Problem "conflict" while there are people without a rating that counts, unless it was said that they may be. */
async function whole(tx: Tx, cycleId: string, without: boolean): Promise<void> {
  const found = await standingAt(tx, cycleId);
  if (found.people === 0) throw new Problem("conflict", "Nobody takes part any more: cancel the cycle.");
  if (found.without > 0 && !without)
    throw new Problem(
      "conflict",
      `For ${found.without === 1 ? "one person" : `${found.without} people`} nobody has sent in a rating that counts. Say that it may go out without, or take them out.`,
    );
}

/** At once, or at an hour that is to come: all of it or none. */
export async function release({ tx, actor, subject, input, today, now, note }: On<{ at?: string | undefined; withoutRatings: boolean }>) {
  move(subject.state, "release");
  await whole(tx, subject.cycleId, input.withoutRatings);
  const at = input.at === undefined ? null : new Date(input.at);
  if (at !== null) {
    if (at <= now) throw refused("past", "/at", "That hour is over.");
    await scheduleRelease(tx, subject.cycleId, at, actor.personId);
    note({ cycle: subject.cycleId, at: at.toISOString() });
    return released(actor, await cycleOf(tx, subject.cycleId), 0);
  }
  const { people, reports } = await releaseCycle(tx, actor.orgId, subject.cycleId, { by: actor.personId, now, on: today, id: () => v7() });
  await tellReleased(tx, subject.cycleId, subject.title, people);
  note({ cycle: subject.cycleId, people: people.length, reports });
  return released(actor, await cycleOf(tx, subject.cycleId), reports);
}

export async function unschedule({ tx, actor, subject, note }: On<unknown>) {
  act(subject.state, "schedule");
  if (subject.releaseAt === null) throw new Problem("conflict", "No hour is set.");
  await scheduleRelease(tx, subject.cycleId, null, actor.personId);
  note({ cycle: subject.cycleId });
  return released(actor, await cycleOf(tx, subject.cycleId), 0);
}

/** Releases what is due, one transaction for all of an organisation. @returns the cycles with how many they were released to. */
export async function releaseDue(tx: Tx, orgId: string, now: Date): Promise<{ cycle: string; by: string | null; people: number }[]> {
  const done: { cycle: string; by: string | null; people: number }[] = [];
  for (const { cycle, by, timeZone } of await dueForRelease(tx, now)) {
    const { title } = await cycleOf(tx, cycle);
    const { people } = await releaseCycle(tx, orgId, cycle, { by, now, on: dateIn(timeZone, now), id: () => v7() });
    await tellReleased(tx, cycle, title, people);
    done.push({ cycle, by, people: people.length });
  }
  return done;
}
