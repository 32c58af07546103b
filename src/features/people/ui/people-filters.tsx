import { useQuery } from "@tanstack/react-query";
import { read } from "../../../web/api.ts";
import { Select } from "../../../web/parts/field.tsx";
import { TeamChoice } from "../../../web/team-choice.tsx";

/** What the address of the directory may say beside the words of a search. */
export type Narrowed = {
  team?: string;
  manager?: string;
  depth?: string;
  framework?: string;
  level?: string;
  standing?: string;
  sort?: string;
};

/** What narrows the directory and how it is ordered; each choice changes the address. */
export function PeopleFilters({
  search,
  onChange,
  mayListLeft,
}: {
  search: Narrowed;
  onChange: (change: { [K in keyof Narrowed]: string | undefined }) => void;
  mayListLeft: boolean;
}) {
  const me = useQuery(read("/me", {})).data;
  const filteredBy = useQuery({
    ...read("/people/:personId", { personId: search.manager ?? "" }),
    enabled: search.manager !== undefined && me !== undefined && search.manager !== me.person.id,
  }).data;
  const ladders = useQuery(read("/people/ladders", {})).data?.items ?? [];
  const ladder = ladders.find(({ framework }) => framework === search.framework);
  const levels = ladder?.versions.find(({ inForce }) => inForce)?.levels ?? ladder?.versions[0]?.levels ?? [];

  const under = [
    { value: "", label: "everybody" },
    ...(me && (me.reports > 0 || search.manager === me.person.id)
      ? [
          { value: `${me.person.id} direct`, label: "who report to you" },
          { value: `${me.person.id} all`, label: "everybody below you" },
        ]
      : []),
    ...(filteredBy
      ? [
          { value: `${filteredBy.person.id} direct`, label: `who report to ${filteredBy.person.name}` },
          { value: `${filteredBy.person.id} all`, label: `everybody below ${filteredBy.person.name}` },
        ]
      : []),
  ];
  const chosen = search.manager === undefined ? "" : `${search.manager} ${search.depth === "all" ? "all" : "direct"}`;
  const word = (value: string) => (value === "" ? undefined : value);
  return (
    <>
      <Select
        label="Show"
        options={under}
        value={chosen}
        onChange={(value) => {
          const [manager = "", depth] = value.split(" ");
          onChange({ manager: word(manager), depth: depth === "all" ? "all" : undefined });
        }}
      />
      <TeamChoice value={search.team ?? ""} none="all teams" onChange={(team) => onChange({ team: word(team) })} />
      <Select
        label="Ladder"
        value={search.framework ?? ""}
        options={[{ value: "", label: "all ladders" }, ...ladders.map(({ framework, title }) => ({ value: framework, label: title }))]}
        onChange={(framework) => onChange({ framework: word(framework), level: undefined })}
      />
      {ladder && (
        <Select
          label="Level"
          value={search.level ?? ""}
          options={[
            { value: "", label: "all levels" },
            ...levels.toSorted((a, b) => b.rank - a.rank).map(({ level, title }) => ({ value: level, label: title })),
          ]}
          onChange={(level) => onChange({ level: word(level) })}
        />
      )}
      {mayListLeft && (
        <Select
          label="Who"
          value={search.standing ?? ""}
          options={[
            { value: "", label: "at work today" },
            { value: "left", label: "have left" },
            { value: "coming", label: "are still to come" },
          ]}
          onChange={(standing) => onChange({ standing: word(standing) })}
        />
      )}
      <Select
        label="In order of"
        value={search.sort ?? ""}
        options={[
          { value: "", label: "name" },
          { value: "team", label: "team" },
          { value: "level", label: "level" },
        ]}
        onChange={(sort) => onChange({ sort: word(sort) })}
      />
    </>
  );
}
