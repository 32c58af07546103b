import type { Change } from "../../../core/framework/diff.ts";
import type { Framework, Level, Requirement } from "../../../core/framework/document.ts";
import { ClashBox } from "./clash-box.tsx";
import { addEntry, idFor, moveEntry, removeEntry } from "./edits.ts";
import { useDraft } from "./editor-context.ts";
import { AddLine, Choice, Entries, Entry, Figure, Line, Lines, Prose, Tick } from "./inputs.tsx";
import { NodeProblems } from "./node-problems.tsx";
import { orNothing, rewrite, withField } from "./rewrite.ts";

const kinds = [
  { value: "qualification", label: "Qualification" },
  { value: "experience", label: "Experience" },
  { value: "demonstrated", label: "Shown in practice" },
  { value: "training", label: "Training" },
  { value: "check", label: "Check" },
  { value: "anyOf", label: "One of several" },
];
const kindOf = (one: Requirement) => ("anyOf" in one ? "anyOf" : one.kind);
const titleOf = (one: Requirement) => one.title ?? one.id;

/** The same requirement as another kind, with what the two have in common. */
function asKind(one: Requirement, kind: string, content: Framework): Requirement {
  const base = { id: one.id, ...(one.description === undefined ? {} : { description: one.description }) };
  const title = one.title ?? "";
  if (kind === "anyOf")
    return {
      ...base,
      ...(title === "" ? {} : { title }),
      anyOf: [{ id: idFor(content, "requirement", `${one.id}-1`), kind: "qualification", title: "", equivalents: [], anyAtLevel: false }],
    };
  if (kind === "experience") return { ...base, kind, ...(title === "" ? {} : { title }), months: 12, at: [] };
  if (kind === "demonstrated" || kind === "training" || kind === "check") return { ...base, kind, title };
  return { ...base, kind: "qualification", title, equivalents: [], anyAtLevel: false };
}

/** How a list of requirements is written: `join` names the field that is being typed in, absent for one press. */
type Ways = {
  add: (one: Requirement) => void;
  change: (at: number, next: Requirement, join?: string) => void;
  move: (at: number, to: number) => void;
  remove: (at: number) => void;
};

/** What it takes to enter a level: all of it, but for groups of which one is enough. */
export function Requirements({ level }: { level: Level }) {
  const store = useDraft("any");
  const { requirements } = level;
  const each = (at: number, work: (one: Requirement) => Change[], join?: string) => {
    const one = requirements[at];
    if (one) store.write(work(one), join);
  };
  return (
    <List
      requirements={requirements}
      stem={level.id}
      ways={{
        add: (one) => store.write(addEntry("requirement", one.id, requirements.length, one, level.id)),
        change: (at, next, join) =>
          each(at, (one) => rewrite("requirement", one.id, at, one, next, level.id), join && `requirement ${next.id} ${join}`),
        move: (at, to) => each(at, ({ id }) => moveEntry("requirement", id, at, to, level.id)),
        remove: (at) => each(at, (one) => removeEntry("requirement", one.id, at, one, level.id)),
      }}
    />
  );
}

/** Requirements that stand in a list of their own, written as a whole. @param stem begins the ids of new ones. */
export function RequirementsWhole({
  requirements,
  stem,
  onChange,
}: {
  requirements: readonly Requirement[];
  stem: string;
  onChange: (requirements: Requirement[], join?: string) => void;
}) {
  const without = (at: number) => requirements.filter((_, index) => index !== at);
  return (
    <List
      requirements={requirements}
      stem={stem}
      ways={{
        add: (one) => onChange([...requirements, one]),
        change: (at, next, join) =>
          onChange(
            requirements.map((one, index) => (index === at ? next : one)),
            join && `${next.id} ${join}`,
          ),
        move: (at, to) => onChange(without(at).toSpliced(to, 0, ...requirements.slice(at, at + 1))),
        remove: (at) => onChange(without(at)),
      }}
    />
  );
}

function List({ requirements, stem, ways }: { requirements: readonly Requirement[]; stem: string; ways: Ways }) {
  const store = useDraft("any");
  return (
    <>
      <Entries>
        {requirements.map((one, at) => (
          <Entry
            key={one.id}
            title={titleOf(one)}
            up={at === 0 ? undefined : () => ways.move(at, at - 1)}
            down={at === requirements.length - 1 ? undefined : () => ways.move(at, at + 1)}
            remove={() => ways.remove(at)}
          >
            <NodeProblems nodes={[`requirement/${one.id}`]} />
            <ClashBox node={`requirement/${one.id}`} />
            <OneRequirement one={one} change={(next, join) => ways.change(at, next, join)} />
          </Entry>
        ))}
      </Entries>
      <AddLine
        label="Another requirement"
        button="Add"
        onAdd={(title) => {
          const id = idFor(store.shown, "requirement", `${stem}-${title}`);
          ways.add({ id, kind: "qualification", title, equivalents: [], anyAtLevel: false });
        }}
      />
    </>
  );
}

/** @param change `join` names the field that is being typed in, absent for one press. */
function OneRequirement({ one, change }: { one: Requirement; change: (next: Requirement, join?: string) => void }) {
  const store = useDraft("any");
  const content = store.shown;
  const set = (field: string, value: unknown, typed = false) => change(withField(one, field, value), typed ? field : undefined);
  const needsTitle = !("anyOf" in one) && one.kind !== "experience";
  return (
    <>
      <Choice label="Kind" value={kindOf(one)} options={kinds} onChange={(kind) => change(asKind(one, kind, content))} />
      <Line label="Title" value={one.title ?? ""} onChange={(value) => set("title", needsTitle ? value : orNothing(value), true)} />
      <Prose label="Description" value={one.description ?? ""} onChange={(value) => set("description", orNothing(value), true)} />
      {"anyOf" in one && (
        <>
          <Entries>
            {one.anyOf.map((member, at) => (
              <Entry
                key={member.id}
                title={titleOf(member)}
                remove={
                  one.anyOf.length === 1
                    ? undefined
                    : () =>
                        set(
                          "anyOf",
                          one.anyOf.filter((other) => other.id !== member.id),
                        )
                }
              >
                <OneRequirement
                  one={member}
                  change={(next, join) =>
                    change(
                      { ...one, anyOf: one.anyOf.map((other, index) => (index === at ? next : other)) },
                      join && `${member.id} ${join}`,
                    )
                  }
                />
              </Entry>
            ))}
          </Entries>
          <AddLine
            label="Or else"
            button="Add"
            onAdd={(title) =>
              set("anyOf", [
                ...one.anyOf,
                {
                  id: idFor(content, "requirement", `${one.id}-${title}`),
                  kind: "qualification",
                  title,
                  equivalents: [],
                  anyAtLevel: false,
                },
              ])
            }
          />
        </>
      )}
      {"kind" in one && one.kind === "qualification" && (
        <>
          <Lines label="Counts the same" value={one.equivalents} onChange={(value) => set("equivalents", value, true)} />
          <Line
            label="National level"
            placeholder="RQF 3"
            value={one.regulated ?? ""}
            onChange={(value) => set("regulated", orNothing(value), true)}
          />
          <Tick label="Any qualification at that level or above" value={one.anyAtLevel} onChange={(value) => set("anyAtLevel", value)} />
        </>
      )}
      {"kind" in one && one.kind === "experience" && (
        <>
          <Figure label="Months" value={one.months} onChange={(value) => value !== undefined && set("months", value, true)} />
          {content.levels.map((level) => (
            <Tick
              key={level.id}
              label={`at ${level.title}`}
              value={one.at.includes(level.id)}
              onChange={(on) => set("at", on ? [...one.at, level.id] : one.at.filter((other) => other !== level.id))}
            />
          ))}
        </>
      )}
      {"kind" in one && (one.kind === "training" || one.kind === "check") && (
        <Figure
          label="Valid for, in months"
          hint="Empty: for ever."
          value={one.validMonths}
          onChange={(value) => set("validMonths", value, true)}
        />
      )}
    </>
  );
}
