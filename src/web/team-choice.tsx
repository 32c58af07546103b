import { useQuery } from "@tanstack/react-query";
import { read } from "./api.ts";
import { Select } from "./parts/field.tsx";

/** Chooses a team; those below others are set in. @param none what no team is called. */
export function TeamChoice({
  label = "Team",
  value,
  none,
  onChange,
}: {
  label?: string;
  value: string;
  none: string;
  onChange: (team: string) => void;
}) {
  const teams = useQuery(read("/teams", {})).data?.items ?? [];
  const depth = new Map<string, number>();
  for (const { id, parent } of teams) depth.set(id, parent === null ? 0 : (depth.get(parent) ?? 0) + 1);
  return (
    <Select
      label={label}
      value={value}
      options={[
        { value: "", label: none },
        // Space that a menu does not fold away.
        ...teams.map(({ id, name, below }) => ({ value: id, label: `${"\u2003".repeat(depth.get(id) ?? 0)}${name} (${below})` })),
      ]}
      onChange={onChange}
    />
  );
}
