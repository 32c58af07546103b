import { useQuery } from "@tanstack/react-query";
import { read } from "../../../web/api.ts";
import { Select } from "../../../web/parts/field.tsx";

/** A level of a version of a ladder; "" where none is chosen. */
export type LevelChosen = { framework: string; version: string; level: string };
export const noLevel: LevelChosen = { framework: "", version: "", level: "" };

/** Chooses a ladder, one of its versions (the one in force at first) and a level of it. @param none what no ladder is called. */
export function LevelChoice({ value, onChange, none }: { value: LevelChosen; onChange: (value: LevelChosen) => void; none: string }) {
  const ladders = useQuery(read("/people/ladders", {})).data?.items ?? [];
  const ladder = ladders.find(({ framework }) => framework === value.framework);
  const version = ladder?.versions.find((each) => String(each.version) === value.version);
  const choose = (framework: string) => {
    const versions = ladders.find((each) => each.framework === framework)?.versions ?? [];
    const first = versions.find(({ inForce }) => inForce) ?? versions[0];
    onChange(first === undefined ? noLevel : { framework, version: String(first.version), level: first.levels[0]?.level ?? "" });
  };
  return (
    <>
      <Select
        label="Ladder"
        value={value.framework}
        options={[{ value: "", label: none }, ...ladders.map(({ framework, title }) => ({ value: framework, label: title }))]}
        onChange={choose}
      />
      {ladder && ladder.versions.length > 1 && (
        <Select
          label="Version"
          value={value.version}
          options={ladder.versions.map((each) => ({
            value: String(each.version),
            label: `${each.version}${each.inForce ? ", in force" : ""}`,
          }))}
          onChange={(chosen) => {
            const levels = ladder.versions.find((each) => String(each.version) === chosen)?.levels ?? [];
            const same = levels.find(({ level }) => level === value.level) ?? levels[0];
            onChange({ ...value, version: chosen, level: same?.level ?? "" });
          }}
        />
      )}
      {version && (
        <Select
          label="Level"
          value={value.level}
          options={version.levels.toSorted((a, b) => b.rank - a.rank).map(({ level, title }) => ({ value: level, label: title }))}
          onChange={(level) => onChange({ ...value, level })}
        />
      )}
    </>
  );
}
