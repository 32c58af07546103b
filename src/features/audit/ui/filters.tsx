import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { read } from "../../../web/api.ts";
import { Select, TextField } from "../../../web/parts/field.tsx";
import { capital, shortDate } from "../../../web/parts/words.ts";

export type Narrowed = { action?: string; by?: string; about?: string; from?: string; to?: string; address?: string };

export function ActionFilter({ value, onChange }: { value: string; onChange: (action: string) => void }) {
  const actions = useQuery(read("/audit/actions", {})).data?.items ?? [];
  const known = value === "" || actions.some(({ action }) => action === value) ? actions : [...actions, { action: value, words: value }];
  return (
    <Select
      label="Show"
      options={[{ value: "", label: "everything" }, ...known.map(({ action, words }) => ({ value: action, label: capital(words) }))]}
      value={value}
      onChange={onChange}
    />
  );
}

/** Somebody found by name, those who left included. */
export function PersonFilter({
  label,
  chosen,
  onChoose,
}: {
  label: string;
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
}) {
  const list = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const name = useQuery({ ...read("/people/:personId", { personId: chosen ?? "" }), enabled: chosen !== undefined }).data?.person.name;
  const asking = typed !== null && typed.trim() !== "";
  const here = useQuery({ ...read("/people", { q: typed ?? "", limit: 10 }), enabled: asking }).data;
  const left = useQuery({
    ...read("/people", { q: typed ?? "", limit: 10, standing: "left" }),
    enabled: asking && here?.can["person.list-left"] === true,
  }).data;
  const found = [...(here?.items ?? []), ...(left?.items ?? [])];
  return (
    <>
      <TextField
        label={label}
        type="search"
        list={list}
        autoComplete="off"
        value={typed ?? name ?? ""}
        onChange={({ target: { value } }) => {
          setTyped(value);
          const person = found.find((each) => each.name === value);
          if (person) {
            onChoose(person.id);
            setTyped(null);
          } else if (value === "") {
            onChoose(undefined);
            setTyped(null);
          }
        }}
      />
      <datalist id={list}>
        {found.map((person) => (
          <option key={person.id} value={person.name}>
            {person.leftOn === null ? person.team : `left on ${shortDate(person.leftOn)}`}
          </option>
        ))}
      </datalist>
    </>
  );
}
