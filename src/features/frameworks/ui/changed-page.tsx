import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { linesOf } from "../../../core/framework/lines.ts";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, listed, longDate, spoken } from "../../../web/parts/words.ts";
import { Chapters } from "./compare-page.tsx";
import css from "./compare.module.css";

const route = getRouteApi("/in/ladders/$slug/changed");

/** To the person concerned: what is asked differently of them since they were last reviewed. */
export function ChangedPage() {
  const { slug } = route.useParams();
  const changed = useQuery(read("/frameworks/:slug/changed-since", { slug }));
  const since = changed.data?.since;
  const reviewed = since !== undefined && since !== null;
  const then = useQuery({
    ...read("/frameworks/:slug/versions/:version", { slug, version: since?.then.version ?? 1 }),
    enabled: reviewed,
  });
  const now = useQuery({
    ...read("/frameworks/:slug/versions/:version", { slug, version: since?.now.version ?? 1 }),
    enabled: reviewed,
  });
  if (changed.isError) return <ErrorState error={changed.error} retry={() => void changed.refetch()} />;
  if (changed.isPending) return <Loading />;
  const crumbs = [
    <Link key="ladders" to="/ladders">
      Ladders
    </Link>,
    <Link key="ladder" to="/ladders/$slug" params={{ slug }}>
      {changed.data.title}
    </Link>,
  ];
  const back = (
    <Link to="/ladders/$slug" params={{ slug }} className={buttonClass()}>
      Read the ladder
    </Link>
  );
  if (since === undefined || since === null)
    return (
      <>
        <PageHead crumbs={crumbs} title="You have had no review here yet" tab={`${changed.data.title}, changed for you`} />
        <Empty action={back}>Once you have had one, what changes afterwards at your level and the next stands here.</Empty>
      </>
    );
  if (then.isError || now.isError)
    return <ErrorState error={then.error ?? now.error} retry={() => void Promise.all([then.refetch(), now.refetch()])} />;
  if (then.data === undefined || now.data === undefined) return <Loading />;
  const lines = linesOf(since, then.data.content, now.data.content);
  const levels = listed(since.levels.map(({ title, relation }) => (relation === "is" ? `${title}, where you stand` : title)));
  return (
    <div className={css.page}>
      <PageHead
        crumbs={crumbs}
        title="What changed since your last review"
        tab={`${changed.data.title}, changed for you`}
        answer={
          lines.length === 0 ? (
            <>Nothing that is asked of you is different since {since.then.cycle}.</>
          ) : (
            <>
              <b>
                {capital(spoken(lines.length))} {lines.length === 1 ? "change" : "changes"}
              </b>{" "}
              at {levels}, between version {since.then.version}, which {since.then.cycle} measured you by on {longDate(since.then.on)}, and
              version {since.now.version}.
            </>
          )
        }
      />
      <p className={css.told}>
        {since.yours === null
          ? null
          : since.yours === since.now.version
            ? "Your reports use the version in force. Your review stays as it was signed."
            : `Your reports still use version ${since.yours} until somebody moves you to version ${since.now.version}. Your review stays as it was signed.`}
      </p>
      {lines.length === 0 ? (
        <Empty action={back}>Your level and the next say what they said.</Empty>
      ) : (
        <Chapters lines={lines} classes={since.classes} before={then.data.content} after={now.data.content} />
      )}
    </div>
  );
}
