import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Framework } from "../../../core/framework/document.ts";
import type { TableOptions } from "../../../core/framework/formats/table-options.ts";
import { ApiError } from "../../../http/client.ts";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { FileField } from "../../../web/parts/file-field.tsx";
import { Tick } from "../../../web/parts/tick.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { NotFound } from "../../../web/parts/not-found.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { BeginForm } from "./begin-form.tsx";
import css from "./import.module.css";
import shared from "./exchange.module.css";
import { HowRead } from "./how-read.tsx";
import { WhatChanges } from "./what-changes.tsx";

type Chosen = { file: File; table: TableOptions };

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

async function look(slug: string | null, { file, table }: Chosen) {
  const brought = { file: await base64(file), fileName: file.name.slice(-300), table: sent(table) };
  return slug === null ? api("POST", "/frameworks/import", brought) : api("POST", "/frameworks/:slug/import", { slug, ...brought });
}
export type Preview = Awaited<ReturnType<typeof look>>;

/** What is asked for as the API takes it: lists it may keep as its own. */
const sent = ({ scale, columns, ...rest }: TableOptions) => ({
  ...rest,
  ...(scale === undefined ? {} : { scale: [...scale] }),
  ...(columns === undefined ? {} : { columns: { ...columns } }),
});

/** A file on its way into the draft of a ladder that is there. */
export function LadderImportPage() {
  const { slug } = useParams({ from: "/in/ladders/$slug/import" });
  const drafts = useQuery(read("/drafts", { limit: 200 }));
  // Asked for only where it is known to be there.
  const open = drafts.data?.items.some((each) => each.slug === slug) === true;
  const draft = useQuery({ ...read("/frameworks/:slug/draft", { slug }), enabled: open });
  const ladder = useQuery({
    ...read("/frameworks/:slug/versions/:version", { slug, version: "latest" }),
    enabled: drafts.isSuccess && !open,
  });
  const error = drafts.error ?? draft.error ?? ladder.error;
  if (error !== null) return <ErrorState error={error} retry={() => void drafts.refetch()} />;
  const content = draft.data?.content ?? ladder.data?.content;
  if (drafts.data === undefined || content === undefined) return <Loading />;
  if (!(draft.data?.can.edit ?? drafts.data.can.create)) return <NotFound />;
  return <Import key={slug} slug={slug} before={content} />;
}

/** A file that becomes a new ladder. */
export function NewFromFilePage() {
  const me = useQuery(read("/templates", {}));
  if (me.isPending) return <Loading />;
  if (me.isError) return <ErrorState error={me.error} retry={() => void me.refetch()} />;
  return me.data.can.create ? <Import slug={null} before={null} /> : <NotFound />;
}

function Import({ slug, before }: { slug: string | null; before: Framework | null }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const seen = useMutation({ mutationFn: (given: Chosen) => look(slug, given) });
  const choose = (given: Chosen) => {
    setChosen(given);
    seen.mutate(given);
  };
  const correct = (more: TableOptions) => {
    if (chosen !== null) choose({ ...chosen, table: { ...chosen.table, ...more } });
  };
  const preview = seen.data;
  const into = slug === null ? (preview?.base ?? null) : null;
  return (
    <>
      <PageHead
        crumbs={crumbs(slug, before)}
        title={before === null ? "Begin with a file" : `Import into ${before.title}`}
        answer={
          before === null
            ? "Bring a workbook, a table, YAML, JSON or CASE. You see what is in it before anything is made."
            : "Bring a workbook, a table, YAML, JSON or CASE. You see every change before anything is written; it goes into the draft, not to the people on the ladder."
        }
      />
      <FileField label="File" accept=".xlsx,.csv,.tsv,.yaml,.yml,.json,.case" onChoose={(file) => choose({ file, table: {} })} />
      <p className={css.said} role={seen.isPending ? "status" : undefined}>
        {seen.isPending && `Reading ${chosen?.file.name ?? "the file"}…`}
      </p>
      {seen.isError && (
        <p role="alert" className={shared.fault}>
          {seen.error.message} Nothing was changed; choose another file, or this one again once it is corrected.
        </p>
      )}
      {chosen !== null && preview !== undefined && (
        <>
          {preview.table !== null && (
            <HowRead
              key={chosen.file.name}
              name={chosen.file.name}
              table={preview.table}
              only={chosen.table.only}
              known={slug !== null || preview.base !== null}
              onChange={correct}
            />
          )}
          <WhatChanges preview={preview} before={into === null ? before : null} />
          {(before !== null || into !== null) && (
            <Keep kept={preview.table?.keep ?? chosen.table.keep === true} onChange={(keep) => correct({ keep })} format={preview.format} />
          )}
          <div className={css.foot}>
            {slug !== null ? (
              <IntoDraft slug={slug} preview={preview} waiting={seen.isPending} />
            ) : into !== null ? (
              <KnownAlready slug={into.slug} title={into.title} />
            ) : (
              preview.content !== null && <Begin preview={preview} content={preview.content} />
            )}
          </div>
        </>
      )}
    </>
  );
}

function crumbs(slug: string | null, before: Framework | null) {
  const ladders = (
    <Link key="ladders" to="/ladders">
      Ladders
    </Link>
  );
  if (slug === null || before === null)
    return [
      ladders,
      <Link key="new" to="/ladders/new">
        Begin a ladder
      </Link>,
    ];
  return [
    ladders,
    <Link key={slug} to="/ladders/$slug" params={{ slug }}>
      {before.title}
    </Link>,
  ];
}

/** Formats that hold a whole ladder say by leaving something out that it is gone; a table may be a part of it. */
function Keep({ kept, onChange, format }: { kept: boolean; onChange: (keep: boolean) => void; format: Preview["format"] }) {
  if (format !== "xlsx" && format !== "csv") return null;
  return (
    <div className={css.keep}>
      <Tick
        label="Keep what the file leaves out"
        note="Otherwise levels, competencies and expectations that it does not name are removed."
        checked={kept}
        onChange={onChange}
      />
    </div>
  );
}

function IntoDraft({ slug, preview, waiting }: { slug: string; preview: Preview; waiting: boolean }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { content, base, changes } = preview;
  const write = useMutation({
    mutationFn: () =>
      api("PUT", "/frameworks/:slug/draft", {
        slug,
        ...(content === null ? {} : { content: { ...content } }),
        ...(base === null || base.revision === null ? {} : { ifRevision: base.revision }),
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      await navigate({ to: "/ladders/$slug/edit", params: { slug } });
    },
  });
  if (content === null)
    return <p className={shared.fault}>This file cannot become a draft as it is. Put right what is named above and choose it again.</p>;
  if (changes.length === 0)
    return <p className={shared.quiet}>Everything in this file is in the ladder already. There is nothing to import.</p>;
  const overtaken = write.error instanceof ApiError && write.error.status === 412;
  return (
    <>
      {write.isError && (
        <p role="alert" className={shared.fault}>
          {overtaken
            ? "Somebody changed the draft after this was read. Choose the file again to see it against the draft as it is now."
            : write.error.message || "This did not work. Nothing was written; try again."}
        </p>
      )}
      <Button kind="main" busy={(write.isPending && "Importing…") || (waiting && "Reading…")} onClick={() => write.mutate()}>
        Import into the draft
      </Button>
    </>
  );
}

/** A file that names a ladder which is here is a change to that one: two of one name would be nobody's wish. */
function KnownAlready({ slug, title }: { slug: string; title: string }) {
  return (
    <p>
      This file is of <b>{title}</b>, which is here already, and is compared with it above.{" "}
      <Link to="/ladders/$slug/import" params={{ slug }}>
        Import it into {title}
      </Link>
      , or give it another id to begin a second one.
    </p>
  );
}

function Begin({ preview, content }: { preview: Preview; content: Framework }) {
  return (
    <section className={shared.part} aria-labelledby="begin">
      <h2 id="begin">What it is called</h2>
      <BeginForm
        key={`${content.id} ${content.title}`}
        origin={{ blank: { kind: content.kind } }}
        content={content}
        title={preview.table?.title ?? content.title}
        id={preview.table?.id ?? content.id}
      />
    </section>
  );
}
