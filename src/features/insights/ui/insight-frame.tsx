import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, type ReactNode } from "react";
import { Button, buttonClass } from "../../../web/parts/button.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Bar, PageHead, Tabs } from "../../../web/parts/page-head.tsx";
import { TeamChoice } from "../../../web/team-choice.tsx";
import css from "./insights.module.css";
import type { Figure } from "./insight-words.ts";

export type Search = { team?: string; ladder?: string; against?: string; band?: string; level?: string; year?: string; as?: string };

/** What the address says, and the way to say otherwise: nothing typed away, and no page of history for each choice. */
export function useNarrowing() {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const narrow = (more: Search) =>
    void navigate({
      to: ".",
      search: Object.fromEntries(Object.entries({ ...search, ...more }).filter(([, value]) => value !== undefined && value !== "")),
      replace: true,
      resetScroll: false,
    });
  return { search, narrow };
}

/** Unit and ladder go from figure to figure. */
const kept = ({ team, ladder }: Search): Search => ({ ...(team ? { team } : {}), ...(ladder ? { ladder } : {}) });

/**
 * The head, the tabs and the choices of every figure; what is drawn can be read as a table by one button or the key T, and taken
 * away as a file.
 *
 * @param whole whether the figures are of everybody; null where that says itself. @param ladders to choose from; absent: no choice.
 * @param drawn whether there is a drawing beside the table at all.
 */
export function InsightFrame({
  figure,
  title,
  answer,
  whole = null,
  smallest,
  ladder,
  ladders,
  filters,
  drawn = true,
  children,
}: {
  figure: Figure;
  title: string;
  answer?: ReactNode;
  whole?: boolean | null;
  smallest?: number | undefined;
  ladder?: string | null | undefined;
  ladders?: readonly { slug: string; title: string; people: number }[] | undefined;
  filters?: ReactNode;
  drawn?: boolean;
  children: ReactNode;
}) {
  const { search, narrow } = useNarrowing();
  const table = search.as === "table";
  useEffect(() => {
    if (!drawn) return;
    const onKey = (event: KeyboardEvent) => {
      const within = event.target instanceof Element && event.target.closest("input, textarea, select, [role=dialog]") !== null;
      if (event.key.toLowerCase() !== "t" || event.metaKey || event.ctrlKey || event.altKey || within) return;
      narrow({ as: table ? "" : "table" });
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  const asked = Object.fromEntries(
    Object.entries(search).filter(([name]) => name === "team" || name === "ladder" || name === "against" || name === "year"),
  );
  return (
    <>
      <PageHead title={title} tab={`${title}, insights`} answer={answer} />
      <Bar>
        <Tabs label="Figures">
          <Link to="/insights" search={kept(search)} activeOptions={{ exact: true, includeSearch: false }}>
            Levels
          </Link>
          <Link to="/insights/gaps" search={kept(search)} activeOptions={{ includeSearch: false }}>
            Gaps
          </Link>
          <Link to="/insights/time" search={kept(search)} activeOptions={{ includeSearch: false }}>
            Time
          </Link>
          <Link to="/insights/bench" search={kept(search)} activeOptions={{ includeSearch: false }}>
            Bench
          </Link>
          <Link to="/insights/barriers" search={kept(search)} activeOptions={{ includeSearch: false }}>
            Barriers
          </Link>
          <Link to="/insights/cpd" search={kept(search)} activeOptions={{ includeSearch: false }}>
            Learning
          </Link>
          <Link to="/people/expiring">Running out</Link>
        </Tabs>
      </Bar>
      <search className={css.choose}>
        <TeamChoice label="Unit" none="all units" value={search.team ?? ""} onChange={(team) => narrow({ team })} />
        {ladders !== undefined && ladders.length > 0 && (
          <Select
            label="Ladder"
            options={ladders.map(({ slug, title: name, people }) => ({ value: slug, label: `${name} (${people})` }))}
            value={search.ladder ?? ladder ?? ""}
            onChange={(slug) => narrow({ ladder: slug, level: "" })}
          />
        )}
        {filters}
        <span className={css.away}>
          {drawn && (
            <Button kind="quiet" aria-pressed={table} aria-keyshortcuts="t" onClick={() => narrow({ as: table ? "" : "table" })}>
              {table ? "Draw it" : "Read as a table"}
            </Button>
          )}
          <a className={buttonClass("quiet")} href={`/api/v1/insights/export?${new URLSearchParams({ figure, ...asked })}`} download>
            Take it as CSV
          </a>
        </span>
      </search>
      {children}
      {whole !== null && (
        <p className={css.says}>
          {whole
            ? `These figures are of everybody. Of people whose results you may not see one by one, nothing is said of fewer than ${smallest ?? 5}.`
            : "These figures are of those whose results you may see: yourself, whoever reports to you, and the units that you answer for."}
        </p>
      )}
    </>
  );
}
