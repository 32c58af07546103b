import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, read } from "./api.ts";

/*
 * What stands beside a gap report and is kept elsewhere: the person's plan, and what there is to learn from. Both are null until
 * they are known, and stay so where they cannot be read: the report does not wait for them.
 */

/** What a level asks, one thing of it. */
export type Wanted = { kind: "expectation" | "requirement"; id: string; title: string };
export type Against = { framework: string; level: string };

export type PlanBeside = {
  /** Whose plan it is. */
  personId: string;
  /** Whether a goal of the plan is about it. */
  has: (kind: Wanted["kind"], id: string) => boolean;
  /** Null where the reader may not. Adds one after the other, and begins a plan where there is none. */
  add: ((things: readonly Wanted[]) => Promise<void>) | null;
};

/** @param against null while the report is on its way. */
export function usePlanBeside(personId: string, against: Against | null): PlanBeside | null {
  const queries = useQueryClient();
  const plan = useQuery({ ...read("/plans/:personId", { personId }), retry: false }).data;
  if (plan === undefined || against === null) return null;
  const { framework, level } = against;
  const goals = (plan.plan?.goals ?? []).filter((goal) => goal.framework === framework && goal.state !== "dropped");
  const add = async (things: readonly Wanted[]) => {
    try {
      for (const { kind, id } of things)
        await api("POST", "/plans/:personId/goals", { personId, source: kind, framework, level, [kind]: id });
    } finally {
      await queries.invalidateQueries({ queryKey: ["/plans/:personId"] });
    }
  };
  return { personId, has: (kind, id) => goals.some((goal) => goal[kind] === id), add: plan.can["plan.write"] ? add : null };
}

/** Something to learn from, offered where the gap is; `words` say whose it is and how long it takes. */
export type Offer = { id: string; title: string; url: string | null; words: string };
export type Offers = (kind: Wanted["kind"], id: string) => readonly Offer[];

/** What is on offer for each thing that the level asks. */
export function useOffers(against: Against | null): Offers | null {
  const found = useQuery({
    ...read("/resources/for", { framework: against?.framework ?? "", level: against?.level ?? "" }),
    enabled: against !== null,
    retry: false,
  }).data;
  return useMemo(() => {
    if (found === undefined) return null;
    const offers = new Map(found.items.map(({ kind, id, resources }) => [`${kind} ${id}`, resources.map(offerOf)]));
    return (kind, id) => offers.get(`${kind} ${id}`) ?? [];
  }, [found]);
}

type Resource = { id: string; title: string; url: string | null; provider: string | null; minutes: number | null };
function offerOf({ id, title, url, provider, minutes }: Resource): Offer {
  const time = minutes === null ? null : minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
  return { id, title, url, words: [provider, time].filter((part) => part !== null).join(", ") };
}
