import type { Transaction } from "kysely";
import { CycleSetup } from "../core/cycle/setup.ts";
import { waitingIn, type Kind } from "./cycle-board.ts";
import { tell } from "./cycle-launch.ts";
import { inWords } from "./cycle-messages.ts";
import type { Cycle } from "./cycles.ts";
import { enqueueAll } from "./outbox.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;
type Running = { cycleId: string; title: string; timeZone: string; setup: CycleSetup };

const running = statement<Omit<Running, "setup"> & { setup: unknown }>(`
  select cycle.cycle_id as "cycleId", cycle.title, organisation.time_zone as "timeZone", cycle.setup
    from rungs.cycle join rungs.organisation on organisation.org_id = cycle.org_id
   where cycle.state = 'open' order by cycle.cycle_id`);

/** Every cycle that is open, with what its set-up says of reminders. */
export const runningCycles = async (tx: Tx): Promise<Running[]> =>
  (await running(tx)).map((row) => ({ ...row, setup: CycleSetup.parse(row.setup) }));

/** Reminds whoever is still to send something in, once a day at most. Four statements, however many they are. */
export async function remind(
  tx: Tx,
  { cycleId, title }: Pick<Cycle, "cycleId" | "title">,
  today: string,
  chosen: { kind: Kind["kind"] | null; reviews: readonly string[] | null },
  who: { by: string | null; now: Date; id: () => string },
): Promise<{ raters: number; reviews: number }> {
  const waiting = await waitingIn(tx, cycleId, today, chosen);
  const about = Map.groupBy(
    waiting.flatMap(({ rater, reviews }) => reviews.map((review) => ({ rater, review }))),
    ({ review }) => review,
  );
  await enqueueAll(
    tx,
    waiting.map(({ rater, reviews, dueOn }) => ({
      personId: rater,
      template: "review-nudged",
      dedupeKey: `cycle ${cycleId} nudged ${today} ${rater}`,
      data: {
        cycle: title,
        count: reviews.length,
        due: dueOn === null ? null : inWords(dueOn),
        path: reviews.length === 1 ? `/reviews/${reviews[0]}` : "/reviews",
      },
    })),
  );
  const events = [...about].map(([review, raters]) => ({ review, details: { on: today, raters: raters.map(({ rater }) => rater) } }));
  await tell(tx, "nudged", events, who);
  return { raters: waiting.length, reviews: about.size };
}
