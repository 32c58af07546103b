/** What a column of a table may say. Fields that end in `Id` are how things are known again. */
export const tableFields = [
  "frameworkId",
  "framework",
  "trackId",
  "track",
  "levelId",
  "level",
  "rank",
  "scope",
  "domainId",
  "domain",
  "competencyId",
  "competency",
  "use",
  "definition",
  "expectationId",
  "target",
  "weight",
  "critical",
  "statements",
] as const;
export type TableField = (typeof tableFields)[number];

/** Rows are expectations; or competencies, with a column for each level; or levels, with a column for each competency. */
export const tableLayouts = ["long", "levels-as-columns", "levels-as-rows"] as const;
export type TableLayout = (typeof tableLayouts)[number];

/** How a table is to be read or written; what is left out is guessed. */
export type TableOptions = {
  layout?: TableLayout;
  /** Of a workbook, the sheet; the first with anything in it where absent. */
  sheet?: string;
  /** Heading → what its column says; "" for nothing. In the two matrix layouts a column that is not named here is a level or a competency. */
  columns?: Readonly<Record<string, TableField | "">>;
  /** Only the rows that say this in that column, such as one role of a file that holds many. */
  only?: { column: string; value: string };
  /** How statements are parted within a cell. */
  statements?: "lines" | "paragraphs";
  /** The labels of the rating scale, lowest first. */
  scale?: readonly string[];
  /** What an expectation asks where the table does not say: a value of the scale. */
  target?: number;
  /** Of a framework that is new: how it is called. */
  id?: string;
  title?: string;
  /** Keeps what the file leaves out, instead of removing it. A table that does not say ids is a part of the ladder unless told. */
  keep?: boolean;
};

/** How a table was understood, for whoever brings it to correct. */
export type TableFound = {
  layout: TableLayout;
  /** Of a workbook: the sheet that was read, and all there are. */
  sheet: string | null;
  sheets: string[];
  /** From left to right. `field` null: a level or a competency, as the layout says; `samples` are the first different cells. */
  columns: { heading: string; field: TableField | "" | null; samples: string[] }[];
  /** Rows below the headings in which anything stands. */
  rows: number;
  statements: "lines" | "paragraphs";
  /** Lowest first. */
  scale: { value: number; label: string }[];
  target: number;
  /** Whether what it leaves out stays. */
  keep: boolean;
  id: string;
  title: string;
};
