import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysBetween, dateOf } from "../gap/dates.ts";
import { expiresOn, reminderDays, reminderDue, standingOf } from "./expiry.ts";
import { faultsOf, monthsOf, recordKinds, serves, suggestionsFrom, type Asked, type Said } from "./record.ts";

const day = fc.integer({ min: 15_000, max: 25_000 }).map(dateOf);
const months = fc.option(fc.integer({ min: 1, max: 120 }), { nil: null });
const said: Said = { kind: "training", title: "First aid", regulated: null, on: "2026-01-31", until: null, validMonths: 12 };
const safeguarding: Asked = {
  requirement: { id: "s", kind: "training", title: "Safeguarding adults", validMonths: 12 },
  level: "Care worker",
};
const diploma: Asked = {
  requirement: {
    id: "d",
    kind: "qualification",
    title: "Level 3 Diploma in Care",
    equivalents: ["NVQ 3 Health and Social Care"],
    regulated: "RQF 3",
    anyAtLevel: true,
  },
  level: "Senior care worker",
};

describe("what runs out", () => {
  test("does so on one day alone: valid or expiring before it, expired from it on", () => {
    fc.assert(
      fc.property(day, months, day, (on, valid, today) => {
        const expires = expiresOn(on, valid);
        const standing = standingOf(expires, today);
        if (expires === null) expect(standing).toBe("lasting");
        else {
          expect(standing === "expired").toBe(today >= expires);
          expect(standing === "expiring").toBe(today < expires && daysBetween(today, expires) <= 60);
        }
      }),
    );
  });

  test("is told of at 60, 30 and 7 days, once each as time goes by, and never once it has run out", () => {
    const days = Array.from({ length: 100 }, (_, index) => 90 - index);
    const told = days.map(reminderDue).filter((due, index, all) => due !== null && due !== all[index - 1]);
    expect(told).toEqual([...reminderDays]);
    expect(days.filter((left) => reminderDue(left) !== null)).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index));
  });

  test("lasts as long as the ladder asks, else as long as the record says; and a qualification lasts for ever", () => {
    const record = { ...said, title: " safeguarding ADULTS ", validMonths: 36 };
    expect(monthsOf(record, [safeguarding])).toBe(12);
    expect(monthsOf(said, [safeguarding])).toBe(12);
    expect(monthsOf({ ...said, validMonths: null }, [safeguarding])).toBeNull();
    expect(monthsOf({ ...record, kind: "check" }, [safeguarding])).toBe(36);
    expect(monthsOf({ ...record, kind: "qualification" }, [safeguarding])).toBeNull();
  });
});

describe("a record", () => {
  test("of what is still to come, with its days the wrong way round, or with what its kind has not, is refused with every reason", () => {
    expect(faultsOf(said, "2026-01-31")).toEqual([]);
    expect(faultsOf({ ...said, regulated: "RQF 3", until: "2025-01-01" }, "2026-01-30").map(({ path }) => path)).toEqual([
      "/on",
      "/until",
      "/regulated",
    ]);
    const held: Said = { ...said, kind: "responsibility", validMonths: null, on: "2026-06-01", until: "2026-05-31" };
    expect(faultsOf(held, "2026-01-01").map(({ code }) => code)).toEqual(["order"]);
    expect(faultsOf({ ...held, until: null }, "2026-01-01")).toEqual([]);
    expect(faultsOf({ ...said, kind: "qualification" }, "2026-02-01").map(({ path }) => path)).toEqual(["/validMonths"]);
  });

  test("that is a day old and has nothing special is never refused, whatever its kind", () => {
    fc.assert(
      fc.property(fc.constantFrom(...recordKinds), day, (kind, on) => {
        expect(faultsOf({ ...said, kind, on, validMonths: null }, dateOf(25_001))).toEqual([]);
      }),
    );
  });

  test("serves the levels whose requirements it meets: by its title, an equivalent, or any qualification at that level", () => {
    const held: Said = { ...said, kind: "qualification", validMonths: null, title: "nvq 3 health and social care" };
    const asked = [safeguarding, diploma];
    expect(serves(held, asked, "2026-02-01")).toEqual(["Senior care worker"]);
    expect(serves({ ...held, title: "Diploma in Nursing", regulated: "RQF 5" }, asked, "2026-02-01")).toEqual(["Senior care worker"]);
    expect(serves({ ...held, title: "Diploma in Nursing", regulated: "RQF 2" }, asked, "2026-02-01")).toEqual([]);
    expect(serves({ ...said, title: "Safeguarding adults" }, asked, "2027-01-30")).toEqual(["Care worker"]);
    expect(serves({ ...said, title: "Safeguarding adults" }, asked, "2027-01-31")).toEqual([]);
  });

  test("is suggested once for each title that is asked for, equivalents beside it", () => {
    expect(
      suggestionsFrom([safeguarding, diploma, safeguarding]).map(({ title, regulated, validMonths }) => [title, regulated, validMonths]),
    ).toEqual([
      ["Safeguarding adults", null, 12],
      ["Level 3 Diploma in Care", "RQF 3", null],
      ["NVQ 3 Health and Social Care", null, null],
    ]);
  });
});
