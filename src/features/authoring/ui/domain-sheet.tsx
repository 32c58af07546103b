import { counted } from "../../../web/parts/words.ts";
import { ClashBox } from "./clash-box.tsx";
import { addCompetency, moveDomain, removeDomain, setField } from "./edits.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import { Act, AddLine, Choice, Line, Prose } from "./inputs.tsx";
import { LibraryChoice } from "./library-choice.tsx";
import { NodeProblems } from "./node-problems.tsx";
import { orNothing } from "./rewrite.ts";
import css from "./sheet.module.css";

export const domainKinds = [
  { value: "skill", label: "Skill" },
  { value: "knowledge", label: "Knowledge" },
  { value: "behaviour", label: "Behaviour" },
  { value: "value", label: "Value" },
];

export function DomainSheet({ id, close }: { id: string; close: () => void }) {
  const store = useDraft("any");
  const { openSheet } = useEditor();
  const content = store.shown;
  const domain = content.domains.find((one) => one.id === id);
  if (domain === undefined) return <h2>This domain has been taken out</h2>;
  const set = (field: string, value: unknown, join?: string) => store.write(setField("domain", domain, id, field, value), join);
  const held = content.competencies.filter((one) => one.domain === id).length;
  return (
    <>
      <h2>{domain.title === "" ? "Without a title" : domain.title}</h2>
      <p className={css.meta}>Domain, {counted(held, "competency", "competencies")}</p>
      <NodeProblems nodes={[`domain/${id}`]} />
      <ClashBox node={`domain/${id}`} />
      <Line label="Title" value={domain.title} onChange={(value) => set("title", value, `domain ${id} title`)} />
      <Choice label="Kind" value={domain.kind} options={domainKinds} onChange={(value) => set("kind", value)} />
      <Prose
        label="Description"
        value={domain.description ?? ""}
        onChange={(value) => set("description", orNothing(value), `domain ${id} description`)}
      />
      <AddLine
        label="Another competency"
        button="Add"
        onAdd={(title) => {
          const changes = addCompetency(content, id, title);
          store.write(changes);
          openSheet(`competency/${changes[0]?.id}`);
        }}
      />
      <LibraryChoice domain={id} />
      <div className={css.acts}>
        <Act onClick={() => store.write(moveDomain(content, id, -1))}>Move up</Act>
        <Act onClick={() => store.write(moveDomain(content, id, 1))}>Move down</Act>
        <Act
          onClick={() => {
            store.write(removeDomain(content, id));
            close();
          }}
        >
          {held === 0 ? "Remove the domain" : `Remove the domain and its ${counted(held, "competency", "competencies")}`}
        </Act>
      </div>
    </>
  );
}
