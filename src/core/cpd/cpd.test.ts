import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMonths, dateOf, dayNumber } from "../gap/dates.ts";
import { checkedEntry, hoursText, lengthWords, minutesOf, MOST_MINUTES, secureLink, takesBack, type Learning, type Said } from "./entry.ts";
import { exportRow } from "./export.ts";
import { targetOf, yearFrom, yearOf } from "./year.ts";

const day = fc.integer({ min: dayNumber("2000-01-01"), max: dayNumber("2090-12-31") }).map(dateOf);
const month = fc.integer({ min: 1, max: 12 });

describe("a year of learning", () => {
  test("every day lies in one year, whose neighbours begin where it ends", () => {
    fc.assert(
      fc.property(day, month, (on, startsIn) => {
        const year = yearOf(on, startsIn);
        expect(year.from <= on && on <= year.to).toBe(true);
        expect(yearOf(year.from, startsIn)).toEqual(year);
        expect(yearOf(year.to, startsIn)).toEqual(year);
        const next = yearOf(dateOf(dayNumber(year.to) + 1), startsIn);
        expect(next.from).toBe(addMonths(year.from, 12));
      }),
    );
  });

  test("is called by both its calendar years unless it is one", () => {
    expect(yearFrom(2026, 1)).toEqual({ first: 2026, from: "2026-01-01", to: "2026-12-31", label: "2026" });
    expect(yearOf("2027-03-31", 4)).toEqual({ first: 2026, from: "2026-04-01", to: "2027-03-31", label: "2026/27" });
    expect(yearFrom(1999, 9).label).toBe("1999/00");
  });
});

describe("what a year asks", () => {
  const rule = { hours: 36, startsIn: 1, inProportion: true };
  const year = yearFrom(2026, 1);
  const always = { startedOn: null, leftOn: null, shares: [] };
  const share = fc.integer({ min: 1, max: 1000 }).map((thousandths) => thousandths / 1000);

  test("is the same of everybody where nothing is in proportion, and nothing where no hours are set", () => {
    expect(targetOf(year, { ...rule, inProportion: false }, { ...always, shares: [{ from: "2020-01-01", share: 0.5 }] })).toEqual({
      minutes: 36 * 60,
      proportion: 1,
    });
    expect(targetOf(year, { ...rule, hours: null }, always).minutes).toBeNull();
  });

  test("is less in proportion for part time, and for a part of the year", () => {
    expect(targetOf(year, rule, { ...always, shares: [{ from: "2020-01-01", share: 0.5 }] }).minutes).toBe(18 * 60);
    // 184 of 365 days
    expect(targetOf(year, rule, { ...always, startedOn: "2026-07-01" })).toEqual({ minutes: 1089, proportion: 0.5041 });
    expect(targetOf(year, rule, { ...always, leftOn: "2026-01-01" }).minutes).toBe(0);
    expect(targetOf(year, rule, { ...always, startedOn: "2027-01-01" }).minutes).toBe(0);
    // Half the time from 1 July on.
    const shares = [
      { from: "2024-01-01", share: 1 },
      { from: "2026-07-01", share: 0.5 },
    ];
    expect(targetOf(year, rule, { ...always, shares }).proportion).toBeCloseTo((181 + 92) / 365, 4);
  });

  test("is what counting day by day gives", () => {
    const spans = fc.uniqueArray(fc.record({ from: day, share }), { maxLength: 5, selector: ({ from }) => from });
    fc.assert(
      fc.property(day, month, fc.option(day), fc.option(day), spans, (on, startsIn, startedOn, leftOn, unordered) => {
        const shares = unordered.toSorted((a, b) => (a.from < b.from ? -1 : 1));
        const within = yearOf(on, startsIn);
        let sum = 0;
        let days = 0;
        for (let each = dayNumber(within.from); each <= dayNumber(within.to); each += 1) {
          days += 1;
          const date = dateOf(each);
          if ((startedOn !== null && date < startedOn) || (leftOn !== null && date >= leftOn)) continue;
          sum += (shares.findLast(({ from }) => from <= date) ?? shares[0])?.share ?? 1;
        }
        const { proportion, minutes } = targetOf(within, { hours: 20, startsIn, inProportion: true }, { startedOn, leftOn, shares });
        expect(proportion).toBeCloseTo(sum / days, 3);
        expect(minutes).toBe(Math.round(1200 * proportion));
      }),
      { numRuns: 60 },
    );
  });
});

describe("a length of time", () => {
  test("is understood however it is typed", () => {
    const said: Record<string, number | null> = {
      "2": 120,
      "1.5": 90,
      "1,5": 90,
      ".5": 30,
      "1½": 90,
      "½": 30,
      "0:45": 45,
      "1:30": 90,
      "1h": 60,
      "1 h 30 min": 90,
      "1h30m": 90,
      "90 min": 90,
      "90m": 90,
      "2 hours": 120,
      "1.5 hrs": 90,
      "": null,
      "0": null,
      h: null,
      m: null,
      "-1": null,
      "1:75": null,
      "1001": null,
      two: null,
      "1 2": null,
      Infinity: null,
    };
    expect(Object.fromEntries(Object.keys(said).map((text) => [text, minutesOf(text)]))).toEqual(said);
  });

  test("is read back from its own words", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST_MINUTES }), (minutes) => {
        expect(minutesOf(lengthWords(minutes))).toBe(minutes);
        expect(minutesOf(hoursText(minutes))).toBe(minutes);
      }),
    );
  });

  test("typed nonsense is never a length, and never an error", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const minutes = minutesOf(text);
        expect(minutes === null || (Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES)).toBe(true);
      }),
    );
  });
});

describe("what somebody has vouched for", () => {
  const learning: Learning = {
    kind: "course",
    title: "First aid",
    minutes: 60,
    doneOn: "2026-03-01",
    provider: null,
    url: null,
    resource: null,
  };
  test("is taken back by any change of what happened, and by nothing else", () => {
    const changes: Partial<Learning>[] = [
      { kind: "event" },
      { title: "First aid at work" },
      { minutes: 90 },
      { doneOn: "2026-03-02" },
      { provider: "Red Cross" },
      { url: "https://example.org/" },
      { resource: "r" },
    ];
    expect(changes.map((change) => takesBack(learning, { ...learning, ...change }))).toEqual(changes.map(() => true));
    expect(takesBack(learning, { ...learning })).toBe(false);
  });
});

describe("an entry", () => {
  const said: Said = {
    kind: "course",
    title: "First aid",
    minutes: 60,
    doneOn: "2026-03-01",
    provider: null,
    url: null,
    resource: null,
    reflection: null,
  };
  const codes = (...given: Parameters<typeof checkedEntry>) => checkedEntry(...given).faults.map(({ path, code }) => `${path} ${code}`);
  test("is of a day that has come, with a link that is safe, and what is made of it is the person's own", () => {
    expect(codes(said, null, true, "2026-03-01")).toEqual([]);
    expect(codes({ ...said, url: "http://example.org", reflection: "Good." }, null, false, "2026-02-28")).toEqual([
      "/doneOn too-late",
      "/reflection theirs",
      "/url link",
    ]);
    // What stands there already is left alone, whoever changes the rest.
    expect(
      codes({ ...said, url: "http://old.example.org", title: "x" }, { ...said, url: "http://old.example.org" }, true, "2026-03-01"),
    ).toEqual([]);
    expect(codes({ ...said, reflection: "Mine." }, { ...said, reflection: "Mine." }, false, "2026-03-01")).toEqual([]);
    expect(checkedEntry({ ...said, url: "https://example.org" }, null, true, "2026-03-01").entry.url).toBe("https://example.org/");
  });

  test("goes into a spreadsheet without running there", () => {
    const row = exportRow({
      ...said,
      title: "=HYPERLINK(1)",
      reflection: "@me",
      serves: [
        { title: "+Care", level: null },
        { title: "Care", level: "Senior" },
      ],
      files: [{ name: "-a.pdf" }],
      verifiedBy: { name: "=Bo" },
      verifiedAt: "2026-03-02T10:00:00.000Z",
    });
    expect(row).toMatchObject({ Hours: "1", Kind: "Course", "Verified on": "2026-03-02" });
    expect(Object.values(row).filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
  });
});

describe("a link", () => {
  test("leads to the secure web, and to nothing else", () => {
    expect(secureLink(" https://example.org/a b ")).toEqual({ url: "https://example.org/a%20b" });
    expect(secureLink("https://www.hcpc-uk.org/cpd")).toEqual({ url: "https://www.hcpc-uk.org/cpd" });
    for (const wrong of [
      "http://example.org",
      "javascript:alert(1)",
      "data:text/html,x",
      "example.org",
      "",
      "https://",
      "https://me:secret@example.org",
      "https://localhost/",
      "https://127.0.0.1/",
      "https://2130706433/",
      "https://[::1]/",
      `https://example.org/${"a".repeat(2000)}`,
      `https://example.org/${"ä".repeat(400)}`,
    ])
      expect(secureLink(wrong), wrong).toHaveProperty("wrong");
  });

  test("that was taken is taken again, as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const first = secureLink(`https://example.org/${text}`);
        if ("url" in first) expect(secureLink(first.url)).toEqual(first);
      }),
    );
  });
});
