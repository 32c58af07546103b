import type { ComponentType } from "react";

/** Finds one person; it belongs to the directory, so the route hands it in (web/gap-route.tsx). */
export type Picker = ComponentType<{
  label: string;
  hint?: string;
  onPick: (person: { id: string; name: string }) => void;
  without?: string;
}>;
