import { roster, type RosterRow, type Team } from "./roster.ts";
import { between, draw, type Calendar } from "./seed.ts";

/** A stay at one level: from how many days ago, `framework/level`. */
type Stay = { ago: number; at: string };

/** The levels that somebody at this one has commonly come through, the lowest first. */
const before: Readonly<Record<string, readonly string[]>> = {
  "operations/specialist-analyst": ["operations/coordinator"],
  "operations/operations-manager": ["operations/coordinator", "operations/specialist-analyst"],
  "operations/senior-operations-specialist": ["operations/specialist-analyst"],
  "operations/senior-operations-manager": ["operations/specialist-analyst", "operations/operations-manager"],
  "operations/director": ["operations/operations-manager", "operations/senior-operations-manager"],
  "care/senior-care-worker": ["care/care-worker"],
  "care/care-coordinator": ["care/care-worker", "care/senior-care-worker"],
  "care/dementia-lead": ["care/care-worker", "care/senior-care-worker"],
  "care/palliative-lead": ["care/senior-care-worker"],
  "care/deputy-manager": ["care/care-worker", "care/senior-care-worker"],
  "care/registered-manager": ["care/senior-care-worker", "care/deputy-manager"],
  "care/area-manager": ["care/deputy-manager", "care/registered-manager"],
  "care/head-of-care-strategy": ["care/registered-manager"],
  "leadership-and-management/level-3": ["leadership-and-management/level-2"],
  "leadership-and-management/level-4": ["leadership-and-management/level-2", "leadership-and-management/level-3"],
  "leadership-and-management/level-5": ["leadership-and-management/level-4"],
  "senior-leader/level-7": ["leadership-and-management/level-5"],
};

/** Careers that are told rather than drawn. */
const told: Readonly<Record<number, readonly Stay[]>> = {
  3: [
    { ago: 3900, at: "operations/specialist-analyst" },
    { ago: 2700, at: "operations/operations-manager" },
    { ago: 1015, at: "operations/senior-operations-manager" },
  ],
  5: [
    { ago: 2600, at: "operations/coordinator" },
    { ago: 1870, at: "operations/specialist-analyst" },
    { ago: 905, at: "operations/operations-manager" },
  ],
  13: [
    { ago: 1412, at: "operations/coordinator" },
    { ago: 767, at: "operations/specialist-analyst" },
  ],
  14: [
    { ago: 2240, at: "operations/coordinator" },
    { ago: 1310, at: "operations/specialist-analyst" },
  ],
  18: [{ ago: 24, at: "operations/coordinator" }],
  43: [{ ago: 58, at: "operations/coordinator" }],
  47: [
    { ago: 3350, at: "care/senior-care-worker" },
    { ago: 2210, at: "care/deputy-manager" },
    { ago: 1130, at: "care/registered-manager" },
  ],
  51: [
    { ago: 2480, at: "care/care-worker" },
    { ago: 1690, at: "care/senior-care-worker" },
    { ago: 830, at: "care/deputy-manager" },
  ],
  55: [{ ago: 640, at: "care/care-worker" }],
  65: [
    { ago: 1620, at: "care/care-worker" },
    { ago: 905, at: "care/senior-care-worker" },
  ],
  72: [{ ago: 41, at: "care/care-worker" }],
  95: [
    { ago: 3050, at: "operations/operations-manager" },
    { ago: 1720, at: "leadership-and-management/level-5" },
    { ago: 402, at: "senior-leader/level-7" },
  ],
  101: [{ ago: 330, at: "leadership-and-management/level-2" }],
  115: [{ ago: 33, at: "leadership-and-management/level-2" }],
};

function drawn(number: number, at: string): Stay[] {
  const name = `career ${number}`;
  const lead = before[at]?.length ?? 0;
  const now = lead === 0 ? between(`${name} now`, 320, 1500) : between(`${name} now`, 190, 1150);
  const stays: Stay[] = [{ ago: now, at }];
  for (const level of (before[at] ?? []).toReversed()) {
    // Some joined from outside, at a rung above the first.
    if (draw(`${name} from outside ${level}`) < 0.22) break;
    stays.unshift({ ago: (stays[0]?.ago ?? now) + between(`${name} ${level}`, 400, 1100), at: level });
  }
  return stays;
}

/** When Operations moved its people to a new version, in days ago; transport and catering wait with the third. */
const moves: readonly { version: number; ago: number; waits: readonly Team[] }[] = [
  { version: 2, ago: 120, waits: [] },
  { version: 3, ago: 7, waits: ["transport", "catering"] },
];

export type Placed = { framework: string; level: string; version: number; from: string; reason: string };
export type Employee = {
  number: number;
  name: string;
  team: Team;
  manager: number | null;
  startedOn: string;
  placements: readonly Placed[];
  lines: readonly { manager: number | null; from: string }[];
};

function placementsOf(stays: readonly Stay[], team: Team, { ago }: Calendar): Placed[] {
  const placed = stays.flatMap((stay, index): (Placed & { days: number })[] => {
    const [framework = "", level = ""] = stay.at.split("/");
    const until = stays[index + 1]?.ago ?? -1;
    const known = framework === "operations" ? moves.filter(({ waits }) => !waits.includes(team)) : [];
    const version = 1 + known.filter((move) => move.ago >= stay.ago).length;
    const first = { framework, level, version, from: ago(stay.ago), days: stay.ago, reason: index === 0 ? "Joined" : "Promoted" };
    const moved = known
      .filter((move) => move.ago < stay.ago && move.ago > until)
      .map((move) => ({
        ...first,
        version: move.version,
        from: ago(move.ago),
        days: move.ago,
        reason: `Moved to version ${move.version}`,
      }));
    return [first, ...moved];
  });
  return placed.map(({ days: _, ...each }) => each);
}

/**
 * Whom somebody has reported to since they came: today's manager from the day that one had the post, and before it whoever
 * is above in today's line.
 */
function linesOf(row: RosterRow, startedOn: string, inPost: ReadonlyMap<number, string>, managers: ReadonlyMap<number, number | null>) {
  const lines: { manager: number | null; from: string }[] = [];
  for (let manager = row[4]; manager !== null; manager = managers.get(manager) ?? null) {
    const since = inPost.get(manager) ?? startedOn;
    const from = since > startedOn ? since : startedOn;
    const next = lines[0];
    if (next === undefined || from < next.from) lines.unshift({ manager, from });
    if (since <= startedOn) break;
  }
  if (lines.length === 0 || (lines[0]?.from ?? "") > startedOn) lines.unshift({ manager: null, from: startedOn });
  return lines;
}

export function employees(calendar: Calendar): Employee[] {
  const stays = new Map(
    roster.map(([number, , , at]): [number, readonly Stay[]] => [number, told[number] ?? (at === null ? [] : drawn(number, at))]),
  );
  const startedOn = (number: number) => calendar.ago(stays.get(number)?.[0]?.ago ?? 4015);
  const inPost = new Map(roster.map(([number]) => [number, calendar.ago(stays.get(number)?.at(-1)?.ago ?? 4015)]));
  const managers = new Map(roster.map(([number, , , , manager]) => [number, manager]));
  return roster.map((row) => {
    const [number, name, team, , manager] = row;
    return {
      number,
      name,
      team,
      manager,
      startedOn: startedOn(number),
      placements: placementsOf(stays.get(number) ?? [], team, calendar),
      lines: linesOf(row, startedOn(number), inPost, managers),
    };
  });
}
