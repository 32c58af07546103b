import { setField } from "./edits.ts";
import { useDraft } from "./editor-context.ts";
import { AddLine, Entries, Entry, Figure, Line, Part, Prose, Row } from "./inputs.tsx";
import { Clauses } from "./readiness-rule.tsx";
import { RequirementsWhole } from "./requirements.tsx";
import { orNothing, withField } from "./rewrite.ts";

/** What an external standard has beside its statements: its number, how long it takes, how it is assessed. */
export function StandardPart() {
  const store = useDraft("any");
  const content = store.shown;
  const standard = content.standard ?? { entry: [], assessment: [] };
  /** @param typed whether it is being typed in, or what exactly is. */
  const set = (field: string, value: unknown, typed: boolean | string = false) =>
    store.write(
      setField("framework", content, content.id, "standard", withField(standard, field, value)),
      typed === false ? undefined : `standard ${field} ${typed}`,
    );
  const gateway = standard.gateway ?? { clauses: [], requirements: [] };
  const setGateway = (next: typeof gateway, join?: string) =>
    set("gateway", next.clauses.length + next.requirements.length === 0 ? undefined : next, join);
  const [shortest, longest] = standard.months ?? [undefined, undefined];
  return (
    <>
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
      </Part>
      <Part title="To begin">
        <RequirementsWhole requirements={standard.entry} stem="entry" onChange={(entry, join) => set("entry", entry, join)} />
      </Part>
      <Part title="Before the assessment">
        <RequirementsWhole
          requirements={gateway.requirements}
          stem="gateway"
          onChange={(requirements, join) => setGateway({ ...gateway, requirements }, join)}
        />
        <Clauses clauses={gateway.clauses} scale={content.scale} onChange={(clauses) => setGateway({ ...gateway, clauses })} />
      </Part>
      <Part title="How it is assessed">
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
    </>
  );
}
