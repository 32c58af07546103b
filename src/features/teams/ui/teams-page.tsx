import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { api, read, type Reply } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select, TextField, typedIn } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { counted } from "../../../web/parts/words.ts";
import { PeopleTabs } from "../../../web/people-tabs.tsx";
import s from "./teams.module.css";

type Team = Reply<"/teams">["items"][number];
type Open = { team: Team | null; what: "make" | "change" | "merge" };

/** The tree of teams: who works where, and for those who may, its making and moving. */
export function TeamsPage() {
  const teams = useQuery(read("/teams", {}));
  const [open, setOpen] = useState<Open | null>(null);
  if (teams.isPending) return <Loading />;
  if (teams.isError) return <ErrorState error={teams.error} retry={() => void teams.refetch()} />;
  const { items, can } = teams.data;
  const may = can["team.manage"];
  const people = items.reduce((sum, team) => sum + team.people, 0);
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title="Teams"
        answer={
          items.length === 0
            ? "A team says who works together, and for whom a people partner answers."
            : `${counted(items.length, "team")} with ${counted(people, "person", "people")} at work today.`
        }
        tools={may && <Button onClick={() => setOpen({ team: null, what: "make" })}>Make a team</Button>}
      />
      <PeopleTabs />
      {open?.team === null && <Form open={open} teams={items} onClose={() => setOpen(null)} />}
      {items.length === 0 && <Empty>There is no team yet.</Empty>}
      {items.length > 0 && <Tree parent={null} teams={items} may={may} open={open} onOpen={setOpen} />}
    </>
  );
}

function Tree({
  parent,
  teams,
  may,
  open,
  onOpen,
}: {
  parent: string | null;
  teams: readonly Team[];
  may: boolean;
  open: Open | null;
  onOpen: (open: Open | null) => void;
}) {
  const here = teams.filter((team) => team.parent === parent);
  if (here.length === 0) return null;
  return (
    <ul className={s.tree}>
      {here.map((team) => (
        <li key={team.id}>
          <div className={s.team}>
            <span className={s.name}>
              <Link to="/people" search={{ team: team.id }}>
                {team.name}
              </Link>
              <small>
                {counted(team.people, "person", "people")}
                {team.below > team.people && `, ${team.below} with the teams below`}
                {team.partners.length > 0 && `; ${team.partners.join(", ")} answers as people partner`}
              </small>
            </span>
            {may && (
              <span className={s.acts}>
                <Button kind="quiet" aria-label={`Change ${team.name}`} onClick={() => onOpen({ team, what: "change" })}>
                  Change
                </Button>
                <Button kind="quiet" aria-label={`Merge or remove ${team.name}`} onClick={() => onOpen({ team, what: "merge" })}>
                  Merge or remove
                </Button>
              </span>
            )}
          </div>
          {open?.team?.id === team.id && <Form key={open.what} open={open} teams={teams} onClose={() => onOpen(null)} />}
          <Tree parent={team.id} teams={teams} may={may} open={open} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

/** Those below a team, itself included: nothing of it can be put below them. */
function below(teams: readonly Team[], id: string): ReadonlySet<string> {
  const found = new Set([id]);
  // Each team stands after the one above it.
  for (const team of teams) if (team.parent !== null && found.has(team.parent)) found.add(team.id);
  return found;
}

function Form({ open: { team, what }, teams, onClose }: { open: Open; teams: readonly Team[]; onClose: () => void }) {
  const queries = useQueryClient();
  const [other, setOther] = useState(what === "merge" ? "" : (team?.parent ?? ""));
  const done = {
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
  };
  const headers = team === null ? {} : { "if-match": `"${team.tag}"` };
  const save = useMutation({
    mutationFn: async (of: (name: string) => string): Promise<unknown> => {
      const parent = other === "" ? null : other;
      if (team === null) return api("POST", "/teams", { name: of("name"), parent });
      if (what === "change") return api("PATCH", "/teams/:teamId", { teamId: team.id, name: of("name"), parent }, { headers });
      return api("POST", "/teams/:teamId/merge", { teamId: team.id, into: other }, { headers });
    },
    ...done,
  });
  const remove = useMutation({ mutationFn: async (teamId: string) => api("DELETE", "/teams/:teamId", { teamId }, { headers }), ...done });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input, select")?.focus(), []);
  const taboo = team === null ? new Set<string>() : below(teams, team.id);
  const choices = teams.filter(({ id }) => !taboo.has(id)).map(({ id, name }) => ({ value: id, label: name }));
  const error = save.error ?? remove.error;
  return (
    <form
      ref={form}
      className={s.form}
      aria-label={team === null ? "Make a team" : what === "change" ? `Change ${team.name}` : `Merge or remove ${team.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        remove.reset();
        if (what !== "merge" || other !== "") save.mutate(typedIn(event.currentTarget));
      }}
    >
      {what !== "merge" && <TextField label="Name" name="name" required maxLength={200} defaultValue={team?.name} autoComplete="off" />}
      <Select
        label={what === "merge" ? "Into" : "Below"}
        value={other}
        options={[{ value: "", label: what === "merge" ? "choose a team" : "no team, at the top" }, ...choices]}
        onChange={setOther}
      />
      {error && (
        <p role="alert" className={s.fault}>
          {error.message}
        </p>
      )}
      <div className={s.foot}>
        {(what !== "merge" || other !== "") && (
          <Button kind="main" type="submit" busy={save.isPending && "Saving…"}>
            {team === null ? "Make this team" : what === "change" ? "Save this team" : "Merge it into that one"}
          </Button>
        )}
        {what === "merge" && team !== null && (
          <Button
            busy={remove.isPending && "Removing…"}
            onClick={() => {
              save.reset();
              remove.mutate(team.id);
            }}
          >
            Remove this team
          </Button>
        )}
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
