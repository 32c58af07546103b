import { createHash } from "node:crypto";
import { v7 } from "uuid";
import { z } from "zod";
import { fromCell } from "../../core/framework/formats/cells.ts";
import { guessMapping, headingRow, type Field, type Mapping } from "../../core/people/columns.ts";
import { orderOf, readDate, type DateOrder } from "../../core/people/dates.ts";
import { planImport, type Columns, type Plan } from "../../core/people/import.ts";
import type { Reader } from "../../core/people/reach.ts";
import type { PeopleSheet } from "../../core/people/sheet.ts";
import type { Member } from "../../core/access/actor.ts";
import { scope } from "../../core/access/policy.ts";
import { Problem } from "../../core/problem.ts";
import { withoutSeeingMore } from "../../db/own-reach.ts";
import { organisationOf } from "../../db/roster.ts";
import { statement } from "../../db/statement.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context, Tx } from "../../http/route.ts";

type Brought = {
  dryRun: "true" | "false";
  file: string;
  fileName: string;
  sheet?: string | undefined;
  columns?: Record<string, Field | null> | undefined;
  dates?: DateOrder | undefined;
  whole: boolean;
  expect?: string | undefined;
};

/** Cells below each heading that are shown, so that a wrong guess is seen. */
const SAMPLES = 3;

/** Reads the file, says what it would do, and does it unless that is all that was asked. Nothing is done where anything is wrong. */
export async function importPeople({ tx, actor, input, today, now, note, installation }: Context<Brought, unknown>) {
  const read = await installation.files.sheet(Buffer.from(input.file, "base64"), input.sheet ?? null);
  if (typeof read === "string") throw new Problem("invalid", read, [{ code: "syntax", path: "/file", message: read }]);
  const head = headingRow(read.rows);
  const mapping = input.columns === undefined ? guessMapping(read.rows[head] ?? []) : chosen(input.columns);
  const written = datesIn(read, head, mapping);
  const found = orderOf(written);
  const order = input.dates ?? found.order;

  await alone(tx);
  const organisation = await organisationOf(tx, today, actor.personId);
  const plan = planImport({ rows: read.rows, head, mapping, order }, organisation, {
    on: today,
    whole: input.whole,
    reader: readerOf(actor),
    newId: v7,
  });
  const preview = told(plan);
  const fingerprint = createHash("sha256").update(JSON.stringify(preview)).digest("base64url");
  const wanted = input.dryRun === "false";
  if (wanted && plan.problems.length > 0)
    throw new Problem(
      "invalid",
      `Nothing was imported: ${plan.problems.length === 1 ? "one thing is" : `${plan.problems.length} things are`} wrong with this file.`,
      plan.problems.slice(0, 1000).map(({ code, row, cell, message }) => ({
        code,
        path: "/file",
        message: `${row === null ? "" : `Row ${row}${cell === null ? "" : `, ${cell}`}: `}${message}`,
      })),
    );
  if (wanted && input.expect !== undefined && input.expect !== fingerprint)
    throw new Problem("conflict", "Something changed since this was previewed, so that another import would be made. Look at it again.");

  const changes = plan.added.length + plan.changed.length + plan.left.length;
  // A file that changes nothing leaves no import behind: there is nothing to take back.
  const importId = wanted && changes > 0 ? v7() : null;
  if (importId !== null) {
    await carryOut(tx, plan, { importId, fileName: input.fileName, today, by: actor.personId, now });
  }
  note({
    dryRun: !wanted,
    ...(importId === null ? {} : { import: importId }),
    added: plan.added.length,
    changed: plan.changed.length,
    left: plan.left.length,
  });
  const example = written.find((text) => readDate(text, order) !== null);
  return {
    importId,
    fingerprint,
    file: {
      sheet: read.sheet,
      sheets: [...read.sheets],
      headingRow: head + 1,
      rows: plan.added.length + plan.changed.length + plan.unchanged,
      columns: columnsOf(read, head, mapping),
      dates: {
        order,
        open: input.dates === undefined ? found.open : null,
        example: example === undefined ? null : { written: example, read: readDate(example, order) ?? "" },
      },
    },
    counts: {
      added: plan.added.length,
      changed: plan.changed.length,
      unchanged: plan.unchanged,
      left: plan.left.length,
      problems: plan.problems.length,
    },
    ...preview,
  };
}

/** @returns null of whoever everybody's results are open to as it is. */
function readerOf(actor: Member): Reader | null {
  const { all, personId, teams } = scope(actor);
  return all ? null : { personId, units: teams };
}

/** What is shown of a plan. No id of anybody new is in it, so that the same file says the same twice. */
const told = (plan: Plan) => ({
  added: plan.added.map(({ row, columns: { employeeNumber, name }, team, manager, level }) => ({
    row,
    employeeNumber,
    name,
    team,
    manager,
    level,
  })),
  changed: plan.changed.map(({ row, id, employeeNumber, name, changes }) => ({ row, id, employeeNumber, name, changes })),
  left: plan.left.map(({ id, employeeNumber, name }) => ({ id, employeeNumber, name })),
  teams: plan.teams.map(({ name }) => name),
  problems: plan.problems.map(({ code, row, column, cell, message }) => ({ code, row, column, cell, message })),
  notes: plan.notes,
});

function chosen(columns: Record<string, Field | null>): Mapping {
  const mapping: Partial<Record<Field, number>> = {};
  for (const [column, field] of Object.entries(columns)) {
    if (field === null) continue;
    if (mapping[field] !== undefined)
      throw new Problem("invalid", undefined, [
        { code: "duplicate", path: `/columns/${column}`, message: "Two columns cannot say the same." },
      ]);
    mapping[field] = Number(column);
  }
  return mapping;
}

const datesIn = ({ rows }: PeopleSheet, head: number, mapping: Mapping): string[] =>
  [mapping.startedOn, mapping.levelFrom].flatMap((column) =>
    column === undefined ? [] : rows.slice(head + 1).flatMap((row) => fromCell(row[column] ?? "") ?? []),
  );

function columnsOf({ rows }: PeopleSheet, head: number, mapping: Mapping) {
  const says = new Map(Object.entries(mapping).map(([field, column]) => [column, field as Field])); // the keys of a Mapping are fields
  const widest = rows.slice(head, head + 1 + SAMPLES).reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: widest }, (_, column) => ({
    heading: (rows[head]?.[column] ?? "").trim().slice(0, 200),
    field: says.get(column) ?? null,
    samples: rows.slice(head + 1, head + 1 + SAMPLES).map((row) => (row[column] ?? "").trim().slice(0, 100)),
  }));
}

// Two imports at once would each decide by what the other is about to change.
const alone = statement(`select pg_advisory_xact_lock(hashtextextended('people import ' || rungs.current_org()::text, 0))`);

const addTeams = statement(`
  insert into rungs.team (org_id, team_id, name, parent_team_id)
  select rungs.current_org(), * from unnest($1::uuid[], $2::text[], $3::uuid[])`);

const columnsAsArrays = "$1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::numeric[], $8::date[], $9::date[]";
const addPeople = statement(`
  insert into rungs.person (org_id, person_id, employee_number, name, email, team_id, location, employment_share, started_on, left_on)
  select rungs.current_org(), * from unnest(${columnsAsArrays})`);
const changePeople = statement(`
  update rungs.person
     set employee_number = given.employee_number, name = given.name, email = given.email, team_id = given.team_id,
         location = given.location, started_on = given.started_on, left_on = given.left_on
    from unnest(${columnsAsArrays}) as given (person_id, employee_number, name, email, team_id, location, share, started_on, left_on)
   where person.person_id = given.person_id`);

// The share of somebody who is here already has its day, like their manager and level.
const addShares = statement(`
  insert into rungs.share_change (org_id, people_import_id, recorded_by, share_change_id, person_id, share, from_on)
  select rungs.current_org(), $1, $2, * from unnest($3::uuid[], $4::uuid[], $5::numeric[], $6::date[])`);

const arraysOf = (rows: readonly { id: string; columns: Columns }[]) => [
  rows.map(({ id }) => id),
  ...(["employeeNumber", "name", "email", "teamId", "location", "share", "startedOn", "leftOn"] as const).map((key) =>
    rows.map(({ columns }) => columns[key]),
  ),
];

const addLines = statement(`
  insert into rungs.reporting_line (org_id, people_import_id, reporting_line_id, person_id, manager_id, from_on)
  select rungs.current_org(), $1, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::date[])`);

const addPlacements = statement(`
  insert into rungs.placement (org_id, people_import_id, recorded_by, reason, placement_id, person_id, framework_id, version, level_id, from_on)
  select rungs.current_org(), $1, $2, 'Import of people', * from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::date[])`);

const addImport = statement(`
  insert into rungs.people_import (org_id, people_import_id, file_name, on_date, added_ids, team_ids, changes, left_count, by, at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9)`);

type Changed = { id: string; before: Columns; after: Columns };

/** Everything in a number of statements that does not grow with the people: eight at most. */
async function carryOut(
  tx: Tx,
  plan: Plan,
  about: { importId: string; fileName: string; today: string; by: string; now: Date },
): Promise<void> {
  const { teams, added, lines, placements } = plan;
  const { importId, today } = about;
  const changes: Changed[] = [
    ...plan.changed.map(({ id, before, after }) => ({ id, before, after })),
    ...plan.left.map(({ id, before }) => ({ id, before, after: { ...before, leftOn: today } })),
  ];
  if (teams.length > 0)
    await addTeams(
      tx,
      teams.map(({ id }) => id),
      teams.map(({ name }) => name),
      teams.map(({ parentId }) => parentId),
    );
  if (changes.length > 0) await changePeople(tx, ...arraysOf(changes.map(({ id, after }) => ({ id, columns: after }))));
  if (added.length > 0) await addPeople(tx, ...arraysOf(added));
  const shares = plan.changed.filter(({ before, after }) => before.share !== after.share);
  if (shares.length > 0)
    await addShares(
      tx,
      importId,
      about.by,
      shares.map(() => v7()),
      shares.map(({ id }) => id),
      shares.map(({ after }) => after.share),
      shares.map(({ after: { startedOn } }) => (startedOn !== null && startedOn > today ? startedOn : today)),
    );
  if (lines.length > 0)
    await addLines(
      tx,
      importId,
      lines.map(() => v7()),
      lines.map(({ personId }) => personId),
      lines.map(({ managerId }) => managerId),
      lines.map(({ from }) => from),
    );
  if (placements.length > 0)
    await addPlacements(
      tx,
      importId,
      about.by,
      placements.map(() => v7()),
      placements.map(({ personId }) => personId),
      placements.map(({ level }) => level.frameworkId),
      placements.map(({ level }) => level.version),
      placements.map(({ level }) => level.level),
      placements.map(({ from }) => from),
    );
  await addImport(
    tx,
    importId,
    about.fileName,
    today,
    added.map(({ id }) => id),
    teams.map(({ id }) => id),
    JSON.stringify(changes),
    plan.left.length,
    about.by,
    about.now,
  );
}

type ImportRow = {
  id: string;
  fileName: string;
  at: Date;
  by: string | null;
  added: number;
  changed: number;
  left: number;
  undoneAt: Date | null;
  newest: boolean;
};
const importsOf = statement<ImportRow>(`
  select done.people_import_id as id, done.file_name as "fileName", done.at, person.name as by, cardinality(done.added_ids) as added,
         jsonb_array_length(done.changes) - done.left_count as changed, done.left_count as left, done.undone_at as "undoneAt",
         done.undone_at is null and not exists (
           select from rungs.people_import as later
            where later.undone_at is null and (later.at, later.people_import_id) > (done.at, done.people_import_id)) as newest
    from rungs.people_import as done
    left join rungs.person on person.org_id = done.org_id and person.person_id = done.by
   where $2::timestamptz is null or (date_trunc('milliseconds', done.at), done.people_import_id) < ($2, $3::uuid)
   order by date_trunc('milliseconds', done.at) desc, done.people_import_id desc
   limit $1`);

export async function list(tx: Tx, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const after = cursor === undefined ? [null, null] : decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const { items, next } = page(await importsOf(tx, limit + 1, ...after), limit, ({ at, id }) => [at.toISOString(), id]);
  return {
    next,
    items: items.map(({ newest, at, undoneAt, ...row }) => ({
      ...row,
      at: at.toISOString(),
      undoneAt: undoneAt?.toISOString() ?? null,
      can: { undo: newest },
    })),
  };
}

type Standing = { added: string[]; changes: Changed[]; newest: boolean; undone: boolean };
const standing = statement<Standing>(`
  select done.added_ids as added, done.changes, done.undone_at is not null as undone,
         not exists (select from rungs.people_import as later
                      where later.undone_at is null and (later.at, later.people_import_id) > (done.at, done.people_import_id)) as newest
    from rungs.people_import as done where done.people_import_id = $1`);

// Of those it changed: whose row is no more as the import left it, and who has had a line or a placement since.
const movedSince = statement<{ name: string }>(`
  select person.name
    from jsonb_to_recordset($2::jsonb) as given (id uuid, after jsonb)
    join rungs.person on person.person_id = given.id
   where jsonb_build_object('employeeNumber', person.employee_number, 'name', person.name, 'email', person.email, 'teamId', person.team_id,
           'location', person.location, 'startedOn', person.started_on, 'leftOn', person.left_on) <> given.after - 'share'
      or exists (select from rungs.share_change as fact, rungs.people_import as done
                  where done.people_import_id = $1 and fact.person_id = person.person_id and fact.recorded_at > done.recorded_at
                    and fact.people_import_id is distinct from $1)
      or exists (select from rungs.reporting_line as fact, rungs.people_import as done
                  where done.people_import_id = $1 and fact.person_id = person.person_id and fact.recorded_at > done.recorded_at
                    and fact.people_import_id is distinct from $1)
      or exists (select from rungs.placement as fact, rungs.people_import as done
                  where done.people_import_id = $1 and fact.person_id = person.person_id and fact.recorded_at > done.recorded_at
                    and fact.people_import_id is distinct from $1)
   order by person.search_name limit 3`);

// Every row that goes is asked for by every table that could name it, which for thousands of people takes its time.
const patiently = statement(`set local statement_timeout = '10min'`);
const takeBack = statement(`select rungs.take_back_people_import($1)`);
const markUndone = statement(`update rungs.people_import set undone_at = $2, undone_by = $3 where people_import_id = $1`);

const rests = (why: string) => new Problem("conflict", `This import can no longer be taken back: ${why}`);

/** @throws Problem "not-found"; "conflict" where it is not the newest that stands, or something rests on it. */
export async function undo({ tx, actor, input, today, now, note, installation }: Context<{ importId: string }, unknown>) {
  await alone(tx);
  const [found] = await standing(tx, input.importId);
  if (found === undefined) throw new Problem("not-found");
  if (found.undone) throw rests("it has been taken back already.");
  if (!found.newest) throw rests("another was made after it. Take that one back first.");
  const moved = await movedSince(tx, input.importId, JSON.stringify(found.changes));
  if (moved.length > 0) throw rests(`${moved.map(({ name }) => name).join(", ")} changed since.`);
  // Accounts stand above organisations, where no foreign key speaks for them.
  const signsIn = await installation.database.accounts
    .selectFrom("membership")
    .select("person_id")
    .where("org_id", "=", actor.orgId)
    .where("person_id", "in", found.added.length > 0 ? found.added : [input.importId])
    .limit(1)
    .execute();
  if (signsIn.length > 0) throw rests("somebody it added has an account.");
  // Whom the import moved away from whoever takes it back would come back under them.
  await withoutSeeingMore(tx, actor, today, "take it back", async () => {
    if (found.changes.length > 0) await changePeople(tx, ...arraysOf(found.changes.map(({ id, before }) => ({ id, columns: before }))));
    await patiently(tx);
    try {
      await takeBack(tx, input.importId);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "23503")
        throw rests("something has been recorded about somebody it added.");
      throw error;
    }
  });
  await markUndone(tx, input.importId, now, actor.personId);
  note({ import: input.importId, removed: found.added.length, restored: found.changes.length });
  return { removed: found.added.length, restored: found.changes.length };
}
