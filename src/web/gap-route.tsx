import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { GapPage } from "../features/gaps/ui/gap-page.tsx";
import type { Against, Offer, PlanSlot, Slots, Wanted } from "../features/gaps/ui/gap-slots.ts";
import { PersonPicker } from "../features/people/ui/person-picker.tsx";
import { api, read } from "./api.ts";

/** The person's plan beside their report: what of it is on the plan, and how more comes there. Null until it is known, or where it may not be read. */
function usePlan(personId: string, against: Against | null): PlanSlot | null {
  const queries = useQueryClient();
  const plan = useQuery({ ...read("/plans/:personId", { personId }), retry: false }).data;
  return useMemo(() => {
    if (plan === undefined || against === null) return null;
    const { framework, level } = against;
    const goals = (plan.plan?.goals ?? []).filter((goal) => goal.framework === framework && goal.state !== "dropped");
    const add = async (things: readonly Wanted[]) => {
      try {
        // One after the other: the first begins the plan where there is none.
        for (const { kind, id } of things)
          await api("POST", "/plans/:personId/goals", { personId, source: kind, framework, level, [kind]: id });
      } finally {
        await queries.invalidateQueries({ queryKey: ["/plans/:personId"] });
      }
    };
    return { has: (kind, id) => goals.some((goal) => goal[kind] === id), add: plan.can["plan.write"] ? add : null };
  }, [plan, against, personId, queries]);
}

/** What is on offer for each thing that the level asks. */
function useOffers(against: Against | null): ((kind: Wanted["kind"], id: string) => readonly Offer[]) | null {
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
/** "Care Academy, 6 h": whose it is and how long it takes, as far as that is known. */
function offerOf({ id, title, url, provider, minutes }: Resource): Offer {
  const time = minutes === null ? null : minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
  return { id, title, url, words: [provider, time].filter((part) => part !== null).join(", ") };
}

const slots: Slots = { usePlan, useOffers, Picker: PersonPicker };

/** A gap report with the person's plan and what there is to learn from beside it. */
export function GapRoute() {
  return <GapPage slots={slots} />;
}
