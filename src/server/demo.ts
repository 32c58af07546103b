import { Problem } from "../core/problem.ts";
import type { Database } from "../db/open.ts";
import { dateIn } from "../http/today.ts";
import { employees } from "./demo/careers.ts";
import { ORGANISATION, orgId } from "./demo/fernhithe.ts";
import { editions } from "./demo/ladders.ts";
import { neighbour } from "./demo/neighbour.ts";
import { cycles, reviewsOf } from "./demo/reviews.ts";
import { runningCycle } from "./demo/running.ts";
import { at, calendar } from "./demo/seed.ts";
import { accounts, type Demo } from "./demo/write-accounts.ts";
import { ladders } from "./demo/write-ladders.ts";
import { learning } from "./demo/write-learning.ts";
import { careers, people, records } from "./demo/write-people.ts";
import { developmentPlans } from "./demo/write-plans.ts";
import { reviews } from "./demo/write-reviews.ts";
import { sharedReports } from "./demo/write-shared-reports.ts";

export type { Demo };

/**
 * Makes the demo organisation: 120 people on all ladders, with the histories, records and reviews that show every state of a
 * gap report, and a tiny second organisation to look in from. The same people, ids and answers wherever it is made; dates are
 * counted back from `now`, so that what runs out in forty days always does.
 *
 * @throws Problem "conflict" where it is there already.
 */
export async function makeDemo(database: Database, { now }: { now: Date }): Promise<Demo> {
  const days = calendar(dateIn(ORGANISATION.time_zone, now));
  const all = employees(days);
  const published = await editions();
  await database.transaction(orgId, async (tx) => {
    const there = await tx.selectFrom("organisation").select("org_id").executeTakeFirst();
    if (there !== undefined) throw new Problem("conflict", "The demo organisation is here already.");
    await tx
      .insertInto("organisation")
      .values({
        org_id: orgId,
        ...ORGANISATION,
        settings: JSON.stringify({ demo: true, cpd: { hours: 30, inProportion: true } }),
        created_at: at(days.ago(1130)),
      })
      .execute();
    await people(tx, all);
    const { frameworkIds, inForce, byVersion } = await ladders(tx, published, days);
    await careers(tx, all, frameworkIds);
    await records(tx, all, inForce, days);
    await learning(tx, all, frameworkIds, days);
    for (const cycle of cycles) {
      const reviewed = all.flatMap((employee) => reviewsOf(employee, byVersion, cycle, days));
      // What the second release meets it closes.
      if (cycle.key === "second") await developmentPlans(tx, frameworkIds, days);
      await reviews(tx, cycle, reviewed, frameworkIds, byVersion, days);
    }
    await runningCycle(tx, all, frameworkIds, byVersion, days);
    await sharedReports(tx, all, days);
  });
  const outsider = await neighbour(database, now);
  return accounts(database, all, outsider, now);
}
