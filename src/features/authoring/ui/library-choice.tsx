import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { competencyId } from "../../../core/framework/competency.ts";
import { read } from "../../../web/api.ts";
import { addUsed } from "./edits.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import { Act, Choice } from "./inputs.tsx";

/** Taking a competency over from a library: inherited in the version chosen, not copied. */
export function LibraryChoice({ domain }: { domain: string }) {
  const { writes } = useEditor();
  const [open, setOpen] = useState(false);
  if (!writes) return null;
  return open ? <Libraries domain={domain} /> : <Act onClick={() => setOpen(true)}>Take one from a library…</Act>;
}

function Libraries({ domain }: { domain: string }) {
  const store = useDraft("any");
  const [slug, setSlug] = useState("");
  const libraries = useQuery(read("/frameworks", { kind: "library", limit: 200 }));
  const library = useQuery({ ...read("/frameworks/:slug/versions/:version", { slug, version: "latest" }), enabled: slug !== "" });
  if (libraries.isError) return <p role="alert">The libraries cannot be read just now. Nothing was changed; try again in a moment.</p>;
  const taken = new Set(store.shown.competencies.map(competencyId));
  const open = (library.data?.content.competencies ?? []).flatMap((one) => ("use" in one || taken.has(one.id) ? [] : [one]));
  return (
    <>
      <Choice
        label="Library"
        value={slug}
        options={[
          { value: "", label: libraries.data?.items.length === 0 ? "There is no library yet" : "Which library?" },
          ...(libraries.data?.items ?? []).map((row) => ({ value: row.slug, label: `${row.title}, version ${row.version}` })),
        ]}
        onChange={setSlug}
      />
      {library.data && (
        <Choice
          label="Competency"
          value=""
          options={[
            { value: "", label: open.length === 0 ? "All of them are here" : "Which competency?" },
            ...open.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(id) => id !== "" && store.write(addUsed(store.shown, domain, `${slug}@${library.data.version.version}/${id}`))}
        />
      )}
    </>
  );
}
