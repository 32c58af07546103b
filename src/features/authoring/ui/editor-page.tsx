import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import type { Framework, Level } from "../../../core/framework/document.ts";
import { ApiError } from "../../../http/client.ts";
import { read } from "../../../web/api.ts";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { type Draft, DraftStore } from "./draft-store.ts";
import { EditorBody } from "./editor-body.tsx";
import { forgetDraft } from "./forget-draft.ts";
import { keptDraft } from "./kept.ts";
import { StartDraft } from "./start-draft.tsx";
import { Sync } from "./sync.ts";

/** How the matrix that is read orders its columns and what is drawn above them: the two are one figure. */
export type Figure = { order: (content: Framework) => Level[]; figure: (content: Framework, levels: readonly Level[]) => ReactNode };

/** The draft of a ladder, written in by whoever may and read by those who judge it. */
export function EditorPage({ figure }: { figure: Figure }) {
  const { slug } = useParams({ from: "/in/ladders/$slug/edit" });
  // Asked of a list, where a draft that is not there is no error.
  const drafts = useQuery({ ...read("/drafts", { limit: 200 }), refetchOnMount: "always" });
  const listed = drafts.data?.items.some((one) => one.slug === slug) ?? false;
  const none = !listed && drafts.data?.next === null && !drafts.isFetching;
  // Fetched for every visit: from then on the page keeps itself current, so that nothing comes in between what one types.
  const draft = useQuery({
    ...read("/frameworks/:slug/draft", { slug }),
    // Once open it stays so, whatever a list says later.
    enabled: (query) =>
      listed || query.state.data !== undefined || (drafts.data !== undefined && drafts.data.next !== null) || drafts.isError,
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: (count, error) => count < 2 && !(error instanceof ApiError),
  });
  const me = useQuery(read("/me", {})).data?.person.id;
  if (draft.data === undefined) {
    if (none || (draft.error instanceof ApiError && draft.error.code === "not-found"))
      return <StartDraft slug={slug} started={() => void drafts.refetch()} />;
    if (draft.isError) return <ErrorState error={draft.error} retry={() => void draft.refetch()} />;
  }
  if (draft.data === undefined || me === undefined) return <Loading />;
  return <Opened key={slug} draft={draft.data} me={me} figure={figure} />;
}

/** Takes up what this device still keeps of the draft, and begins to save. */
function Opened({ draft, me, figure }: { draft: Draft; me: string; figure: Figure }) {
  const [store, setStore] = useState<DraftStore | null>(null);
  const queries = useQueryClient();
  const [first] = useState(draft);
  useEffect(() => {
    let left = false;
    let stop = () => {};
    const open = async () => {
      const { keeper, kept } = await keptDraft(me, first.slug);
      if (left) return keeper.close();
      const opened = new DraftStore(first, keeper, kept);
      setStore(opened);
      const ended = new Sync(opened, me).start();
      stop = () => {
        ended();
        keeper.close();
      };
    };
    void open();
    return () => {
      left = true;
      stop();
      // Whoever reads the ladder next sees what is so then.
      void forgetDraft(queries, first.slug);
    };
  }, [me, first, queries]);
  const { slug, currentVersion } = draft;
  const inForce = useQuery({
    ...read("/frameworks/:slug/versions/:version", { slug, version: "latest" }),
    enabled: store !== null && currentVersion !== null,
    staleTime: Infinity,
  }).data;
  useEffect(() => {
    if (store && inForce) store.compareWith(inForce.content);
  }, [store, inForce]);
  return store === null ? <Loading /> : <EditorBody store={store} figure={figure} />;
}
