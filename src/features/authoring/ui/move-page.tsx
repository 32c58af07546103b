import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, read } from "../../../web/api.ts";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, counted, longDate, spoken } from "../../../web/parts/words.ts";
import { Moves } from "./move-list.tsx";
import { Levels, People } from "./move-tables.tsx";
import css from "./move.module.css";

const route = getRouteApi("/in/ladders/$slug/move");
const localToday = () => new Intl.DateTimeFormat("en-CA").format(new Date());

const moveTo = (
  slug: string,
  toVersion: number,
  on: string,
  mapping: Record<string, string>,
  people: readonly string[] | null,
  overlapUntil: string | null,
  dryRun: boolean,
) =>
  api("POST", "/frameworks/:slug/moves", {
    slug,
    toVersion,
    on,
    mapping,
    dryRun,
    ...(overlapUntil === null ? {} : { overlapUntil }),
    ...(people === null ? {} : { people: [...people] }),
  });
export type Preview = Awaited<ReturnType<typeof moveTo>>;

/** Moves whoever stands on an older version to this one, from a day on: looked at first, and to be undone. */
export function MovePage() {
  const { slug } = route.useParams();
  const { to } = route.useSearch();
  const versions = useQuery(read("/frameworks/:slug/versions", { slug }));
  if (versions.isPending) return <Loading />;
  if (versions.isError) return <ErrorState error={versions.error} retry={() => void versions.refetch()} />;
  const newest = versions.data.items[0]?.version ?? 1;
  const wanted = Number(to);
  const version = versions.data.items.some((each) => each.version === wanted) ? wanted : newest;
  return <Page key={`${slug} ${version}`} slug={slug} title={versions.data.title} version={version} />;
}

function Page({ slug, title, version }: { slug: string; title: string; version: number }) {
  const [on, setOn] = useState(localToday);
  const [until, setUntil] = useState("");
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const queries = useQueryClient();
  const preview = useQuery({
    queryKey: ["move", slug, version, on, mapping],
    queryFn: () => moveTo(slug, version, on, mapping, null, null, true),
    placeholderData: keepPreviousData,
  });
  const target = useQuery(read("/frameworks/:slug/versions/:version", { slug, version }));
  const go = useMutation({
    mutationFn: () =>
      moveTo(
        slug,
        version,
        on,
        mapping,
        left.size === 0 ? null : (preview.data?.people ?? []).flatMap(({ person }) => (left.has(person.id) ? [] : [person.id])),
        until === "" ? null : until,
        false,
      ),
    onSuccess: () => {
      setLeft(new Set());
      // Nobody stands any more where it led away from.
      setMapping({});
      queries.removeQueries({ queryKey: ["move", slug] });
      return queries.invalidateQueries();
    },
  });
  if (preview.isPending || target.isPending) return <Loading />;
  if (preview.isError || target.isError)
    return <ErrorState error={preview.error ?? target.error} retry={() => void Promise.all([preview.refetch(), target.refetch()])} />;
  const { levels, people, total } = preview.data;
  const open = levels.filter((level) => level.to === null);
  const moving = total - left.size;
  return (
    <>
      <PageHead
        crumbs={[
          <Link key="ladders" to="/ladders">
            Ladders
          </Link>,
          <Link key="ladder" to="/ladders/$slug" params={{ slug }}>
            {title}
          </Link>,
          <Link key="history" to="/ladders/$slug/history" params={{ slug }}>
            History
          </Link>,
        ]}
        title={`Move people to version ${version}`}
        answer={
          total === 0 ? (
            <>Everybody on this ladder is on version {version} already.</>
          ) : (
            <>
              <b>{counted(total, "person stands", "people stand")}</b> on an older version. Their signed reviews stay as they are; their gap
              reports use version {version} from the day you choose.
            </>
          )
        }
      />
      {total === 0 ? (
        <Empty
          action={
            <Link to="/ladders/$slug/history" params={{ slug }}>
              Back to the history
            </Link>
          }
        >
          There is nobody to move.
        </Empty>
      ) : (
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (open.length === 0 && moving > 0) go.mutate();
          }}
        >
          <Levels
            levels={levels}
            options={target.data.content.levels}
            mapping={mapping}
            onMap={(from, to) => setMapping({ ...mapping, [from]: to })}
          />
          <People people={people} total={total} left={left} onLeft={setLeft} />
          <div className={css.foot}>
            <label className={css.date}>
              <span>From</span>
              <input type="date" value={on} onChange={(event) => event.target.value !== "" && setOn(event.target.value)} />
            </label>
            <label className={css.date}>
              <span>Both versions count until</span>
              <input type="date" value={until} min={on} onChange={(event) => setUntil(event.target.value)} />
            </label>
            <Button kind="main" type="submit" busy={go.isPending && "Moving…"}>
              Move {counted(moving, "person", "people")} on {longDate(on)}
            </Button>
          </div>
          <p className={css.hint}>
            {until === ""
              ? `From ${longDate(on)} on, reports use version ${version} only. Give a day here if both versions are to count for a while.`
              : `From ${longDate(on)} to ${longDate(until)} each of them is reported against version ${version}, and can be read against the version they come from as well. That can be ended or made longer later.`}
          </p>
          {open.length > 0 && (
            <p className={css.fault}>
              {open.length === 1 ? "One level is" : `${capital(spoken(open.length))} levels are`} gone: say where the people on it stand
              now, and they can be moved.
            </p>
          )}
          {go.isError && (
            <p role="alert" className={css.fault}>
              {go.error.message} Nobody was moved.
            </p>
          )}
        </form>
      )}
      <p aria-live="polite">
        {go.isSuccess ? `${counted(go.data.total, "person", "people")} moved to version ${version} from ${longDate(go.data.on)} on.` : ""}
      </p>
      <Moves slug={slug} />
    </>
  );
}
