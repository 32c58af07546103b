import { ClashBox } from "./clash-box.tsx";
import { addDomain, addEntry, addTrack, idFor, moveDomain, moveEntry, removeDomain, removeEntry, setField } from "./edits.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import { Act, AddLine, Entries, Entry, Line, Part, Prose } from "./inputs.tsx";
import { NodeProblems } from "./node-problems.tsx";
import { orNothing } from "./rewrite.ts";
import { StandardPart } from "./standard-part.tsx";
import css from "./sheet.module.css";

const sourceFields = [
  ["title", "Title of the source"],
  ["url", "Web address"],
  ["licence", "Licence"],
  ["attribution", "Attribution"],
  ["basedOn", "Based on"],
] as const;

/** What is true of the whole ladder: its name and source, its scale, tracks, domains and responsibilities. */
export function FrameworkSheet() {
  const store = useDraft("any");
  const { openSheet } = useEditor();
  const content = store.shown;
  const { scale, tracks, domains, responsibilities, source = {} } = content;
  const set = (field: string, value: unknown, join?: string) =>
    store.write(setField("framework", content, content.id, field, value), join && `framework ${join}`);
  const setSource = (field: string, value: string) => {
    const { [field]: _old, ...rest }: Record<string, string | undefined> = source;
    const next = value === "" ? rest : { ...rest, [field]: value };
    set("source", Object.keys(next).length === 0 ? undefined : next, `source ${field}`);
  };
  return (
    <>
      <h2>The whole {content.kind}</h2>
      <p className={css.meta}>“{content.id}” in addresses and files</p>
      <NodeProblems nodes={["framework"]} />
      <ClashBox node="framework" />
      <Line label="Title" value={content.title} onChange={(value) => set("title", value, "title")} />
      <Prose
        label="Description"
        kind={null}
        value={content.description ?? ""}
        onChange={(value) => set("description", orNothing(value), "description")}
      />
      <Line
        label="Language"
        value={content.language}
        hint="As in en or en-GB. The statement checker knows English."
        onChange={(value) => set("language", value, "language")}
      />
      {content.kind === "standard" && <StandardPart />}
      <Part title="Source and licence">
        {sourceFields.map(([field, label]) => (
          <Line key={field} label={label} value={source[field] ?? ""} onChange={(value) => setSource(field, value)} />
        ))}
      </Part>
      <Part title="Scale">
        <Entries>
          {scale.map((point, at) => {
            const id = String(point.value);
            const change = (field: string, value: unknown) =>
              store.write(setField("scale", point, id, field, value), `scale ${id} ${field}`);
            return (
              <Entry
                key={id}
                title={point.label}
                remove={scale.length === 1 ? undefined : () => store.write(removeEntry("scale", id, at, point))}
              >
                <NodeProblems nodes={[`scale/${id}`]} />
                <ClashBox node={`scale/${id}`} />
                <Line label={`Point ${point.value}`} value={point.label} onChange={(value) => change("label", value)} />
                <Prose
                  label="What it means"
                  kind={null}
                  value={point.description ?? ""}
                  onChange={(value) => change("description", orNothing(value))}
                />
              </Entry>
            );
          })}
        </Entries>
        <AddLine
          label="Another point, above the others"
          button="Add"
          onAdd={(label) => {
            const value = Math.max(0, ...scale.map((point) => point.value)) + 1;
            store.write(addEntry("scale", String(value), scale.length, { value, label }));
          }}
        />
      </Part>
      {content.kind !== "library" && (
        <Part title="Tracks">
          <Entries>
            {tracks.map((track, at) => {
              const held = content.levels.filter((level) => level.track === track.id).length;
              const change = (field: string, value: unknown) =>
                store.write(setField("track", track, track.id, field, value), `track ${track.id} ${field}`);
              return (
                <Entry
                  key={track.id}
                  title={track.title}
                  up={at === 0 ? undefined : () => store.write(moveEntry("track", track.id, at, at - 1))}
                  remove={held > 0 ? undefined : () => store.write(removeEntry("track", track.id, at, track))}
                >
                  <NodeProblems nodes={[`track/${track.id}`]} />
                  <ClashBox node={`track/${track.id}`} />
                  <Line
                    label="Title"
                    hint={held > 0 ? "It can be removed once it has no levels." : undefined}
                    value={track.title}
                    onChange={(value) => change("title", value)}
                  />
                  <Prose
                    label="Description"
                    kind={null}
                    value={track.description ?? ""}
                    onChange={(value) => change("description", orNothing(value))}
                  />
                </Entry>
              );
            })}
          </Entries>
          <AddLine label="Another track" button="Add" onAdd={(title) => store.write(addTrack(content, title))} />
        </Part>
      )}
      <Part title="Domains">
        <Entries>
          {domains.map((domain, at) => (
            <Entry
              key={domain.id}
              title={domain.title}
              up={at === 0 ? undefined : () => store.write(moveDomain(content, domain.id, -1))}
              down={at === domains.length - 1 ? undefined : () => store.write(moveDomain(content, domain.id, 1))}
              remove={
                content.competencies.some((one) => one.domain === domain.id)
                  ? undefined
                  : () => store.write(removeDomain(content, domain.id))
              }
            >
              <Act onClick={() => openSheet(`domain/${domain.id}`)}>{domain.title === "" ? "Without a title" : domain.title}</Act>
            </Entry>
          ))}
        </Entries>
        <AddLine label="Another domain" button="Add" onAdd={(title) => store.write(addDomain(content, title))} />
      </Part>
      <Part title="Responsibilities held beside the job">
        <Entries>
          {responsibilities.map((one, at) => {
            const change = (field: string, value: unknown) =>
              store.write(setField("responsibility", one, one.id, field, value), `responsibility ${one.id} ${field}`);
            return (
              <Entry key={one.id} title={one.title} remove={() => store.write(removeEntry("responsibility", one.id, at, one))}>
                <Line label="Title" value={one.title} onChange={(value) => change("title", value)} />
                <Prose
                  label="Description"
                  kind={null}
                  value={one.description ?? ""}
                  onChange={(value) => change("description", orNothing(value))}
                />
              </Entry>
            );
          })}
        </Entries>
        <AddLine
          label="Another responsibility"
          button="Add"
          onAdd={(title) => {
            const id = idFor(content, "responsibility", title);
            store.write(addEntry("responsibility", id, responsibilities.length, { id, title }));
          }}
        />
      </Part>
    </>
  );
}
