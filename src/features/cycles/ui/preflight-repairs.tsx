import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, read, type Reply } from "../../../web/api.ts";
import { useCycleWord } from "../../../web/cycle-word.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import type { Setup } from "./cycle-words.ts";
import css from "./cycle.module.css";
import { PersonSearch } from "./person-search.tsx";

type Fault = Reply<"/cycles/:cycleId/preflight">["faults"][number];
type Repair = Fault["repairs"][number];

const labels: Record<Repair, string> = {
  place: "Place at a level",
  "name-manager": "Name a manager",
  "rated-by": "Let another rate, this once",
  "leave-out": "Leave out",
  "write-expectations": "Write what is asked",
};
const localToday = () => new Intl.DateTimeFormat("en-CA").format(new Date());

/** What can be done about a fault where it stands. */
export function Repairs({ fault, setup, onSetup }: { fault: Fault; setup: Setup; onSetup: (more: Partial<Setup>) => void }) {
  const word = useCycleWord();
  const [open, setOpen] = useState<Repair | null>(null);
  const queries = useQueryClient();
  const { person } = fault;
  const look = () => queries.invalidateQueries({ queryKey: ["/cycles/:cycleId/preflight"] });
  const line = useMutation({
    mutationFn: (manager: string) => api("POST", "/people/:personId/lines", { personId: person.id, manager, from: localToday() }),
    onSuccess: look,
  });
  const place = useMutation({
    mutationFn: ({ framework, level }: { framework: string; level: string }) =>
      api("POST", "/people/:personId/placements", { personId: person.id, level: { framework, level }, from: localToday() }),
    onSuccess: look,
  });
  const failed = line.error ?? place.error;
  const act = (repair: Repair) => {
    if (repair === "leave-out") onSetup({ who: { ...setup.who, except: [...setup.who.except, person.id] } });
    else setOpen(open === repair ? null : repair);
  };
  return (
    <div className={css.repairs}>
      {fault.repairs.map((repair) =>
        repair === "write-expectations" ? (
          <Link key={repair} to="/ladders">
            {labels[repair]}
          </Link>
        ) : (
          <Button
            key={repair}
            kind="quiet"
            aria-expanded={repair === "leave-out" ? undefined : open === repair}
            aria-label={`${labels[repair]}: ${person.name}`}
            onClick={() => act(repair)}
          >
            {labels[repair]}
          </Button>
        ),
      )}
      {open === "name-manager" && (
        <PersonSearch
          label={`Who manages ${person.name} from today on`}
          verb="Name"
          taken={[person.id]}
          onFound={({ id }) => line.mutate(id)}
        />
      )}
      {open === "rated-by" && (
        <PersonSearch
          label={`Who rates ${person.name} in this ${word.one}`}
          verb="Choose"
          taken={[person.id]}
          onFound={({ id }) => onSetup({ who: { ...setup.who, ratedBy: { ...setup.who.ratedBy, [person.id]: id } } })}
        />
      )}
      {open === "place" && (
        <Place name={person.name} busy={place.isPending} onPlace={(framework, level) => place.mutate({ framework, level })} />
      )}
      {failed !== null && (
        <p role="alert" className={css.fault}>
          {failed.message}
        </p>
      )}
    </div>
  );
}

function Place({ name, busy, onPlace }: { name: string; busy: boolean; onPlace: (framework: string, level: string) => void }) {
  const ladders = useQuery(read("/frameworks", { limit: 200 }));
  const [chosen, setChosen] = useState("");
  const [level, setLevel] = useState("");
  const options = (ladders.data?.items ?? []).filter(({ kind }) => kind !== "library");
  const slug = chosen === "" ? (options[0]?.slug ?? "") : chosen;
  const version = useQuery({ ...read("/frameworks/:slug/versions/:version", { slug, version: "latest" }), enabled: slug !== "" });
  const levels = version.data?.content.levels ?? [];
  const at = levels.some(({ id }) => id === level) ? level : (levels[0]?.id ?? "");
  return (
    <div className={css.place}>
      <Select
        label="Ladder"
        value={slug}
        options={options.map(({ slug: value, title }) => ({ value, label: title }))}
        onChange={setChosen}
      />
      <Select label="Level" value={at} options={levels.map(({ id, title }) => ({ value: id, label: title }))} onChange={setLevel} />
      <Button busy={busy && "Placing…"} onClick={() => at !== "" && onPlace(slug, at)}>
        Place {name} there from today on
      </Button>
    </div>
  );
}
