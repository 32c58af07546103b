import type { z } from "zod";
import { wholePercent } from "../gap/words.ts";
import type { BarriersShown, BenchShown, CpdShown, GapsShown, LevelsShown, TimeShown } from "./shown.ts";

type Row = (string | number | null)[];
type Of<F extends string, S extends z.ZodType> = { figure: F } & z.input<S>;
/** A figure as its route replies with it. */
export type Figure =
  | Of<"levels", typeof LevelsShown>
  | Of<"time-in-level", typeof TimeShown>
  | Of<"gaps", typeof GapsShown>
  | Of<"bench", typeof BenchShown>
  | Of<"barriers", typeof BarriersShown>
  | Of<"cpd", typeof CpdShown>;

const NOT_SHOWN = "not shown";
const stay = ({ people, months, hidden }: z.input<typeof TimeShown>["levels"][number]["now"]): Row => [
  people,
  ...(hidden ? [NOT_SHOWN, NOT_SHOWN, NOT_SHOWN] : (months ?? [null, null, null])),
];

/** Its table, the heads first; every share stands beside how many it is of, and what is not shown says so. */
export function rowsOf(figure: Figure): Row[] {
  switch (figure.figure) {
    case "levels":
      return [
        ["Ladder", "Level", "Track", "Rank", "People"],
        ...figure.ladders.flatMap(({ title, levels }) =>
          levels.map((level): Row => [title, level.title, level.track, level.rank, level.people]),
        ),
      ];
    case "time-in-level":
      return [
        [
          "Ladder",
          "Level",
          "Track",
          "At it now",
          "Months so far, a quarter",
          "Months so far, half",
          "Months so far, three quarters",
        ].concat("Went on", "Months stayed, a quarter", "Months stayed, half", "Months stayed, three quarters"),
        ...figure.levels.map(({ title, track, now, moved }): Row => [
          figure.ladder?.title ?? "",
          title,
          track,
          ...stay(now),
          ...stay(moved),
        ]),
      ];
    case "gaps":
      return gapRows(figure);
    case "bench":
      return [
        ["Name", "Team", "Level", "Since", "Next level", "Readiness from %", "Readiness to %", "Ready", "Short", "Of them critical"].concat(
          "Unassessed",
          "Not held",
        ),
        ...figure.items.map(({ person, from, to, readiness, ready, short, critical, unassessed, missing }): Row => [
          person.name,
          person.team ?? "",
          from.title,
          from.since,
          to.title,
          wholePercent(readiness.low),
          wholePercent(readiness.high),
          ready ? "yes" : "no",
          short,
          critical,
          unassessed,
          missing,
        ]),
      ];
    case "barriers":
      return [
        [
          "Barrier",
          "Open",
          "People",
          `Open for ${figure.oldDays} days and more`,
          "Median days open",
          "Resolved in a year",
          "Median days to resolve",
        ],
        ...figure.kinds.map((each): Row => {
          if ("hidden" in each) return [each.kind, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN];
          const { kind, open, people, old, medianDays, resolved } = each;
          return [kind, open, people, old, medianDays, resolved?.count ?? NOT_SHOWN, resolved === null ? NOT_SHOWN : resolved.medianDays];
        }),
      ];
    case "cpd":
      return [
        [
          "Year",
          "Unit",
          "People",
          "Logged anything",
          "Met what is asked",
          "Hours asked",
          "Hours, a quarter",
          "Hours, half",
          "Hours, three quarters",
        ],
        ...figure.units.map((unit): Row => {
          const name = unit.name ?? "In no unit";
          if ("hidden" in unit)
            return [figure.year.label, name, unit.people, NOT_SHOWN, NOT_SHOWN, figure.asked, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN];
          return [figure.year.label, name, unit.people, unit.logged, unit.met, figure.asked, ...unit.hours];
        }),
      ];
  }
}

function gapRows({ ladder, levels, domains, rows }: Extract<Figure, { figure: "gaps" }>): Row[] {
  const titles = new Map(levels.map(({ id, title }) => [id, title]));
  const domainTitles = new Map(domains.map(({ id, title }) => [id, title]));
  return [
    ["Ladder", "Domain", "Competency", "Level", "Asked", "Rated", "Short", "Met", "Beyond", "Worded anew since", "Not assessed"],
    ...rows.flatMap(({ title, domain, cells }) =>
      cells.map((cell): Row => {
        const named = [ladder?.title ?? "", domainTitles.get(domain) ?? domain, title, titles.get(cell.level) ?? cell.level];
        if ("hidden" in cell) return [...named, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN];
        return [...named, cell.asked, cell.assessed, cell.short, cell.met, cell.beyond, cell.stale, cell.unassessed];
      }),
    ),
  ];
}
