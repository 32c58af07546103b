import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { diff } from "../../../core/framework/diff.ts";
import type { Level } from "../../../core/framework/document.ts";
import { insertLevel, mergeLevels, splitLevel, type Acted, type Side } from "../../../core/framework/level-acts.ts";
import { read } from "../../../web/api.ts";
import { counted } from "../../../web/parts/words.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import { Act, AddLine, Choice, Part } from "./inputs.tsx";
import css from "./level-acts.module.css";

const sides: readonly { value: Side; label: string }[] = [
  { value: "above", label: "above this one" },
  { value: "below", label: "below this one" },
];
const sideOf = (value: string): Side => (value === "below" ? "below" : "above");

/** A level beside this one, this one made one with another, or two of it: each one act, which one Undo takes back. */
export function LevelActs({ level }: { level: Level }) {
  const store = useDraft("any");
  const { openSheet, writes } = useEditor();
  const { currentVersion } = store.draft;
  const inForce = useQuery({
    ...read("/frameworks/:slug/versions/:version", { slug: store.slug, version: "latest" }),
    enabled: currentVersion !== null,
    staleTime: Infinity,
  }).data;
  if (!writes) return null;
  const done = ({ framework, level: made }: Acted) => {
    store.pause();
    store.write(diff(store.shown, framework));
    openSheet(`level/${made}`);
  };
  // Until it is known what is in force, people may stand anywhere.
  const published = new Set((inForce?.content ?? store.shown).levels.map(({ id }) => (currentVersion === null ? "" : id)));
  const people = inForce?.headcount[level.id] ?? 0;
  return (
    <>
      <Insert onAdd={(title, where) => done(insertLevel(store.shown, { title, beside: level.id, where }))} />
      {store.shown.levels.length > 1 && (
        <Part title="Merge it into another">
          <Merge
            level={level}
            people={people}
            onMerge={(into, words) => done(mergeLevels(store.shown, { from: level.id, into, words, published }))}
          />
        </Part>
      )}
      <Part title="Split it in two">
        <Split
          level={level}
          people={people}
          onSplit={(title, where, goes) => done(splitLevel(store.shown, { level: level.id, title, where, goes, published }))}
        />
      </Part>
    </>
  );
}

function Insert({ onAdd }: { onAdd: (title: string, where: Side) => void }) {
  const [where, setWhere] = useState<Side>("above");
  return (
    <>
      <Choice label="A new level stands" value={where} options={sides} onChange={(value) => setWhere(sideOf(value))} />
      <AddLine label={`A level ${where} this one`} button="Insert" onAdd={(title) => onAdd(title, where)} />
      <p className={css.note}>
        A promotion between its neighbours then leads through it. Nobody stands on it until somebody is placed there.
      </p>
    </>
  );
}

const stand = (people: number) => (people === 0 ? "Nobody stands on it" : `${counted(people, "person stands", "people stand")} on it`);

function Merge({ level, people, onMerge }: { level: Level; people: number; onMerge: (into: string, words: "own" | "both") => void }) {
  const { shown } = useDraft("any");
  const [into, setInto] = useState("");
  const [words, setWords] = useState<"own" | "both">("own");
  const other = shown.levels.find(({ id }) => id === into);
  return (
    <>
      <Choice
        label="Into"
        value={into}
        options={[
          { value: "", label: "Which level?" },
          ...shown.levels.filter(({ id }) => id !== level.id).map(({ id, title }) => ({ value: id, label: title === "" ? id : title })),
        ]}
        onChange={setInto}
      />
      <Choice
        label="What both ask for is said"
        value={words}
        options={[
          { value: "own", label: "as that level says it; its ratings carry over" },
          { value: "both", label: "in the words of both" },
        ]}
        onChange={(value) => setWords(value === "both" ? "both" : "own")}
      />
      <p className={css.note}>
        What only this level asks for is asked there as well; ways and requirements that name this level name that one. {stand(people)}:
        whoever does is proposed for {other === undefined ? "that level" : other.title} when people are moved to the new version.
      </p>
      {other !== undefined && <Act onClick={() => onMerge(into, words)}>{`Merge into ${other.title}`}</Act>}
    </>
  );
}

type Goes = "stays" | "goes" | "both";

function Split({
  level,
  people,
  onSplit,
}: {
  level: Level;
  people: number;
  onSplit: (title: string, where: Side, goes: Record<string, Goes>) => void;
}) {
  const { shown, draft } = useDraft("any");
  const [where, setWhere] = useState<Side>("above");
  const [goes, setGoes] = useState<Record<string, Goes>>({});
  const titleOf = (competency: string) => {
    const found = shown.competencies.find((one) => "id" in one && one.id === competency);
    return (found && "title" in found ? found.title : draft.inherited[competency]?.title) ?? competency;
  };
  return (
    <>
      <Choice label="The new part stands" value={where} options={sides} onChange={(value) => setWhere(sideOf(value))} />
      {level.expectations.map(({ id, competency }) => (
        <Choice
          key={id}
          label={titleOf(competency)}
          value={goes[id] ?? "both"}
          options={[
            { value: "both", label: "asked at both" },
            { value: "stays", label: `asked at ${level.title} only` },
            { value: "goes", label: "asked at the new part only" },
          ]}
          onChange={(value) => setGoes({ ...goes, [id]: value === "stays" || value === "goes" ? value : "both" })}
        />
      ))}
      <p className={css.note}>
        The way up leads through both. {stand(people)}: whoever does stays at {level.title}, and can be moved to the new part person by
        person.
      </p>
      <AddLine label="Title of the new part" button="Split" onAdd={(title) => onSplit(title, where, goes)} />
    </>
  );
}
