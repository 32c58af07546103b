import type { Transaction } from "kysely";
import type { Pin } from "../core/cycle/preflight.ts";
import type { CycleSetup } from "../core/cycle/setup.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

const writeReviews = statement(`
  insert into rungs.review (org_id, review_id, cycle_id, person_id, framework_id, version, level_id, target_level_ids, manager_id, joined_at)
  select rungs.current_org(), id, $2, person, framework, version, level, array(select jsonb_array_elements_text(targets)), manager, $3
    from jsonb_to_recordset($1::jsonb)
      as pinned (id uuid, person uuid, framework uuid, version int, level text, targets jsonb, manager uuid)`);

const writeAssessments = statement(`
  insert into rungs.assessment (org_id, assessment_id, review_id, rater_id, kind, state)
  select rungs.current_org(), id, review, rater, kind, 'not-started'
    from jsonb_to_recordset($1::jsonb) as asked (id uuid, review uuid, rater uuid, kind text)`);

export type EventKind = "launched" | "joined" | "withdrawn" | "handed-over" | "reopened" | "extended" | "nudged" | "released";

const writeEvents = statement(`
  insert into rungs.review_event (org_id, review_event_id, review_id, kind, by, at, details)
  select rungs.current_org(), id, review, $2, $3, $4, details
    from jsonb_to_recordset($1::jsonb) as happened (id uuid, review uuid, details jsonb)`);

/** What happened to these reviews at once. One statement. */
export const tell = async (
  tx: Tx,
  kind: EventKind,
  events: readonly { review: string; details?: Readonly<Record<string, unknown>> }[],
  { by, now, id }: { by: string | null; now: Date; id: () => string },
): Promise<void> =>
  void (await writeEvents(tx, JSON.stringify(events.map(({ review, details = {} }) => ({ id: id(), review, details }))), kind, by, now));

export type Rater = { kind: "self" | "manager" | "assessor"; rater: string };

/** Who is asked to rate a participant, apart from peers. */
export function ratersOf(pin: Pick<Pin, "person" | "managerId" | "assessorId">, { ratings }: CycleSetup): Rater[] {
  const asked: (Rater | null)[] = [
    ratings.self ? { kind: "self", rater: pin.person.id } : null,
    pin.managerId === null ? null : { kind: "manager", rater: pin.managerId },
    pin.assessorId === null ? null : { kind: "assessor", rater: pin.assessorId },
  ];
  return asked.filter((each) => each !== null);
}

/**
 * Takes people into a cycle: a review with its pins and an assessment for each rater. Three statements, however many they are.
 *
 * @param kind "launched" for those it begins with, "joined" for later ones.
 */
export async function pin(
  tx: Tx,
  cycleId: string,
  setup: CycleSetup,
  pins: readonly Pin[],
  kind: "launched" | "joined",
  who: { by: string | null; now: Date; id: () => string },
): Promise<{ reviews: number; assessments: number }> {
  const reviews = pins.map((each) => ({ id: who.id(), pin: each }));
  await writeReviews(
    tx,
    JSON.stringify(
      reviews.map(({ id, pin: each }) => ({
        id,
        person: each.person.id,
        framework: each.frameworkId,
        version: each.version,
        level: each.level,
        targets: each.targets,
        manager: each.managerId,
      })),
    ),
    cycleId,
    who.now,
  );
  const assessments = reviews.flatMap(({ id, pin: each }) =>
    ratersOf(each, setup).map((rater) => ({ id: who.id(), review: id, ...rater })),
  );
  await writeAssessments(tx, JSON.stringify(assessments));
  await tell(
    tx,
    kind,
    reviews.map(({ id }) => ({ review: id })),
    who,
  );
  return { reviews: reviews.length, assessments: assessments.length };
}
