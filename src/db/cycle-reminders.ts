import type { Transaction } from "kysely";
import { CycleSetup } from "../core/cycle/setup.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Running = { cycleId: string; title: string; timeZone: string; setup: CycleSetup };

const running = statement<Omit<Running, "setup"> & { setup: unknown }>(`
  select cycle.cycle_id as "cycleId", cycle.title, organisation.time_zone as "timeZone", cycle.setup
    from rungs.cycle join rungs.organisation on organisation.org_id = cycle.org_id
   where cycle.state = 'open' order by cycle.cycle_id`);

/** Every cycle that is open, with what its set-up says of reminders. */
export const runningCycles = async (tx: Transaction<Tables>): Promise<Running[]> =>
  (await running(tx)).map((row) => ({ ...row, setup: CycleSetup.parse(row.setup) }));
