import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { NotFound } from "../../../web/parts/not-found.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import css from "./editor.module.css";

/** Where a published ladder has no draft: beginning one. */
export function StartDraft({ slug, started }: { slug: string; started: () => void }) {
  const ladder = useQuery(read("/frameworks/:slug/versions/:version", { slug, version: "latest" }));
  const start = useMutation({ mutationFn: () => api("PUT", "/frameworks/:slug/draft", { slug }), onSuccess: started });
  if (ladder.isPending) return <Loading />;
  if (ladder.isError) return <ErrorState error={ladder.error} />;
  const { content, version, can } = ladder.data;
  if (!can.edit) return <NotFound />;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="ladders" to="/ladders">
            Ladders
          </Link>,
          <Link key={slug} to="/ladders/$slug" params={{ slug }}>
            {content.title}
          </Link>,
        ]}
        title={`${content.title} has no draft`}
        answer={
          <>
            A draft begins as a copy of <b>version {version.version}</b>. Nobody is touched by it until it is published.
          </>
        }
      />
      <div className={css.start}>
        {start.isError && (
          <p role="alert" className="rust">
            {start.error.message || "This did not work. Nothing was changed; try again."}
          </p>
        )}
        <Button kind="main" onClick={() => start.mutate()} busy={start.isPending && "Starting…"}>
          Start a draft
        </Button>
      </div>
    </>
  );
}
