import { Link } from "@tanstack/react-router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { addMonths } from "../../../core/gap/dates.ts";
import { api, read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { counted } from "../../../web/parts/words.ts";
import css from "./pathways.module.css";
import type { Between, Way } from "./way-words.ts";

/** When each rung of a way would be reached if it took as long as is written down; null from the first step of which nobody says. */
function daysOf(way: Way, on: string): (string | null)[] {
  let months: number | null = 0;
  return way.transitions.map((step) => {
    months = months === null || step.months === null ? null : months + step.months;
    return months === null ? null : addMonths(on, months);
  });
}

/** Puts every rung of a way on the plan, each as a goal with its day. What is on it already stays as it is. */
function WayPlan({ way, between }: { way: Way; between: Between }) {
  const { person } = between;
  const personId = person.id;
  const queries = useQueryClient();
  const plan = useQuery({ ...read("/plans/:personId", { personId }), enabled: between.can["gap.read"] });
  const adding = useMutation({
    mutationFn: async () => {
      let added = 0;
      const days = daysOf(way, between.on);
      // One after the other: they stand on the plan in the order of the way.
      for (const [index, reference] of way.levels.slice(1).entries()) {
        const [framework = "", level = ""] = reference.split("/");
        const { already } = await api("POST", "/plans/:personId/goals", {
          personId,
          source: "route",
          framework,
          level,
          dueOn: days[index] ?? null,
        });
        if (!already) added += 1;
      }
      return added;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["/plans/:personId"] }),
  });
  if (!plan.data?.can["plan.write"] || way.steps === 0) return null;
  const goals = plan.data.plan?.goals ?? [];
  const there = way.levels
    .slice(1)
    .every((reference) =>
      goals.some((goal) => goal.source === "route" && goal.state !== "dropped" && `${goal.framework}/${goal.level}` === reference),
    );
  const whose = person.you ? "your plan" : `${person.name}’s plan`;
  return (
    <div>
      {there ? (
        <p role={adding.data === undefined ? undefined : "status"}>
          {adding.data !== undefined && adding.data > 0
            ? `${counted(adding.data, "goal")} added, one for each rung. `
            : `Every rung of this way is on ${whose}. `}
          <a href={person.you ? "/plan" : `/people/${personId}/plan`}>Open {whose}</a>
        </p>
      ) : (
        <Button busy={adding.isPending && "Adding…"} onClick={() => adding.mutate()}>
          Make this way {whose}
        </Button>
      )}
      {adding.isError && (
        <p role="alert" className={css.wrong}>
          {adding.error.message} What was added before that stays on the plan; press again for the rest.
        </p>
      )}
    </div>
  );
}

/** What is done about a way: one begins at the gap report of its next rung, and puts all of it on the plan. */
export function WayActs({ way, between }: { way: Way; between: Between }) {
  return (
    <div className={css.acts}>
      <NextGap between={between} next={way.levels[1]} />
      <WayPlan way={way} between={between} />
    </div>
  );
}

/** The gap report against the next rung of the way: where somebody begins. */
function NextGap({ between, next }: { between: Between; next: string | undefined }) {
  const { person } = between;
  if (next === undefined) return null;
  return (
    <Link to="/people/$personId/gap" params={{ personId: person.id }} search={{ target: next }} className={buttonClass("main")}>
      Read {person.you ? "your" : `${person.name}’s`} gap report
    </Link>
  );
}
