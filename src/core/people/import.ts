import { folded } from "../framework/formats/cells.ts";
import { complaints, missingColumns, readPeople, type Complain, type PersonIn, type RowProblem, type Sheet } from "./rows.ts";
import { levelFinder, type KnownLevel } from "./levels.ts";
import { refuseLoops } from "./loops.ts";
import { refuseOwnReach, type Order, type Reader } from "./reach.ts";
import { teamFinder, type KnownTeam } from "./teams.ts";

/** Somebody whom the organisation has already. `managerId` and `level` hold on the day of the import, or on their first day where that comes later. */
export type KnownPerson = Columns & {
  id: string;
  managerId: string | null;
  level: { frameworkId: string; level: string; title: string; from: string } | null;
  /** Never taken for a leaver: owners, and who imports. */
  stays: boolean;
};
/** What is stored in a person's own row; dates YYYY-MM-DD, `share` in (0, 1]. */
export type Columns = {
  employeeNumber: string;
  name: string;
  email: string | null;
  teamId: string | null;
  location: string | null;
  share: number;
  startedOn: string | null;
  leftOn: string | null;
};

export type Organisation = {
  people: readonly KnownPerson[];
  teams: readonly KnownTeam[];
  levels: readonly KnownLevel[];
  /** Reporting lines that begin after the day of the import, in the order in which they will hold. */
  laterLines: readonly Line[];
};

export type Options = {
  /** The day of the import, YYYY-MM-DD: who leaves leaves then, and what changes holds from then. */
  on: string;
  /** Whether the file says who all there are: whoever is not in it leaves. */
  whole: boolean;
  /** Who imports; null where everybody's results are open to them as it is. */
  reader: Reader | null;
  newId: () => string;
};

/** One thing that changes, in words; null for nothing. */
export type Change = {
  field: "employeeNumber" | "name" | "email" | "team" | "location" | "share" | "startedOn" | "leftOn" | "manager" | "level";
  before: string | null;
  after: string | null;
};
export type Line = { personId: string; managerId: string | null; from: string };
export type Placement = { personId: string; level: KnownLevel; from: string };

export type Plan = {
  added: { row: number; id: string; columns: Columns; team: string | null; manager: string | null; level: string | null }[];
  changed: { row: number; id: string; employeeNumber: string; name: string; changes: Change[]; before: Columns; after: Columns }[];
  left: { id: string; employeeNumber: string; name: string; before: Columns }[];
  unchanged: number;
  teams: KnownTeam[];
  lines: Line[];
  placements: Placement[];
  problems: RowProblem[];
  /** Sentences about what an import does not do though one might expect it. */
  notes: string[];
};

/** A name as it is written, and with the last name first: “Ray, Bob” is Bob Ray. */
const waysOfName = (name: string): string[] => {
  const plain = folded(name);
  const space = plain.lastIndexOf(" ");
  return space === -1 ? [plain] : [plain, `${plain.slice(space + 1)}, ${plain.slice(0, space)}`];
};
const mostNamed = 5;
const listed = (names: readonly string[]) =>
  names.length <= mostNamed ? names.join(", ") : `${names.slice(0, mostNamed).join(", ")} and ${names.length - mostNamed} more`;
const byAddress = (address: string) => address.toLowerCase();
const later = (a: string, b: string | null) => (b !== null && b > a ? b : a);

/** Everything that an import would do and everything that keeps it from being done. A plan with problems must not be carried out. */
export function planImport(sheet: Sheet, organisation: Organisation, options: Options): Plan {
  const plan: Plan = { added: [], changed: [], left: [], unchanged: 0, teams: [], lines: [], placements: [], problems: [], notes: [] };
  plan.problems.push(...missingColumns(sheet.mapping));
  if (plan.problems.length > 0) return plan;
  const complain = complaints(sheet, plan.problems);
  const read = readPeople(sheet, complain);
  if (read.length === 0 && plan.problems.length === 0)
    plan.problems.push({
      code: "no-rows",
      row: null,
      column: null,
      cell: null,
      field: null,
      message: "There is nobody below the headings.",
    });
  const matched = match(read, organisation.people, complain);
  settle(plan, matched, organisation, options, complain);
  plan.problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
  return plan;
}

type Matched = { given: PersonIn; id: string | null; known: KnownPerson | null };

/** Who is who: by employee number, else by an e-mail address whose owner the file does not name otherwise. The second of two rows about one person is a problem. */
function match(read: readonly PersonIn[], people: readonly KnownPerson[], complain: Complain): Matched[] {
  const byNumber = new Map(people.map((person) => [person.employeeNumber, person]));
  const numbers = new Map<string, number>();
  const addresses = new Map<string, number>();
  const once: PersonIn[] = [];
  for (const given of read) {
    const before = numbers.get(given.employeeNumber);
    if (before !== undefined) {
      complain(given.row, "employeeNumber", "duplicate", `Row ${before} has the employee number ${given.employeeNumber} already.`);
      continue;
    }
    numbers.set(given.employeeNumber, given.row);
    if (given.email !== null && given.email !== undefined) {
      const row = addresses.get(byAddress(given.email));
      if (row !== undefined) complain(given.row, "email", "duplicate", `Row ${row} has the e-mail address ${given.email} already.`);
      else addresses.set(byAddress(given.email), given.row);
    }
    once.push(given);
  }
  const owners = new Map(people.flatMap((person) => (person.email === null ? [] : [[byAddress(person.email), person] as const])));
  return once.map((given) => {
    const known = byNumber.get(given.employeeNumber) ?? null;
    const owner = given.email === null || given.email === undefined ? undefined : owners.get(byAddress(given.email));
    if (known === null && owner !== undefined && !numbers.has(owner.employeeNumber)) return { given, id: owner.id, known: owner };
    if (owner !== undefined && owner !== known && !numbers.has(owner.employeeNumber))
      complain(given.row, "email", "duplicate", `${given.email ?? ""} is the address of ${called(owner)}, who is not in the file.`);
    return { given, id: known?.id ?? null, known };
  });
}

const called = ({ employeeNumber, name }: { employeeNumber: string; name: string }) => `${employeeNumber} ${name}`;

function settle(
  plan: Plan,
  matched: readonly Matched[],
  organisation: Organisation,
  { on, whole, reader, newId }: Options,
  complain: Complain,
): void {
  const { people, teams, levels, laterLines } = organisation;
  const rows = matched.map(({ given, id, known }) => ({ given, known, id: id ?? newId() }));
  const inFile = new Set(rows.map(({ id }) => id));
  const working = ({ leftOn }: { leftOn: string | null }) => leftOn === null || leftOn > on;
  const gone = people.filter((person) => !inFile.has(person.id) && (!working(person) || (whole && !person.stays)));
  const goneIds = new Set(gone.map(({ id }) => id));

  // By whom somebody is found: those of the file as the file has them, all others as they are stored.
  const names = new Map<string, { id: string; employeeNumber: string; name: string }>();
  const byNumber = new Map<string, string>();
  const byEmail = new Map<string, string>();
  const byName = new Map<string, string[]>();
  const know = (id: string, employeeNumber: string, name: string, email: string | null | undefined) => {
    names.set(id, { id, employeeNumber, name });
    byNumber.set(employeeNumber, id);
    if (email !== null && email !== undefined) byEmail.set(byAddress(email), id);
    // Who has gone is never meant by a name.
    if (!goneIds.has(id)) for (const way of waysOfName(name)) byName.set(way, [...(byName.get(way) ?? []), id]);
  };
  for (const person of people) if (!inFile.has(person.id)) know(person.id, person.employeeNumber, person.name, person.email);
  for (const { id, given, known } of rows)
    know(id, given.employeeNumber, given.name, given.email === undefined ? known?.email : given.email);
  const label = (id: string | null): string | null => {
    const found = id === null ? undefined : names.get(id);
    return found === undefined ? null : called(found);
  };

  const teamNames = new Map(teams.map((team) => [team.id, team.name]));
  const findTeam = teamFinder(teams, newId, plan.teams);
  const findLevel = levelFinder(levels);
  const managerOf = new Map<string, string | null>(people.map((person) => [person.id, goneIds.has(person.id) ? null : person.managerId]));
  const rowOf = new Map<string, number>();

  for (const { given, known, id } of rows) {
    rowOf.set(id, given.row);
    const { row } = given;
    const columns: Columns = {
      employeeNumber: given.employeeNumber,
      name: given.name,
      email: given.email === undefined ? (known?.email ?? null) : given.email,
      teamId: known?.teamId ?? null,
      location: given.location === undefined ? (known?.location ?? null) : given.location,
      share: given.share ?? known?.share ?? 1,
      startedOn: given.startedOn ?? known?.startedOn ?? null,
      leftOn: known === null || working(known) ? (known?.leftOn ?? null) : null,
    };
    if (given.team !== undefined) {
      const team = given.team === null ? { id: null } : findTeam(given.team);
      if ("message" in team) complain(row, "team", "ambiguous", team.message);
      else columns.teamId = team.id;
      for (const made of plan.teams.slice(teamNames.size - teams.length)) teamNames.set(made.id, made.name);
    }
    const from = later(on, columns.startedOn);

    let managerId = known?.managerId ?? null;
    if (given.manager !== undefined) {
      const written = given.manager;
      const named = written === null || byNumber.has(written) ? [] : (byName.get(folded(written)) ?? []);
      const found =
        written === null
          ? null
          : ((written.includes("@") ? byEmail.get(byAddress(written)) : byNumber.get(written)) ??
            (named.length === 1 ? named[0] : undefined));
      if (found === undefined && named.length > 1)
        complain(
          row,
          "manager",
          "ambiguous",
          `${named.length} people are called “${written ?? ""}”: ${listed(named.map((each) => label(each) ?? ""))}. Write the employee number of the one who is meant.`,
        );
      else if (found === undefined)
        complain(
          row,
          "manager",
          "unknown-manager",
          `Nobody in the file or the organisation has the ${written?.includes("@") ? "e-mail address" : "employee number or the name"} ${written ?? ""}.`,
        );
      else if (found !== null && goneIds.has(found))
        complain(row, "manager", "unknown-manager", `${label(found) ?? ""} has left, or leaves with this import.`);
      else managerId = found;
    }
    managerOf.set(id, managerId);
    if (managerId !== (known?.managerId ?? null)) plan.lines.push({ personId: id, managerId, from });

    const place = given.level === undefined || given.level === null ? null : findLevel(given.family ?? null, given.level);
    let moved: KnownLevel | null = null;
    if (place !== null && !("level" in place)) complain(row, "level", place.code, place.message);
    else if (place !== null && !(known?.level?.frameworkId === place.level.frameworkId && known.level.level === place.level.level)) {
      moved = place.level;
      const since = given.levelFrom ?? from;
      const held = known?.level?.from ?? null;
      if (held !== null && since < held)
        complain(row, "levelFrom", "too-early", `They have been at another level since ${held}, after ${since}.`);
      plan.placements.push({ personId: id, level: place.level, from: since });
    }

    const teamOf = (team: string | null) => (team === null ? null : (teamNames.get(team) ?? null));
    if (known === null) {
      plan.added.push({ row, id, columns, team: teamOf(columns.teamId), manager: label(managerId), level: moved?.title ?? null });
      continue;
    }
    const changes: Change[] = [];
    const change = (field: Change["field"], before: string | null, after: string | null) => changes.push({ field, before, after });
    const { id: _, managerId: __, level: ___, stays: ____, ...before } = known;
    for (const field of ["employeeNumber", "name", "email", "location", "startedOn", "leftOn"] as const)
      if (before[field] !== columns[field]) change(field, before[field], columns[field]);
    if (before.share !== columns.share) change("share", inPercent(before.share), inPercent(columns.share));
    if (before.teamId !== columns.teamId) change("team", teamOf(before.teamId), teamOf(columns.teamId));
    if (managerId !== known.managerId) change("manager", label(known.managerId), label(managerId));
    if (moved !== null) change("level", known.level?.title ?? null, moved.title);
    if (changes.length === 0) plan.unchanged += 1;
    else plan.changed.push({ row, id, employeeNumber: columns.employeeNumber, name: columns.name, changes, before, after: columns });
  }

  for (const person of gone)
    if (working(person)) {
      const { id, managerId: _, level: __, stays: ___, ...before } = person;
      plan.left.push({ id, employeeNumber: before.employeeNumber, name: before.name, before });
    }
  const kept = whole ? people.filter((person) => person.stays && !inFile.has(person.id) && working(person)) : [];
  for (const person of kept)
    plan.notes.push(
      `${called(person)} is not in the file and stays all the same: owners, and whoever imports, are never taken for leavers.`,
    );
  if (plan.teams.length > 0) plan.notes.push(`New teams: ${plan.teams.map(({ name }) => name).join(", ")}.`);

  if (reader !== null) {
    const before: Order = {
      managerOf: new Map(people.map(({ id, managerId }) => [id, managerId])),
      teamOf: new Map(people.map(({ id, teamId }) => [id, teamId])),
    };
    const teamOf = new Map([...before.teamOf, ...plan.changed.map(({ id, after }) => [id, after.teamId] as const)]);
    const news = new Set([
      ...plan.lines.map(({ personId }) => personId),
      ...plan.changed.flatMap(({ id, before: was, after }) => (was.teamId === after.teamId ? [] : [id])),
    ]);
    const rowOfNews = (id: string) => (news.has(id) ? rowOf.get(id) : undefined);
    refuseOwnReach(reader, before, { managerOf, teamOf }, [...teams, ...plan.teams], laterLines, rowOfNews, label, complain);
  }
  refuseLoops(managerOf, laterLines, rowOf, label, complain);
}

const inPercent = (share: number) => `${Math.round(share * 1000) / 10}%`;
