import { dateOf, dayNumber } from "../gap/dates.ts";

/** Something with a day, as a calendar shows it. Days have no zone: the ninth is the ninth wherever one is. */
export type CalendarEntry = {
  /** The same for as long as the thing is the same, whatever becomes of its day or words. */
  uid: string;
  on: string;
  /** Its last day; null where it is one day. Never before `on`. */
  until: string | null;
  title: string;
  description: string | null;
  /** Where it is in Rungs. */
  url: string | null;
};

/** Octets of a line beyond which it is folded (RFC 5545, 3.1), its line end not counted. */
const WIDEST = 75;

const utf8 = new TextEncoder();

/** A text as a value: RFC 5545, 3.3.11. What no calendar can show is left out. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "")
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");

/** A line cut into pieces that are short enough, none within a character. */
function folded(line: string): string {
  if (utf8.encode(line).length <= WIDEST) return line;
  const pieces: string[] = [];
  let piece = "";
  let octets = 0;
  for (const character of line) {
    const size = utf8.encode(character).length;
    if (octets + size > WIDEST) {
      pieces.push(piece);
      // A piece that goes on begins with a space, which counts.
      [piece, octets] = [" ", 1];
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join("\r\n");
}

const compact = (date: string): string => date.replaceAll("-", "");

/** @param stamp when this was made: an instant, RFC 3339 in UTC. */
function event({ uid, on, until, title, description, url }: CalendarEntry, stamp: string): string[] {
  return [
    "BEGIN:VEVENT",
    `UID:${escaped(uid)}`,
    `DTSTAMP:${stamp.replaceAll(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${compact(on)}`,
    // The first day that is no longer part of it.
    `DTEND;VALUE=DATE:${compact(dateOf(dayNumber(until ?? on) + 1))}`,
    `SUMMARY:${escaped(title)}`,
    ...(description === null ? [] : [`DESCRIPTION:${escaped(description)}`]),
    ...(url === null ? [] : [`URL:${encodeURI(decodeURI(url))}`]),
    // A date to know of takes nobody's day: they stay free.
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/**
 * A calendar that other programs subscribe to or take in, as RFC 5545 has it: lines end in CRLF and are folded, the last one too.
 *
 * @param stamp when it was made: an instant, RFC 3339 in UTC. @param entries in the order in which they are written.
 */
export function calendarText({ name, stamp, entries }: { name: string; stamp: string; entries: readonly CalendarEntry[] }): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Rungs//Rungs//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escaped(name)}`,
    // The same for programs older than RFC 7986.
    `X-WR-CALNAME:${escaped(name)}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    "X-PUBLISHED-TTL:PT6H",
    ...entries.flatMap((entry) => event(entry, stamp)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}
