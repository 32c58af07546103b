import { competencyId, type Framework, type Level } from "../framework/document.ts";
import { competencyWording, type Library } from "../gap/wording.ts";
import { isHidden } from "./hidden.ts";

/** People who are measured against a level of a version. */
export type Crowd = { aim: number; level: string; people: number; unseen: number };
/** Newest answers to one expectation that read the same: how many, and of how many people whom the reader may not see. `value` null: not observed. */
export type Heap = { aim: number; level: string; expectation: string; value: number | null; stale: boolean; count: number; unseen: number };

/** One competency at one level. Counts are of answers, one for each person and expectation; `asked` is how many there could be. */
export type Cell = {
  level: string;
  asked: number;
  /** Rated in words that still stand; the three that follow add up to it. */
  assessed: number;
  short: number;
  met: number;
  beyond: number;
  stale: number;
  unassessed: number;
};
export type HeatCell = Cell | { level: string; hidden: true };
export type Heat = {
  domains: { id: string; title: string }[];
  /** From the bottom up, as the document has them. */
  levels: { id: string; title: string; track: string; people: number }[];
  rows: { competency: string; title: string; domain: string; cells: HeatCell[] }[];
};
export type Edition = { version: number; content: Framework; libraries: readonly Library[] };

const levelIn = (edition: Edition | undefined, level: string): Level | undefined => edition?.content.levels.find(({ id }) => id === level);
const nothing = (level: string) => ({ level, asked: 0, assessed: 0, short: 0, met: 0, beyond: 0, stale: 0, unassessed: 0 });

/**
 * How many people there are at least among those who gave answers: nobody answers one expectation twice, and nobody is measured
 * by two versions. Somebody may have answered one and somebody else another, so there may be more; never fewer.
 */
function peopleIn(answered: ReadonlyMap<string, { aim: number; unseen: number }> | undefined): number {
  const most = new Map<number, number>();
  for (const { aim, unseen } of answered?.values() ?? []) most.set(aim, Math.max(most.get(aim) ?? 0, unseen));
  return [...most.values()].reduce((sum, people) => sum + people, 0);
}

/**
 * How the people at each level stand to each competency, competencies as rows and levels as columns. What is asked of whom is what
 * the version that they are measured by asks; titles and order are those of the newest.
 *
 * @param editions versions aimed at, the one in force among them, by number. @param smallest the organisation's smallest group.
 */
export function heatOf(
  inForce: number,
  editions: ReadonlyMap<number, Edition>,
  crowds: readonly Crowd[],
  heaps: readonly Heap[],
  smallest: number,
): Heat {
  const newest = editions.get(inForce);
  if (newest === undefined) return { domains: [], levels: [], rows: [] };
  const cells = new Map<string, ReturnType<typeof nothing>>();
  const unseenTo = new Map<string, Map<string, { aim: number; unseen: number }>>();
  const cellOf = (competency: string, level: string) => {
    const key = `${competency} ${level}`;
    const cell = cells.get(key) ?? nothing(level);
    cells.set(key, cell);
    return cell;
  };
  const asked = new Map<string, { competency: string; target: number }>();
  for (const { aim, level, people } of crowds)
    for (const { id, competency, target } of levelIn(editions.get(aim), level)?.expectations ?? []) {
      asked.set(`${aim} ${level} ${id}`, { competency, target });
      const cell = cellOf(competency, level);
      cell.asked += people;
      cell.unassessed += people;
    }
  for (const { aim, level, expectation, value, stale, count, unseen } of heaps) {
    const expected = asked.get(`${aim} ${level} ${expectation}`);
    if (expected === undefined || value === null) continue;
    const cell = cellOf(expected.competency, level);
    cell.unassessed -= count;
    if (stale) cell.stale += count;
    else {
      cell.assessed += count;
      const key = `${expected.competency} ${level}`;
      const answered = unseenTo.get(key) ?? new Map<string, { aim: number; unseen: number }>();
      const one = `${aim} ${expectation}`;
      unseenTo.set(key, answered.set(one, { aim, unseen: (answered.get(one)?.unseen ?? 0) + unseen }));
      cell[value < expected.target ? "short" : value === expected.target ? "met" : "beyond"] += count;
    }
  }
  const { content, libraries } = newest;
  const levels = content.levels.map(({ id, title, track }) => ({
    id,
    title,
    track,
    people: crowds.reduce((sum, crowd) => (crowd.level === id ? sum + crowd.people : sum), 0),
  }));
  const rows = content.domains.flatMap((domain) =>
    content.competencies.flatMap((competency) => {
      if (competency.domain !== domain.id) return [];
      const id = competencyId(competency);
      const found = levels.flatMap(({ id: level }): HeatCell[] => {
        const cell = cells.get(`${id} ${level}`);
        if (cell === undefined) return [];
        return [isHidden(peopleIn(unseenTo.get(`${id} ${level}`)), smallest) ? { level, hidden: true } : cell];
      });
      return found.length === 0
        ? []
        : [{ competency: id, title: competencyWording(competency, libraries).title, domain: domain.id, cells: found }];
    }),
  );
  return { domains: content.domains.map(({ id, title }) => ({ id, title })), levels, rows };
}
