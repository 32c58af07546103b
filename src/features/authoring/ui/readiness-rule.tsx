import type { Clause, ScalePoint } from "../../../core/framework/document.ts";
import { Act, Choice, Entries, Entry, Figure } from "./inputs.tsx";
import css from "./sheet.module.css";

const usual: readonly Clause[] = [{ clause: "criticalMet" }, { clause: "gapsAtMost", count: 0 }, { clause: "requirementsMet" }];
const kinds: readonly { value: Clause["clause"]; label: string }[] = [
  { value: "criticalMet", label: "Every critical expectation is met" },
  { value: "gapsAtMost", label: "At most so many of the others fall short" },
  { value: "nothingBelow", label: "Nothing is rated below a point" },
  { value: "readinessAtLeast", label: "Readiness is at least so many per cent" },
  { value: "requirementsMet", label: "Every requirement is met" },
];

const newClause = (kind: string, scale: readonly ScalePoint[]): Clause => {
  if (kind === "gapsAtMost") return { clause: kind, count: 0 };
  if (kind === "nothingBelow") return { clause: kind, value: scale[1]?.value ?? 1 };
  if (kind === "readinessAtLeast") return { clause: kind, percent: 80 };
  return { clause: kind === "criticalMet" ? kind : "requirementsMet" };
};

/** The written rule for entering a level, clause by clause; without one the usual rule holds. */
export function ReadinessRule({
  rule,
  scale,
  onChange,
}: {
  rule: Clause[] | undefined;
  scale: readonly ScalePoint[];
  onChange: (rule: Clause[] | undefined) => void;
}) {
  if (rule === undefined)
    return (
      <>
        <p className={css.meta}>The usual rule: everything critical met, none of the rest short, every requirement met.</p>
        <Act onClick={() => onChange([...usual])}>Write another rule for this level</Act>
      </>
    );
  return (
    <>
      <Clauses clauses={rule} scale={scale} onChange={(clauses) => onChange(clauses.length === 0 ? undefined : clauses)} />
      <Act onClick={() => onChange(undefined)}>Use the usual rule</Act>
    </>
  );
}

/** Clauses of which every one has to hold. */
export function Clauses({
  clauses,
  scale,
  onChange,
}: {
  clauses: readonly Clause[];
  scale: readonly ScalePoint[];
  onChange: (clauses: Clause[]) => void;
}) {
  const put = (at: number, clause: Clause) => onChange(clauses.map((one, index) => (index === at ? clause : one)));
  const without = (at: number) => onChange(clauses.filter((_, index) => index !== at));
  return (
    <>
      <Entries>
        {clauses.map((clause, at) => (
          // A rule may hold the same clause twice while it is written.
          <Entry key={at} title={`clause ${at + 1}`} remove={() => without(at)}>
            <Choice label={`Clause ${at + 1}`} value={clause.clause} options={kinds} onChange={(kind) => put(at, newClause(kind, scale))} />
            {clause.clause === "gapsAtMost" && (
              <Figure label="At most" value={clause.count} onChange={(count) => count !== undefined && put(at, { ...clause, count })} />
            )}
            {clause.clause === "readinessAtLeast" && (
              <Figure
                label="Per cent"
                value={clause.percent}
                onChange={(percent) => percent !== undefined && put(at, { ...clause, percent })}
              />
            )}
            {clause.clause === "nothingBelow" && (
              <Choice
                label="Nothing below"
                value={String(clause.value)}
                options={scale.map(({ value, label }) => ({ value: String(value), label }))}
                onChange={(value) => put(at, { ...clause, value: Number(value) })}
              />
            )}
          </Entry>
        ))}
      </Entries>
      <Act onClick={() => onChange([...clauses, { clause: "requirementsMet" }])}>Add a clause</Act>
    </>
  );
}
