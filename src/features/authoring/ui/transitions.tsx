import type { Level, Transition } from "../../../core/framework/document.ts";
import { ClashBox } from "./clash-box.tsx";
import { addEntry, removeEntry } from "./edits.ts";
import { useDraft } from "./editor-context.ts";
import { AddLine, Choice, Entries, Entry, Figure, Line, Part, Prose, Row } from "./inputs.tsx";
import { NodeProblems } from "./node-problems.tsx";
import { orNothing, rewrite, withField } from "./rewrite.ts";

const kinds = [
  { value: "promotion", label: "Promotion" },
  { value: "lateral", label: "Sideways" },
  { value: "track-switch", label: "Change of track" },
  { value: "step-down", label: "Step down" },
];
const routeKinds = ["apprenticeship", "diploma", "degree", "award", "certificate", "professional", "training", "experience", "other"].map(
  (value) => ({
    value,
    label: value.charAt(0).toUpperCase() + value.slice(1),
  }),
);
type Route = Level["onward"][number];

/** Ways from a level to others, here or on another ladder. Where one leads is its name, so another aim is another way. */
export function Transitions({ level }: { level: Level }) {
  const store = useDraft("any");
  const { transitions, levels } = store.shown;
  const open = levels.filter(({ id }) => id !== level.id && !transitions.some(({ from, to }) => from === level.id && to === id));
  const add = (to: string) => {
    const upward = levels.find(({ id }) => id === to);
    const kind = upward === undefined || upward.rank <= level.rank ? "lateral" : "promotion";
    const added: Transition = { from: level.id, to, kind, via: [] };
    if (!transitions.some((one) => one.from === level.id && one.to === to))
      store.write(addEntry("transition", `${level.id}→${to}`, transitions.length, added));
  };
  return (
    <>
      <Entries>
        {transitions.map((one, at) => {
          if (one.from !== level.id) return null;
          const id = `${one.from}→${one.to}`;
          const title = levels.find((other) => other.id === one.to)?.title ?? one.to;
          const set = (field: string, value: unknown, join?: string) =>
            store.write(rewrite("transition", id, at, one, withField(one, field, value)), join && `${id} ${join}`);
          return (
            <Entry key={id} title={`the way to ${title}`} remove={() => store.write(removeEntry("transition", id, at, one))}>
              <NodeProblems nodes={[`transition/${id}`]} />
              <ClashBox node={`transition/${id}`} />
              <Row>
                <Choice label={`To ${title}`} value={one.kind} options={kinds} onChange={(value) => set("kind", value)} />
                <Figure label="Usual months" value={one.months} onChange={(value) => set("months", value, "months")} />
              </Row>
              <Prose
                label="Description"
                value={one.description ?? ""}
                onChange={(value) => set("description", orNothing(value), "description")}
              />
              <Part title="By way of">
                <Routes routes={one.via} onChange={(value, join) => set("via", value, join && `via ${join}`)} />
              </Part>
            </Entry>
          );
        })}
      </Entries>
      <Choice
        label="Another way, to"
        value=""
        options={[{ value: "", label: "Which level?" }, ...open.map(({ id, title }) => ({ value: id, label: title }))]}
        onChange={(to) => to !== "" && add(to)}
      />
      <AddLine label="Or to another ladder, as ladder/level" button="Add" onAdd={add} />
    </>
  );
}

/** Qualifications that lead along a way: each by itself is enough. */
export function Routes({ routes, onChange }: { routes: readonly Route[]; onChange: (routes: Route[], join?: string) => void }) {
  const put = (at: number, field: string, value: unknown, typed: boolean) =>
    onChange(
      routes.map((one, index) => (index === at ? withField(one, field, value) : one)),
      typed ? `${at} ${field}` : undefined,
    );
  return (
    <>
      <Entries>
        {routes.map((one, at) => (
          // Ways have no name of their own; two may read the same while they are written.
          <Entry key={at} title={one.title} remove={() => onChange(routes.filter((_, index) => index !== at))}>
            <Line label="Title" value={one.title} onChange={(value) => put(at, "title", value, true)} />
            <Row>
              <Choice
                label="Kind"
                value={one.kind ?? ""}
                options={[{ value: "", label: "–" }, ...routeKinds]}
                onChange={(value) => put(at, "kind", orNothing(value), false)}
              />
              <Line
                label="National level"
                placeholder="RQF 5"
                value={one.regulated ?? ""}
                onChange={(value) => put(at, "regulated", orNothing(value), true)}
              />
              <Figure label="Months" value={one.months} onChange={(value) => put(at, "months", value, true)} />
            </Row>
            <Line label="Web address" value={one.url ?? ""} onChange={(value) => put(at, "url", orNothing(value), true)} />
          </Entry>
        ))}
      </Entries>
      <AddLine label="Another qualification" button="Add" onAdd={(title) => onChange([...routes, { title }])} />
    </>
  );
}
