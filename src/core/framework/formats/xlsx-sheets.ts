/*
 * The sheets of a ladder's workbook: one for each kind of thing, one row for each thing, in the order in which somebody fills
 * them in. Both ways follow these lists: what is written, and what is looked for when it comes back.
 */

/** `list`: one entry per line. `of`: what may be chosen, words or the names on another sheet. */
export type Column = {
  key: string;
  head: string;
  width: number;
  note: string;
  of?: readonly string[] | Named;
  list?: true;
  number?: true;
  /** Not shown: the id by which a thing is known again. */
  hidden?: true;
  firm?: true;
};
/** A sheet whose things have names that other sheets use. */
export type Named = "Tracks" | "Levels" | "Domains" | "Competencies" | "Responsibilities" | "Scale";
export type SheetSpec = { name: string; about: string; columns: readonly Column[]; /** Empty rows to fill in. */ spare: number };

const id: Column = {
  key: "id",
  head: "id",
  width: 12,
  hidden: true,
  note: "How Rungs knows this row again. Leave it alone, also when you move the row; a new row needs none.",
};
const title = (note: string): Column => ({ key: "title", head: "Title", width: 34, firm: true, note });
const description: Column = { key: "description", head: "Description", width: 60, note: "Optional. Up to 4,000 characters." };
const regulated: Column = {
  key: "regulated",
  head: "National level",
  width: 14,
  note: "Where there is one: the framework's short name and the level, such as RQF 3.",
};
const months = (note: string): Column => ({ key: "months", head: "Months", width: 10, number: true, note });

export const scaleSheet: SheetSpec = {
  name: "Scale",
  spare: 4,
  about: "What a rating may say, one row per point, from the lowest to the highest.",
  columns: [
    { key: "label", head: "Label", width: 24, firm: true, note: "The word that people choose when they rate, such as Developing." },
    { key: "value", head: "Value", width: 10, number: true, note: "A whole number of its own for each point. It only orders the points." },
    { ...description, note: "What one sees when this point fits." },
  ],
};
export const trackSheet: SheetSpec = {
  name: "Tracks",
  spare: 6,
  about: "The arms of the ladder. One is enough; a fork into managing people and deepening expertise needs more.",
  columns: [id, title("The name of the track, such as Core, Manager or Specialist."), description],
};
export const domainSheet: SheetSpec = {
  name: "Domains",
  spare: 10,
  about: "Themes that run through all levels. Three to five are enough.",
  columns: [
    id,
    title("The name of the theme."),
    {
      key: "kind",
      head: "Kind",
      width: 12,
      of: ["skill", "knowledge", "behaviour", "value"],
      note: "What is asked under this theme. skill where nothing is chosen.",
    },
    description,
  ],
};
export const levelSheet: SheetSpec = {
  name: "Levels",
  spare: 20,
  about: "The rungs, one row each. The levels of a track stand from the lowest rank to the highest. What each asks stands in Matrix.",
  columns: [
    id,
    title("The title that people at this level have."),
    { key: "rank", head: "Rank", width: 8, number: true, note: "A whole number; the same rank on two tracks means equal standing." },
    { key: "track", head: "Track", width: 16, of: "Tracks", note: "Its track, from Tracks. The first one where nothing is chosen." },
    { key: "scope", head: "Scope", width: 50, note: "What somebody at this level looks after." },
    { key: "distinguishes", head: "Sets it apart", width: 50, note: "What separates this level from the next." },
    regulated,
    { key: "roles", head: "Roles", width: 28, list: true, note: "Job titles found at this level, one per line." },
    {
      key: "responsibilities",
      head: "Responsibilities",
      width: 28,
      list: true,
      note: "Held beside the job, from Responsibilities, one per line.",
    },
    {
      key: "readiness",
      head: "Readiness rule",
      width: 40,
      list: true,
      note: "One clause per line. Nothing means: every critical expectation is met, at most 0 others are short, every requirement is met.",
    },
    {
      key: "replaces",
      head: "Takes the place of",
      width: 24,
      list: true,
      note: "Ids of levels of earlier versions that were merged into this one, or that it was split off, one per line.",
    },
  ],
};
export const competencySheet: SheetSpec = {
  name: "Competencies",
  spare: 40,
  about: "What is asked for, one row each. The same competency may be asked at several levels: that is what Matrix shows.",
  columns: [
    id,
    { key: "domain", head: "Domain", width: 20, of: "Domains", note: "Its theme, from Domains." },
    title("A short name, such as Process ownership."),
    { key: "definition", head: "Definition", width: 60, note: "What it is, in one sentence." },
    {
      key: "markers",
      head: "Statements",
      width: 60,
      list: true,
      note: "In a library: what it looks like in general, one statement per line. In a ladder the statements stand in Matrix.",
    },
    {
      key: "use",
      head: "Inherited from",
      width: 34,
      note: "library@version/competency, such as company-values@2/integrity. Title, definition and statements are then the library's.",
    },
  ],
};
export const requirementSheet: SheetSpec = {
  name: "Requirements",
  spare: 30,
  about:
    "What entering a level takes beside the expectations. A row of kind “any of” has a number; rows that name this number are the ways to meet it.",
  columns: [
    id,
    { key: "level", head: "Level", width: 26, of: "Levels", note: "For which level, from Levels." },
    {
      key: "kind",
      head: "Kind",
      width: 16,
      of: ["qualification", "experience", "training", "check", "demonstrated", "any of"],
      note: "experience is counted in months; training and check may run out; demonstrated is attested by a manager.",
    },
    title("The certificate, training or check, by the name on its paper."),
    { key: "number", head: "No.", width: 7, number: true, note: "Only for “any of”: a number by which its ways name it." },
    { key: "within", head: "Way to meet no.", width: 10, number: true, note: "The number of the “any of” that this is one way to meet." },
    months("For experience: how many months."),
    {
      key: "at",
      head: "At levels",
      width: 26,
      list: true,
      note: "For experience: the levels that count, one per line; any level where this is empty. framework/level for another framework.",
    },
    { key: "validMonths", head: "Valid for months", width: 10, number: true, note: "For training and checks that run out." },
    { key: "equivalents", head: "Equivalents", width: 34, list: true, note: "For qualifications: other titles that count, one per line." },
    regulated,
    {
      key: "anyAtLevel",
      head: "Any at that level",
      width: 12,
      of: ["yes", "no"],
      note: "For qualifications: yes if any award at that national level counts.",
    },
    description,
  ],
};
export const responsibilitySheet: SheetSpec = {
  name: "Responsibilities",
  spare: 10,
  about: "What people hold beside the job, such as first aider. Levels name them.",
  columns: [id, title("The name of the responsibility."), description],
};
export const transitionSheet: SheetSpec = {
  name: "Transitions",
  spare: 20,
  about:
    "Ways between levels: promotions, sideways, between tracks, down. Without a promotion the way leads to the next rank of the track.",
  columns: [
    { key: "from", head: "From", width: 30, of: "Levels", note: "A level, or framework/level of another framework." },
    { key: "to", head: "To", width: 30, of: "Levels", note: "A level, or framework/level of another framework." },
    {
      key: "kind",
      head: "Kind",
      width: 14,
      of: ["promotion", "lateral", "track-switch", "step-down"],
      note: "All four are ways of equal standing.",
    },
    months("How long it takes as a rule."),
    description,
  ],
};
export const waySheet: SheetSpec = {
  name: "Ways",
  spare: 20,
  about:
    "Qualifications that carry somebody from one level to another; or, where “To” is empty, onward from a level of yours to something outside.",
  columns: [
    { key: "from", head: "From", width: 30, of: "Levels", note: "As in Transitions." },
    { key: "to", head: "To", width: 30, of: "Levels", note: "As in Transitions. Empty: onward to something that is no level here." },
    title("The name of the qualification or programme."),
    {
      key: "kind",
      head: "Kind",
      width: 16,
      note: "Optional.",
      of: ["apprenticeship", "diploma", "degree", "award", "certificate", "professional", "training", "experience", "other"],
    },
    regulated,
    months("How long it takes."),
    { key: "url", head: "Web address", width: 30, note: "From https:// on." },
  ],
};
export const equivalenceSheet: SheetSpec = {
  name: "Equivalences",
  spare: 10,
  about: "What is the same in other frameworks, so that one piece of evidence serves both.",
  columns: [
    { key: "from", head: "Here", width: 34, of: "Competencies", note: "A competency; or the id of an expectation or level." },
    { key: "to", head: "There", width: 40, note: "framework/id, as the other framework calls it." },
    {
      key: "kind",
      head: "Kind",
      width: 12,
      of: ["exact", "broader", "narrower", "related"],
      note: "What the one there is, seen from here.",
    },
  ],
};
export const assessmentSheet: SheetSpec = {
  name: "Assessment",
  spare: 6,
  about: "How a standard is assessed at its end, one row per part.",
  columns: [title("The name of the part, such as Professional discussion."), description],
};

/** What each sheet of the workbook is called, the two that are no lists of things included. */
export const FRAMEWORK = "Framework";
export const MATRIX = "Matrix";
/** Hidden: names as they stood when the workbook was written, so that what was renamed since is still found. */
export const NAMES = "Rungs";
/** Top left of `NAMES`: by this a workbook of ours is told from a table of somebody else's. */
export const MARK = "rungs workbook 1";

/** A line of the sheet about the framework itself: its path in the document. */
export type Line = { key: string; label: string; help: string; of?: readonly string[]; list?: true; number?: true };
export const frameworkLines: readonly Line[] = [
  { key: "title", label: "Title", help: "What the ladder is called." },
  { key: "id", label: "Id", help: "Short, in small letters, never changed afterwards: it stands in addresses and files." },
  {
    key: "kind",
    label: "Kind",
    help: "A ladder; a library of shared competencies; or a standard from outside, such as an apprenticeship.",
    of: ["ladder", "library", "standard"],
  },
  { key: "language", label: "Language", help: "en, cy, pt-BR …" },
  { key: "description", label: "Description", help: "For whom this ladder is, and how it is meant." },
  { key: "source.title", label: "Source", help: "Where it comes from, if not from you." },
  { key: "source.url", label: "Source's address", help: "From https:// on." },
  { key: "source.licence", label: "Licence", help: "The terms it is used under." },
  { key: "source.attribution", label: "Attribution", help: "What the licence asks you to say." },
  { key: "source.basedOn", label: "Based on", help: "The ladder or template that this one began as." },
];
export const standardLines: readonly Line[] = [
  { key: "standard", label: "Rules of a standard", help: "yes if the lines below are meant.", of: ["yes", "no"] },
  { key: "standard.reference", label: "Reference", help: "Its number, such as ST0480." },
  { key: "standard.regulated", label: "National level", help: "Such as RQF 7." },
  { key: "standard.months.0", label: "Months, at least", help: "The shortest typical duration.", number: true },
  { key: "standard.months.1", label: "Months, at most", help: "The longest typical duration.", number: true },
  { key: "standard.qualification", label: "Qualification", help: "What it leads to." },
  { key: "standard.gateway", label: "Gateway", help: "yes if something must be met before the final assessment.", of: ["yes", "no"] },
  { key: "standard.gateway.clauses", label: "Gateway rule", help: "One clause per line, as in the readiness rule of a level.", list: true },
];

/** In the column for the level: requirements of a standard itself. */
export const ENTRY = "(entry to the standard)";
export const GATEWAY = "(gateway of the standard)";
