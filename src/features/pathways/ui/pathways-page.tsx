import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { read } from "../../../web/api.ts";
import { buttonClass } from "../../../web/parts/button.tsx";
import { Empty } from "../../../web/parts/empty.tsx";
import { ErrorState } from "../../../web/parts/error-state.tsx";
import { Loading } from "../../../web/parts/loading.tsx";
import { PageHead } from "../../../web/parts/page-head.tsx";
import { capital, counted, spoken } from "../../../web/parts/words.ts";
import { AtlasFigure } from "./atlas-figure.tsx";
import { Beside, Ends, searched } from "./ends.tsx";
import { Onward } from "./onward.tsx";
import css from "./pathways.module.css";
import { WayList } from "./way-list.tsx";
import { WayActs } from "./way-plan.tsx";
import { answerOf, wayName, type Atlas, type Between } from "./way-words.ts";

const crumbs = [
  <Link key="ladders" to="/ladders">
    Ladders
  </Link>,
];
/** Above so many ladders a way is drawn among those that it passes, and the rest on demand. */
const MANY = 4;

/** Every way between levels, and those from one to another: how long, over what, and what of it is held. */
export function PathwaysPage() {
  const search = useSearch({ from: "/in/pathways" });
  const atlas = useQuery(read("/pathways", {}));
  const from = search.from ?? (search.person === undefined ? atlas.data?.you?.level : undefined);
  const asked = search.to !== undefined && (from !== undefined || search.person !== undefined) && atlas.isSuccess;
  const between = useQuery({
    ...read("/pathways/routes", {
      to: search.to ?? "",
      ...(search.from === undefined ? {} : { from: search.from }),
      ...(search.person === undefined ? {} : { person: search.person }),
    }),
    enabled: asked,
  });
  if (atlas.isPending || (asked && between.isPending)) return <Loading />;
  if (atlas.isError) return <ErrorState error={atlas.error} retry={() => void atlas.refetch()} />;
  if (atlas.data.ladders.length === 0 || (atlas.data.transitions.length === 0 && search.to === undefined))
    return <Nothing atlas={atlas.data} />;
  if (asked && between.isError)
    return (
      <>
        <PageHead
          crumbs={crumbs}
          title="Ways from rung to rung"
          tab="Pathways"
          answer="That way cannot be looked up. Choose both ends anew."
        />
        <Ends atlas={atlas.data} />
        {between.error instanceof Error && <p className={css.wrong}>{between.error.message}</p>}
      </>
    );
  return <Found atlas={atlas.data} between={asked ? between.data : undefined} />;
}

/** Nothing leads anywhere yet: what a way is, and where one is written. */
function Nothing({ atlas }: { atlas: Atlas }) {
  const first = atlas.ladders.find(({ kind }) => kind === "ladder");
  const writes = atlas.can["framework.create"];
  const words = { className: buttonClass("main") };
  return (
    <>
      <PageHead crumbs={crumbs} title="No way is written down yet" tab="Pathways" />
      <Empty
        action={
          first && writes ? (
            <Link to="/ladders/$slug/edit" params={{ slug: first.slug }} {...words}>
              Write a way in {first.title}
            </Link>
          ) : writes ? (
            <Link to="/ladders/new" {...words}>
              Write a ladder
            </Link>
          ) : (
            <Link to="/ladders" {...words}>
              Read the ladders
            </Link>
          )
        }
      >
        A way leads from one level to another, up or sideways, on one ladder or across two, and says how long it takes and which
        qualification it goes by. Each is written with the ladder that it begins in.
      </Empty>
    </>
  );
}

function Found({ atlas, between }: { atlas: Atlas; between: Between | undefined }) {
  const search = useSearch({ from: "/in/pathways" });
  const ways = between?.routes ?? [];
  const index = Math.min(Math.max(Number(search.way ?? "1") - 1, 0), Math.max(ways.length - 1, 0));
  const way = ways[index];
  const besides = search.beside === undefined ? undefined : ways[Number(search.beside) - 1];
  const beside = besides === way ? undefined : besides;
  const you = search.person === undefined ? atlas.you : null;
  const others = between !== undefined && way !== undefined && atlas.ladders.length > MANY;
  const passed = new Set(ways.flatMap(({ levels }) => levels.map((level) => level.slice(0, level.indexOf("/")))));
  const shown = others && search.show !== "all" ? atlas.ladders.filter(({ slug }) => passed.has(slug)) : atlas.ladders;
  const figure = (
    <section aria-labelledby="map" className={css.map}>
      <h2 id="map" className={way ? undefined : "hidden"}>
        The map
      </h2>
      {others && (
        <p className="q3 small">
          {search.show === "all"
            ? "All ladders. "
            : `${capital(spoken(shown.length))} of ${atlas.ladders.length} ladders: those that these ways pass. `}
          <Link to="/pathways" search={searched(search, { show: search.show === "all" ? undefined : "all" })}>
            {search.show === "all" ? "Show those on the way alone" : `Show all ${spoken(atlas.ladders.length)} ladders`}
          </Link>
        </p>
      )}
      <AtlasFigure atlas={{ ...atlas, ladders: shown }} ways={ways} lit={way} you={you?.level ?? null} />
      <Key atlas={{ ...atlas, ladders: shown }} />
    </section>
  );
  return (
    <>
      <Head atlas={atlas} between={between} index={index} />
      <Ends atlas={atlas} between={between} index={index} />
      {between !== undefined && way === undefined && <Unreachable between={between} />}
      {between !== undefined && way !== undefined && (
        <div className={beside ? css.beside : css.columns}>
          <section className={css.list} aria-labelledby="way">
            <h2 id="way">{beside ? wayName(ways, index, between) : "The way"}</h2>
            {beside && <p className="q3 small">{summary(between, index)}</p>}
            <Beside between={between} index={index} />
            <WayList way={way} label={wayName(ways, index, between)} between={between} you={you} />
            <WayActs key={way.levels.join(" ")} way={way} between={between} />
            {!beside && <Onward atlas={atlas} reference={between.to} between={between} />}
          </section>
          {beside && (
            <section className={css.list} aria-labelledby="other">
              <h2 id="other">{wayName(ways, ways.indexOf(beside), between)}</h2>
              <p className="q3 small">{summary(between, ways.indexOf(beside))}</p>
              <WayList way={beside} label={wayName(ways, ways.indexOf(beside), between)} between={between} you={you} />
            </section>
          )}
          {figure}
        </div>
      )}
      {way === undefined && figure}
    </>
  );
}

const summary = (between: Between, index: number): string => {
  const way = between.routes[index];
  if (way === undefined) return "";
  const { steps, after } = answerOf(way, between, index === 0);
  return `${steps.charAt(0).toUpperCase()}${steps.slice(1)}${after}`;
};

function Head({ atlas, between, index }: { atlas: Atlas; between: Between | undefined; index: number }) {
  if (between === undefined) {
    const ways = counted(atlas.transitions.length, "way");
    return (
      <PageHead
        crumbs={crumbs}
        title="Ways from rung to rung"
        tab="Pathways"
        answer={
          <>
            <b>{ways}</b> {atlas.transitions.length === 1 ? "joins" : "join"} the rungs of {spoken(atlas.ladders.length)}{" "}
            {atlas.ladders.length === 1 ? "ladder" : "ladders"}, up and sideways.{" "}
            {atlas.you ? "Choose where you want to be." : "Choose where a way begins and where it leads."}
          </>
        }
      />
    );
  }
  const [from, to] = [between.levels[between.from]?.title, between.levels[between.to]?.title];
  const way = between.routes[index];
  const said = way === undefined || way.steps === 0 ? undefined : answerOf(way, between, index === 0);
  return (
    <PageHead
      crumbs={crumbs}
      title={`From ${from ?? between.from} to ${to ?? between.to}`}
      tab={`To ${to ?? between.to}, pathways`}
      answer={
        said ? (
          <>
            {said.before}
            <b>{said.steps}</b>
            {said.after}
          </>
        ) : way === undefined ? (
          "Nothing that is written down leads there."
        ) : (
          "That is where the way begins."
        )
      }
    />
  );
}

/** What joins nothing, said with what would join it. */
function Unreachable({ between }: { between: Between }) {
  const { climb, levels } = between;
  const title = (reference: string) => levels[reference]?.title ?? reference;
  return (
    <div className={css.none}>
      {climb ? (
        <p>
          Rank by rank it would be {climb.map(title).join(", then ")}. Somebody who writes the ladder has to write these steps down as ways,
          with how long they take, before they count.
        </p>
      ) : (
        <p>
          What is missing is a way that ends at {title(between.to)}, or at a level from which one leads there. Ways are written with a
          ladder; its author can add one.
        </p>
      )}
    </div>
  );
}

function Key({ atlas }: { atlas: Atlas }) {
  const named = atlas.ladders.some(({ levels }) => levels.some(({ regulated }) => regulated !== null));
  const hung = atlas.ladders.filter(({ levels }) => levels.every(({ regulated }) => regulated === null)).map(({ title }) => title);
  if (!named) return null;
  return (
    <p className={css.key}>
      <span>Numbers at the left: national qualification levels. Solid: up on one ladder. Dashed: sideways, or onto another ladder.</span>
      {hung.length > 0 && (
        <span>
          {hung.length === 1
            ? `${hung[0]} has ranks of its own and hangs`
            : `${capital(spoken(hung.length))} ladders have ranks of their own and hang`}{" "}
          where {hung.length === 1 ? "its" : "their"} ways meet.
        </span>
      )}
    </p>
  );
}
