import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guessMapping, headingRow } from "./columns.ts";
import { planImport, type KnownPerson, type Organisation, type Plan } from "./import.ts";
import type { KnownLevel } from "./levels.ts";
import { loops } from "./loops.ts";
import { readShare } from "./rows.ts";

const level = (framework: string, id: string, title: string): KnownLevel => ({
  frameworkId: framework,
  version: 1,
  framework,
  frameworkTitle: framework === "care" ? "Care" : "Operations",
  level: id,
  title,
  track: "core",
});
const levels = [
  level("care", "senior", "Senior care worker"),
  level("operations", "senior", "Senior"),
  level("operations", "lead", "Lead"),
];
const nobody: Organisation = { people: [], teams: [], levels, laterLines: [] };

let made = 0;
const newId = () => `new-${(made += 1)}`;
function plan(rows: readonly (readonly string[])[], organisation: Organisation = nobody, whole = false): Plan {
  const head = headingRow(rows);
  return planImport({ rows, head, mapping: guessMapping(rows[head] ?? []), order: "day-first" }, organisation, {
    on: "2026-11-21",
    whole,
    reader: null,
    newId,
  });
}

/** The organisation once a plan has been carried out in it. */
function after(organisation: Organisation, { added, changed, left, lines, placements, teams }: Plan): Organisation {
  const gone = new Set(left.map(({ id }) => id));
  const fresh = new Map(changed.map(({ id, after: columns }) => [id, columns]));
  const people = [
    ...organisation.people.map((person) => ({
      ...person,
      ...fresh.get(person.id),
      ...(gone.has(person.id) ? { leftOn: "2026-11-21" } : {}),
    })),
    ...added.map(({ id, columns }): KnownPerson => ({ id, ...columns, managerId: null, level: null, stays: false })),
  ];
  const managers = new Map(lines.map(({ personId, managerId }) => [personId, managerId]));
  const places = new Map(placements.map((each) => [each.personId, each]));
  return {
    ...organisation,
    teams: [...organisation.teams, ...teams],
    people: people.map((person) => {
      const manager = managers.get(person.id);
      const place = places.get(person.id);
      return {
        ...person,
        ...(manager === undefined ? {} : { managerId: manager }),
        ...(place === undefined
          ? {}
          : { level: { frameworkId: place.level.frameworkId, level: place.level.level, title: place.level.title, from: place.from } }),
      };
    }),
  };
}

test.each([
  [
    "Employee No.,Full name,Work e-mail,Line manager e-mail,Department,Job family,Grade,Hire date,FTE,Site",
    "employeeNumber,name,email,manager,team,family,level,startedOn,share,location",
  ],
  ["Payroll ID;Surname;Forename;Manager's employee number;Manager name;Manager start date", "employeeNumber,lastName,firstName,manager,,"],
  ["ID,NAME,E-MAIL ADDRESS,REPORTS TO,TEAM,LEVEL,START DATE (dd/mm/yyyy)", "employeeNumber,name,email,manager,team,level,startedOn"],
  ["Favourite colour,Name,Number", ",name,employeeNumber"],
])("the columns of “%s” are guessed", (headings, wanted) => {
  const row = headings.split(/[,;]/);
  const mapping = guessMapping(row);
  const says = row.map((_, column) => Object.entries(mapping).find(([, at]) => at === column)?.[0] ?? "");
  expect(says.join()).toBe(wanted);
});

test("headings are found below a title and a date of export", () => {
  expect(headingRow([["People of Alder House"], ["21 November 2026"], [], ["Staff number", "Name"], ["1", "Ann"]])).toBe(3);
});

test.each([
  ["0.8", 0.8],
  ["0,8", 0.8],
  ["80%", 0.8],
  ["80 %", 0.8],
  ["37.5", 0.375],
  ["1", 1],
  ["100", 1],
  ["Full-time", 1],
  ["0", null],
  ["120%", null],
  ["most days", null],
])("a share of %s is %s", (written, share) => {
  expect(readShare(written)).toBe(share);
});

describe("a file", () => {
  const rows = [
    ["Number", "Name", "E-mail", "Manager", "Team", "Job family", "Level", "Start date", "FTE"],
    ["007", "Ann Lee", "ann@example.org", "", "Care", "", "Senior care worker", "03/04/2020", "1"],
    ["008", "Bob Ray", "bob@example.org", "007", "Care > North", "Operations", "senior", "1 Dec 2026", "80%"],
    ["009", "Cy Dale", "", "Bob@example.org", "Care > North", "", "operations/lead", "", "0,5"],
  ];

  test("becomes people, teams, lines and placements; who starts later begins then", () => {
    const { added, teams, lines, placements, problems } = plan(rows);
    expect(problems).toEqual([]);
    expect(
      added.map(({ columns, team, manager, level: at }) => [columns.employeeNumber, columns.startedOn, columns.share, team, manager, at]),
    ).toEqual([
      ["007", "2020-04-03", 1, "Care", null, "Senior care worker"],
      ["008", "2026-12-01", 0.8, "North", "007 Ann Lee", "Senior"],
      ["009", null, 0.5, "North", "008 Bob Ray", "Lead"],
    ]);
    expect(teams.map(({ name, parentId }) => [name, parentId === null])).toEqual([
      ["Care", true],
      ["North", false],
    ]);
    expect(lines.map(({ from }) => from)).toEqual(["2026-12-01", "2026-11-21"]);
    expect(placements.map(({ level: at, from }) => `${at.framework}/${at.level} ${from}`)).toEqual([
      "care/senior 2026-11-21",
      "operations/senior 2026-12-01",
      "operations/lead 2026-11-21",
    ]);
  });

  test("imported twice changes nothing the second time", () => {
    const second = plan(rows, after(nobody, plan(rows)));
    expect([second.added, second.changed, second.left, second.lines, second.placements, second.teams, second.unchanged]).toEqual([
      [],
      [],
      [],
      [],
      [],
      [],
      3,
    ]);
  });

  test("names every problem by row and cell", () => {
    const { problems } = plan([
      ["Number", "Name", "E-mail", "Manager", "Level", "Start date", "FTE"],
      ["1", "Ann Lee", "ann", "77", "Headmaster", "someday", "lots"],
      ["1", "Ann Lee", "", "", "", "", ""],
      ["", "Nobody", "", "", "", "", ""],
      ["2", "", "", "", "", "", ""],
      ["3", "Dee", "", "", "senior", "", ""],
    ]);
    expect(problems.map(({ code, row, column, cell }) => `${code} ${row} ${column} ${cell}`)).toEqual([
      "not-an-email 2 E-mail C2",
      "not-a-date 2 Start date F2",
      "not-a-share 2 FTE G2",
      "unknown-manager 2 Manager D2",
      "unknown-level 2 Level E2",
      "duplicate 3 Number A3",
      "missing 4 Number A4",
      "missing 5 Name B5",
      "ambiguous 6 Level E6",
    ]);
  });

  test("without a number or a name says so and nothing else", () => {
    expect(plan([["Colour"], ["red"]]).problems.map(({ code, row }) => [code, row])).toEqual([
      ["no-column", null],
      ["no-column", null],
    ]);
  });

  test("takes nobody for a leaver unless it is the whole organisation, and never an owner or who imports", () => {
    const before = after(nobody, plan(rows));
    const owned = { ...before, people: before.people.map((person) => ({ ...person, stays: person.employeeNumber === "007" })) };
    const part = [
      ["Number", "Name", "Manager"],
      ["009", "Cy Dale", ""],
    ];
    expect(plan(part, owned).left).toEqual([]);
    const whole = plan(part, owned, true);
    expect(whole.left.map(({ employeeNumber }) => employeeNumber)).toEqual(["008"]);
    expect(whole.notes[0]).toContain("007 Ann Lee is not in the file and stays");
    const under = plan(
      [
        ["Number", "Name", "Manager"],
        ["009", "Cy Dale", "008"],
      ],
      owned,
      true,
    );
    expect(under.problems.map(({ code }) => code)).toEqual(["unknown-manager"]);
  });

  test("knows somebody by their e-mail address where their number is new, as the founder's is", () => {
    const before = after(
      nobody,
      plan([
        ["Number", "Name", "E-mail"],
        ["1", "Ann Lee", "ann@example.org"],
      ]),
    );
    const { added, changed, problems } = plan(rows, before);
    expect(problems).toEqual([]);
    expect([added.length, changed[0]?.changes[0]]).toEqual([2, { field: "employeeNumber", before: "1", after: "007" }]);
  });

  test("spells a loop out, also one that closes through somebody outside the file or on a later day", () => {
    const head = ["Number", "Name", "Manager"];
    expect(
      plan([head, ["1", "Ann", "2"], ["2", "Bob", "3"], ["3", "Cy", "1"], ["4", "Dee", "1"]]).problems.map(({ row, cell, message }) => [
        row,
        cell,
        message,
      ]),
    ).toEqual([[2, "C2", "A reporting line that comes back to where it began: 1 Ann → 2 Bob → 3 Cy → 1 Ann."]]);
    expect(plan([head, ["1", "Ann", "1"]]).problems.map(({ message }) => message)).toEqual([
      "A reporting line that comes back to where it began: 1 Ann → 1 Ann.",
    ]);
    const before = after(nobody, plan([head, ["1", "Ann", ""], ["2", "Bob", "1"]]));
    expect(plan([head, ["1", "Ann", "2"]], before).problems.map(({ message }) => message)).toEqual([
      "A reporting line that comes back to where it began: 1 Ann → 2 Bob → 1 Ann.",
    ]);
    const [ann, bob] = before.people.map(({ id }) => id);
    const apart = { ...before, people: before.people.map((person) => ({ ...person, managerId: null })) };
    const laterLines = [{ personId: bob ?? "", managerId: ann ?? "", from: "2027-01-01" }];
    expect(plan([head, ["1", "Ann", "2"]], { ...apart, laterLines }).problems.map(({ message }) => message)).toEqual([
      "A reporting line that comes back to where it began on 2027-01-01: 1 Ann → 2 Bob → 1 Ann.",
    ]);
  });
});

/** Somebody's whole line of managers, found the slow and obvious way. */
function returns(start: string, managers: ReadonlyMap<string, string | null>): boolean {
  let at = managers.get(start) ?? null;
  for (let step = 0; step <= managers.size && at !== null; step += 1) {
    if (at === start) return true;
    at = managers.get(at) ?? null;
  }
  return false;
}
const people = fc.array(fc.option(fc.nat(11)), { minLength: 1, maxLength: 12 });

test("exactly those whose line comes back to them are in a loop, each in one", () => {
  fc.assert(
    fc.property(people, (lines) => {
      const managers = new Map(lines.map((manager, id) => [String(id), manager === null ? null : String(manager)]));
      const found = loops(managers).flat();
      expect(found.toSorted()).toEqual([...managers.keys()].filter((id) => returns(id, managers)).toSorted());
    }),
  );
});

test("whatever is imported: a plan without problems leaves no loop, and imported again it changes nothing", () => {
  fc.assert(
    fc.property(people, people, fc.boolean(), (first, second, whole) => {
      const sheet = (managers: readonly (number | null)[]) => [
        ["Number", "Name", "Manager", "Team", "Level"],
        ...managers.map((manager, id) => [
          `0${id}`,
          `Person ${id}`,
          manager === null ? "" : `0${manager}`,
          id % 2 ? "North" : "South",
          "Lead",
        ]),
      ];
      const founded = plan(sheet(first));
      const before = founded.problems.length === 0 ? after(nobody, founded) : nobody;
      const done = plan(sheet(second), before, whole);
      fc.pre(done.problems.length === 0);
      const now = after(before, done);
      expect(loops(new Map(now.people.map(({ id, managerId }) => [id, managerId])))).toEqual([]);
      const again = plan(sheet(second), now, whole);
      expect([again.problems, again.added, again.changed, again.left, again.lines, again.placements]).toEqual([[], [], [], [], [], []]);
    }),
  );
});

describe("a manager by name", () => {
  const head = ["Number", "Name", "Manager"];

  test("is found in the file or the organisation, whatever the case and order of the names", () => {
    const { lines, problems } = plan([head, ["1", "Ann Lee", ""], ["2", "Bob Ray", "ann  LEE"], ["3", "Cy Dale", "Lee, Ann"]]);
    expect(problems).toEqual([]);
    expect(lines.map(({ managerId }) => managerId)).toEqual([lines[0]?.managerId, lines[0]?.managerId]);
    expect(lines).toHaveLength(2);
  });

  test("that several bear is refused with each of them by number; nobody who leaves is meant", () => {
    const rows = [head, ["1", "Ann Lee", ""], ["2", "Ann Lee", ""], ["3", "Cy Dale", "Ann Lee"]];
    expect(plan(rows).problems.map(({ row, code, message }) => [row, code, message])).toEqual([
      [4, "ambiguous", "2 people are called “Ann Lee”: 1 Ann Lee, 2 Ann Lee. Write the employee number of the one who is meant."],
    ]);
    const organisation = after(nobody, plan(rows.slice(0, 3)));
    const whole = plan([head, ["1", "Ann Lee", ""], ["3", "Cy Dale", "Ann Lee"]], organisation, true);
    expect([whole.problems, whole.left.map(({ employeeNumber }) => employeeNumber)]).toEqual([[], ["2"]]);
  });

  test("that is also somebody's employee number is that number", () => {
    const { lines, added } = plan([head, ["Ann Lee", "Bob Ray", ""], ["2", "Ann Lee", ""], ["3", "Cy Dale", "Ann Lee"]]);
    expect(lines.map(({ managerId }) => managerId)).toEqual([added.find(({ columns }) => columns.employeeNumber === "Ann Lee")?.id]);
  });
});
