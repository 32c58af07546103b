import { setField } from "./edits.ts";
import { useDraft } from "./editor-context.ts";
import { AddLine, Entries, Entry, Figure, Line, Part, Prose, Row } from "./inputs.tsx";
import { orNothing, withField } from "./rewrite.ts";

/** What an external standard has beside its statements: its number, how long it takes, how it is assessed. */
export function StandardPart() {
  const store = useDraft("any");
  const content = store.shown;
  const standard = content.standard ?? { entry: [], assessment: [] };
  const set = (field: string, value: unknown, typed = false) =>
    store.write(
      setField("framework", content, content.id, "standard", withField(standard, field, value)),
      typed ? `standard ${field}` : undefined,
    );
  const [shortest, longest] = standard.months ?? [undefined, undefined];
  return (
    <Part title="The standard" open>
      <Row>
        <Line label="Number" value={standard.reference ?? ""} onChange={(value) => set("reference", orNothing(value), true)} />
        <Line
          label="National level"
          placeholder="RQF 7"
          value={standard.regulated ?? ""}
          onChange={(value) => set("regulated", orNothing(value), true)}
        />
      </Row>
      <Row>
        <Figure
          label="Months, at least"
          value={shortest}
          onChange={(value) => set("months", value === undefined ? undefined : [value, Math.max(value, longest ?? value)], true)}
        />
        <Figure
          label="Months, at most"
          value={longest}
          onChange={(value) => set("months", value === undefined ? undefined : [shortest ?? value, value], true)}
        />
      </Row>
      <Prose
        label="Qualification"
        kind={null}
        value={standard.qualification ?? ""}
        onChange={(value) => set("qualification", orNothing(value), true)}
      />
      <Entries>
        {standard.assessment.map((one, at) => {
          const put = (field: string, value: unknown) =>
            set(
              "assessment",
              standard.assessment.map((other, index) => (index === at ? withField(other, field, value) : other)),
              true,
            );
          return (
            // Parts of an assessment have no name of their own.
            <Entry
              key={at}
              title={one.title}
              remove={() =>
                set(
                  "assessment",
                  standard.assessment.filter((_, index) => index !== at),
                )
              }
            >
              <Line label={`Assessment, part ${at + 1}`} value={one.title} onChange={(value) => put("title", value)} />
              <Prose
                label="Description"
                kind={null}
                value={one.description ?? ""}
                onChange={(value) => put("description", orNothing(value))}
              />
            </Entry>
          );
        })}
      </Entries>
      <AddLine
        label="Another part of the assessment"
        button="Add"
        onAdd={(title) => set("assessment", [...standard.assessment, { title }])}
      />
    </Part>
  );
}
