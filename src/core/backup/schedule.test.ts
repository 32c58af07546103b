import fc from "fast-check";
import { expect, test } from "vitest";
import { isDue, nameAt, outdated, takenAt } from "./schedule.ts";

const DAY = 86_400_000;
const instant = fc
  .date({ min: new Date("2020-01-01T00:00:00Z"), max: new Date("2090-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));
const stranger = fc.constantFrom(
  "notes.txt",
  "rungs.backup",
  "rungs-2026-13-40T000000Z.backup",
  "rungs-2026-11-22T020000Z.backup.part",
  "",
);

test("a backup is named by its instant, and names sort as instants do", () => {
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      expect(takenAt(nameAt(one))).toEqual(one);
      expect(Math.sign(nameAt(one).localeCompare(nameAt(other), "en"))).toBe(Math.sign(one.getTime() - other.getTime()));
    }),
  );
  fc.assert(fc.property(stranger, (name) => takenAt(name) === null));
});

test("once a backup was taken none is due until the hour of the next day, and then one is, however long nobody was up", () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 10 * DAY }), fc.array(stranger), (at, later, others) => {
      const now = new Date(at.getTime() + later);
      const next = new Date(at);
      next.setUTCHours(2, 0, 0, 0);
      if (next <= at) next.setUTCDate(next.getUTCDate() + 1);
      expect(isDue(now, [...others, nameAt(at)])).toBe(now >= next);
    }),
  );
});

test("without a backup one is due at any time, and one dated in the future puts nothing off", () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 1000, max: DAY }), fc.array(stranger), (now, ahead, others) => {
      expect(isDue(now, others)).toBe(true);
      expect(isDue(now, [...others, nameAt(new Date(now.getTime() + ahead))])).toBe(true);
    }),
  );
});

test("the newest are kept, as many as asked for, and no other file is ever touched", () => {
  fc.assert(
    fc.property(fc.uniqueArray(instant, { selector: Number }), fc.array(stranger), fc.integer({ min: 1, max: 20 }), (all, others, keep) => {
      const gone = outdated([...others, ...all.map(nameAt)], keep);
      const kept = all.filter((at) => !gone.includes(nameAt(at)));
      expect(kept.length).toBe(Math.min(keep, all.length));
      expect(gone.length).toBe(Math.max(0, all.length - keep));
      expect(gone.every((name) => kept.every((at) => name < nameAt(at)))).toBe(true);
    }),
  );
});
