import { type Ladder, wordings } from "./ladder-data.ts";

/** Something on a ladder that one may look for: a level (no expectation), or what it asks of a competency. */
export type Hit = {
  level: string;
  levelTitle: string;
  expectation: string | null;
  title: string;
  statement: string;
  /** Everything that is searched. */ text: string;
};

/** Case and accents make no difference to whoever looks for a word. */
export const folded = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** Everything that can be found, in the order of the levels. */
export function hitsIn(ladder: Ladder): Hit[] {
  const competencies = wordings(ladder);
  return ladder.content.levels.flatMap((level) => {
    const own = { level: level.id, levelTitle: level.title };
    const itself: Hit = {
      ...own,
      expectation: null,
      title: level.title,
      statement: level.scope ?? "",
      text: folded(`${level.title} ${level.roles.join(" ")}`),
    };
    const asked = level.expectations.map((expectation): Hit => {
      const competency = competencies.get(expectation.competency);
      const markers = expectation.markers.length > 0 ? expectation.markers : (competency?.markers ?? []);
      const title = competency?.title ?? expectation.competency;
      return {
        ...own,
        expectation: expectation.id,
        title,
        statement: markers.join(" "),
        text: folded([title, level.title, competency?.definition ?? "", ...markers].join(" ")),
      };
    });
    return [itself, ...asked];
  });
}
