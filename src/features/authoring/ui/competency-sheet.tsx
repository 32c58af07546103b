import { competencyId } from "../../../core/framework/competency.ts";
import { counted } from "../../../web/parts/words.ts";
import { ClashBox } from "./clash-box.tsx";
import { moveCompetency, removeCompetency, setField } from "./edits.ts";
import { useDraft } from "./editor-context.ts";
import { Act, Choice, Line, Lines, Part, Prose } from "./inputs.tsx";
import { EquivalenceEntries } from "./equivalences.tsx";
import { NewerWords } from "./newer-words.tsx";
import { NodeProblems } from "./node-problems.tsx";
import { orNothing } from "./rewrite.ts";
import css from "./sheet.module.css";

export function CompetencySheet({ id, close }: { id: string; close: () => void }) {
  const store = useDraft("any");
  const content = store.shown;
  const competency = content.competencies.find((one) => competencyId(one) === id);
  if (competency === undefined) return <h2>This competency has been taken out</h2>;
  const used = "use" in competency;
  const entity = used ? "use" : "competency";
  const words = store.draft.inherited[id];
  const set = (field: string, value: unknown, join?: string) =>
    store.write(setField(entity, competency, id, field, value), join && `competency ${id} ${join}`);
  const at = content.levels.filter((level) => level.expectations.some((one) => one.competency === id)).length;
  const title = used ? (words?.title ?? id) : competency.title;
  return (
    <>
      <h2>{title === "" ? "Without a title" : title}</h2>
      <p className={css.meta}>
        {used ? `Inherited from ${words?.from ?? competency.use}` : "Competency"}, asked at {counted(at, "level")}
      </p>
      <NodeProblems nodes={[`${entity}/${id}`]} />
      <ClashBox node={`${entity}/${id}`} />
      {used ? (
        <>
          {words?.definition && <p>{words.definition}</p>}
          {words?.markers.map((marker) => (
            <p key={marker}>{marker}</p>
          ))}
          <NewerWords competency={id} />
          <p className={css.meta}>Its words are the library’s. A level may say it in its own words in its cell.</p>
        </>
      ) : (
        <>
          <Line label="Title" value={competency.title} onChange={(value) => set("title", value, "title")} />
          <Prose
            label="Definition"
            value={competency.definition ?? ""}
            onChange={(value) => set("definition", orNothing(value), "definition")}
          />
          {content.kind === "library" && (
            <Lines
              label="What one sees in general"
              kind="statement"
              value={competency.markers}
              onChange={(value) => set("markers", value, "markers")}
            />
          )}
        </>
      )}
      <Choice
        label="Domain"
        value={competency.domain}
        options={content.domains.map((domain) => ({ value: domain.id, label: domain.title }))}
        onChange={(value) => set("domain", value)}
      />
      <Part title="The same elsewhere">
        <EquivalenceEntries competency={id} />
      </Part>
      <div className={css.acts}>
        <Act onClick={() => store.write(moveCompetency(content, id, -1))}>Move up</Act>
        <Act onClick={() => store.write(moveCompetency(content, id, 1))}>Move down</Act>
        <Act
          onClick={() => {
            store.write(removeCompetency(content, id));
            close();
          }}
        >
          {at === 0 ? "Remove the competency" : `Remove the competency and what is asked of it at ${counted(at, "level")}`}
        </Act>
      </div>
    </>
  );
}
