import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Field } from "../../../core/people/columns.ts";
import type { DateOrder } from "../../../core/people/dates.ts";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { FileField } from "../../../web/parts/file-field.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { NotFound } from "../../../web/parts/not-found.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { counted, listed } from "../../../web/parts/words.ts";
import { Columns, HowRead } from "./how-read.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { PastImports } from "./past-imports.tsx";
import css from "./import.module.css";

/** How the file is to be understood, where that is not what was guessed. */
type Choices = { columns?: Record<string, Field | null>; dates?: DateOrder; sheet?: string; whole: boolean };
type Chosen = { file: File; choices: Choices };

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

const send = async ({ file, choices }: Chosen, more: { dryRun: "true" } | { dryRun: "false"; expect: string }) =>
  api("POST", "/people/import", { file: await base64(file), fileName: file.name.slice(0, 200), ...choices, ...more });
export type Preview = Awaited<ReturnType<typeof send>>;

/** From a file to people: what it says is shown, may be corrected, and is then done as it was shown. */
export function ImportPage() {
  const me = useQuery(read("/me", {}));
  if (me.isPending) return <Loading />;
  if (me.isError) return <ErrorState error={me.error} retry={() => void me.refetch()} />;
  return me.data.can["people.import"] ? <Page /> : <NotFound />;
}

function Page() {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const look = useMutation({ mutationFn: (given: Chosen) => send(given, { dryRun: "true" }) });
  const go = useMutation({
    mutationFn: ({ given, expect }: { given: Chosen; expect: string }) => send(given, { dryRun: "false", expect }),
    onSuccess: () => {
      setChosen(null);
      look.reset();
      return queries.invalidateQueries();
    },
  });
  const choose = (given: Chosen) => {
    setChosen(given);
    go.reset();
    look.mutate(given);
  };
  const correct = (more: Partial<Choices>) => chosen && choose({ ...chosen, choices: { ...chosen.choices, ...more } });
  const shown = look.data;
  const done = go.data;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="people" to="/people">
            People
          </Link>,
        ]}
        title="Import people"
        answer="Bring a workbook or a CSV file. You see every change before anything is written, and can take the last import back."
      />
      <FileField label="File of people" accept=".xlsx,.csv,.tsv,.txt" onChoose={(file) => choose({ file, choices: { whole: false } })} />
      <p className={css.said} role={look.isPending || go.isPending ? "status" : undefined}>
        {look.isPending && `Reading ${chosen?.file.name ?? "the file"} and checking every row…`}
        {go.isPending && `Importing ${counted(shown ? shown.counts.added + shown.counts.changed : 0, "person", "people")}…`}
      </p>
      {look.isError && (
        <p role="alert" className={css.fault}>
          {look.error.message} Nothing was changed; choose another file, or this one again once it is corrected.
        </p>
      )}
      {go.isError && (
        <p role="alert" className={css.fault}>
          {go.error.message}
        </p>
      )}
      {done && !chosen && (
        <p role="alert" className={css.done}>
          Imported: {summary(done)}.
        </p>
      )}
      {chosen && shown && (
        <>
          <HowRead
            name={chosen.file.name}
            file={shown.file}
            whole={chosen.choices.whole}
            onSheet={(sheet) => choose({ file: chosen.file, choices: { whole: chosen.choices.whole, sheet } })}
            onDates={(dates) => correct({ dates })}
            onWhole={(whole) => correct({ whole })}
          />
          <Columns columns={shown.file.columns} onChange={(columns) => correct({ columns })} />
          <ImportPreview preview={shown} />
          <div className={css.foot}>
            <ImportButton
              preview={shown}
              busy={go.isPending}
              waiting={look.isPending}
              onGo={() => go.mutate({ given: chosen, expect: shown.fingerprint })}
            />
          </div>
        </>
      )}
      <PastImports />
    </>
  );
}

const summary = ({ counts: { added, changed, left } }: Preview) =>
  listed([
    ...(added > 0 ? [`${counted(added, "person", "people")} added`] : []),
    ...(changed > 0 ? [`${counted(changed, "person", "people")} changed`] : []),
    ...(left > 0 ? [`${counted(left, "person", "people")} left`] : []),
    ...(added + changed + left === 0 ? ["nobody changed"] : []),
  ]);

function ImportButton({ preview, busy, waiting, onGo }: { preview: Preview; busy: boolean; waiting: boolean; onGo: () => void }) {
  const { added, changed, left, problems } = preview.counts;
  if (problems > 0)
    return (
      <p className={css.fault}>{counted(problems, "problem")} to put right in the file first: an import is made whole or not at all.</p>
    );
  if (added + changed + left === 0)
    return <p className={css.quiet}>Everything in this file is in Rungs already. There is nothing to import.</p>;
  return (
    <Button kind="main" busy={(busy && "Importing…") || (waiting && "Checking…")} onClick={onGo}>
      {added + changed > 0 ? `Import ${counted(added + changed, "person", "people")}` : `End ${counted(left, "person", "people")} today`}
    </Button>
  );
}
