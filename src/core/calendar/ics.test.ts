import fc from "fast-check";
import { expect, test } from "vitest";
import { dateOf, dayNumber } from "../gap/dates.ts";
import { calendarText, type CalendarEntry } from "./ics.ts";

const STAMP = "2026-11-21T12:00:00.000Z";
const bytes = (text: string) => new TextEncoder().encode(text).length;

/** Reads a calendar back as RFC 5545 says, and knows nothing of how it was written. */
function read(text: string): Map<string, string>[] {
  expect(text.endsWith("\r\n")).toBe(true);
  const physical = text.slice(0, -2).split("\r\n");
  for (const line of physical) {
    expect(bytes(line)).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
    expect(line.isWellFormed()).toBe(true);
  }
  const logical = physical.join("\r\n").replaceAll("\r\n ", "").split("\r\n");
  const events: Map<string, string>[] = [];
  let open: Map<string, string> | null = null;
  for (const line of logical) {
    const [, name = "", value = ""] = /^([^:]+):(.*)$/s.exec(line) ?? [];
    if (line === "BEGIN:VEVENT") open = new Map();
    else if (line === "END:VEVENT" && open) {
      events.push(open);
      open = null;
    } else if (open) {
      expect(open.has(name), name).toBe(false);
      open.set(
        name,
        value.replaceAll(/\\(.)/g, (_, what: string) => (what === "n" ? "\n" : what)),
      );
    }
  }
  return events;
}

const shown = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\P{Cc}\n\t]/gu, "");

const words = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 120 }),
  fc.string({ unit: "binary", maxLength: 120 }),
  fc.constant('a;b,c\\d\r\ne:"f"'),
);
const day = fc.integer({ min: dayNumber("1970-01-01"), max: dayNumber("2199-12-01") });
const entry = fc
  .record({ uid: fc.uuid(), first: day, days: fc.integer({ min: 0, max: 400 }), title: words, description: fc.option(words) })
  .map(({ uid, first, days, title, description }): CalendarEntry => ({
    uid: `action-${uid}@rungs`,
    on: dateOf(first),
    until: days === 0 ? null : dateOf(first + days),
    title,
    description,
    url: "https://rungs.example.org/plan?goal=ü,1",
  }));

test("whatever is in a calendar is read back from it, in lines that are short enough and cut through no character", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), words, (entries, name) => {
      const events = read(calendarText({ name, stamp: STAMP, entries }));
      expect(events.length).toBe(entries.length);
      for (const [index, { uid, on, until, title, description }] of entries.entries()) {
        const event = events[index];
        const date = (key: string) => event?.get(`${key};VALUE=DATE`)?.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3") ?? "";
        expect(event?.get("UID")).toBe(uid);
        expect(event?.get("SUMMARY")).toBe(shown(title));
        expect(event?.get("DESCRIPTION") ?? null).toBe(description === null ? null : shown(description));
        expect(date("DTSTART")).toBe(on);
        // Its end is the day after its last.
        expect(dayNumber(date("DTEND"))).toBe(dayNumber(until ?? on) + 1);
        expect(event?.get("DTSTAMP")).toBe("20261121T120000Z");
      }
    }),
  );
});

test("a calendar is what programs that subscribe to one expect, letter for letter", () => {
  const text = calendarText({
    name: "Rungs",
    stamp: STAMP,
    entries: [
      {
        uid: "action-1@rungs",
        on: "2028-02-28",
        until: "2028-02-29",
        title: "Shadow a night shift; ask, then write it up in your own words where everybody can see it",
        description: null,
        url: "https://rungs.example.org/plan",
      },
    ],
  });
  expect(text.split("\r\n")).toEqual([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Rungs//Rungs//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "NAME:Rungs",
    "X-WR-CALNAME:Rungs",
    "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    "X-PUBLISHED-TTL:PT6H",
    "BEGIN:VEVENT",
    "UID:action-1@rungs",
    "DTSTAMP:20261121T120000Z",
    "DTSTART;VALUE=DATE:20280228",
    "DTEND;VALUE=DATE:20280301",
    "SUMMARY:Shadow a night shift\\; ask\\, then write it up in your own words whe",
    " re everybody can see it",
    "URL:https://rungs.example.org/plan",
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});
