import type { ComponentType } from "react";

/** What the report asks of other capabilities; the route brings it together (web/gap-route.tsx). */
export type Wanted = { kind: "expectation" | "requirement"; id: string; title: string };
export type Against = { framework: string; level: string };

/** The person's plan, as far as the reader may see and change it. */
export type PlanSlot = {
  /** Whether a goal of the plan is about it. */
  has: (kind: Wanted["kind"], id: string) => boolean;
  /** Null where the reader may not. Adds one after the other; resolves when all are there. */
  add: ((things: readonly Wanted[]) => Promise<void>) | null;
};
/** Something to learn from, offered where the gap is. */
export type Offer = { id: string; title: string; url: string | null; words: string };

export type Slots = {
  /** Both are hooks. `against` null while the report is on its way; what they give is null until it is known. */
  usePlan: (personId: string, against: Against | null) => PlanSlot | null;
  useOffers: (against: Against | null) => ((kind: Wanted["kind"], id: string) => readonly Offer[]) | null;
  Picker: ComponentType<{ label: string; hint?: string; onPick: (person: { id: string; name: string }) => void; without?: string }>;
};
