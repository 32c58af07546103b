import type { Fault } from "../problem.ts";

/** What learning can be, in the order it is offered: what people log most stands first. */
export const cpdKinds = ["course", "on-the-job", "reading", "event", "mentoring", "network", "professional-body"] as const;
export type CpdKind = (typeof cpdKinds)[number];

export const cpdKindWords: Readonly<Record<CpdKind, string>> = {
  course: "Course",
  "on-the-job": "On the job",
  reading: "Reading",
  event: "Event",
  mentoring: "Mentoring",
  network: "Network",
  "professional-body": "Professional body",
};

/** What an entry says happened, and so what whoever verifies it vouches for. */
export type Learning = {
  kind: CpdKind;
  title: string;
  minutes: number;
  doneOn: string;
  provider: string | null;
  url: string | null;
  resource: string | null;
};

/** …and what the person makes of it. */
export type Said = Learning & { reflection: string | null };

/** Of a thousand hours at once somebody is mistaken. */
export const MOST_MINUTES = 60_000;

/**
 * Whether what somebody vouched for is no longer what stands there. What the person makes of it, their reflection and what it
 * serves, is theirs and was never vouched for.
 */
export const takesBack = (before: Learning, after: Learning): boolean =>
  before.kind !== after.kind ||
  before.title !== after.title ||
  before.minutes !== after.minutes ||
  before.doneOn !== after.doneOn ||
  before.provider !== after.provider ||
  before.url !== after.url ||
  before.resource !== after.resource;

/**
 * @param text what was typed as hours: "2", "1.5", "1,5", "1:30", "1h 30m", "90 min", "1½".
 * @returns whole minutes, at least 1 and at most 1,000 hours; null for what is no length of time.
 */
export function minutesOf(text: string): number | null {
  const typed = text
    .trim()
    .toLowerCase()
    .replaceAll("½", ".5")
    .replaceAll("¼", ".25")
    .replaceAll("¾", ".75")
    .replaceAll(",", ".")
    .replaceAll(/\s+/g, " ");
  const number = (part: string | undefined) => (part === undefined ? 0 : Number(part));
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(typed);
  const words = /^(?:(\d{0,4}\.?\d+|\d{1,4}) ?h(?:ours?|rs?)?)? ?(?:(\d{1,5}) ?m(?:in(?:ute)?s?)?)?$/.exec(typed);
  const bare = /^(?:\d{1,4}|\d{0,4}\.\d{1,4})$/.exec(typed);
  const minutes = clock
    ? number(clock[1]) * 60 + number(clock[2])
    : bare
      ? Number(typed) * 60
      : words && typed !== ""
        ? number(words[1]) * 60 + number(words[2])
        : Number.NaN;
  const whole = Math.round(minutes);
  return whole >= 1 && whole <= MOST_MINUTES ? whole : null;
}

/** "45 min", "1 h", "1 h 30 min" */
export function lengthWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** Hours as they are typed and exported, at most two decimals: "1.5". */
export const hoursText = (minutes: number): string => String(Math.round((minutes / 60) * 100) / 100);

/**
 * @returns the address as it is kept, or what is wrong with it. Nothing but https leads anywhere a link may: whoever follows it
 *   is at work, often on a phone in somebody else's network.
 */
export function secureLink(text: string): { url: string } | { wrong: string } {
  const typed = text.trim();
  if (typed.length > 2000) return { wrong: "This link is longer than 2,000 characters." };
  let url: URL;
  try {
    url = new URL(typed);
  } catch {
    return { wrong: "This is no web address. Write it whole, from https:// on." };
  }
  if (url.protocol === "http:") return { wrong: "Links go to https:// alone: nobody on the way can read or change what is behind them." };
  if (url.protocol !== "https:") return { wrong: "Only web addresses can be linked, from https:// on." };
  if (url.username !== "" || url.password !== "") return { wrong: "There is a name or a password in this link. Take it out." };
  if (!/^(?:[^.[\]]+\.)+[a-z][^.]*$/i.test(url.hostname))
    return { wrong: "This link names no site that others could reach, such as example.org." };
  return url.href.length > 2000 ? { wrong: "This link is longer than 2,000 characters." } : { url: url.href };
}

/**
 * What is wrong with an entry as somebody wants it, all at once.
 *
 * @param before as it stands; null where it is new. @param self whether it is the person's own log.
 * @returns the entry with its link as it is kept, which is worth nothing where there are faults.
 */
export function checkedEntry(said: Said, before: Said | null, self: boolean, today: string): { faults: Fault[]; entry: Said } {
  const faults: Fault[] = [];
  if (said.doneOn > today)
    faults.push({ code: "too-late", path: "/doneOn", message: "This day is still to come. Log it once you have done it." });
  if (!self && said.reflection !== (before?.reflection ?? null))
    faults.push({
      code: "theirs",
      path: "/reflection",
      message: "What somebody makes of what they learned is theirs to write. Leave it as it is.",
    });
  const link = said.url === null || said.url === before?.url ? null : secureLink(said.url);
  if (link !== null && "wrong" in link) faults.push({ code: "link", path: "/url", message: link.wrong });
  return { faults, entry: link !== null && "url" in link ? { ...said, url: link.url } : said };
}
