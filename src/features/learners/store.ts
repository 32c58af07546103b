import { z } from "zod";
import type { Scope } from "../../core/access/policy.ts";
import { targetOf, yearFrom, yearOf } from "../../core/cpd/year.ts";
import { learners, learnerSums } from "../../db/cpd-team.ts";
import { settingsIn } from "../../db/settings.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Context } from "../../http/route.ts";

type Asking = {
  year?: number | undefined;
  team?: string | undefined;
  show: "all" | "waiting" | "nothing";
  sort: "name" | "hours";
  limit: number;
  cursor?: string | undefined;
};

/** How many years back one can look from the list of people. */
const YEARS = 4;

/** Three queries for the first page, two for each that follows. */
export async function list({ tx, scope, input, today }: Context<Asking, null> & { scope: Scope }) {
  const { cpd: rule } = await settingsIn(tx);
  const current = yearOf(today, rule.startsIn).first;
  const year = yearFrom(input.year ?? current, rule.startsIn);
  const filter = { today, from: year.from, to: year.to, team: input.team ?? null, show: input.show, sort: input.sort };
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, z.tuple([z.string(), z.uuid(), z.int()]));
  const rows = await learners(tx, scope, filter, after, input.limit);
  const { items, next } = page(rows, input.limit, ({ searchName, personId, minutes }) => [searchName, personId, minutes]);
  return {
    items: items.map((row) => ({
      person: { id: row.personId, name: row.name, team: row.team },
      minutes: row.minutes,
      verifiedMinutes: row.verifiedMinutes,
      entries: row.entries,
      waiting: row.waiting,
      target: targetOf(year, rule, row).minutes,
    })),
    next,
    total: after === null ? await learnerSums(tx, scope, filter) : null,
    year,
    years: [...new Set([year.first, ...Array.from({ length: YEARS }, (_, back) => current - back)])]
      .toSorted((a, b) => b - a)
      .map((first) => yearFrom(first, rule.startsIn)),
  };
}
