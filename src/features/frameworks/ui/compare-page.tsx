import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Framework } from "../../../core/framework/document.ts";
import { linesOf, type Line } from "../../../core/framework/lines.ts";
import { read } from "../../../web/api.ts";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { DiffLine, DiffList } from "../../../web/parts/diff-list.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { Bar, PageHead } from "../../../web/parts/page-head.tsx";
import { capital, longDate, listed, Spoken, spoken } from "../../../web/parts/words.ts";
import css from "./compare.module.css";

const route = getRouteApi("/in/ladders/$slug/history/compare");

/** A version by its number, the one in force, or the open draft. */
const sideOf = (typed: string | undefined): number | "latest" | "draft" =>
  typed === "draft" || typed === "latest" ? typed : typed === undefined ? "latest" : Number(typed);

/** What is different between any two versions of one framework, level by level. */
export function ComparePage() {
  const { slug } = route.useParams();
  const search = route.useSearch();
  const versions = useQuery(read("/frameworks/:slug/versions", { slug }));
  const newest = versions.data?.items[0]?.version;
  // Without a side named, the newest step.
  const to = sideOf(search.to);
  const from = search.from === undefined ? Math.max(1, (newest ?? 2) - 1) : sideOf(search.from);
  const compared = useQuery({ ...read("/frameworks/:slug/diff", { slug, from, to }), enabled: versions.isSuccess });
  const before = useContent(slug, compared.data?.from);
  const after = useContent(slug, compared.data?.to);
  const difference = compared.data;
  const [old, now] = [before.content, after.content];
  const lines = useMemo(
    () => (difference !== undefined && old !== undefined && now !== undefined ? linesOf(difference, old, now) : []),
    [difference, old, now],
  );
  const error = versions.error ?? compared.error ?? before.error ?? after.error;
  if (error) return <ErrorState error={error} retry={() => void Promise.all([versions.refetch(), compared.refetch()])} />;
  if (versions.data === undefined || difference === undefined || old === undefined || now === undefined) return <Loading rungs={7} />;

  const named = (version: number | null) => (version === null ? "the draft" : `version ${version}`);
  const title = `From ${named(difference.from)} to ${named(difference.to)}`;
  const { items } = versions.data;
  const told = items.find(({ version }) => version === difference.to);
  return (
    <div className={css.page}>
      <PageHead
        crumbs={[
          <Link key="ladders" to="/ladders">
            Ladders
          </Link>,
          <Link key="ladder" to="/ladders/$slug" params={{ slug }}>
            {difference.title}
          </Link>,
          <Link key="history" to="/ladders/$slug/history" params={{ slug }}>
            History
          </Link>,
        ]}
        title={title}
        tab={`${difference.title}, ${title.toLowerCase()}`}
        answer={answer(lines)}
        tools={
          <Button className="noprint" onClick={() => window.print()}>
            Print
          </Button>
        }
      />
      <Bar
        tools={
          <Sides
            slug={slug}
            from={String(search.from ?? from)}
            to={search.to ?? "latest"}
            items={items}
            draft={difference.to === null || difference.from === null}
          />
        }
      >
        <p className={css.told}>
          {told && (
            <>
              {told.reason !== null && <em>{told.reason}</em>} {told.publishedBy ?? "Published"}, {longDate(told.publishedAt)}
            </>
          )}
        </p>
      </Bar>
      {lines.length === 0 ? (
        <Empty
          action={
            <Link to="/ladders/$slug/history" params={{ slug }} className={buttonClass()}>
              Back to the history
            </Link>
          }
        >
          Both say the same.
        </Empty>
      ) : (
        <Chapters lines={lines} classes={difference.classes} before={old} after={now} />
      )}
    </div>
  );
}

/** @param version null for the draft, undefined while it is not known yet. */
function useContent(slug: string, version: number | null | undefined): { content: Framework | undefined; error: Error | null } {
  const published = useQuery({
    ...read("/frameworks/:slug/versions/:version", { slug, version: version ?? 1 }),
    enabled: typeof version === "number",
  });
  const draft = useQuery({ ...read("/frameworks/:slug/draft", { slug }), enabled: version === null });
  return version === null
    ? { content: draft.data?.content, error: draft.error }
    : { content: published.data?.content, error: published.error };
}

type Versions = readonly { version: number; effectiveOn: string }[];

function Sides({ slug, from, to, items, draft }: { slug: string; from: string; to: string; items: Versions; draft: boolean }) {
  const navigate = route.useNavigate();
  const newest = String(items[0]?.version);
  const options = [
    ...(draft ? [{ value: "draft", label: "the draft" }] : []),
    ...items.map(({ version }) => ({ value: String(version), label: `version ${version}` })),
  ];
  const value = (side: string) => (side === "latest" ? newest : side);
  const go = (search: { from: string; to: string }) => void navigate({ to: "/ladders/$slug/history/compare", params: { slug }, search });
  return (
    <>
      <Select label="From" options={options} value={value(from)} onChange={(chosen) => go({ from: chosen, to })} />
      <Select label="to" options={options} value={value(to)} onChange={(chosen) => go({ from, to: chosen })} />
    </>
  );
}

const verbs = ["Added", "Removed", "Moved", "Reworded", "Asks more", "Asks less", "Changed"] as const;
const spokenVerb: Readonly<Record<Line["verb"], string>> = {
  Added: "added",
  Removed: "removed",
  Moved: "moved",
  Reworded: "reworded",
  "Asks more": "asking more",
  "Asks less": "asking less",
  Changed: "otherwise changed",
};

function answer(lines: readonly Line[]) {
  if (lines.length === 0) return "Nothing is different.";
  const counts = verbs.flatMap((verb) => {
    const count = lines.filter((line) => line.verb === verb).length;
    return count === 0 ? [] : [`${spoken(count)} ${spokenVerb[verb]}`];
  });
  return (
    <>
      <b>
        {Spoken(lines.length)} {lines.length === 1 ? "change" : "changes"}
      </b>
      {lines.length > 1 && `: ${listed(counts)}`}.
    </>
  );
}

type Classes = Readonly<Record<string, "editorial" | "retarget" | "substantive">>;
const meaning: Readonly<Record<Classes[string], string>> = {
  editorial: "Editorial: means the same, ratings carry over",
  retarget: "Ratings carry over",
  substantive: "Substantive: ratings went stale",
};

/** Changes under the level or the part of the framework that they belong to, in the order of the document. */
export function Chapters({
  lines,
  classes,
  before,
  after,
}: {
  lines: readonly Line[];
  classes: Classes;
  before: Framework;
  after: Framework;
}) {
  const levels = [...after.levels, ...before.levels.filter(({ id }) => !after.levels.some((level) => level.id === id))];
  const own = (level: string) => lines.filter((line) => line.level === level);
  const common = lines.filter(({ level, entity }) => level === null && entity !== "competency" && entity !== "use");
  const competencies = lines.filter(({ entity }) => entity === "competency" || entity === "use");
  const chapters = [
    { id: "framework", title: capital(after.kind), lines: common },
    { id: "competencies", title: "Competencies", lines: competencies },
    ...levels.map(({ id, title }) => ({ id: `level-${id}`, title, lines: own(id) })),
  ].filter((chapter) => chapter.lines.length > 0);
  return chapters.map((chapter) => (
    <section key={chapter.id} className={css.chapter} aria-labelledby={chapter.id}>
      <h2 id={chapter.id}>{chapter.title}</h2>
      <DiffList label={chapter.title}>
        {chapter.lines.map((line) => {
          const kind = line.entity === "expectation" ? classes[line.id] : line.asks.map((id) => classes[id])[0];
          const retargeted = kind === "substantive" && line.asks.length === 0;
          return (
            <DiffLine
              key={line.key}
              line={line}
              where={false}
              beside={<p>{kind === undefined || retargeted ? line.effect : meaning[kind]}</p>}
            />
          );
        })}
      </DiffList>
    </section>
  ));
}
