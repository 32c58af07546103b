import { v7 } from "uuid";
import type { Member, UnitSubject } from "../../core/access/actor.ts";
import { Problem } from "../../core/problem.ts";
import {
  factStanding,
  linesAlone,
  refuseLoop,
  retract,
  writeAct,
  writeLeave,
  writeLine,
  writePlacement,
  writeShare,
  type FactKind,
  type Level,
  type Written,
} from "../../db/facts.ts";
import { managerOf, teamsOf } from "../../db/lines.ts";
import { withoutSeeingMore } from "../../db/own-reach.ts";
import { lastingOwners } from "../../db/owners.ts";
import { undoAct } from "../../db/person-undo.ts";
import { detailsOn, type PersonToChange } from "../../db/person-rows.ts";
import { statement } from "../../db/statement.ts";
import type { Context, Tx } from "../../http/route.ts";

type On<I> = Context<I & { personId: string }, PersonToChange>;
type Why = { reason?: string | undefined; corrects?: string | undefined };
type Aim = { framework: string; version?: number | undefined; level: string };

const refused = (code: string, path: string, message: string) => new Problem("invalid", message, [{ code, path, message }]);

export const matches = {
  tag: ({ details }: PersonToChange) => details.tag,
  state: async ({ subject: { name, leftOn, place, manager, details } }: Context<unknown, PersonToChange>) => {
    const { tag, employeeNumber, email, teamPath, location, startedOn } = details;
    return { tag, name, employeeNumber, email, teams: teamPath, location, startedOn, leftOn, place, manager };
  },
};

const unitOf = statement<{ teams: string[] }>(`select ${teamsOf("team")} as teams from rungs.team where team_id = $1`);

/** A team with those above it; none for no team. @throws Problem "not-found" */
export async function unit(tx: Tx, { orgId }: Member, team: string | null): Promise<UnitSubject> {
  if (team === null) return { orgId, teams: [] };
  const [found] = await unitOf(tx, team);
  if (found === undefined) throw new Problem("not-found");
  return { orgId, ...found };
}

const levelOf = statement<Level>(`
  select level.framework_id as "frameworkId", level.version, level.level_id as level, level.title
    from rungs.framework
    join rungs.level on level.org_id = framework.org_id and level.framework_id = framework.framework_id
   where framework.slug = $1 and level.level_id = $3
     and level.version = coalesce($2::int,
           (select max(stored.version) from rungs.framework_version as stored
             where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.effective_on <= $4::date),
           (select min(stored.version) from rungs.framework_version as stored
             where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id))`);

async function levelAt(tx: Tx, { framework, version, level }: Aim, from: string): Promise<Level> {
  const [found] = await levelOf(tx, framework, version ?? null, level, from);
  if (found !== undefined) return found;
  const which = version === undefined ? "" : `, version ${version}`;
  throw refused("unknown-level", "/level", `There is no published level ${framework}/${level}${which}.`);
}

const managerFound = statement<{ name: string; leftOn: string | null }>(
  `select name, left_on as "leftOn" from rungs.person where person_id = $1`,
);
async function managerAt(tx: Tx, id: string, from: string): Promise<void> {
  const [found] = await managerFound(tx, id);
  if (found === undefined) throw refused("unknown-manager", "/manager", "There is nobody here of whom this is the id.");
  if (found.leftOn !== null && found.leftOn <= from)
    throw refused("unknown-manager", "/manager", `${found.name} has left on ${found.leftOn}, and nobody can report to them from then on.`);
}

/** Begins an act: what is written of it names it, so that it can be taken back. */
async function begin(
  { tx, actor, subject, now, input }: On<Why>,
  kind: Parameters<typeof writeAct>[1]["kind"],
  changes: { before: object; after: object } | null = null,
): Promise<Written> {
  if (input.corrects !== undefined && input.reason === undefined)
    throw refused("missing", "/reason", "Say why this is put right: whoever reads the history will want to know.");
  const fact = {
    id: v7(),
    personId: subject.personId,
    reason: input.reason ?? null,
    by: actor.personId,
    act: v7(),
    corrects: input.corrects ?? null,
  };
  await writeAct(tx, { id: fact.act, personId: subject.personId, kind, changes, reason: fact.reason, by: actor.personId, now });
  return fact;
}
const end = async ({ tx, subject }: On<unknown>, { act }: Written) => ({ act, tag: (await detailsOn(tx, subject.personId)).tag });

const beforeLeaving = ({ name, leftOn }: PersonToChange, from: string) => {
  if (leftOn !== null && from >= leftOn) throw refused("too-late", "/from", `${name} works here no longer from ${leftOn} on.`);
};

const heldOn = statement<{ frameworkId: string | null; version: number | null; level: string | null }>(`
  select framework_id as "frameworkId", version, level_id as level from rungs.placement_standing
   where person_id = $1 and from_on <= $2 order by from_on desc, recorded_at desc, placement_id desc limit 1`);

export async function place(context: On<Why & { level: Aim | null; from: string }>) {
  const { tx, subject, input, note } = context;
  beforeLeaving(subject, input.from);
  if (input.corrects !== undefined) await factStanding(tx, "placement", input.corrects, subject.personId);
  const level = input.level === null ? null : await levelAt(tx, input.level, input.from);
  if (input.corrects === undefined) {
    const [held] = await heldOn(tx, subject.personId, input.from);
    if (level === null && (held === undefined || held.level === null))
      throw refused("unchanged", "/level", `${subject.name} stands on no ladder on ${input.from} as it is.`);
    if (level !== null && held?.frameworkId === level.frameworkId && held.version === level.version && held.level === level.level)
      throw refused("unchanged", "/level", `${subject.name} stands at ${level.title} on ${input.from} already.`);
  }
  const fact = await begin(context, "place");
  await writePlacement(tx, fact, level, input.from);
  note({ level: input.level === null ? null : `${input.level.framework}/${input.level.level}`, from: input.from, corrects: fact.corrects });
  return end(context, fact);
}

const lineOn = statement<{ manager: string | null }>(
  `select ${managerOf("person", "$2::date")} as manager from rungs.person where person_id = $1`,
);

export async function line(context: On<Why & { manager: string | null; from: string }>) {
  const { tx, actor, subject, input, today, note } = context;
  const { personId } = subject;
  beforeLeaving(subject, input.from);
  if (input.manager === personId) throw refused("loop", "/manager", `${subject.name} cannot report to themselves.`);
  await linesAlone(tx);
  const corrected = input.corrects === undefined ? null : await factStanding(tx, "line", input.corrects, personId);
  if (input.manager !== null) await managerAt(tx, input.manager, input.from);
  if (corrected === null && (await lineOn(tx, personId, input.from))[0]?.manager === input.manager)
    throw refused("unchanged", "/manager", `That is to whom ${subject.name} reports on ${input.from} as it is.`);
  const since = corrected !== null && corrected.from < input.from ? corrected.from : input.from;
  await refuseLoop(tx, personId, since, { personId, managerId: input.manager, from: input.from }, input.corrects ?? null);
  const fact = await begin(context, "manager");
  await withoutSeeingMore(tx, actor, today, "record that", () => writeLine(tx, fact, input.manager, input.from));
  note({ manager: input.manager, from: input.from, corrects: fact.corrects });
  return end(context, fact);
}

const leaveBeside = statement<{ from: string; to: string | null }>(`
  select from_on as "from", to_on as "to" from rungs.leave_standing
   where person_id = $1 and leave_id is distinct from $4::uuid
     and from_on <= coalesce($3::date, 'infinity') and coalesce(to_on, 'infinity') >= $2::date
   limit 1`);

export async function leave(context: On<Why & { kind: string; from: string; to: string | null }>) {
  const { tx, subject, input, note } = context;
  const { kind, from, to } = input;
  if (to !== null && to < from) throw refused("order", "/to", "The last day of leave comes before the first.");
  beforeLeaving(subject, from);
  if (input.corrects !== undefined) await factStanding(tx, "leave", input.corrects, subject.personId);
  const [other] = await leaveBeside(tx, subject.personId, from, to, input.corrects ?? null);
  if (other !== undefined)
    throw refused(
      "overlap",
      "/from",
      `${subject.name} is on leave from ${other.from}${other.to === null ? "" : ` to ${other.to}`} already.`,
    );
  const fact = await begin(context, "leave");
  await writeLeave(tx, fact, kind, from, to);
  // Not which kind: whoever reads the log need not be one who may know.
  note({ from, to, corrects: fact.corrects });
  return end(context, fact);
}

export async function share(context: On<Why & { share: number; from: string }>) {
  const { tx, subject, input, note } = context;
  beforeLeaving(subject, input.from);
  if (input.corrects !== undefined) await factStanding(tx, "share", input.corrects, subject.personId);
  const fact = await begin(context, "share");
  await writeShare(tx, fact, Math.round(input.share * 1000) / 1000, input.from);
  note({ from: input.from, corrects: fact.corrects });
  return end(context, fact);
}

const actOf = { placement: "place", line: "manager", leave: "leave", share: "share" } as const;

export async function retraction(context: On<{ kind: FactKind; id: string; reason: string }>) {
  const { tx, actor, subject, input, today, note } = context;
  const { kind, id } = input;
  if (kind === "line") await linesAlone(tx);
  const { from } = await factStanding(tx, kind, id, subject.personId);
  if (kind === "line") await refuseLoop(tx, subject.personId, from, null, id);
  const fact = await begin({ ...context, input: { personId: input.personId, reason: input.reason } }, actOf[kind]);
  const retracted = () => retract(tx, kind, { ...fact, corrects: id });
  await (kind === "line" ? withoutSeeingMore(tx, actor, today, "record that", retracted) : retracted());
  note({ kind, retracted: id, from });
  return end(context, fact);
}

type Own = {
  name: string;
  employeeNumber: string;
  email: string | null;
  teamId: string | null;
  location: string | null;
  startedOn: string | null;
  leftOn: string | null;
};
const changeOwn = statement(`
  update rungs.person set name = $2, employee_number = $3, email = $4, team_id = $5, location = $6, started_on = $7, left_on = $8 where person_id = $1`);
const takenBy = statement<{ name: string; number: boolean }>(`
  select name, employee_number = $2 as number from rungs.person
   where person_id is distinct from $1::uuid and (employee_number = $2 or lower(email) = lower($3))
   order by number desc limit 1`);
const teamThere = statement(`select from rungs.team where team_id = $1`);

/** @throws Problem "invalid" where the number or the address is somebody else's, or the team is not there */
async function refuseTaken(tx: Tx, personId: string | null, own: Pick<Own, "employeeNumber" | "email" | "teamId">): Promise<void> {
  const [other] = await takenBy(tx, personId, own.employeeNumber, own.email);
  if (other?.number === true)
    throw refused("duplicate", "/employeeNumber", `${own.employeeNumber} is the employee number of ${other.name} already.`);
  if (other !== undefined) throw refused("duplicate", "/email", `${own.email ?? ""} is the e-mail address of ${other.name} already.`);
  if (own.teamId !== null && (await teamThere(tx, own.teamId)).length === 0)
    throw refused("unknown-team", "/team", "There is no such team any more.");
}

const ownOf = ({ name, details }: PersonToChange): Own => {
  const { employeeNumber, email, teamId, location, startedOn, leftOn } = details;
  return { name, employeeNumber, email, teamId, location, startedOn, leftOn };
};
const write = (tx: Tx, id: string, { name, employeeNumber, email, teamId, location, startedOn, leftOn }: Own) =>
  changeOwn(tx, id, name, employeeNumber, email, teamId, location, startedOn, leftOn);

/** Writes what moved in a person's own row, as one act. */
async function changeTo(context: On<Why>, kind: "edit" | "depart" | "return", to: Own): Promise<Written> {
  const before = ownOf(context.subject);
  const fact = await begin(context, kind, { before, after: to });
  await write(context.tx, context.subject.personId, to);
  return fact;
}

type Edited = { name?: string; employeeNumber?: string; email?: string | null; location?: string | null; startedOn?: string | null };
const given = (values: object) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

export async function edit(context: On<{ [K in keyof Edited]: Edited[K] | undefined } & { team?: string | null | undefined }>) {
  const { tx, actor, subject, input, today, note } = context;
  const { personId: _, team, ...rest } = input;
  const before = ownOf(subject);
  const after: Own = { ...before, ...given(rest), ...(team === undefined ? {} : { teamId: team }) };
  const moved = (Object.keys(before) as (keyof Own)[]).filter((key) => before[key] !== after[key]); // its own keys
  if (moved.length === 0) return { act: null, tag: subject.details.tag };
  await refuseTaken(tx, subject.personId, after);
  const changed = () => changeTo({ ...context, input: { personId: input.personId } }, "edit", after);
  const fact = await (after.teamId === before.teamId ? changed() : withoutSeeingMore(tx, actor, today, "record that", changed));
  note({ changed: moved });
  return end(context, fact);
}

const isOwner = statement(`select from rungs.role_grant where role = 'owner' and person_id = $1 limit 1`);

export async function depart(context: On<{ on: string; reason?: string | undefined }>) {
  const { tx, actor, subject, input, today, note } = context;
  if (actor.personId === subject.personId)
    throw new Problem("conflict", "Somebody else has to record that you leave, so that nobody locks themselves out.");
  if (subject.leftOn !== null && subject.leftOn <= today)
    throw new Problem("conflict", `${subject.name} has left on ${subject.leftOn} already.`);
  if (subject.startedOn !== null && input.on <= subject.startedOn)
    throw refused("order", "/on", `${subject.name} starts on ${subject.startedOn} and cannot be gone by ${input.on}.`);
  if ((await isOwner(tx, subject.personId)).length > 0 && (await lastingOwners(tx)).every(({ personId }) => personId === subject.personId))
    throw new Problem("conflict", `${subject.name} is the last owner. Make somebody else an owner first.`);
  const fact = await changeTo(context, "depart", { ...ownOf(subject), leftOn: input.on });
  note({ on: input.on });
  return end(context, fact);
}

export async function comeBack(context: On<{ on: string; reason?: string | undefined }>) {
  const { tx, subject, input, today, note } = context;
  const { leftOn, personId } = subject;
  if (leftOn === null) throw new Problem("conflict", `${subject.name} works here as it is.`);
  const stays = leftOn > today;
  if (!stays && (input.on < leftOn || input.on > today))
    throw refused("order", "/on", `Say a day from ${leftOn}, when ${subject.name} left, to today.`);
  const [held] = stays ? [] : await heldOn(tx, personId, leftOn);
  const fact = await changeTo(context, "return", { ...ownOf(subject), leftOn: null });
  // The time away is no time at the level: it ends where they left and begins again where they return.
  if (held?.frameworkId && held.version !== null && held.level !== null && input.on > leftOn) {
    await writePlacement(tx, fact, null, leftOn);
    await writePlacement(
      tx,
      { ...fact, id: v7() },
      { frameworkId: held.frameworkId, version: held.version, level: held.level, title: "" },
      input.on,
    );
  }
  note({ on: input.on });
  return end(context, fact);
}

type Adding = Pick<Own, "name" | "employeeNumber" | "email" | "location" | "startedOn"> & {
  team: string | null;
  share: number;
  manager: string | null;
  level: Aim | null;
};
const addOwn = statement(`
  insert into rungs.person (org_id, person_id, name, employee_number, email, team_id, location, started_on, employment_share)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8)`);

export async function add({ tx, actor, input, today, now, note }: Context<Adding, UnitSubject>) {
  const { name, employeeNumber, email, team, location, startedOn, share: part, manager } = input;
  const from = startedOn ?? today;
  await refuseTaken(tx, null, { employeeNumber, email, teamId: team });
  if (manager !== null) await managerAt(tx, manager, from);
  const level = input.level === null ? null : await levelAt(tx, input.level, from);
  const id = v7();
  await addOwn(tx, id, name, employeeNumber, email, team, location, startedOn, Math.round(part * 1000) / 1000);
  const fact: Written = { id: v7(), personId: id, reason: null, by: actor.personId, act: v7(), corrects: null };
  await writeAct(tx, { id: fact.act, personId: id, kind: "add", changes: null, reason: null, by: actor.personId, now });
  if (manager !== null) await writeLine(tx, fact, manager, from);
  if (level !== null) await writePlacement(tx, { ...fact, id: v7() }, level, from);
  note({ person: id });
  return { id, act: fact.act, tag: (await detailsOn(tx, id)).tag };
}

export async function undo({ tx, actor, subject, input, today, now, note, installation }: On<{ act: string }>) {
  const signsIn = async () =>
    (
      await installation.database.accounts
        .selectFrom("membership")
        .select("person_id")
        .where("org_id", "=", actor.orgId)
        .where("person_id", "=", subject.personId)
        .execute()
    ).length > 0;
  await linesAlone(tx);
  // What stood before may be a line or a unit of whoever takes it back, when somebody else had moved the person away.
  const done = await withoutSeeingMore(tx, actor, today, "take that back", async () => {
    const undone = await undoAct(tx, subject, input.act, { by: actor.personId, now, signsIn, ids: [v7(), v7()] });
    if (undone.restored !== null) await write(tx, subject.personId, undone.restored);
    return undone;
  });
  note({ act: input.act, kind: done.kind });
  return { gone: done.kind === "add" };
}
