/*
 * Which column of somebody's own table says what. Headings differ in every organisation; what is guessed here is shown and
 * may be changed before anything is written.
 */

/** What a table may say of a person, in the order in which it is asked about. */
export const fields = [
  "employeeNumber",
  "name",
  "firstName",
  "lastName",
  "email",
  "manager",
  "team",
  "family",
  "level",
  "levelFrom",
  "startedOn",
  "share",
  "location",
] as const;
export type Field = (typeof fields)[number];

/** As people read them. */
export const fieldNames: Readonly<Record<Field, string>> = {
  employeeNumber: "Employee number",
  name: "Name",
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail",
  manager: "Manager (number, e-mail or name)",
  team: "Team",
  family: "Job family or ladder",
  level: "Level",
  levelFrom: "At this level since",
  startedOn: "Start date",
  share: "Employment share",
  location: "Location",
};

/** Columns by what they say, counted from 0. A field without a column is left as it is. */
export type Mapping = Readonly<Partial<Record<Field, number>>>;

/** Headings by field, as `plain` writes them; the best first. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  employeeNumber: [
    "employee number",
    "employee no",
    "employee id",
    "employeeid",
    "employeenumber",
    "staff number",
    "staff no",
    "staff id",
    "payroll number",
    "payroll no",
    "payroll id",
    "personnel number",
    "personnel no",
    "personnel id",
    "worker id",
    "person id",
    "person number",
    "emp no",
    "emp id",
    "emp number",
    "number",
    "id",
    "no",
  ],
  name: ["name", "full name", "employee name", "display name", "employee", "person", "staff name", "worker name", "preferred name"],
  firstName: ["first name", "forename", "given name", "firstname", "christian name", "first"],
  lastName: ["last name", "surname", "family name", "lastname", "last"],
  email: [
    "e mail",
    "email",
    "email address",
    "e mail address",
    "work email",
    "work e mail",
    "mail",
    "company email",
    "user principal name",
  ],
  manager: [
    "manager number",
    "manager no",
    "manager id",
    "manager employee number",
    "manager employee id",
    "manager s employee number",
    "manager s number",
    "line manager number",
    "line manager id",
    "supervisor id",
    "supervisor number",
    "reports to id",
    "manager email",
    "manager e mail",
    "manager s email",
    "manager s e mail",
    "line manager email",
    "line manager e mail",
    "supervisor email",
    "manager",
    "line manager",
    "manager name",
    "manager s name",
    "line manager name",
    "reports to",
    "supervisor",
    "managerid",
    "manageremail",
    "report to",
  ],
  team: [
    "team",
    "department",
    "unit",
    "dept",
    "organisational unit",
    "org unit",
    "division",
    "group",
    "section",
    "ward",
    "cost centre name",
  ],
  family: ["job family", "family", "ladder", "framework", "career ladder", "profession", "discipline", "function", "career path"],
  level: ["level", "grade", "job level", "career level", "rung", "band", "job title", "title", "role", "position", "job"],
  levelFrom: [
    "at this level since",
    "level since",
    "in level since",
    "in role since",
    "in grade since",
    "level from",
    "level start date",
    "role start date",
  ],
  startedOn: [
    "start date",
    "started",
    "started on",
    "hire date",
    "date of hire",
    "joined",
    "joining date",
    "date joined",
    "start",
    "employed since",
    "hired",
  ],
  share: [
    "employment share",
    "fte",
    "share",
    "full time equivalent",
    "working time",
    "part time",
    "percentage",
    "work percentage",
    "employment percentage",
  ],
  location: ["location", "site", "office", "place", "workplace", "work location", "branch", "city", "base"],
};

/** Lower case, without accents and signs: "Employee No." is "employee no". */
const plain = (heading: string): string =>
  heading
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** How many of the first rows are looked at for headings: above them stand titles and dates of export. */
const deepest = 12;

const ofSomebodyElse = /\b(manager|supervisor|reports? to)\b/;

/** @returns how well a heading fits a field; 0 where it does not. */
function fit(heading: string, field: Field): number {
  if (ofSomebodyElse.test(heading) && field !== "manager") return 0;
  const at = headings[field].indexOf(heading);
  if (at !== -1) return 1000 - at;
  // "Start date (dd/mm/yyyy)": what follows a heading explains it. A single short word would fit too much.
  const begun = headings[field].findIndex((each) => each.includes(" ") && heading.startsWith(`${each} `));
  return begun === -1 || /\bname\b/.test(heading.slice((headings[field][begun] ?? "").length)) ? 0 : 500 - begun;
}

/** The best fitting column of each field, every column used once. */
export function guessMapping(row: readonly string[]): Mapping {
  const fits = row.flatMap((cell, column) => {
    const heading = plain(cell);
    return heading === "" ? [] : fields.map((field) => ({ field, column, score: fit(heading, field) }));
  });
  const mapping: Partial<Record<Field, number>> = {};
  const used = new Set<number>();
  for (const { field, column, score } of fits.toSorted((a, b) => b.score - a.score || a.column - b.column)) {
    if (score === 0 || mapping[field] !== undefined || used.has(column)) continue;
    mapping[field] = column;
    used.add(column);
  }
  // A whole name says more surely how somebody is called than its parts.
  if (mapping.name !== undefined) {
    delete mapping.firstName;
    delete mapping.lastName;
  }
  return mapping;
}

/** @returns the row of the headings: of the first rows that in which most is recognised, the first where nothing is. */
export function headingRow(rows: readonly (readonly string[])[]): number {
  let best = 0;
  let most = 0;
  for (let row = 0; row < Math.min(rows.length, deepest); row += 1) {
    const found = Object.keys(guessMapping(rows[row] ?? [])).length;
    if (found > most) [best, most] = [row, found];
  }
  return best;
}
