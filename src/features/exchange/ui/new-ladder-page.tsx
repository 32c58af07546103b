import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { read, type Reply } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { NotFound } from "../../../web/parts/not-found.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { BeginForm } from "./begin-form.tsx";
import css from "./gallery.module.css";
import shared from "./exchange.module.css";
import { LadderContents } from "./ladder-contents.tsx";

const route = getRouteApi("/in/ladders/new");
type Row = Reply<"/templates">["items"][number];

const ladders = (
  <Link key="ladders" to="/ladders">
    Ladders
  </Link>
);
const anew = (
  <Link key="new" to="/ladders/new">
    Begin a ladder
  </Link>
);

/** What a new ladder begins as: chosen from what ships, from one's own, or nothing; then looked at and named. */
export function NewLadderPage() {
  const { template, ladder, blank } = route.useSearch();
  const all = useQuery(read("/templates", {}));
  if (all.isPending) return <Loading />;
  if (all.isError) return <ErrorState error={all.error} retry={() => void all.refetch()} />;
  if (!all.data.can.create) return <NotFound />;
  if (template !== undefined) return <FromTemplate key={template} id={template} />;
  if (ladder !== undefined) return <FromLadder key={ladder} slug={ladder} />;
  if (blank === "ladder" || blank === "library" || blank === "standard") return <FromNothing key={blank} kind={blank} />;
  return <Gallery items={all.data.items} />;
}

function Gallery({ items }: { items: readonly Row[] }) {
  const of = (kind: Row["kind"]) => items.filter((row) => row.kind === kind);
  return (
    <>
      <PageHead
        crumbs={[ladders]}
        title="Begin a ladder"
        answer="Take the one that is nearest to yours, rename its levels and cut what you do not ask for."
      />
      <Shelf name="Ladders" rows={of("ladder")} />
      <Shelf name="Standards" rows={of("standard")} />
      <Shelf name="Libraries" rows={of("library")} />
      <section className={shared.part} aria-labelledby="else">
        <h2 id="else">Or begin with something else</h2>
        <ul className={css.ways}>
          <li>
            <Link to="/ladders/import">A file of your own</Link>
            <p>A workbook, a table, YAML, JSON or CASE. You see what is in it before anything is made.</p>
          </li>
          <OwnLadder />
          <li>
            <Link to="/ladders/new" search={{ blank: "ladder" }}>
              An empty ladder
            </Link>
            <p>
              With a scale of four points and one track. Also as an empty{" "}
              <Link to="/ladders/new" search={{ blank: "library" }}>
                library
              </Link>{" "}
              or{" "}
              <Link to="/ladders/new" search={{ blank: "standard" }}>
                standard
              </Link>
              .
            </p>
          </li>
          <li>
            <a href="/api/v1/templates/blank/export?format=xlsx" download>
              An empty workbook
            </a>
            <p>To fill in with a spreadsheet program and bring back as a file.</p>
          </li>
        </ul>
      </section>
    </>
  );
}

function Shelf({ name, rows }: { name: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <table className={css.shelf}>
      <caption className="hidden">{name}</caption>
      <thead>
        <tr>
          <th scope="col">
            <h2>{name}</h2>
          </th>
          <th scope="col" className={css.figure}>
            {name === "Libraries" ? "Competencies" : "Levels"}
          </th>
          <th scope="col" className={css.figure}>
            Statements
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, title, kind, description, levels, tracks, competencies, statements }) => (
          <tr key={id}>
            <th scope="row">
              <Link to="/ladders/new" search={{ template: id }}>
                {title}
              </Link>
              {description && <p>{firstSentence(description)}</p>}
            </th>
            <td className={css.figure}>
              {kind === "library" ? competencies : levels}
              {tracks > 1 && <small>on {tracks} tracks</small>}
            </td>
            <td className={css.figure}>{statements}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/su.exec(text)?.[0] ?? text;

/** One of the organisation's own, to take a copy of. */
function OwnLadder() {
  const own = useQuery(read("/frameworks", { limit: 200 }));
  const [chosen, setChosen] = useState<string | null>(null);
  const items = own.data?.items ?? [];
  const slug = chosen ?? items[0]?.slug;
  if (slug === undefined) return null;
  return (
    <li>
      <span className={css.own}>
        <Select label="A copy of" value={slug} options={items.map((row) => ({ value: row.slug, label: row.title }))} onChange={setChosen} />
        <Link to="/ladders/new" search={{ ladder: slug }} className={buttonClass()}>
          Look at it
        </Link>
      </span>
      <p>With its own name and its own versions from then on.</p>
    </li>
  );
}

function FromTemplate({ id }: { id: string }) {
  const found = useQuery(read("/templates/:template", { template: id }));
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  const { content, inherited, title, description } = found.data;
  const answer = firstSentence(description ?? "");
  const more = (description ?? "").slice(answer.length).trim();
  return (
    <>
      <PageHead crumbs={[ladders, anew]} title={title} answer={answer} />
      <div className={`columns ${css.chosen}`}>
        <aside className={css.margin}>
          <BeginForm origin={{ template: id }} title={title} />
          <p className={shared.quiet}>
            Or take it away first as a{" "}
            <a href={`/api/v1/templates/${encodeURIComponent(id)}/export?format=xlsx`} download>
              workbook
            </a>{" "}
            to fill in.
          </p>
        </aside>
        <div>
          {more !== "" && <p className={css.about}>{more}</p>}
          <LadderContents content={content} inherited={inherited} />
          <Terms content={content} />
        </div>
      </div>
    </>
  );
}

function Terms({ content: { source } }: { content: Reply<"/templates/:template">["content"] }) {
  if (source === undefined) return null;
  const licence = source.licence === undefined ? "" : `Licence: ${source.licence}. `;
  return (
    <p className={css.terms}>
      {licence}
      {source.attribution}
    </p>
  );
}

function FromLadder({ slug }: { slug: string }) {
  const found = useQuery(read("/frameworks/:slug/versions/:version", { slug, version: "latest" }));
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  const { content, inherited, version } = found.data;
  return (
    <>
      <PageHead
        crumbs={[ladders, anew]}
        title={`A copy of ${content.title}`}
        answer={<>Begun from version {version.version}. What happens to either afterwards leaves the other as it is.</>}
      />
      <div className={`columns ${css.chosen}`}>
        <aside className={css.margin}>
          <BeginForm origin={{ framework: slug, version: version.version }} title={`${content.title}, a copy`} />
        </aside>
        <div>
          <LadderContents content={content} inherited={inherited} />
        </div>
      </div>
    </>
  );
}

const blanks = {
  ladder: {
    title: "An empty ladder",
    answer: "A scale of four points and one track are there; the levels and what they ask are yours to write.",
  },
  library: { title: "An empty library", answer: "Competencies that several ladders use: written once, inherited by version." },
  standard: {
    title: "An empty standard",
    answer: "An external standard, such as an apprenticeship, with its entry, gateway and assessment.",
  },
} as const;

function FromNothing({ kind }: { kind: keyof typeof blanks }) {
  const { title, answer } = blanks[kind];
  const many = useQuery(read("/frameworks", { limit: 200 })).data?.items.length ?? 0;
  return (
    <>
      <PageHead crumbs={[ladders, anew]} title={title} answer={answer} />
      <div className={css.alone}>
        <BeginForm origin={{ blank: { kind } }} title="" />
      </div>
      {many === 0 && <Empty>A template is the quicker way: most ladders of one kind of work look alike.</Empty>}
    </>
  );
}
