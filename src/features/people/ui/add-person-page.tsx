import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "../../../http/client.ts";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { TextField, typedIn } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { NotFound } from "../../../web/parts/not-found.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { LevelChoice, noLevel } from "./level-choice.tsx";
import { PersonPicker, type Picked } from "./person-picker.tsx";
import s from "./person-edit.module.css";
import { TeamChoice } from "../../../web/team-choice.tsx";

/** One person by hand; many come by import. */
export function AddPersonPage() {
  const me = useQuery(read("/me", {})).data;
  if (me === undefined) return <Loading />;
  return me.can["person.create"] ? <Form /> : <NotFound />;
}

function Form() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [level, setLevel] = useState(noLevel);
  const [team, setTeam] = useState("");
  const [manager, setManager] = useState<Picked | null>(null);
  // The same request twice, a double click, adds one person.
  const [key] = useState(() => crypto.randomUUID());
  const add = useMutation({
    mutationFn: (of: (name: string) => string) => {
      const orNull = (name: string) => of(name).trim() || null;
      const input = {
        employeeNumber: of("number"),
        name: of("name"),
        email: orNull("email"),
        location: orNull("location"),
        startedOn: orNull("start"),
        share: Number(of("share")) / 100,
        team: team === "" ? null : team,
        manager: manager?.id ?? null,
        level: level.level === "" ? null : { framework: level.framework, version: Number(level.version), level: level.level },
      };
      return api("POST", "/people", input, { headers: { "idempotency-key": key } });
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries();
      await navigate({ to: "/people/$personId", params: { personId: id } });
    },
  });
  const fault = (path: string) =>
    add.error instanceof ApiError ? add.error.problems.find((problem) => problem.path === path)?.message : undefined;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title="Add a person"
        answer="They are in the directory from now on. An account to sign in with is given to them apart."
      />
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(typedIn(event.currentTarget));
        }}
      >
        <TextField label="Name" name="name" required maxLength={200} autoComplete="off" error={fault("/name")} />
        <TextField label="Employee number" name="number" required maxLength={200} autoComplete="off" error={fault("/employeeNumber")} />
        <TextField label="E-mail" name="email" type="email" maxLength={200} autoComplete="off" error={fault("/email")} />
        <TextField label="Location" name="location" maxLength={200} autoComplete="off" />
        <TextField label="Starts on" name="start" type="date" error={fault("/startedOn")} />
        <TextField label="Share of full time, in %" name="share" type="number" min={1} max={100} step={0.1} defaultValue="100" required />
        <div className={s.choices}>
          <TeamChoice value={team} none="no team" onChange={setTeam} />
        </div>
        {manager === null ? (
          <PersonPicker label="Reports to" onPick={setManager} />
        ) : (
          <p>
            Reports to <b>{manager.name}</b>{" "}
            <Button kind="quiet" onClick={() => setManager(null)}>
              Choose another
            </Button>
          </p>
        )}
        <div className={s.choices}>
          <LevelChoice value={level} onChange={setLevel} none="no ladder yet" />
        </div>
        {add.isError && (
          <p role="alert" className={s.fault}>
            {add.error.message} Nobody was added; what you typed is kept.
          </p>
        )}
        <div className={s.foot}>
          <Button kind="main" type="submit" busy={add.isPending && "Adding…"}>
            Add this person
          </Button>
        </div>
      </form>
    </>
  );
}
