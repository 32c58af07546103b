import { askedLevels } from "../../core/cycle/asked.ts";
import { CycleSetup } from "../../core/cycle/setup.ts";
import type { Framework } from "../../core/framework/document.ts";
import type { Tx } from "../../http/route.ts";
import type { Employee } from "./careers.ts";
import { orgId, personId } from "./fernhithe.ts";
import { insert } from "./insert.ts";
import { reviewsOf, type Given } from "./reviews.ts";
import { at, between, draw, id, type Calendar } from "./seed.ts";
import { known } from "./write-ladders.ts";
import { sign, titleOf } from "./write-reviews.ts";

/** Days before the demo's today on which the running cycle was launched, and days after it on which things are due. */
const LAUNCHED = 9;
const SELF_DUE = 3;
const MANAGERS_DUE = 12;

type State = "not-started" | "in-progress" | "submitted";
type Part = { key: string; review: string; kind: "self" | "manager"; rater: number; state: State; on: string; given: readonly Given[] };

/** How far a form has come, and how much of it is filled in. */
function progress(name: string, submitted: number, begun: number): { state: State; share: number } {
  const luck = draw(name);
  if (luck < submitted) return { state: "submitted", share: 1 };
  return luck < begun ? { state: "in-progress", share: 0.2 + draw(`${name} share`) * 0.6 } : { state: "not-started", share: 0 };
}

/**
 * The cycle that runs in Operations while the demo is looked at: some have sent theirs in, some have begun, some have not, one
 * came late and one was taken out. What anybody answers is as in the cycle before.
 */
export async function runningCycle(
  tx: Tx,
  all: readonly Employee[],
  frameworkIds: ReadonlyMap<string, string>,
  byVersion: ReadonlyMap<string, Framework>,
  calendar: Calendar,
): Promise<void> {
  const { ago } = calendar;
  const cycleId = id("cycle", "running");
  const title = `Operations, ${titleOf(ago(-35))}`;
  const setup = CycleSetup.parse({
    who: { units: [id("team", "operations")], frameworks: ["operations"] },
    asks: "both",
    questions: [{ id: "q-1", text: "What would help you most in the next half year?", to: "self" }],
    stages: {
      opensOn: ago(LAUNCHED),
      selfDue: ago(-SELF_DUE),
      managerDue: ago(-MANAGERS_DUE),
      calibrationOn: ago(-MANAGERS_DUE - 3),
      releaseOn: ago(-MANAGERS_DUE - 10),
    },
  });
  await tx
    .insertInto("cycle")
    .values({
      org_id: orgId,
      cycle_id: cycleId,
      title,
      state: "open",
      setup: JSON.stringify(setup),
      revision: 7,
      opened_on: ago(LAUNCHED),
      closes_on: ago(-MANAGERS_DUE),
      created_by: personId(96),
      created_at: at(ago(LAUNCHED + 6)),
      launched_by: personId(96),
      launched_at: at(ago(LAUNCHED), 30),
    })
    .execute();

  const taking = all.flatMap((employee) => {
    const [reviewed] = reviewsOf(
      employee,
      byVersion,
      { key: "second", openedAgo: LAUNCHED, closesAgo: -MANAGERS_DUE, releasedAgo: -MANAGERS_DUE, both: true },
      calendar,
    );
    const content = reviewed && byVersion.get(`${reviewed.framework}@${reviewed.version}`);
    if (reviewed?.framework !== "operations" || content === undefined || employee.manager === null) return [];
    const targets = askedLevels(content, reviewed.level, "both");
    return [{ ...reviewed, content, targets, manager: employee.manager, review: id("review", `running ${employee.number}`) }];
  });
  await insert(
    tx,
    "review",
    taking.map(({ review, employee, framework, version, level, targets, manager }) => ({
      org_id: orgId,
      review_id: review,
      cycle_id: cycleId,
      person_id: personId(employee.number),
      framework_id: known(frameworkIds, framework),
      version,
      level_id: level,
      target_level_ids: targets,
      manager_id: personId(manager),
      joined_at: at(ago(LAUNCHED), 30),
      withdrawn_at: employee.number === GONE ? at(ago(2), 90) : null,
      withdrawn_reason: employee.number === GONE ? "On a long leave from next week." : null,
    })),
  );

  const parts = taking.flatMap(({ review, employee, manager, assessed, targets }) => {
    const asked = assessed.flatMap(({ kind, given }) => (kind === "manager" ? given.filter(({ level }) => targets.includes(level)) : []));
    return (["self", "manager"] as const).map((kind): Part => {
      const name = `running ${employee.number} ${kind}`;
      const own = assessed.find((each) => each.kind === kind)?.given ?? asked;
      const of = own.filter(({ level }) => targets.includes(level));
      // Who the personas are has theirs still to write, so that there is something to do.
      const told = TO_WRITE.has(employee.number) ? { state: "in-progress" as const, share: 0.4 } : null;
      const { state, share } = told ?? (kind === "self" ? progress(name, 0.55, 0.8) : progress(name, 0.35, 0.6));
      const rater = kind === "self" ? employee.number : manager;
      const given = of.slice(0, Math.ceil(of.length * share));
      return { key: name, review, kind, rater, state, on: ago(between(`${name} on`, 1, LAUNCHED - 2)), given };
    });
  });
  const byReview = new Map(taking.map((each) => [each.review, each]));
  await insert(
    tx,
    "assessment",
    parts.map((part) => {
      const of = byReview.get(part.review);
      if (of === undefined) throw new Error("A form without its review.");
      const signed = part.state === "submitted" ? sign(of, { ...part, submittedOn: part.on }, title, byVersion) : null;
      return {
        org_id: orgId,
        assessment_id: id("assessment", part.key),
        review_id: part.review,
        rater_id: personId(part.rater),
        kind: part.kind,
        state: part.state,
        revision: part.given.length,
        submitted_at: signed?.submittedAt ?? null,
        document: signed?.document ?? null,
        hash: signed === null ? null : `\\x${signed.hash}`,
        closed_at: of.employee.number === GONE && part.state !== "submitted" ? at(ago(2), 90) : null,
      };
    }),
  );
  await insert(
    tx,
    "rating",
    parts.flatMap(({ key, given, on }) =>
      given.map(({ level, expectation, answer, comment }, index) => ({
        org_id: orgId,
        rating_id: id("rating", `${key} ${expectation}`),
        assessment_id: id("assessment", key),
        level_id: level,
        expectation_id: expectation,
        answer: typeof answer === "number" ? ("rated" as const) : answer,
        value: typeof answer === "number" ? answer : null,
        comment,
        rated_on: on,
        recorded_at: at(on, 300 + index),
      })),
    ),
  );
  await insert(
    tx,
    "review_event",
    taking.map(({ review, employee }) => ({
      org_id: orgId,
      review_event_id: id("review event", `launched ${employee.number}`),
      review_id: review,
      kind: "launched" as const,
      by: personId(96),
      at: at(ago(LAUNCHED), 30),
    })),
  );
}

/** Taken out again. */
const GONE = 40;
const TO_WRITE: ReadonlySet<number> = new Set([13, 5, 14]);
