const spelled: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  "&": " and ",
};
const longest = 60;

/** Names that no framework is begun under: in its place stand pages of Rungs, such as the one where ladders are begun. */
export const reservedSlugs: ReadonlySet<string> = new Set(["new", "import"]);

/** The form of an id: "Café & bar lead" → "cafe-and-bar-lead". @param instead where nothing of the text can stand in an id. */
export function slug(text: string, instead: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı&]/g, (sign) => spelled[sign] ?? "")
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/[’']/g, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (plain.length <= longest) return plain === "" ? instead : plain;
  const cut = plain.slice(0, longest + 1);
  const word = cut.lastIndexOf("-");
  return (word > longest / 2 ? cut.slice(0, word) : cut.slice(0, longest)).replace(/-+$/, "");
}

/** Gives out ids that nobody has yet: of one that is taken the next number, "lead-2". @param taken what is given out is added. */
export function unused(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
  taken.add(id);
  return id;
}
