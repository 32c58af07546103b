import { ClashBox } from "./clash-box.tsx";
import { moveLevel, removeLevel, setField } from "./edits.ts";
import { useDraft } from "./editor-context.ts";
import { Act, Choice, Figure, Line, Lines, Part, Prose, Row, Tick } from "./inputs.tsx";
import { LevelActs } from "./level-acts.tsx";
import { NodeProblems } from "./node-problems.tsx";
import { ReadinessRule } from "./readiness-rule.tsx";
import { Requirements } from "./requirements.tsx";
import { orNothing } from "./rewrite.ts";
import { Routes, Transitions } from "./transitions.tsx";
import css from "./sheet.module.css";

export function LevelSheet({ id, close }: { id: string; close: () => void }) {
  const store = useDraft("any");
  const content = store.shown;
  const level = content.levels.find((one) => one.id === id);
  if (level === undefined) return <h2>This level has been taken out</h2>;
  const set = (field: string, value: unknown, join?: string) =>
    store.write(setField("level", level, id, field, value), join && `level ${id} ${join}`);
  const track = content.tracks.find((one) => one.id === level.track);
  return (
    <>
      <h2>{level.title === "" ? "Without a title" : level.title}</h2>
      <p className={css.meta}>
        Level, rank {level.rank} on {track?.title ?? level.track}
      </p>
      <NodeProblems nodes={[`level/${id}`]} />
      <ClashBox node={`level/${id}`} />
      <Line label="Title" value={level.title} onChange={(value) => set("title", value, "title")} />
      <Row>
        <Choice
          label="Track"
          value={level.track}
          options={content.tracks.map((one) => ({ value: one.id, label: one.title }))}
          onChange={(value) => set("track", value)}
        />
        <Figure label="Rank" value={level.rank} onChange={(value) => value !== undefined && set("rank", value)} />
        <Line
          label="National level"
          value={level.regulated ?? ""}
          placeholder="RQF 3"
          onChange={(value) => set("regulated", orNothing(value), "regulated")}
        />
      </Row>
      <Prose label="Scope" value={level.scope ?? ""} onChange={(value) => set("scope", orNothing(value), "scope")} />
      <Prose
        label="What separates it from the next"
        value={level.distinguishes ?? ""}
        onChange={(value) => set("distinguishes", orNothing(value), "distinguishes")}
      />
      <Lines label="Roles found here" value={level.roles} onChange={(value) => set("roles", value, "roles")} />
      <Part title="Scope by domain">
        {content.domains.map((domain) => (
          <Prose
            key={domain.id}
            label={domain.title}
            value={level.domainScope[domain.id] ?? ""}
            onChange={(value) => {
              const { [domain.id]: _old, ...rest } = level.domainScope;
              set("domainScope", value === "" ? rest : { ...rest, [domain.id]: value }, `scope ${domain.id}`);
            }}
          />
        ))}
      </Part>
      <Part title="What it takes to enter">
        <Requirements level={level} />
      </Part>
      <Part title="When somebody is ready">
        <ReadinessRule rule={level.readiness} scale={content.scale} onChange={(value) => set("readiness", value)} />
      </Part>
      <Part title="Ways from here">
        <Transitions level={level} />
      </Part>
      <Part title="Ways on that end outside">
        <Routes routes={level.onward} onChange={(value, join) => set("onward", value, join && `onward ${join}`)} />
      </Part>
      {content.responsibilities.length > 0 && (
        <Part title="Responsibilities held here">
          {content.responsibilities.map((one) => (
            <Tick
              key={one.id}
              label={one.title}
              value={level.responsibilities.includes(one.id)}
              onChange={(on) =>
                set(
                  "responsibilities",
                  on ? [...level.responsibilities, one.id] : level.responsibilities.filter((other) => other !== one.id),
                )
              }
            />
          ))}
        </Part>
      )}
      <LevelActs key={id} level={level} />
      <div className={css.acts}>
        <Act onClick={() => store.write(moveLevel(content, id, -1))}>Move down the track</Act>
        <Act onClick={() => store.write(moveLevel(content, id, 1))}>Move up the track</Act>
        <Act
          onClick={() => {
            store.write(removeLevel(content, level));
            close();
          }}
        >
          Remove the level
        </Act>
      </div>
    </>
  );
}
