import type { Framework } from "../../../core/framework/document.ts";
import { addEntry, removeEntry } from "./edits.ts";
import { useDraft } from "./editor-context.ts";
import { AddLine, Choice, Entries, Entry } from "./inputs.tsx";
import { rewrite } from "./rewrite.ts";

type Equivalence = Framework["equivalences"][number];
const kinds = [
  { value: "exact", label: "is the same as" },
  { value: "broader", label: "is broader than" },
  { value: "narrower", label: "is narrower than" },
  { value: "related", label: "is related to" },
];

/** What a competency corresponds to in other frameworks, so that the same evidence serves both. */
export function EquivalenceEntries({ competency }: { competency: string }) {
  const store = useDraft("any");
  const { equivalences } = store.shown;
  return (
    <>
      <Entries>
        {equivalences.map((one, at) =>
          one.from !== competency ? null : (
            <Entry key={one.to} title={one.to} remove={() => store.write(removeEntry("equivalence", `${one.from}→${one.to}`, at, one))}>
              <Choice
                label={`To ${one.to}: it`}
                value={one.kind}
                options={kinds}
                onChange={(kind) => store.write(rewrite("equivalence", `${one.from}→${one.to}`, at, one, { ...one, kind }))}
              />
            </Entry>
          ),
        )}
      </Entries>
      <AddLine
        label="In another framework, as framework/competency"
        button="Add"
        onAdd={(to) => {
          const added: Equivalence = { from: competency, to, kind: "related" };
          if (!equivalences.some((one) => one.from === competency && one.to === to))
            store.write(addEntry("equivalence", `${competency}→${to}`, equivalences.length, added));
        }}
      />
    </>
  );
}
