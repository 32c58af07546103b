import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { linesOf } from "../../../core/framework/lines.ts";
import { api, read, type Reply } from "../../../web/api.ts";
import { decisionsOf, type Typed } from "./publish-decisions.ts";

export type Draft = Reply<"/frameworks/:slug/draft">;
type Decisions = ReturnType<typeof decisionsOf>;

const impactOf = (slug: string, decisions: Decisions, cursor: string | undefined) =>
  api("POST", "/frameworks/:slug/draft/impact", { slug, ...decisions, limit: 50, cursor });
export type Impact = Awaited<ReturnType<typeof impactOf>>;

/** The draft as it stands at this revision; not the one that an editor works on, which goes on changing. */
const draftAt = (slug: string, revision: number) =>
  queryOptions({ queryKey: ["publish", slug, revision], queryFn: () => api("GET", "/frameworks/:slug/draft", { slug }) });

/** What publishing would do, worked out anew with every decision; the people page by page. */
export function usePublication(slug: string, revision: number, typed: Typed) {
  const draft = useQuery({ ...draftAt(slug, revision), staleTime: Infinity });
  const current = draft.data?.currentVersion ?? null;
  const before = useQuery({
    ...read("/frameworks/:slug/versions/:version", { slug, version: current ?? 1 }),
    enabled: current !== null,
  });
  const first = useQuery({
    queryKey: ["publish", slug, revision, "undecided"],
    queryFn: () => impactOf(slug, { choices: {}, lineage: [] }, undefined),
    staleTime: Infinity,
  });
  const was = current === null ? null : (before.data?.content ?? null);
  const lines = useMemo(
    () => (first.data === undefined || draft.data === undefined ? [] : linesOf(first.data, was, draft.data.content)),
    [first.data, was, draft.data],
  );
  const decisions = decisionsOf(typed, lines, first.data?.lineage ?? [], true);
  const undecided = Object.keys(decisions.choices).length === 0 && decisions.lineage.length === 0 && decisions.scaleMap === undefined;
  const people = useInfiniteQuery({
    queryKey: ["publish", slug, revision, "decided", decisions],
    queryFn: ({ pageParam }) =>
      undecided && pageParam === undefined && first.data !== undefined ? Promise.resolve(first.data) : impactOf(slug, decisions, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: first.data !== undefined,
    placeholderData: keepPreviousData,
  });
  return { draft, before: was, waiting: current !== null && before.isPending, first, lines, people };
}
