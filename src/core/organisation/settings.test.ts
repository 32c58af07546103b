import fc from "fast-check";
import { expect, test } from "vitest";
import { changed, moved, OrganisationSettings, SettingsChange, settingsOf } from "./settings.ts";
import { isTimeZone } from "./time-zone.ts";

const defaults = settingsOf({});
const word = fc.record({ one: fc.stringMatching(/^[a-z]{1,12}$/), many: fc.stringMatching(/^[a-z]{1,12}$/) });
const months = fc.option(fc.integer({ min: 12, max: 240 }));
const change: fc.Arbitrary<SettingsChange> = fc.record(
  {
    words: fc.record({ cycle: word }, { requiredKeys: [] }),
    workingWeek: fc.record({ days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }) }, { requiredKeys: [] }),
    thresholds: fc.record(
      { smallestGroup: fc.integer({ min: 3, max: 50 }), fewestPeers: fc.integer({ min: 3, max: 20 }) },
      { requiredKeys: [] },
    ),
    cpd: fc.record(
      { hours: fc.option(fc.constantFrom(10, 35.5)), startsIn: fc.integer({ min: 1, max: 12 }), inProportion: fc.boolean() },
      { requiredKeys: [] },
    ),
    ownWork: fc.boolean(),
    secondFactor: fc.constantFrom("none", "administrators", "everybody"),
    retention: fc.record({ auditEntries: months, auditAddresses: months, messages: months, leavers: months }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

test("an organisation that decided nothing has safe settings", () => {
  expect(defaults).toMatchObject({
    thresholds: { smallestGroup: 5, fewestPeers: 3 },
    commentRule: { differsBy: 2 },
    ownWork: false,
    secondFactor: "none",
    retention: { auditEntries: null, leavers: null },
  });
});

test("a part that is stored in a form nobody knows counts as undecided, and the rest holds", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (nonsense, ownWork) => {
      const read = settingsOf({ ownWork, thresholds: nonsense, secondFactor: [nonsense] });
      expect(read.ownWork).toBe(ownWork);
      expect(read.secondFactor).toBe("none");
      expect(read.thresholds.fewestPeers).toBeGreaterThanOrEqual(3);
      expect(settingsOf(nonsense)).toMatchObject({ words: { cycle: { one: "cycle" } } });
    }),
  );
});

test("no change brings a threshold below what keeps people apart from what they said", () => {
  for (const thresholds of [{ fewestPeers: 2 }, { smallestGroup: 2 }]) expect(SettingsChange.safeParse({ thresholds }).success).toBe(false);
  expect(SettingsChange.safeParse({ retention: { auditEntries: 11 } }).success).toBe(false);
  expect(SettingsChange.safeParse({ retention: { leavers: 5 } }).success).toBe(false);
  expect(SettingsChange.safeParse({ workingWeek: { days: [1, 1] } }).success).toBe(false);
  expect(SettingsChange.safeParse({ demo: true }).success).toBe(false);
});

test("a change does what it says and nothing else, and the log says from what to what", () => {
  fc.assert(
    fc.property(change, change, (first, second) => {
      const before = changed(defaults, first);
      const after = changed(before, second);
      expect(settingsOf(structuredClone(after))).toEqual(after);
      expect(changed(after, second)).toEqual(after);
      const lines = moved(before, after);
      expect(Object.keys(lines).length === 0).toBe(JSON.stringify(before) === JSON.stringify(after));
      for (const name of Object.keys(lines)) expect(Object.keys(second)).toContain(name.split(".")[0]);
    }),
  );
  const after = changed(defaults, { retention: { leavers: 24 }, words: { cycle: { one: "review round", many: "review rounds" } } });
  expect(moved(defaults, after)).toEqual({
    "words.cycle.one": "“cycle” to “review round”",
    "words.cycle.many": "“cycles” to “review rounds”",
    "retention.leavers": "nothing to 24",
  });
  expect(OrganisationSettings.safeParse(after).success).toBe(true);
});

test("a time zone is one by its name", () => {
  expect(["Europe/London", "Asia/Kolkata", "UTC"].map(isTimeZone)).toEqual([true, true, true]);
  expect(["Europe/Atlantis", "", "London"].map(isTimeZone)).toEqual([false, false, false]);
});
