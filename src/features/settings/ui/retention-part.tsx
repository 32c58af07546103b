import { useQuery } from "@tanstack/react-query";
import { api } from "../../../web/api.ts";
import { Select } from "../../../web/parts/field.tsx";
import { counted, longDate } from "../../../web/parts/words.ts";
import type { PartProps } from "./settings-page.tsx";
import { Part } from "./settings-parts.tsx";
import css from "./settings.module.css";

const kinds = [
  {
    kind: "leavers",
    label: "People who left are erased after",
    periods: [6, 12, 24, 36, 72],
    one: "person who left",
    many: "people who left",
  },
  { kind: "messages", label: "Messages and notifications go after", periods: [1, 3, 6, 12, 24], one: "message", many: "messages" },
  {
    kind: "auditAddresses",
    label: "Network addresses in the audit log go after",
    periods: [1, 3, 6, 12, 24],
    one: "address",
    many: "addresses",
  },
  { kind: "auditEntries", label: "Entries of the audit log go after", periods: [12, 24, 36, 72, 120], one: "entry", many: "entries" },
] as const;

const periodWords = (months: number) => (months % 12 === 0 ? counted(months / 12, "year") : counted(months, "month"));

/** How long what is kept, and what the periods chosen here would take away today. */
export function RetentionPart({ draft, set }: PartProps) {
  const { retention } = draft.settings;
  const asked = Object.fromEntries(Object.entries(retention).flatMap(([kind, months]) => (months === null ? [] : [[kind, months]])));
  const preview = useQuery({
    queryKey: ["/retention", asked],
    queryFn: ({ signal }) => api("GET", "/retention", asked, { signal }),
  });
  const due = kinds.flatMap(({ kind, one, many }) => {
    const found = preview.data?.kinds.find((each) => each.kind === kind);
    return retention[kind] !== null && found && found.count > 0 && found.before !== null
      ? [{ ...found, before: found.before, one, many }]
      : [];
  });
  const leavers = retention.leavers === null ? [] : (preview.data?.leavers ?? []);
  return (
    <Part
      id="retention"
      title="What is kept, and how long"
      says="What is older goes by itself, within the hour and for good. The audit log says how much went; its chain of seals stays whole."
    >
      {kinds.map(({ kind, label, periods }) => {
        const now = retention[kind];
        const all = now === null || periods.some((each) => each === now) ? periods : [...periods, now].toSorted((a, b) => a - b);
        return (
          <Select
            key={kind}
            label={label}
            options={[{ value: "", label: "never" }, ...all.map((months) => ({ value: String(months), label: periodWords(months) }))]}
            value={now === null ? "" : String(now)}
            onChange={(value) => set("retention", { ...retention, [kind]: value === "" ? null : Number(value) })}
          />
        );
      })}
      <div className={css.preview} aria-live="polite">
        {preview.isError && <p className={css.fault}>What would go cannot be worked out just now.</p>}
        {preview.isSuccess && due.length === 0 && <p>With these periods nothing goes today.</p>}
        {due.length > 0 && (
          <>
            <p>With these periods this goes today:</p>
            <ul>
              {due.map(({ kind, count, before, one, many }) => (
                <li key={kind}>
                  <b>{counted(count, one, many)}</b> from before {longDate(before)}
                </li>
              ))}
            </ul>
            {leavers.length > 0 && (
              <p className="small q2">
                {leavers.map(({ name, leftOn }) => `${name} (left ${longDate(leftOn)})`).join(", ")}
                {(due.find(({ kind }) => kind === "leavers")?.count ?? 0) > leavers.length && " and more"}
              </p>
            )}
          </>
        )}
      </div>
    </Part>
  );
}
