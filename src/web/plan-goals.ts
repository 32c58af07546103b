import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, read, type Reply } from "./api.ts";

type Goal = NonNullable<Reply<"/plans/:personId">["plan"]>["goals"][number];

/** A gap as a report knows it: an expectation or a requirement of a level. */
export type GapOf = { source: "expectation" | "requirement"; framework: string; level: string; id: string };

/**
 * What of a person's gaps is on their plan already, and the act that puts one there. Adding a gap begins a draft where there is
 * no plan; adding it twice is the same goal.
 *
 * @param wanted false where the reader may not read plans of this person: then nothing is asked.
 */
export function usePlanGoals(personId: string, wanted: boolean) {
  const queries = useQueryClient();
  const plan = useQuery({ ...read("/plans/:personId", { personId }), enabled: wanted });
  const [failed, setFailed] = useState<string | null>(null);
  const adding = useMutation({
    mutationFn: ({ source, framework, level, id }: GapOf) =>
      api("POST", "/plans/:personId/goals", { personId, source, framework, level, [source]: id }),
    onMutate: () => setFailed(null),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["/plans/:personId"] }),
    onError: (error) => setFailed(`${error.message} It is not on the plan yet.`),
  });
  const goals = plan.data?.plan?.goals ?? [];
  return {
    /** Whether it is known yet what is on the plan. */
    known: plan.isSuccess,
    mayAdd: plan.data?.can["plan.write"] ?? false,
    /** The goal on this gap, in whatever version it was chosen; null where there is none, or it was given up. */
    goalOn: ({ source, framework, id }: Omit<GapOf, "level">): Goal | null =>
      goals.find((goal) => goal.framework === framework && goal[source] === id && goal.state !== "dropped") ?? null,
    add: (gap: GapOf) => adding.mutate(gap),
    /** The gap that is being added just now. */
    adding: adding.isPending ? adding.variables : null,
    /** What went wrong with the last one, and what was kept. */
    failed,
  };
}
