import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import { narrowedBy } from "../../../core/access/granting.ts";
import { roleNames, type Role } from "../../../core/access/roles.ts";
import { ApiError } from "../../../http/client.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select, TextField, typedIn } from "../../../web/parts/field.tsx";
import rows from "../../../web/parts/rows.module.css";
import { capital } from "../../../web/parts/words.ts";

type Roles = Reply<"/roles">;
type Chosen = { id: string; name: string };

/** Gives one role to one person. @param to whom, where the page is about them; else they are found by name. */
export function GrantForm({ roles, to }: { roles: Roles; to: Chosen | undefined }) {
  const queries = useQueryClient();
  const [role, setRole] = useState<Role>(roles.grantable.find((each) => each === "people-partner") ?? roles.grantable[0] ?? "auditor");
  const [narrow, setNarrow] = useState("");
  const [found, setFound] = useState<Chosen | null>(null);
  const [lacking, setLacking] = useState(false);
  const person = to ?? found;
  const narrowed = narrowedBy(role);
  const grant = useMutation({
    mutationFn: ({ personId, expiresOn }: { personId: string; expiresOn: string }) =>
      api("POST", "/people/:personId/roles", {
        personId,
        role,
        ...(narrowed === "units" && narrow !== "" ? { units: [narrow] } : {}),
        ...(narrowed === "framework" && narrow !== "" ? { framework: narrow } : {}),
        ...(expiresOn === "" ? {} : { expiresOn }),
      }),
    onSuccess: () => {
      setFound(null);
      return queries.invalidateQueries({ queryKey: ["/roles"] });
    },
  });
  const refused = (path: string) =>
    grant.error instanceof ApiError ? grant.error.problems.find((each) => each.path === path)?.message : undefined;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const expiresOn = typedIn(event.currentTarget)("expiresOn");
    setLacking(person === null);
    if (person !== null && !grant.isPending) grant.mutate({ personId: person.id, expiresOn });
  };
  return (
    <form className={rows.form} onSubmit={submit} noValidate aria-label="Give a role">
      {to === undefined && (
        <PersonField found={found} choose={setFound} error={lacking && found === null ? "Choose who is to have the role." : undefined} />
      )}
      <Select
        label="Role"
        options={roles.grantable.map((each) => ({ value: each, label: capital(roleNames[each]) }))}
        value={role}
        onChange={(value) => {
          setRole(value as Role); // the options are roles
          setNarrow("");
        }}
      />
      {narrowed === "units" && (
        <Select
          label="of"
          options={[{ value: "", label: "the whole organisation" }, ...roles.units.map(({ id, name }) => ({ value: id, label: name }))]}
          value={narrow}
          onChange={setNarrow}
        />
      )}
      {narrowed === "framework" && (
        <Select
          label="of"
          options={[{ value: "", label: "choose a ladder" }, ...roles.frameworks.map(({ slug, title }) => ({ value: slug, label: title }))]}
          value={narrow}
          onChange={setNarrow}
        />
      )}
      <TextField label="Ends on" name="expiresOn" type="date" hint="Leave empty for no end." error={refused("/expiresOn")} />
      <p role="alert" className={rows.fault}>
        {refused("/expiresOn") === undefined ? (refused("/framework") ?? grant.error?.message) : null}
      </p>
      <Button kind="main" type="submit" busy={grant.isPending && "Giving…"}>
        Give the role
      </Button>
    </form>
  );
}

/** Finds one person by name: the platform's own list of suggestions, so that it works by keyboard and voice as it is. */
function PersonField({
  found,
  choose,
  error,
}: {
  found: Chosen | null;
  choose: (person: Chosen | null) => void;
  error: string | undefined;
}) {
  const [typed, setTyped] = useState("");
  const list = useId();
  const people = useQuery({
    ...read("/people", { q: typed, limit: 10 }),
    enabled: typed.trim().length > 1 && found === null,
    placeholderData: keepPreviousData,
  }).data?.items;
  const named = people?.map(({ id, name, team }) => ({ id, name, label: team === null ? name : `${name}, ${team}` })) ?? [];
  return (
    <>
      <TextField
        label="Who"
        list={list}
        autoComplete="off"
        value={found?.name ?? typed}
        error={error}
        hint="Begin with a name."
        onChange={({ target: { value } }) => {
          setTyped(value);
          const [one, another] = named.filter((each) => each.label === value || each.name === value);
          choose(one !== undefined && another === undefined ? { id: one.id, name: one.name } : null);
        }}
      />
      <datalist id={list}>
        {named.map(({ id, label }) => (
          <option key={id} value={label}>
            {label}
          </option>
        ))}
      </datalist>
    </>
  );
}
