/** What was done, as the end of a sentence that begins with who did it; `of` comes before the person it is about. */
const sentences: Readonly<Record<string, { did: string; of?: string }>> = {
  "organisation.create": { did: "made the organisation" },
  "session.start": { did: "signed in" },
  "session.end": { did: "signed out" },
  "gap.read": { did: "read a gap report", of: "of" },
  "pathway.read": { did: "read what they hold of a way up", of: "of" },
  "person.history": { did: "read history and records", of: "of" },
  "key.make": { did: "made a key for programs" },
  "key.revoke": { did: "revoked a key" },
  "settings.change": { did: "changed the settings" },
  "audit.export": { did: "took entries of this log away as a file" },
  "audit.verify": { did: "verified this log" },
  "person.export": { did: "took a copy of the personal data", of: "of" },
  "person.erase": { did: "erased the personal data", of: "of" },
  "retention.run": { did: "took away what was kept long enough" },
  "people.import": { did: "imported people" },
  "people.import.undo": { did: "took an import back" },
  "framework.create": { did: "began a ladder" },
  "framework.publish": { did: "published a version of a ladder" },
};

const spaced = (code: string) =>
  code.replaceAll(/[.-]/g, " ").replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** "read a gap report"; of what has no sentence, its own name with spaces. */
export const actionWords = (action: string): string => sentences[action]?.did ?? spaced(action);

/** What stands between the deed and the person it is about: "of", "about". */
export const actionLink = (action: string): string => sentences[action]?.of ?? "about";

export type Detail = string | number | boolean | null | readonly string[];

/** What an entry says beside, a line for each: `label` in words, `value` as people read it. Never empty text. */
export function detailLines(details: Readonly<Record<string, Detail>>): { label: string; value: string }[] {
  return Object.entries(details).map(([key, value]) => {
    const name = spaced(key);
    return { label: name.charAt(0).toUpperCase() + name.slice(1), value: valueWords(value) };
  });
}

function valueWords(value: Detail): string {
  if (value === null || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number" || typeof value === "string") return String(value);
  return value.length === 0 ? "none" : value.join(", ");
}
