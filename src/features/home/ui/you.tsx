import { Link } from "@tanstack/react-router";
import { hoursWords } from "../../../core/home/days.ts";
import type { Reply } from "../../../web/api.ts";
import { StatusMark } from "../../../web/figures/status-mark.tsx";
import { dayAndMonth, longDate, spoken } from "../../../web/parts/words.ts";
import type { HomeReply } from "./asked.tsx";
import s from "./you.module.css";

type Gap = Reply<"/people/:personId/gap">;
type Line = NonNullable<Gap["report"]>["expectations"][number];

/** How many of the largest gaps Home shows. */
const FIRST = 3;

/** "two steps short", in places of the scale. */
function gapWords(line: Line, scale: Gap["scale"]): string {
  const at = (value: number | null) => scale.findIndex((point) => point.value === value);
  if (line.status === "not-assessed") return "nobody has assessed it";
  if (line.status === "stale") return "reworded since it was rated";
  const short = at(line.required) - at(line.attained);
  return `${spoken(short)} ${short === 1 ? "step" : "steps"} short${line.critical ? ", critical" : ""}`;
}

/** The first three of what is open, by what it would win, each leading to its place in the report. */
export function LargestGaps({ gap }: { gap: Gap }) {
  const { report } = gap;
  const lines = (report?.movesMost ?? []).slice(0, FIRST).flatMap((id) => report?.expectations.find((line) => line.id === id) ?? []);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="gaps">
      <h3 id="gaps">Your largest gaps</h3>
      <ol className={s.list}>
        {lines.map((line) => (
          <li key={line.id}>
            <StatusMark status={line.status} />
            <span>
              <Link to="/people/$personId/gap" params={{ personId: gap.person.id }} hash={`expectation-${line.id}`}>
                {gap.lines[line.id]?.title ?? line.id}
              </Link>
              <small>{gapWords(line, gap.scale)}</small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

const kinds = {
  training: "training",
  "on-the-job": "on the job",
  mentoring: "mentoring",
  qualification: "a qualification",
  reading: "reading",
} as const;
const states = { draft: "A draft: both of you agree on it before it begins.", agreed: "Agreed on, and not begun.", active: null } as const;
const planPage: string = "/plan";
const learningPage: string = "/cpd";

/** What comes next in one's plan; without one, what a plan is for. */
export function YourPlan({ plan, me }: { plan: HomeReply["plan"]; me: string }) {
  return (
    <section aria-labelledby="plan">
      <h3 id="plan">Your plan</h3>
      {plan === null ? (
        <p className={s.none}>
          A plan turns what you are short of into things to do. <Link to={planPage}>Begin your plan</Link>
        </p>
      ) : (
        <>
          {states[plan.state] && <p className={s.none}>{states[plan.state]}</p>}
          {plan.next.length > 0 && (
            <ol className={`${s.list} ${s.plan}`}>
              {plan.next.map((action) => (
                <li key={action.id}>
                  <span className={s.when}>
                    {action.dueOn !== null
                      ? `to ${dayAndMonth(action.dueOn)}`
                      : action.startsOn !== null
                        ? `from ${dayAndMonth(action.startsOn)}`
                        : "no date"}
                  </span>
                  <span>
                    <Link to={planPage}>{action.title}</Link>
                    <small>
                      {[action.owner.id === me ? null : `with ${action.owner.name}`, kinds[action.kind]].filter(Boolean).join(", ")}
                      {action.barred && <span className="rust">, something stands in the way</span>}
                    </small>
                  </span>
                </li>
              ))}
            </ol>
          )}
          <p className={s.none}>
            {plan.next.length === 0 &&
              (plan.open > 0 ? "Nothing is to be done yet for what it aims at. " : "Nothing is left to do in it. ")}
            <Link to={planPage}>
              {plan.open === 0 ? "Open your plan" : `All ${plan.goals === 1 ? "of it" : `${spoken(plan.goals)} goals`}`}
            </Link>
          </p>
        </>
      )}
    </section>
  );
}

/** Hours of learning in the running year, against what it asks. */
export function YourLearning({ learned }: { learned: HomeReply["learned"] }) {
  const { label, minutes, target, to } = learned;
  return (
    <section aria-labelledby="learning">
      <h3 id="learning">Your learning, {label}</h3>
      <p className={s.none}>
        {target === null ? (
          <>
            <b>{hoursWords(minutes)}</b> logged.{" "}
          </>
        ) : (
          <>
            <b>{minutes < 15 ? "None" : hoursWords(minutes)}</b> of {hoursWords(target)} logged
            {minutes >= target ? ": what this year asks is there. " : `, to be there by ${longDate(to)}. `}
          </>
        )}
        <Link to={learningPage}>Log what you have learned</Link>
      </p>
    </section>
  );
}
