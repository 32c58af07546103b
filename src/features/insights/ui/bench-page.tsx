import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, type Reply } from "../../../web/api.ts";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { Button } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Select } from "../../../web/parts/field.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { counted, percentRange, shortDate } from "../../../web/parts/words.ts";
import { BandsBar } from "./bands-bar.tsx";
import { InsightFrame, useNarrowing } from "./insight-frame.tsx";
import css from "./insights.module.css";

type Bench = Reply<"/insights/bench">;
type Item = Bench["items"][number];
const bandWords = { met: "meets all", near: "near", way: "on the way", unassessed: "not assessed" } as const;
type Band = keyof typeof bandWords;
const isBand = (text: string | undefined): text is Band => text !== undefined && Object.hasOwn(bandWords, text);

/** Who could step up soon, and where nobody could: for each rung how many are how near, and who. */
export function BenchPage() {
  const { search, narrow } = useNarrowing();
  const band = isBand(search.band) ? search.band : undefined;
  const input = {
    ...(search.team === undefined ? {} : { team: search.team }),
    ...(search.ladder === undefined ? {} : { ladder: search.ladder }),
    ...(search.level === undefined ? {} : { level: search.level }),
    ...(band === undefined ? {} : { band }),
  };
  const found = useInfiniteQuery({
    queryKey: ["/insights/bench", input],
    queryFn: ({ pageParam, signal }) =>
      api("GET", "/insights/bench", { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  const [first] = found.data.pages;
  if (first === undefined) return <Loading />;
  const items = found.data.pages.flatMap((page) => page.items);
  return (
    <InsightFrame
      figure="bench"
      title="Who is near the next rung"
      answer={answerOf(first)}
      whole={first.whole}
      smallest={first.smallest}
      ladder={first.ladder?.slug}
      ladders={first.ladders}
      filters={
        <Select
          label="Show"
          options={[{ value: "", label: "who is near" }, ...Object.entries(bandWords).map(([value, label]) => ({ value, label }))]}
          value={band ?? ""}
          onChange={(value) => narrow({ band: value })}
        />
      }
    >
      {first.levels.length === 0 ? (
        <Empty>
          Nobody here has a rung of this ladder before them. Where ways lead from rung to rung is written with the ladder; who stands on
          which is on their page.
        </Empty>
      ) : (
        <>
          {search.as === "table" ? <BenchTable levels={first.levels} /> : <BenchFigure levels={first.levels} />}
          <section className={css.part} aria-labelledby="who">
            <h2 id="who">
              {search.level === undefined
                ? "Who"
                : `Towards ${first.levels.find(({ level }) => level === search.level)?.title ?? search.level}`}
            </h2>
            {search.level !== undefined && (
              <Button kind="quiet" onClick={() => narrow({ level: "" })}>
                Show every rung
              </Button>
            )}
            {items.length === 0 ? (
              <p className="q2">Nobody whose results you may see.</p>
            ) : (
              <ul className={css.bench}>
                {items.map((item) => (
                  <BenchRow key={`${item.person.id} ${item.to.level} ${item.from.level}`} item={item} />
                ))}
              </ul>
            )}
            {found.hasNextPage && (
              <p className={css.more}>
                <Button busy={found.isFetchingNextPage && "Fetching…"} onClick={() => void found.fetchNextPage()}>
                  Show more
                </Button>
              </p>
            )}
          </section>
        </>
      )}
    </InsightFrame>
  );
}

function answerOf({ levels, ladder, people }: Bench) {
  if (ladder === null) return undefined;
  const near = levels.reduce((sum, { bands }) => ("hidden" in bands ? sum : sum + bands.met + bands.near), 0);
  const thin = levels.filter(({ bands }) => !("hidden" in bands) && bands.met + bands.near === 0);
  return (
    <>
      For <b>{counted(people, "person", "people")}</b> a rung of {ladder.title} is next; <b>{near === 0 ? "nobody" : near}</b>{" "}
      {near <= 1 ? "is" : "are"} near it.
      {thin.length > 0 && near > 0 && <> Nobody is near {thin.map(({ title }) => title).join(" or ")}.</>}
    </>
  );
}

function BenchFigure({ levels }: { levels: Bench["levels"] }) {
  const { search, narrow } = useNarrowing();
  const most = Math.max(1, ...levels.map(({ people }) => people));
  return (
    <div className={css.part}>
      <ol className={css.rungs}>
        {levels.map(({ level, title, people, bands }) => (
          <li key={level}>
            <button
              type="button"
              className={css.choice}
              aria-pressed={search.level === level}
              onClick={() => narrow({ level: search.level === level ? "" : level })}
            >
              {title}
            </button>
            {"hidden" in bands ? <span className={css.small}>not shown</span> : <BandsBar bands={bands} most={most} />}
            <span className="number">{people}</span>
          </li>
        ))}
      </ol>
      <p className={css.key}>
        <span>
          <BandsBar.Key band="met" /> meets all that is rated
        </span>
        <span>
          <BandsBar.Key band="near" /> near: three quarters and more
        </span>
        <span>
          <BandsBar.Key band="way" /> on the way
        </span>
        <span>
          <BandsBar.Key band="unassessed" /> nobody has assessed them against it
        </span>
      </p>
    </div>
  );
}

function BenchTable({ levels }: { levels: Bench["levels"] }) {
  return (
    <table className={css.table}>
      <caption className="hidden">For how many each rung is next, and how near they are</caption>
      <thead>
        <tr>
          <th scope="col">Rung</th>
          {["Meets all", "Near", "On the way", "Not assessed", "In all"].map((name) => (
            <th key={name} scope="col" className="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {levels.map(({ level, title, people, bands }) => (
          <tr key={level}>
            <th scope="row">{title}</th>
            {("hidden" in bands ? ["not shown", "", "", ""] : [bands.met, bands.near, bands.way, bands.unassessed]).map((value, index) => (
              // Four numbers in the order of their heads.
              <td key={index} className="number">
                {value}
              </td>
            ))}
            <td className="number">{people}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function BenchRow({ item }: { item: Item }) {
  const { person, from, to, readiness, ready, short, critical, unassessed, missing, band } = item;
  const left = [
    short > 0 ? `${short} short${critical > 0 ? `, ${critical} of them critical` : ""}` : null,
    unassessed > 0 ? `${unassessed} not assessed` : null,
    missing > 0 ? `${counted(missing, "thing")} to hold` : null,
  ].filter((each) => each !== null);
  return (
    <li>
      <span>
        <Link to="/people/$personId/gap" params={{ personId: person.id }} search={{ target: `${to.framework}/${to.level}` }}>
          {person.name}
        </Link>
        <small>
          {from.title} since {shortDate(from.since)}
          {person.team !== null && `, ${person.team}`}
        </small>
      </span>
      <span>{to.title}</span>
      <span className={css.ready}>
        <ReadinessBar
          low={readiness.low}
          high={readiness.high}
          size="table"
          label={`${percentRange(readiness)} of what ${to.title} asks`}
        />
        <span>{band === "unassessed" ? "not assessed" : percentRange(readiness)}</span>
      </span>
      <small>{ready ? "ready: every clause is met" : left.length === 0 ? "the rule asks for more" : left.join(", ")}</small>
    </li>
  );
}
