/** How well a name answers what was typed: 0 it is just that, 1 it begins so, 2 every word begins one of its words, 3 every word is somewhere in it. */
export type Rank = 0 | 1 | 2 | 3;

/** Letters that no decomposition takes apart, as `rungs.name_key` of the database has them too. */
const letters: Readonly<Record<string, string>> = {
  "’": "'",
  ʼ: "'",
  "`": "'",
  Ø: "O",
  ø: "o",
  Ł: "L",
  ł: "l",
  Đ: "D",
  đ: "d",
  Ð: "D",
  ð: "d",
  ı: "i",
  Ħ: "H",
  ħ: "h",
  ß: "ss",
  æ: "ae",
  Æ: "ae",
};

/** A name as people look for it: case, accents and typographic apostrophes do not matter. */
export const folded = (text: string): string =>
  text
    .replaceAll(/[’ʼ`ØøŁłĐđÐðıĦħßæÆ]/g, (letter) => letters[letter] ?? letter)
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036F]/g, "")
    .toLowerCase();

/** @param typed anything; only blanks find nothing. @returns null where the name does not hold every word. */
export function rankOf(name: string, typed: string): Rank | null {
  const key = folded(name);
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const whole = words.join(" ");
  if (words.length === 0 || !words.every((word) => key.includes(word))) return null;
  if (key === whole) return 0;
  if (key.startsWith(whole)) return 1;
  return words.every((word) => ` ${key}`.includes(` ${word}`)) ? 2 : 3;
}

/**
 * Groups of what was found, the one with the best answer first and of equals in the order given; empty ones are left out.
 *
 * @param groups each with its own in order, the best first.
 */
export const inOrder = <G extends { items: readonly { rank: number }[] }>(groups: readonly G[]): G[] =>
  groups
    .filter(({ items }) => items.length > 0)
    .map((group, place) => ({ group, place, best: group.items[0]?.rank ?? 0 }))
    .toSorted((a, b) => a.best - b.best || a.place - b.place)
    .map(({ group }) => group);
